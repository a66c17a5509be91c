// One sender at a time among all tabs and the service worker; whoever is killed gives way by itself.
import { dropNote, lease } from "./store.js";

const NAME = "luwes-presensi";
const LEASE = 90_000; // longer than one request may take
const LOOK = 1_000;

export function inTurn(work) {
  return navigator.locks ? navigator.locks.request(NAME, work) : leased(work);
}

/** Browsers without Web Locks: a lease in IndexedDB, renewed while the work goes on. */
export async function leased(work) {
  const holder = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  while (!(await lease(NAME, holder, LEASE))) await new Promise((ready) => setTimeout(ready, LOOK));
  const renewed = setInterval(() => lease(NAME, holder, LEASE), LEASE / 3);
  try {
    return await work();
  } finally {
    clearInterval(renewed);
    await dropNote(NAME);
  }
}
