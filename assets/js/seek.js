// "/" leads to the search box once the person has turned the keyboard shortcuts on.
export function start(root) {
  root.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    const box = root.querySelector("[data-seek][data-keys-on]");
    if (!box || isWriting(event.target)) return;
    event.preventDefault();
    if (box.offsetParent) box.focus();
    else box.form.requestSubmit();
  });
}

function isWriting(element) {
  return element.isContentEditable || element.matches("input, select, textarea");
}
