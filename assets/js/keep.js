// What was typed isn't lost when the session has ended, the form was too old or the server failed:
// it is kept in this tab until the next page says whether it arrived, and put back for the same
// person in the same form. Passwords, files and hidden fields are never kept.
const KEY = "luwes-typed";
const HOUR = 60 * 60 * 1000;
const WORDS = "Isian Anda yang belum terkirim dipulihkan. Periksa, lalu kirim lagi.";

export function start(root) {
  const kept = read();
  if (kept && lost(root)) write({ ...kept, lost: true });
  else if (kept?.lost && kept.path === location.pathname) putBack(root, kept);
  else if (kept && !kept.lost) forget();
  root.addEventListener("submit", keep);
}

/** The sign-in page and the pages of errors: what was sent before has not arrived. */
function lost(root) {
  return root.querySelector("[data-unsent]");
}

function keep(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.querySelector("input[type='password']")) return;
  const fields = typed(form).map((el) => [el.name, el.value, isChoice(el) ? el.checked : null]);
  if (!fields.length) return forget();
  write({ path: location.pathname, action: form.action, who: who(), at: Date.now(), fields });
}

function putBack(root, kept) {
  forget();
  if (kept.who !== who() || Date.now() - kept.at > HOUR) return;
  const form = [...root.forms].find((each) => each.action === kept.action);
  if (!form) return;
  let changed = false;
  for (const el of typed(form)) changed = fill(el, kept.fields) || changed;
  if (changed) tell(form);
}

function fill(el, fields) {
  const same = fields.find(([name, value]) => name === el.name && (!isChoice(el) || value === el.value));
  if (!same) return false;
  const [, value, checked] = same;
  const differs = isChoice(el) ? el.checked !== checked : el.value !== value;
  if (isChoice(el)) el.checked = checked;
  else el.value = value;
  if (differs) el.dispatchEvent(new Event("change", { bubbles: true }));
  return differs;
}

function tell(form) {
  const note = document.createElement("div");
  note.className = "note note-warn";
  note.setAttribute("role", "status");
  note.textContent = WORDS;
  form.before(note);
}

function typed(form) {
  const not = ["password", "file", "hidden", "submit", "button", "search"];
  return [...form.elements].filter(
    (el) => el.name && el.matches("input, select, textarea") && !not.includes(el.type),
  );
}

function isChoice(el) {
  return el.type === "checkbox" || el.type === "radio";
}

function who() {
  return document.querySelector("[data-who]")?.dataset.who ?? "";
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}

function write(kept) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // no room, or not allowed: then nothing is kept
  }
}

function forget() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // as above
  }
}
