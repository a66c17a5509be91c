// Checking in: the camera is on from the start, one tap takes the picture and sends it. At the
// shutter everything is written down on the phone first; the network comes after.
import { close, open, why } from "./camera.js";
import { Place } from "./place.js";
import { follow, mark, run, says } from "./queue.js";
import { shrink, shrinkChosen } from "./shrink.js";
import { STAGE, add, all, change, isWaiting, remove } from "./store.js";

const PATIENCE = 4_000; // ms that a first position may still take after the shutter
export const SYNC = "luwes-presensi";
const NOT_KEPT = "Foto tidak dapat disimpan di ponsel ini. Tekan Coba lagi, atau unggah foto di bawah.";
const ARRIVALS = { on_time: "Tepat waktu.", late: "Terlambat, dalam toleransi.", afterwards: "" };

export function start(root) {
  const box = root.querySelector("[data-capture]");
  if (!box) return;
  const file = box.querySelector("input[type=file]");
  file?.addEventListener("change", () => shrinkChosen(file));
  if ("window" in box.dataset) begin(box, { ...box.dataset, token: box.querySelector("[name=csrfmiddlewaretoken]").value });
}

/** Check in for one window: `slot` {window, name, date, challenge, url, sync, person, token?}. */
export async function begin(box, slot) {
  const page = new Page(box, slot);
  let known = page.isOurs(await all().catch(() => []));
  if (known && isToBeRepeated(known, slot)) {
    await remove(known.key);
    known = null;
  }
  follow((entries, stopped) => page.told(entries, stopped));
  return known ? run(page.who) : page.openCamera();
}

/** What was refused, once that was told; and what the server knows without its picture. */
function isToBeRepeated(entry, slot) {
  if (isWaiting(entry)) return false;
  return "repeat" in slot || (entry.stage === STAGE.REFUSED && entry.told);
}

class Page {
  constructor(box, slot) {
    this.box = box;
    this.slot = slot;
    this.video = this.part("video");
    this.shutter = this.part("[data-shutter]");
    this.place = new Place((sentence, tone) => this.sayPlace(sentence, tone));
    this.shutter.addEventListener("click", () => this.shoot());
    this.part("[data-again]").addEventListener("click", () => this.openCamera());
    window.addEventListener("pagehide", () => close(this.video));
    window.addEventListener("pageshow", (event) => event.persisted && !this.isShot && this.openCamera());
  }

  get who() {
    return this.slot.token ? { person: this.slot.person, token: this.slot.token } : null;
  }

  part(selector) {
    return this.box.querySelector(selector);
  }

  /** Only one of: camera, trouble, kept. */
  turn(stage) {
    for (const each of this.box.querySelectorAll("[data-stage]")) each.hidden = each.dataset.stage !== stage;
    for (const part of ["[data-place]", "[data-name]"]) {
      if (this.part(part)) this.part(part).hidden = stage === "kept";
    }
    const upload = this.part("details");
    if (!upload) return;
    upload.open = stage === "trouble";
    upload.hidden = stage === "kept";
  }

  async openCamera() {
    this.place.start();
    try {
      await open(this.video, () => this.trouble(new DOMException("", "NotReadableError")));
      this.shutter.disabled = false;
      this.turn("camera");
    } catch (error) {
      this.trouble(error);
    }
  }

  trouble(error) {
    if (this.isShot) return;
    close(this.video);
    this.part("[data-why]").textContent = why(error);
    this.turn("trouble");
  }

  sayPlace(sentence, tone) {
    const line = this.part("[data-place]");
    line.textContent = sentence;
    line.className = `small place${tone ? ` is-${tone}` : ""}`;
  }

  async shoot() {
    if (this.isShot) return;
    this.isShot = true;
    this.shutter.disabled = true;
    this.shutter.textContent = "Menyimpan…";
    try {
      await this.keep(await this.shot());
    } catch {
      this.isShot = false;
      this.trouble(new DOMException("", "UnknownError"));
      this.part("[data-why]").textContent = NOT_KEPT;
    }
  }

  async shot() {
    const claimed = new Date().toISOString();
    const picture = await shrink(this.video, this.video.videoWidth, this.video.videoHeight);
    close(this.video);
    const point = await this.place.settle(PATIENCE);
    this.place.stop();
    return { claimed, photo: await picture.arrayBuffer(), point, hints: this.place.hints };
  }

  async keep(shot) {
    const { window, name, date, challenge, url, sync, person } = this.slot;
    const slot = { window, name, date, challenge, url, sync, person };
    const rest = { stage: STAGE.PRESENT, offline: !this.who, tries: 0, after: 0, made: Date.now(), told: false };
    await add({ key: newKey(), ...slot, ...shot, ...rest });
    mark();
    later();
    await run(this.who);
    this.part("[data-title]").focus({ preventScroll: true });
  }

  isOurs(entries) {
    return entries.find((each) => each.window === this.slot.window && each.person === this.slot.person);
  }

  /** The entry of this window has changed. */
  async told(entries, stopped) {
    const entry = this.isOurs(entries);
    if (!entry) return;
    this.turn("kept");
    const [title, lines] = wordsOf(entry, stopped);
    this.part("[data-stage=kept]").dataset.tone = entry.stage;
    this.part("[data-title]").textContent = title;
    this.part("[data-lines]").replaceChildren(...lines.filter(Boolean).map(line));
    this.part("[data-retake]").hidden = !(entry.why || entry.photoWhy);
    if (!isWaiting(entry) && !entry.told) await change(entry.key, { told: true });
  }
}

/** [title, lines] of the receipt, or of what still stands before it. */
function wordsOf(entry, stopped) {
  const name = `Presensi ${entry.name.toLowerCase()}`;
  if (entry.stage === STAGE.REFUSED) return [`${name} tidak diterima`, [entry.why]];
  if (entry.stage === STAGE.PRESENT) {
    if (stopped === "sign-in") {
      return ["Masuk lagi untuk mengirim 1 presensi", [`${name} tersimpan di ponsel ini.`]];
    }
    if (stopped !== "network" && navigator.onLine) return [`${name} sedang dikirim`, [says(entry, stopped)]];
    return [`${name} menunggu jaringan`, ["Foto dan jamnya tersimpan di ponsel ini, dan dikirim sendiri."]];
  }
  const { number, at, arrival } = entry.receipt;
  const how = arrival === "afterwards" ? "diterima kemudian" : "diterima";
  return [`${name} ${how}`, [`Nomor ${number}`, `Pukul ${at}, waktu server.`, ARRIVALS[arrival], photoLine(entry)]];
}

function photoLine(entry) {
  if (entry.stage === STAGE.PHOTO) return "Foto sedang dikirim. Biarkan halaman ini terbuka sebentar.";
  return entry.photoWhy ?? "Foto terkirim.";
}

function line(text) {
  const made = document.createElement("p");
  made.textContent = text;
  return made;
}

/** The browser wakes the service worker when the network is back, even with this page closed. */
async function later() {
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.sync?.register(SYNC).catch(() => {});
}

function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  [bytes[6], bytes[8]] = [(bytes[6] & 15) | 64, (bytes[8] & 63) | 128];
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
