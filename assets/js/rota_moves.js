// Moving in the grid: one stop for Tab, arrows inside; Shift or a drag takes a range.
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
const PAGE = 10;

export function moves(sheet) {
  const { table } = sheet;
  let active = null; // the one cell that Tab reaches
  let anchor = null; // where a range began
  let chosen = []; // cells of the range

  const rows = () => sheet.people().filter((row) => !row.hidden);
  const target = (cell) => (cell.cellIndex ? cell : (cell.querySelector("a") ?? cell));
  const shown = (cell) => cell.getClientRects().length > 0 && !cell.matches(".we");

  function activate(cell, { focus = true } = {}) {
    if (active) target(active).tabIndex = -1;
    active = cell;
    target(cell).tabIndex = 0;
    describe(sheet, cell);
    if (!focus) return;
    target(cell).focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function select(cell) {
    clear();
    const all = rows();
    const [a, b] = [all.indexOf(anchor.parentElement), all.indexOf(cell.parentElement)].sort((x, y) => x - y);
    const [c, d] = [anchor.cellIndex, cell.cellIndex].sort((x, y) => x - y);
    for (const row of all.slice(a, b + 1)) chosen.push(...[...row.cells].slice(Math.max(c, 1), d + 1));
    chosen = chosen.filter((each) => !each.matches(".we"));
    if (chosen.length < 2) return clear();
    for (const each of chosen) each.setAttribute("aria-selected", "true");
  }

  function clear() {
    for (const each of chosen) each.removeAttribute("aria-selected");
    chosen = [];
  }

  function go(cell, extend) {
    if (!cell) return;
    if (extend && active?.cellIndex) anchor ??= active;
    else anchor = null;
    if (anchor && cell.cellIndex) select(cell);
    else clear();
    activate(cell);
  }

  function beside(cell, down, right) {
    const all = rows();
    const row = all[Math.min(Math.max(all.indexOf(cell.parentElement) + down, 0), all.length - 1)];
    let at = cell.cellIndex + right;
    while (right && at > 0 && at <= sheet.days && !shown(row.cells[at])) at += right;
    return at < 0 || at > sheet.days ? null : row.cells[at];
  }

  function edge(row, last) {
    const cells = [...row.cells].slice(1, sheet.days + 1).filter(shown);
    return last ? cells.at(-1) : cells[0];
  }

  function jump(event) {
    const all = rows();
    const row = active.parentElement;
    if (event.key === "Home") return edge(event.ctrlKey ? all[0] : row, false);
    if (event.key === "End") return edge(event.ctrlKey ? all.at(-1) : row, true);
    if (event.key === "PageUp") return beside(active, -PAGE, 0);
    if (event.key === "PageDown") return beside(active, PAGE, 0);
    const step = STEPS[event.key];
    return step ? beside(active, ...step) : undefined;
  }

  const cells = () => (chosen.length ? chosen : active ? [active] : []);

  function paint(letter) {
    const changed = sheet.write(cells(), letter);
    if (active) describe(sheet, active);
    return changed;
  }

  function cycle() {
    const now = sheet.letters.indexOf(sheet.letterOf(active));
    paint(sheet.letters[(now + 1) % sheet.letters.length]);
  }

  function back(step) {
    const cell = step();
    if (cell) activate(cell, { focus: shown(cell) });
  }

  /** Ctrl+Z and Ctrl+Y; whether the key was one of them. */
  function history(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
    const key = event.key.toLowerCase();
    if (key === "z") back(event.shiftKey ? sheet.redo : sheet.undo);
    else if (key === "y") back(sheet.redo);
    else return false;
    return true;
  }

  function edit(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !active.cellIndex) return false;
    const letter = event.key.toUpperCase();
    if (letter.length === 1 && sheet.letters.includes(letter)) paint(letter);
    else if (event.key === "Delete" || event.key === "Backspace") paint("K");
    else if (event.key === "Enter" || event.key === " ") cycle();
    else if (event.key === "Escape") clear();
    else return false;
    return true;
  }

  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("[data-e] > *");
    if (!cell || event.target.matches("input")) return;
    if (cell !== active) activate(cell);
    const to = event.altKey || event.metaKey ? undefined : jump(event);
    if (to !== undefined) go(to, event.shiftKey);
    else if (!sheet.letters || !(history(event) || edit(event))) return;
    event.preventDefault();
  });

  table.addEventListener("focusin", (event) => {
    const cell = event.target.closest("[data-e] > *");
    if (cell && cell !== active && !event.target.matches("input")) activate(cell, { focus: false });
  });

  drag({
    table,
    begin(cell) {
      clear();
      anchor = cell;
      activate(cell);
    },
    over: select,
    end: () => (anchor = null),
    isDay: (cell) => cell?.closest("[data-e]") && sheet.isDay(cell),
  });

  function begin() {
    for (const link of table.querySelectorAll("[data-e] > .name a")) link.tabIndex = -1;
    for (const cell of table.querySelectorAll("[data-e] > td")) cell.tabIndex = -1;
    const row = rows()[0];
    if (row) activate(edge(row, false) ?? row.cells[0], { focus: false });
  }
  begin();

  const place = () => active && [active.parentElement.dataset.e, active.cellIndex];
  const rest = () => {
    if (active?.parentElement.hidden && rows()[0]) activate(edge(rows()[0], false), { focus: false });
  };
  return { paint, clear, cells, activate, back, rest, place };
}

/** What is read out for the cell: the word behind the letter, and why it can't be changed. */
function describe(sheet, cell) {
  if (!cell.cellIndex) return;
  const letter = sheet.letterOf(cell);
  const hidden = cell.querySelector(".visually-hidden")?.textContent ?? "";
  const parts = [sheet.words[letter] ?? (letter === "." ? "kosong" : letter), cell.title || hidden];
  if (sheet.letters && !sheet.mayChange(cell)) parts.push("terkunci");
  cell.setAttribute("aria-label", parts.filter(Boolean).join(", "));
}

/** A press and a drag over cells, by mouse always, by finger while a letter is chosen to paint. */
function drag({ table, begin, over, end, isDay }) {
  let last = null;
  const at = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest("td");
  table.addEventListener("pointerdown", (event) => {
    const cell = event.target.closest("td");
    if (event.button || !isDay(cell)) return;
    if (event.pointerType !== "mouse" && !("painting" in table.dataset)) return;
    event.preventDefault();
    last = cell;
    begin(cell);
  });
  table.addEventListener("pointermove", (event) => {
    const cell = last && at(event);
    if (!cell || cell === last || !isDay(cell) || cell.closest("table") !== table) return;
    last = cell;
    over(cell);
  });
  for (const name of ["pointerup", "pointercancel"]) {
    window.addEventListener(name, () => {
      if (!last) return;
      last = null;
      end();
      if (name === "pointerup") table.dispatchEvent(new CustomEvent("rota:dropped"));
    });
  }
}
