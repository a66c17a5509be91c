// The page of the app when there is no network: it knows only the windows that this phone was told
// of today, and takes the picture for the one that is open.
import { begin } from "./checkin.js";
import { all, note } from "./store.js";
import { now } from "./today.js";

export function start(root) {
  const box = root.querySelector("[data-offline]");
  if (box) look(box).catch(() => say(box, "nothing"));
}

async function look(box) {
  const day = await note("day");
  const moment = now(day);
  if (day?.isUnread) return say(box, "unread");
  const windows = (day?.windows ?? []).filter((each) => Date.parse(each.until) > moment);
  if (!windows.length) return say(box, "nothing");
  const taken = (await all()).filter((entry) => entry.person === day.person).map((entry) => entry.window);
  const left = windows.filter((each) => !taken.includes(each.window));
  const open = left.find((each) => Date.parse(each.opens) <= moment);
  if (open) return capture(box, day, open);
  say(box, left.length ? "later" : "done");
  if (left.length) box.querySelector("[data-next]").textContent = `${left[0].name}, pukul ${clock(left[0].opens)}`;
}

function capture(box, day, open) {
  const words = box.querySelector(`[data-move="${CSS.escape(open.challenge)}"]`)?.textContent;
  const capture = box.querySelector("[data-capture]");
  capture.querySelector("[data-name]").textContent = `Presensi ${open.name.toLowerCase()}`;
  capture.querySelector("[data-challenge]").textContent = words ?? "Hadapkan wajah ke kamera";
  const notes = document.querySelector("[data-queue]");
  notes.dataset.except = open.window; // its receipt tells of it
  say(box, "capture");
  return begin(capture, { ...open, person: day.person, sync: day.sync });
}

function say(box, what) {
  for (const each of box.querySelectorAll("[data-case]")) each.hidden = each.dataset.case !== what;
}

function clock(moment) {
  return new Date(moment).toLocaleTimeString("id", { hour: "2-digit", minute: "2-digit" });
}
