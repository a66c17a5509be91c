// Keeps on the phone what the page without network needs: the windows of today, nothing else; and
// puts the service worker in, which brings that page. Signing out takes the windows away again.
// Nobody is taught them before they have read the notice (UU 27/2022 Ps 21).
import { identify } from "./sending.js";
import { dropNote, keepNote, note } from "./store.js";

const OLD = 30 * 60_000;

export function start(root) {
  root.addEventListener("submit", (event) => {
    if ("leave" in event.target.dataset) dropNote("day").catch(() => {});
  });
  const page = root.querySelector("[data-worker]");
  if (!page) return;
  navigator.serviceWorker?.register(page.dataset.worker, { updateViaCache: "none" }).catch(() => {});
  if (page.dataset.sync) learn(page.dataset.sync).catch(() => {}); // without network it stays as it is
  const left = root.querySelector("[data-ends]");
  if (left) count(left);
}

/** Ask for the windows of today, unless this account has just been told them. */
async function learn(sync) {
  const account = document.querySelector("[data-who]")?.dataset.who ?? "";
  const known = await note("day");
  const isFresh = known?.account === account && Date.now() - known.at < OLD && isToday(known);
  if (isFresh && !known.isUnread) return;
  const { person, told } = await identify(sync);
  const ahead = told.sekarang ? Date.parse(told.sekarang) - Date.now() : 0;
  const windows = told.jendela.map((each) => ({
    window: each.id,
    name: each.nama,
    date: each.tanggal,
    opens: each.buka,
    until: each.terlambat_sampai,
    challenge: each.gerakan,
    url: each.hadir_url,
  }));
  const isUnread = told.baca_dulu === true;
  await keepNote("day", { person, account, sync, windows, ahead, isUnread, at: Date.now() });
  for (const each of document.querySelectorAll("[data-unread]")) each.hidden = !isUnread;
}

function isToday({ at }) {
  return new Date(at).toDateString() === new Date().toDateString();
}

/** The server's time as far as this phone knows it, in ms. */
export function now(day) {
  return Date.now() + (day?.ahead ?? 0);
}

/** Nobody loses what they are typing, and nobody needs a page that they don't look at. */
function isBusy() {
  return document.hidden || Boolean(document.activeElement?.matches("input, textarea, select"));
}

/** "25 menit lagi" stays true, and the page comes again when its time is over. */
function count(left) {
  const began = performance.now();
  const span = 1000 * Number(left.dataset.ends);
  const look = () => {
    const minutes = Math.ceil((span - (performance.now() - began)) / 60_000);
    if (minutes <= 0) return isBusy() ? setTimeout(look, 5_000) : location.reload();
    if (minutes < 60 && !("quiet" in left.dataset)) left.textContent = `${minutes} menit lagi`;
    return setTimeout(look, Math.min(15_000, span));
  };
  look();
}
