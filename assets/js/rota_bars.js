// The palette of letters: choose one, then tap or drag over cells; and what isn't saved yet.
export function bars(root, sheet, hand) {
  const bar = root.querySelector("[data-rota-bar]");
  if (!bar) return;
  const { table } = sheet;
  const says = bar.querySelector("[data-rota-says]");
  const undo = bar.querySelector("[data-rota-undo]");
  bar.hidden = false;

  function choose(letter) {
    for (const button of bar.querySelectorAll("[data-letter]")) {
      button.setAttribute("aria-pressed", String(button.dataset.letter === letter));
    }
    if (letter) table.dataset.painting = letter;
    else delete table.dataset.painting;
  }

  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-letter]");
    if (!button) return;
    // With a range chosen the letter goes there at once; otherwise it waits for cells.
    if (hand.cells().length > 1) return void hand.paint(button.dataset.letter);
    choose(button.getAttribute("aria-pressed") === "true" ? "" : button.dataset.letter);
  });
  table.addEventListener("rota:dropped", () => {
    if (!table.dataset.painting) return;
    hand.paint(table.dataset.painting);
    hand.clear();
  });
  root.addEventListener("keydown", (event) => event.key === "Escape" && choose(""));
  undo?.addEventListener("click", () => hand.back(sheet.undo));
  sheet.watch((changed) => {
    says.textContent = changed ? `${changed} perubahan belum disimpan.` : "";
    if (undo) undo.disabled = !sheet.canUndo();
  });
}
