// "Cetak": shown only where a script can do it; without one the browser's own menu prints.
export function start(root) {
  for (const button of root.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
