// The inbox: keys once they are turned on, sentences for a reason, undo that counts down, and the
// place on the page that is kept. Without this file everything is reached by links and buttons.
const WIDE = "(min-width: 1024px)";

export function start(root) {
  for (const select of root.querySelectorAll("select[data-fills]")) fills(root, select);
  for (const form of root.querySelectorAll("form[data-undo]")) countDown(form);
  for (const fold of root.querySelectorAll("details[data-wide-open]")) foldOnPhones(fold);
  keepPlace(root);
  const list = root.querySelector("[data-inbox]");
  if (list && "keys" in list.dataset) keys(root, list);
}

// ---- a chosen sentence goes into the text; what was typed stays in front of it

function fills(root, select) {
  const text = root.getElementById(select.dataset.fills);
  if (!text) return;
  select.addEventListener("change", () => {
    const chosen = select.value;
    if (!chosen || text.value.includes(chosen)) return;
    const typed = text.value.trimEnd();
    text.value = typed ? `${typed}\n${chosen}` : chosen;
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
  // What the list put into the text isn't sent a second time, even if it was edited since.
  select.form?.addEventListener("submit", () => (select.value = ""));
}

// ---- undo: the button goes when its time is over; held or looked at, it waits

function countDown(form) {
  const says = form.querySelector("[data-undo-left]");
  let left = Number(form.dataset.undo);
  const waits = () => form.matches(":hover, :focus-within");
  const tell = () => (says.textContent = ` (${left} detik)`);
  tell();
  const clock = setInterval(() => {
    if (waits()) return;
    left -= 1;
    tell();
    if (left > 0) return;
    clearInterval(clock);
    form.remove();
  }, 1000);
}

function foldOnPhones(fold) {
  if (!window.matchMedia("(min-width: 768px)").matches && !fold.dataset.wideOpen) fold.open = false;
}

// ---- after a decision, and from case to case, the page stays where it was

const KEY = "luwes-place";

function keepPlace(root) {
  const kept = take();
  if (kept !== null && !root.querySelector(".errors")) window.scrollTo({ top: kept, behavior: "instant" });
  root.addEventListener("submit", (event) => {
    if (event.target.method === "post" && !event.defaultPrevented) keep();
  });
  root.querySelector("[data-inbox]")?.addEventListener("click", (event) => {
    if (event.target.closest("a") && window.matchMedia(WIDE).matches) keep();
  });
}

function keep() {
  const place = { path: location.pathname, top: window.scrollY, at: Date.now() };
  sessionStorage.setItem(KEY, JSON.stringify(place));
}

function take() {
  const kept = JSON.parse(sessionStorage.getItem(KEY) || "null");
  sessionStorage.removeItem(KEY);
  const fits = kept && kept.path === location.pathname && Date.now() - kept.at < 60_000;
  return fits && !location.hash ? kept.top : null;
}

// ---- keys

const STEPS = { a: ["recommend", "approve"], p: ["send_back"], t: ["refuse"], o: ["return_to_opd"] };

function keys(root, list) {
  const dialog = root.querySelector("[data-keys-dialog]");
  armHelp(root, dialog);
  const open = list.querySelector("[aria-current]");
  if (open && window.matchMedia(WIDE).matches && !root.querySelector(".errors")) {
    open.focus({ preventScroll: true });
  }
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isTyping(event.target)) return leave(event.target, list);
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (root.querySelector("dialog[open]")) return;
    if (act(root, list, dialog, event.key)) event.preventDefault();
  });
}

function armHelp(root, dialog) {
  const button = root.querySelector("[data-keys-help]");
  if (!button || !dialog) return;
  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());
  dialog.querySelector("[data-keys-close]").addEventListener("click", () => dialog.close());
}

function isTyping(el) {
  if (el.isContentEditable || el.matches("textarea, select")) return true;
  return el.matches("input") && !["checkbox", "radio", "button", "submit"].includes(el.type);
}

function leave(el, list) {
  el.blur();
  (list.querySelector("[aria-current]") ?? rows(list)[0])?.focus({ preventScroll: true });
}

/** Whether the key meant something here. */
function act(root, list, dialog, key) {
  const name = key.toLowerCase();
  if (name === "j" || name === "k") return move(list, name === "j" ? 1 : -1);
  if (name === "x") return choose(list);
  if (key === "?") return help(dialog);
  if (name === "c") return write(root);
  if (name === "u") return press(root.querySelector("form[data-undo] button"));
  return name in STEPS && decide(root, list, STEPS[name]);
}

const rows = (list) => [...list.querySelectorAll("li > a, tbody th a")];
const rowOf = (el) => el?.closest("li, tr");

function current(list) {
  const links = rows(list);
  const here = rowOf(document.activeElement);
  const focused = links.findIndex((link) => here && rowOf(link) === here);
  if (focused >= 0) return focused;
  return links.findIndex((link) => link.hasAttribute("aria-current"));
}

function move(list, by) {
  const links = rows(list);
  const to = Math.min(Math.max(current(list) + by, 0), links.length - 1);
  links[to]?.focus();
  return true;
}

function choose(list) {
  const box = rowOf(rows(list)[current(list)])?.querySelector("[data-pick]");
  if (box) box.click();
  return true;
}

function help(dialog) {
  dialog?.showModal();
  return true;
}

function write(root) {
  const text = root.querySelector("[data-decision] textarea[name=catatan]");
  text?.focus();
  return Boolean(text);
}

function press(button) {
  button?.click();
  return Boolean(button);
}

/** For the chosen rows, else for the open case; a step that needs a reason asks for it first. */
function decide(root, list, steps) {
  const wanted = steps.map((step) => `button[name=langkah][value=${step}]`).join(",");
  if (root.querySelector("[data-pick]:checked")) {
    return press(root.querySelector("[data-bulk-bar]")?.querySelector(wanted));
  }
  const form = root.querySelector("[data-decision]");
  const button = form?.querySelector(wanted);
  if (!button || !form.checkVisibility?.()) return false;
  const note = form.querySelector("textarea[name=catatan]");
  const isAdverse = !["recommend", "approve"].includes(button.value);
  if (!isAdverse || note.value.trim()) return press(button);
  (form.querySelector(`select[data-fills="${note.id}"]`) ?? note).focus();
  return true;
}
