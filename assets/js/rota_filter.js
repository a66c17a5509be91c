// Rows are hidden as one types; the pattern form is told who is in view, and who is ticked.
export function filter(root, sheet, hand) {
  const form = root.querySelector("form[data-rota-filter]");
  if (form) arm(form, sheet, hand);
  const pattern = root.querySelector("form[data-rota-pattern]");
  if (pattern) armPattern(pattern, sheet);
}

function arm(form, sheet, hand) {
  const says = form.querySelector("[data-rota-found]");
  const apply = () => {
    const asked = new FormData(form);
    const words = (asked.get("nama") || "").toLowerCase().split(/\s+/).filter(Boolean);
    const unit = form.elements.bagian ? asked.get("bagian") : "";
    let count = 0;
    for (const row of sheet.people()) {
      row.hidden = !fits(row, words, unit, asked.has("masalah"));
      count += !row.hidden;
    }
    if (says) says.textContent = `${count} pegawai tampil.`;
    hand.rest();
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    apply();
  });
  form.querySelector("[data-rota-filter-button]")?.setAttribute("hidden", "");
}

function fits(row, words, unit, onlyTrouble) {
  const name = row.cells[0].textContent.toLowerCase();
  if (!words.every((word) => name.includes(word))) return false;
  if (unit && !(row.dataset.u || "").split(" ").includes(unit)) return false;
  return !onlyTrouble || "p" in row.dataset || row.querySelector(".clash") !== null;
}

function armPattern(form, sheet) {
  const whom = form.elements.untuk;
  whom?.addEventListener("change", () => whom.value === "centang" && tick(form, sheet));
  form.addEventListener("submit", () => {
    if (whom?.value !== "tampil") return;
    const shown = sheet.people().filter((row) => !row.hidden);
    form.elements.tampil.value = shown.map((row) => row.dataset.e).join(" ");
  });
}

/** A box before each name, as the page has them with ?centang=1. */
function tick(form, sheet) {
  for (const row of sheet.people()) {
    const head = row.cells[0];
    if (head.querySelector("input")) continue;
    const box = document.createElement("input");
    Object.assign(box, { type: "checkbox", name: "pilih", value: row.dataset.e, className: "form-check-input" });
    box.setAttribute("form", form.id);
    box.setAttribute("aria-label", `Pilih ${head.querySelector("a")?.textContent ?? ""}`);
    head.prepend(box);
  }
}
