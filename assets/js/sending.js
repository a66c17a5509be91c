// One round of sending what waits, for pages and for the service worker: first the small "hadir",
// then its picture when the server wants it. The key made at the shutter makes repeating harmless.
import { STAGE, all, change, isWaiting } from "./store.js";
import { inTurn } from "./turns.js";

const QUICK = 20_000; // ms that a small request may take
const SLOW = 90_000; // and a picture over a weak network
const FIRST = 2_000;
const LONGEST = 5 * 60_000;
const NOT_EXPECTED = "Presensi ini tidak lagi ditunggu. Tanyakan kepada atasan Anda.";
const DEAF = { postMessage() {}, addEventListener() {} };
let line;

class Stopped extends Error {}
class Offline extends Stopped {}
class SignIn extends Stopped {}

/** Between the tabs and the service worker: "changed". Opened only where something waits. */
export function channel() {
  line ??= "BroadcastChannel" in globalThis ? new BroadcastChannel("luwes-presensi") : DEAF;
  return line;
}

/** Send what is due. `who` {person, token}: known from the page; without it the server is asked.
 * Gives {stopped: "" | "network" | "sign-in", next: ms until something is due again or null,
 * person: who was found to be signed in}. */
export function send(who = null) {
  return inTurn(async () => {
    const found = { stopped: "", next: null, person: who?.person ?? null };
    try {
      await round(found, who);
      found.next = await nextDue(found.person);
    } catch (error) {
      found.stopped = error instanceof SignIn ? "sign-in" : "network";
      if (!(error instanceof Stopped)) throw error;
      await lookBack();
    }
    return found;
  });
}

async function round(found, who) {
  let asked = who;
  for (const each of (await all()).filter((entry) => isWaiting(entry) && entry.after <= Date.now())) {
    asked ??= await identify(each.sync);
    found.person = asked.person;
    if (each.person !== asked.person) continue; // it waits for its own person
    let entry = await step(each, asked);
    if (entry === "again") {
      asked = await identify(each.sync);
      found.person = asked.person;
      entry = each.person === asked.person ? await step(each, asked, true) : null;
    }
    if (entry?.stage === STAGE.PHOTO && entry.after <= Date.now()) await step(entry, asked, true);
  }
}

/** What couldn't be sent at once comes out of the queue from now on, and says so. */
async function lookBack() {
  for (const entry of await all()) {
    if (entry.stage === STAGE.PRESENT && !entry.offline) await change(entry.key, { offline: true });
  }
}

/** Of what this person may send; of everything as long as nobody asked who it is. */
async function nextDue(person) {
  const own = (await all()).filter((entry) => isWaiting(entry) && (!person || entry.person === person));
  const times = own.map((entry) => entry.after);
  const ahead = times.filter((time) => time > Date.now());
  return ahead.length ? Math.min(...ahead) - Date.now() : null;
}

/** Who is signed in here, with the token that a POST needs. */
export async function identify(url) {
  const answer = await ask(url, { headers: { Accept: "application/json" } }, QUICK);
  if (!answer.ok) throw new Offline();
  const told = await answer.json();
  return { person: told.siapa, token: told.csrf, told };
}

/** One step of one entry: the entry as it is now, or "again" when person or token were stale. */
async function step(entry, { token }, isSure = false) {
  const isPhoto = entry.stage === STAGE.PHOTO;
  const answer = isPhoto ? await sendPhoto(entry, token) : await sendPresent(entry, token);
  if ((answer.status === 403 || answer.status === 404) && !isSure) return "again";
  const told = await read(answer);
  if (answer.ok) return save(entry, isPhoto ? { stage: STAGE.DONE, photo: null } : present(entry, told));
  if ([404, 409, 410, 413, 422].includes(answer.status)) return save(entry, refused(entry, told, isPhoto));
  return save(entry, later(entry, answer));
}

function sendPresent(entry, token) {
  const body = new URLSearchParams({
    kunci: entry.key,
    pukul: entry.claimed,
    gerakan: entry.challenge,
    tanda: entry.hints.join(","),
    luring: entry.offline ? "1" : "",
    ...(entry.point && {
      lintang: entry.point.latitude.toFixed(6),
      bujur: entry.point.longitude.toFixed(6),
      ketelitian: Math.round(entry.point.accuracy),
    }),
  });
  return ask(entry.url, { method: "POST", body, headers: { "X-CSRFToken": token } }, QUICK);
}

function sendPhoto(entry, token) {
  const headers = { "X-CSRFToken": token, "Content-Type": "image/jpeg" };
  return ask(entry.receipt.photoUrl, { method: "POST", body: entry.photo, headers }, SLOW);
}

function present(entry, told) {
  const receipt = {
    number: told.nomor,
    at: told.pukul,
    arrival: told.kedatangan,
    sentence: told.kalimat,
    photoUrl: told.foto,
  };
  const stage = entry.photo && told.foto ? STAGE.PHOTO : STAGE.DONE;
  return { stage, receipt, tries: 0, after: Date.now() + 1000 * (told.foto_tunda ?? 0) };
}

function refused(entry, told, isPhoto) {
  const why = told?.kalimat || NOT_EXPECTED;
  if (isPhoto) return { stage: STAGE.DONE, photo: null, photoWhy: why, told: false };
  return { stage: STAGE.REFUSED, photo: null, why, told: false };
}

/** The server asked for patience, or failed: longer each time, and never all phones at once. */
function later(entry, answer) {
  const tries = entry.tries + 1;
  const own = Math.min(LONGEST, FIRST * 2 ** tries) * (0.75 + Math.random() / 2);
  const wished = 1000 * Number.parseInt(answer.headers.get("Retry-After") ?? "0", 10) || 0;
  return { tries, after: Date.now() + Math.max(own, wished) };
}

async function save(entry, fields) {
  const changed = await change(entry.key, fields);
  channel().postMessage("changed");
  return changed;
}

async function read(answer) {
  try {
    return await answer.json();
  } catch {
    return null;
  }
}

/** fetch with a limit; no network and no sign-in are told apart from what the server says. */
async function ask(url, options, limit) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), limit);
  let answer;
  try {
    answer = await fetch(url, { ...options, redirect: "manual", signal: stop.signal });
  } catch {
    throw new Offline();
  } finally {
    clearTimeout(timer);
  }
  if (answer.status === 401 || answer.type === "opaqueredirect") throw new SignIn();
  return answer;
}
