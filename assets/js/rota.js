// The month of an office as a grid for the keyboard, the mouse and the finger: letters are typed or
// painted, counted at once, and saved together. Without this file each name leads to a form with
// the days of that person, and patterns are filled in by a form; the server decides in any case.
//
// <table data-rota data-first="2026-12-01" data-days="31" data-revision="4" data-words="K=Kantor|R=…">
// is the grid; with data-letters="KRA" its cells can be changed, except .off, .we and .lock. Rows of
// people are <tr data-e="id" data-o="offices">, totals <tr data-total="away" data-o="office"
// data-limit="10,,10">. One <form data-rota-save> sends what was changed.
import { bars } from "./rota_bars.js";
import { book } from "./rota_book.js";
import { filter } from "./rota_filter.js";
import { moves } from "./rota_moves.js";
import { save } from "./rota_save.js";

export function start(root) {
  const table = root.querySelector("table[data-rota]");
  if (!table) return;
  const sheet = book(table);
  table.setAttribute("role", "grid");
  table.setAttribute("aria-multiselectable", "true");
  if (!sheet.letters) table.setAttribute("aria-readonly", "true");
  const hand = moves(sheet);
  filter(root, sheet, hand);
  if (!sheet.letters) return;
  bars(root, sheet, hand);
  save(root, sheet, hand);
}
