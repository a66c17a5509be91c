// The list of days: says how many are chosen in each week, before the server is asked.
// <ul data-days data-limit="2"> with <li data-week="3–7 Agustus">; the answer goes to [data-days-says].
export function start(root) {
  for (const list of root.querySelectorAll("[data-days]")) {
    const says = list.parentElement.querySelector("[data-days-says]");
    if (!says) continue;
    list.addEventListener("change", () => tell(list, says));
    if (list.querySelector(":checked")) tell(list, says);
  }
}

function tell(list, says) {
  const weeks = count(list);
  const limit = Number(list.dataset.limit || 0);
  const total = [...weeks.values()].reduce((sum, n) => sum + n, 0);
  const over = limit ? [...weeks].find(([, n]) => n > limit) : undefined;
  says.textContent = over
    ? `${over[1]} hari dipilih pada minggu ${over[0]}. Paling banyak ${limit}; hapus ${over[1] - limit}.`
    : `${total} hari dipilih.`;
  says.classList.toggle("is-over", Boolean(over));
}

function count(list) {
  const weeks = new Map();
  for (const box of list.querySelectorAll("input:checked")) {
    const week = box.closest("[data-week]")?.dataset.week ?? "";
    weeks.set(week, (weeks.get(week) ?? 0) + 1);
  }
  return weeks;
}
