// Where the phone is: looked for from the start, the most precise answer so far counts.
const OPTIONS = { enableHighAccuracy: true, maximumAge: 30_000, timeout: 20_000 };
const FRESH = 60_000;
const TOO_EXACT = 1; // metres; no phone knows better, programs that make positions up do
const OLD = 60 * 60_000;
const DENIED =
  "Izin lokasi ditolak. Presensi tetap bisa dikirim, dengan tanda “tanpa lokasi” untuk atasan Anda.";
const UNREAD =
  "Lokasi belum terbaca. Presensi tetap bisa dikirim, dengan tanda “tanpa lokasi” untuk atasan Anda.";

export class Place {
  /** `tell(sentence, tone)` is called whenever there is something new to say. */
  constructor(tell) {
    this.tell = tell;
    this.point = null;
    this.isOver = false; // nothing more will come
    this.hints = [];
    this.waiting = [];
  }

  start() {
    if (!("geolocation" in navigator)) return this.fail({ code: 2 });
    this.stop();
    if (!this.point) this.tell("Mencari lokasi…", "");
    this.watch = navigator.geolocation.watchPosition(
      (position) => this.take(position),
      (error) => this.fail(error),
      OPTIONS,
    );
  }

  stop() {
    if (this.watch !== undefined) navigator.geolocation.clearWatch(this.watch);
  }

  /** The best point; waits at most `long` ms for a first one. */
  settle(long) {
    if (this.point || this.isOver) return Promise.resolve(this.point);
    return new Promise((ready) => {
      this.waiting.push(ready);
      setTimeout(() => ready(this.point), long);
    });
  }

  take({ coords, timestamp }) {
    const isBetter = !this.point || coords.accuracy <= this.point.accuracy;
    if (!isBetter && timestamp - this.point.at < FRESH) return;
    const { latitude, longitude, accuracy } = coords;
    this.point = { latitude, longitude, accuracy, at: timestamp };
    const isMade = accuracy < TOO_EXACT || Math.abs(Date.now() - timestamp) > OLD;
    this.hints = isMade ? ["mock"] : [];
    this.tell(`Lokasi terbaca, ketelitian sekitar ${Math.round(accuracy)} meter.`, "ok");
    this.release();
  }

  fail(error) {
    this.isOver = error.code !== 3;
    if (!this.point) this.tell(error.code === 1 ? DENIED : UNREAD, "warn");
    if (this.isOver) this.release();
  }

  release() {
    for (const ready of this.waiting.splice(0)) ready(this.point);
  }
}
