// "/" leads to the search box once the keyboard has been turned on (see keys.js).
export function start(root) {
  root.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!isOn() || isWriting(event.target)) return;
    const box = root.querySelector("[data-seek]");
    if (!box) return;
    event.preventDefault();
    if (box.offsetParent) box.focus();
    else box.form.requestSubmit();
  });
}

function isOn() {
  return document.documentElement.dataset.keys === "on";
}

function isWriting(element) {
  return element.isContentEditable || element.matches("input, select, textarea");
}
