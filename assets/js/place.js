// Where the phone is: looked for from the start, the most precise answer so far counts.
const OPTIONS = { enableHighAccuracy: true, maximumAge: 30_000, timeout: 20_000 };
const FRESH = 60_000;
const TOO_EXACT = 1; // metres; no phone knows better
const OLD = 60 * 60_000;
const DENIAL = 1; // the code of the one error after which nothing more comes
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
    this.isOver = !("geolocation" in navigator);
    if (this.isOver) return this.tell(UNREAD, "warn");
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
    this.hints = hintsOf(accuracy, timestamp);
    this.tell(`Lokasi terbaca, ketelitian sekitar ${Math.round(accuracy)} meter.`, "ok");
    this.release();
  }

  /** Not found, or not yet: the watch goes on, and so does the waiting. */
  fail(error) {
    this.isOver = error.code === DENIAL;
    if (!this.point) this.tell(this.isOver ? DENIED : UNREAD, "warn");
    if (this.isOver) this.release();
  }

  release() {
    for (const ready of this.waiting.splice(0)) ready(this.point);
  }
}

/** What is odd about a position; wfa/attendance/rules/flags.py puts it into words. */
function hintsOf(accuracy, timestamp) {
  const found = [];
  if (accuracy < TOO_EXACT) found.push("titik_teliti");
  if (Math.abs(Date.now() - timestamp) > OLD) found.push("titik_waktu");
  return found;
}
