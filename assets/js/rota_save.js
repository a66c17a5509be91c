// One POST for all that was changed. Nothing typed is lost: not by leaving, not by a network that
// is away, not by a session that has ended, and not by somebody who was faster.
const AWAY = "Belum tersimpan: server tidak terjangkau. Isian Anda tetap di sini; coba simpan lagi.";
const ENDED = "Belum tersimpan: sesi Anda berakhir. Masuk di tab lain, lalu simpan lagi di sini.";
const BACK = "Perubahan yang belum tersimpan dipulihkan. Periksa, lalu simpan.";

export function save(root, sheet, hand) {
  const form = root.querySelector("form[data-rota-save]");
  if (!form) return;
  const { table } = sheet;
  const key = `luwes-rota-${table.dataset.rota}`;
  const who = root.querySelector("[data-who]")?.dataset.who ?? "";
  let leaving = false;
  const count = () => Object.keys(sheet.changes()).length;

  sheet.watch((changed) => {
    if (changed) write(key, { who, revision: table.dataset.revision, changes: sheet.changes() });
    else forget(key);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && count()) event.preventDefault();
  });
  restore();

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!count()) return say(form, "Belum ada perubahan untuk disimpan.", "");
    form.elements.isian.value = JSON.stringify(sheet.changes());
    send();
  });

  async function send() {
    const answer = await post(form).catch(() => null);
    if (!answer) return say(form, AWAY, "note-bad");
    if (answer.status === 409) return leave(() => form.submit()); // the page shows both versions
    const told = await answer.json().catch(() => null);
    if (!told) return say(form, answer.redirected ? ENDED : AWAY, "note-bad");
    if (!told.next) return say(form, told.message, "note-bad");
    const wrap = table.parentElement;
    write(`${key}-place`, { at: hand.place(), y: window.scrollY, top: wrap.scrollTop, left: wrap.scrollLeft });
    leave(() => location.assign(told.next));
  }

  function leave(go) {
    leaving = true;
    forget(key);
    go();
  }

  function restore() {
    const kept = read(key);
    if (kept && kept.who === who && kept.revision === table.dataset.revision) {
      let found = 0;
      for (const [employee, days] of Object.entries(kept.changes)) {
        for (const [day, letter] of Object.entries(days)) {
          const cell = sheet.cellOf(employee, day);
          if (cell) found += sheet.write([cell], letter);
        }
      }
      if (found) say(form, BACK, "note-warn");
    }
    const place = read(`${key}-place`);
    forget(`${key}-place`);
    if (place) putBack(place);
  }

  function putBack(place) {
    window.scrollTo({ top: place.y, behavior: "instant" });
    Object.assign(table.parentElement, { scrollTop: place.top, scrollLeft: place.left });
    const row = place.at && table.querySelector(`tr[data-e="${CSS.escape(place.at[0])}"]`);
    if (row) hand.activate(row.cells[place.at[1]]);
  }
}

function post(form) {
  const headers = { Accept: "application/json" };
  return fetch(form.action, { method: "POST", body: new FormData(form), headers });
}

function say(form, text, tone) {
  let note = form.querySelector("[data-rota-note]");
  if (!note) {
    note = document.createElement("div");
    note.dataset.rotaNote = "";
    note.setAttribute("role", "status");
    form.prepend(note);
  }
  note.className = `note ${tone}`;
  note.textContent = text;
}

function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, value) {
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // no room, or not allowed: then nothing is kept
  }
}

function forget(key) {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // as above
  }
}
