// The service worker: the page without network and the files it needs, nothing personal; and sending
// what waits when the network is back, even with no page open. `LUWES` {version, shell, offline,
// place} is written in front of it by the server; a new version of any file is a new one of this.
import { send } from "./sending.js";

const { version, shell, offline, place } = self.LUWES;
const PREFIX = "luwes-";
const TAG = "luwes-presensi";
const PATIENCE = 10_000; // a network that is there in name only keeps nobody from checking in
const LONGEST = 2 * 60_000; // that the worker stays awake for one round after the other

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(fill());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(clean().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (shell.includes(new URL(request.url).pathname)) {
    event.respondWith(fetch(request).catch(() => kept(request.url)));
  }
});

self.addEventListener("sync", (event) => {
  if (event.tag === TAG) event.waitUntil(drain());
});

/** The page from the network; the one without it when that fails, or takes too long for a check-in. */
async function page(request) {
  const answers = [fetch(request)];
  if (new URL(request.url).pathname.startsWith(place)) answers.push(tooLong());
  try {
    return await Promise.race(answers);
  } catch {
    return kept(offline);
  }
}

function tooLong() {
  return new Promise((_, fail) => setTimeout(() => fail(new Error("slow")), PATIENCE));
}

/** Everything or nothing; without cookies, so that nothing of a person is in it. */
async function fill() {
  const cache = await caches.open(PREFIX + version);
  await cache.addAll(shell.map((url) => new Request(url, { credentials: "omit", cache: "reload" })));
}

async function clean() {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== PREFIX + version);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function kept(url) {
  const cache = await caches.open(PREFIX + version);
  return (await cache.match(url)) ?? Response.error();
}

/** Send until nothing is left; throwing makes the browser call again later. */
async function drain() {
  const end = Date.now() + LONGEST;
  for (;;) {
    const { stopped, next } = await send();
    if (stopped === "network") throw new Error("no network");
    if (stopped || next === null) return;
    if (Date.now() + next > end) throw new Error("later");
    await new Promise((ready) => setTimeout(ready, next));
  }
}
