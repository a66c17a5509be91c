// What waits on this phone is sent whenever it can be: on opening a page, when the network is back,
// when the server asked for patience. What became of it is told at the top of the page.
import { channel, send } from "./sending.js";
import { STAGE, all, change, isWaiting, tidy } from "./store.js";

const MARK = "luwes-presensi"; // in localStorage, so that other pages needn't look into the store
const SHORT = 5_000;
const LONG = 60_000;
let pause = SHORT;
let timer;
let box = null;
let person = null;
const listeners = [];
const shown = new Set(); // outcomes stay in view as long as the page does

export function start(root) {
  box = root.querySelector("[data-queue]");
  if (!("indexedDB" in window) || !(box || isMarked())) return;
  box ??= root.getElementById("isi")?.insertAdjacentElement("afterbegin", document.createElement("div"));
  window.addEventListener("online", again);
  document.addEventListener("visibilitychange", () => document.hidden || again());
  channel().addEventListener("message", () => show());
  tidy()
    .then(() => run())
    .catch(() => {}); // a browser that keeps nothing has nothing to send
}

/** `told(entries, stopped)` now and whenever something changes. */
export function follow(told) {
  listeners.push(told);
}

/** From now on every page looks whether something waits. */
export function mark() {
  remember(() => localStorage.setItem(MARK, "1"));
}

/** Send what is due; `who` {person, token} as the page knows them. */
export async function run(who = null) {
  clearTimeout(timer);
  const found = await send(who);
  person = found.person ?? person;
  await show(found.stopped);
  if (found.stopped === "network") wait((pause = Math.min(LONG, pause * 2)));
  else if (found.next !== null) wait(found.next + 100);
  if (!found.stopped) pause = SHORT;
}

function wait(long) {
  timer = setTimeout(() => run(), long);
}

function again() {
  pause = SHORT;
  run().catch(() => {});
}

let last = "";

async function show(stopped = last) {
  last = stopped;
  const entries = await all();
  if (!entries.some((entry) => isWaiting(entry) || !entry.told)) {
    remember(() => localStorage.removeItem(MARK));
  }
  for (const listener of listeners) await listener(entries, stopped);
  if (!box) return;
  const own = box.dataset.except ?? "";
  const rest = entries.filter((entry) => entry.window !== own);
  box.replaceChildren(...(await notes(rest, stopped)));
}

async function notes(entries, stopped) {
  const found = [];
  const waiting = entries.filter(isWaiting);
  const others = waiting.filter((entry) => person && entry.person !== person);
  const mine = waiting.filter((entry) => !others.includes(entry));
  if (stopped === "sign-in" && mine.length) found.push(signIn(mine));
  else found.push(...mine.map((entry) => draw("info", says(entry, stopped))));
  if (others.length) found.push(draw("warn", ofOthers(others.length)));
  for (const entry of entries.filter((each) => !isWaiting(each) && (!each.told || shown.has(each.key)))) {
    found.push(draw(...outcome(entry)));
    if (document.hidden) continue;
    shown.add(entry.key);
    if (!entry.told) await change(entry.key, { told: true });
  }
  return found;
}

/** What is said of an entry that waits. */
export function says(entry, stopped) {
  const name = `Presensi ${entry.name.toLowerCase()}`;
  if (entry.stage === STAGE.PHOTO) return `${name} diterima, nomor ${entry.receipt.number}. Fotonya sedang dikirim.`;
  if (stopped === "network" || !navigator.onLine) {
    return `${name} menunggu jaringan. Tersimpan di ponsel ini dan dikirim sendiri.`;
  }
  if (entry.tries) return `${name} belum terkirim karena server ramai. Dicoba lagi sendiri.`;
  return `${name} sedang dikirim.`;
}

/** [tone, sentence] of an entry that came to its end. */
export function outcome(entry) {
  const name = `Presensi ${entry.name.toLowerCase()}`;
  if (entry.stage === STAGE.REFUSED) return ["bad", `${name} tidak diterima. ${entry.why}`];
  const { number, at, arrival } = entry.receipt;
  const how = arrival === "afterwards" ? "diterima kemudian" : "diterima";
  const said = `${name} ${how}: nomor ${number}, pukul ${at}.`;
  return entry.photoWhy ? ["warn", `${said} ${entry.photoWhy}`] : ["ok", said];
}

function ofOthers(count) {
  return `${count} presensi milik akun lain menunggu di ponsel ini. Masuk dengan akun itu untuk mengirimnya.`;
}

function signIn(waiting) {
  const made = draw("warn", `Masuk lagi untuk mengirim ${waiting.length} presensi.`);
  const link = document.createElement("a");
  link.href = new URL("..", new URL(waiting[0].sync, location.href)).pathname;
  link.textContent = "Masuk";
  const isThere = document.querySelector("input[type=password]");
  if (!isThere) made.append(" ", link);
  return made;
}

function draw(tone, text) {
  const made = document.createElement("p");
  made.className = `note note-${tone}`;
  made.setAttribute("role", tone === "bad" ? "alert" : "status");
  made.textContent = text;
  return made;
}

function isMarked() {
  return remember(() => localStorage.getItem(MARK)) === "1";
}

function remember(act) {
  try {
    return act();
  } catch {
    return null; // not allowed here
  }
}
