// What stands in the grid: letters, what was changed, totals, and the way back.
const AWAY = "RPSAB";
const CLASSES = { K: "", R: "home", P: "home half", S: "home half", A: "wfa", B: "wfa" };
const DAY = 86_400_000;
const SAYS = { away: "melebihi kuota", structural: "kantor tanpa pejabat", present: "terlalu sedikit" };

export function book(table) {
  const days = Number(table.dataset.days);
  const first = Date.parse(`${table.dataset.first}T00:00Z`);
  const words = Object.fromEntries((table.dataset.words || "").split("|").map((pair) => pair.split("=")));
  const totals = [...table.querySelectorAll("tr[data-total]")].map(total);
  const before = new Map(); // cell → how it stood when the page came
  const past = [];
  const ahead = [];
  const watchers = [];

  const people = () => [...table.querySelectorAll("tr[data-e]")];
  const date = (cell) => new Date(first + (cell.cellIndex - 1) * DAY);
  const isDay = (cell) => cell.cellIndex > 0 && cell.cellIndex <= days;
  const iso = (cell) => date(cell).toISOString().slice(0, 10);

  function mayChange(cell) {
    return Boolean(table.dataset.letters) && isDay(cell) && !cell.matches(".off, .we, .lock");
  }

  function put(cell, look) {
    const change = seat(look.letter, look.css) - seat(letterOf(cell), cell.className);
    const to = look.letter;
    cell.className = look.css;
    cell.innerHTML = look.html;
    if (look.title) cell.title = look.title;
    else cell.removeAttribute("title");
    cell.classList.toggle("is-new", before.has(cell) && before.get(cell).letter !== to);
    count(cell, change);
  }

  // A letter that the totals count: not of somebody who is away by something else (.twice).
  const seat = (letter, css) => AWAY.includes(letter) && !css.includes("twice");

  function count(cell, change) {
    const row = cell.parentElement;
    if (change) for (const each of totals) each.add(cell.cellIndex, row, change);
    share(row, days, (at) => date(at).getUTCDay() === 5);
  }

  /** Set one letter in many cells as one step of the history; how many changed. */
  function write(cells, letter) {
    if (!table.dataset.letters?.includes(letter)) return 0;
    const step = [];
    for (const cell of cells) {
      if (!mayChange(cell) || letterOf(cell) === letter) continue;
      if (!before.has(cell)) before.set(cell, look(cell));
      const was = look(cell);
      put(cell, before.get(cell).letter === letter ? before.get(cell) : plain(letter));
      step.push([cell, was, look(cell)]);
    }
    if (step.length) {
      past.push(step);
      ahead.length = 0;
      tell();
    }
    return step.length;
  }

  function undo() {
    const step = past.pop();
    if (!step) return null;
    for (const [cell, was] of step) put(cell, was);
    ahead.push(step);
    tell();
    return step[0][0];
  }

  function redo() {
    const step = ahead.pop();
    if (!step) return null;
    for (const [cell, , is] of step) put(cell, is);
    past.push(step);
    tell();
    return step[0][0];
  }

  /** {employee: {date: letter}} of what differs from the page as it came. */
  function changes() {
    const found = {};
    for (const [cell, was] of before) {
      const now = letterOf(cell);
      if (now === was.letter) continue;
      (found[cell.parentElement.dataset.e] ??= {})[iso(cell)] = now;
    }
    return found;
  }

  function tell() {
    const changed = [...before].filter(([cell, was]) => letterOf(cell) !== was.letter).length;
    for (const watch of watchers) watch(changed);
  }

  function cellOf(employee, day) {
    const row = table.querySelector(`tr[data-e="${CSS.escape(employee)}"]`);
    const cell = row?.cells[(Date.parse(`${day}T00:00Z`) - first) / DAY + 1];
    return cell && isDay(cell) ? cell : null;
  }

  const canUndo = () => past.length > 0;
  const letters = table.dataset.letters || "";
  const watch = (call) => watchers.push(call);
  return {
    table, days, words, letters, people, date, isDay, mayChange,
    write, undo, redo, canUndo, changes, cellOf, letterOf, watch,
  };
}

/** The letter of a cell: "·" is the office, an empty cell says nothing. */
export function letterOf(cell) {
  const text = cell.firstChild?.nodeType === Node.TEXT_NODE ? cell.firstChild.data.trim() : "";
  return text === "·" ? "K" : text || ".";
}

function look(cell) {
  return {
    letter: letterOf(cell),
    css: [...cell.classList].filter((name) => !name.startsWith("is-")).join(" "),
    html: cell.innerHTML,
    title: cell.title,
  };
}

function plain(letter) {
  return { letter, css: CLASSES[letter], html: letter === "K" ? "·" : letter, title: "" };
}

// ---- totals: what the server counted, and what changed since

function total(row) {
  const { total: kind, o: office } = row.dataset;
  const limits = row.dataset.limit.split(",");
  return {
    add(column, person, change) {
      if (!(person.dataset.o || "").split(" ").includes(office)) return;
      if (kind === "structural" && !("s" in person.dataset)) return;
      const cell = row.cells[column];
      const value = parseInt(cell.textContent, 10) + (kind === "away" ? change : -change);
      show(cell, value, breaks(kind, value, limits[column - 1]) ? SAYS[kind] : "");
    },
  };
}

function breaks(kind, value, limit) {
  if (limit === "" || limit === undefined) return false;
  return kind === "away" ? value > Number(limit) : value < Number(limit);
}

function show(cell, value, wrong) {
  cell.textContent = value;
  cell.classList.toggle("over", Boolean(wrong));
  if (!wrong) return;
  const hidden = document.createElement("span");
  hidden.className = "visually-hidden";
  hidden.textContent = ` ${wrong}`;
  cell.append(hidden);
}

// ---- the share of one person: days away, and how many of them are Fridays

function share(row, days, isFriday) {
  const cells = [...row.cells].slice(1, days + 1);
  const away = cells.filter((cell) => AWAY.includes(letterOf(cell)));
  const fridays = away.filter(isFriday).length;
  const [sum, friday] = row.querySelectorAll("td.fair");
  if (!sum) return;
  const [long, short] = sum.querySelectorAll("path");
  long.setAttribute("d", `M0 2h${away.length}`);
  short.setAttribute("d", `M0 6h${fridays}`);
  sum.lastChild.data = away.length;
  friday.textContent = fridays;
}
