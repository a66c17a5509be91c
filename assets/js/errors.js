// After a failed form the summary on top gets the focus, so that it is read first.
export function start(root) {
  root.querySelector(".errors")?.focus();
}
