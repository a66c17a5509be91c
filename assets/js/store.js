// What is kept on this phone: check-ins on their way (with their picture) and the windows of today.
// One row of `entries` per window and person: a second tab can't take the same one twice.
const NAME = "luwes";
const DAY = 24 * 60 * 60 * 1000;
const LONGEST = 7 * DAY;
export const STAGE = { PRESENT: "present", PHOTO: "photo", DONE: "done", REFUSED: "refused" };
const GIVEN_UP = {
  stage: STAGE.REFUSED,
  told: false,
  why: "Tujuh hari tidak terkirim, lalu dihapus dari ponsel ini. Sampaikan penjelasan pada hari itu.",
};

let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      const entries = asked.result.createObjectStore("entries", { keyPath: "key" });
      entries.createIndex("slot", "slot", { unique: true });
      asked.result.createObjectStore("notes", { keyPath: "name" });
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close(); // a newer page wants to change it
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("blocked"));
  });
  return opened;
}

/** Run `work(store)` in one transaction; gives back what it gave, once all is on the disk. */
async function within(name, mode, work) {
  const base = await open();
  return new Promise((resolve, reject) => {
    const transaction = base.transaction(name, mode);
    let found;
    transaction.oncomplete = () => resolve(found);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
    work(transaction.objectStore(name), (value) => (found = value));
  });
}

function answer(request, give) {
  request.onsuccess = () => give(request.result);
}

/** Put a new entry down; the one that is there already for this window, if there is one. */
export function add(entry) {
  const slot = `${entry.person}/${entry.window}`;
  return within("entries", "readwrite", (entries, give) => {
    answer(entries.index("slot").get(slot), (there) => {
      if (there && there.stage !== STAGE.REFUSED) return give(there);
      if (there) entries.delete(there.key);
      give({ ...entry, slot });
      entries.add({ ...entry, slot });
    });
  });
}

/** Change an entry that is still there; nothing for one that was removed meanwhile. */
export function change(key, fields) {
  return within("entries", "readwrite", (entries, give) => {
    answer(entries.get(key), (entry) => {
      if (!entry) return;
      const changed = { ...entry, ...fields };
      entries.put(changed);
      give(changed);
    });
  });
}

export function remove(key) {
  return within("entries", "readwrite", (entries) => entries.delete(key));
}

/** All entries, oldest first. */
export async function all() {
  const found = await within("entries", "readonly", (entries, give) => answer(entries.getAll(), give));
  return found.sort((a, b) => a.made - b.made);
}

export function isWaiting(entry) {
  return entry.stage === STAGE.PRESENT || entry.stage === STAGE.PHOTO;
}

/** What is finished and of an earlier day goes. What waited for a week goes too, and that is told:
 * no phone keeps a picture for ever because its owner never signed in again. */
export async function tidy() {
  for (const entry of await all()) {
    const age = Date.now() - entry.made;
    if (isWaiting(entry) && age > LONGEST) await change(entry.key, { ...GIVEN_UP, photo: null });
    else if (!isWaiting(entry) && entry.told && age > DAY) await remove(entry.key);
  }
}

export function note(name) {
  return within("notes", "readonly", (notes, give) => answer(notes.get(name), give));
}

export function keepNote(name, fields) {
  return within("notes", "readwrite", (notes) => notes.put({ ...fields, name }));
}

export function dropNote(name) {
  return within("notes", "readwrite", (notes) => notes.delete(name));
}

/** Take the lease `name` for `long` ms; false while somebody else holds it. */
export function lease(name, holder, long) {
  return within("notes", "readwrite", (notes, give) => {
    answer(notes.get(name), (held) => {
      const free = !held || held.holder === holder || held.until < Date.now();
      if (free) notes.put({ name, holder, until: Date.now() + long });
      give(free);
    });
  });
}
