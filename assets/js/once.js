// A form is sent once: the second click of a double click does nothing, and the button says so.
// `data-many` on a form opts out (a form whose answer is a file leaves the page as it is).
const WORDS = "Sedang dikirim…";

export function start(root) {
  root.addEventListener("submit", sent);
  // Back from the next page: browsers may show the page as it was left.
  window.addEventListener("pageshow", (event) => event.persisted && restore(root));
}

function sent(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || "many" in form.dataset) return;
  if ("sent" in form.dataset) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "";
  // Later, not now: a button disabled during the event would not send its own name and value.
  setTimeout(() => rest(form, event.submitter));
}

function rest(form, clicked) {
  for (const button of buttons(form)) {
    button.disabled = true;
    button.dataset.rested = "";
  }
  if (!clicked) return;
  clicked.dataset.words = clicked.textContent;
  clicked.textContent = WORDS;
}

function restore(root) {
  for (const form of root.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of root.querySelectorAll("[data-rested]")) {
    button.disabled = false;
    delete button.dataset.rested;
    if (button.dataset.words) button.textContent = button.dataset.words;
  }
}

function buttons(form) {
  return [...form.elements].filter((el) => el.type === "submit" && !el.disabled);
}
