// Choosing rows: <form data-bulk> owns checkboxes marked data-pick (inside it, or by form="…").
// Without this file the bar is always in view and its buttons send the form as it is.
export function start(root) {
  for (const form of root.querySelectorAll("form[data-bulk]")) arm(form);
}

function arm(form) {
  const update = () => show(form);
  for (const box of boxes(form)) box.addEventListener("change", update);
  all(form)?.addEventListener("change", (event) => pick(form, event.target.checked));
  part(form, "[data-bulk-whole]")?.addEventListener("change", update);
  part(form, "[data-bulk-clear]")?.addEventListener("click", () => pick(form, false));
  form.addEventListener("submit", (event) => ask(form, event));
  armDialog(form);
  for (const tool of form.querySelectorAll("[data-bulk-tool]")) tool.hidden = false;
  update();
}

const boxes = (form) => [...form.elements].filter((el) => "pick" in el.dataset && !el.disabled);
const whole = (form) => [...form.elements].find((el) => "bulkWhole" in el.dataset && el.checked);
const picked = (form) =>
  Number(whole(form)?.dataset.bulkWhole) || boxes(form).filter((box) => box.checked).length;
const part = (form, selector) => form.querySelector(selector);
const all = (form) => [...form.elements].find((el) => "bulkAll" in el.dataset);

function pick(form, on) {
  for (const box of boxes(form)) box.checked = on;
  if (!on && whole(form)) whole(form).checked = false;
  show(form);
}

function show(form) {
  const count = picked(form);
  const bar = part(form, "[data-bulk-bar]");
  if (bar) bar.hidden = count === 0;
  for (const place of form.querySelectorAll("[data-bulk-says]")) place.textContent = `${count} dipilih.`;
  for (const place of form.querySelectorAll("[data-bulk-label]")) {
    place.textContent = place.dataset.bulkLabel.replace("#", count); // "Setujui # untuk diusulkan"
  }
  for (const box of boxes(form)) mark(box);
  const every = all(form);
  if (!every) return;
  const here = boxes(form).filter((box) => box.checked).length;
  every.checked = here > 0 && here === boxes(form).length;
  every.indeterminate = here > 0 && !every.checked;
}

function mark(box) {
  box.closest("li")?.classList.toggle("is-picked", box.checked);
  box.closest("tr")?.classList.toggle("is-selected", box.checked);
}

// ---- typed confirmation, above the number in data-confirm-above

function ask(form, event) {
  const dialog = part(form, "dialog[data-bulk-dialog]");
  const button = event.submitter;
  const count = picked(form);
  const limit = Number(form.dataset.confirmAbove || 20);
  if (!dialog || !button || "unasked" in button.dataset || count <= limit) return;
  if (dialog.dataset.passed === String(count)) return;
  event.preventDefault();
  open(dialog, button, count);
}

function open(dialog, button, count) {
  dialog.clicked = button;
  const verb = button.dataset.verb || "Lanjutkan";
  for (const place of dialog.querySelectorAll("[data-dialog-verb]")) place.textContent = verb;
  for (const place of dialog.querySelectorAll("[data-dialog-count]")) place.textContent = count;
  dialog.querySelector("input").value = "";
  dialog.querySelector("[data-dialog-error]").hidden = true;
  dialog.dataset.count = count;
  dialog.showModal();
}

function armDialog(form) {
  const dialog = part(form, "dialog[data-bulk-dialog]");
  if (!dialog) return;
  dialog.querySelector("[data-dialog-go]").addEventListener("click", () => go(form, dialog));
  dialog.querySelector("[data-dialog-back]").addEventListener("click", () => dialog.close());
  dialog.querySelector("input").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    go(form, dialog);
  });
}

function go(form, dialog) {
  const input = dialog.querySelector("input");
  if (input.value.trim() !== dialog.dataset.count) {
    dialog.querySelector("[data-dialog-error]").hidden = false;
    input.focus();
    return;
  }
  dialog.dataset.passed = dialog.dataset.count;
  dialog.close();
  form.requestSubmit(dialog.clicked);
}
