// The choice of days: counts each week against its limit, before the server is asked.
// <div data-days data-limit="2"> holds <div data-week="3–7 Agustus" data-elsewhere="1">, in it
// [data-week-says] ("2 dari 2 hari"); the whole is told in [data-days-says].
export function start(root) {
  for (const list of root.querySelectorAll("[data-days]")) {
    const says = list.parentElement.querySelector("[data-days-says]");
    if (!says) continue;
    list.addEventListener("change", () => tell(list, says));
    if (list.querySelector(":checked")) tell(list, says);
  }
}

function tell(list, says) {
  const limit = Number(list.dataset.limit || 0);
  const weeks = [...list.querySelectorAll("[data-week]")].map(count);
  for (const week of weeks) if (limit) mark(week, limit);
  const over = limit ? weeks.find((week) => week.picked && week.used > limit) : undefined;
  const total = weeks.reduce((sum, week) => sum + week.picked, 0);
  says.textContent = over
    ? `${over.used} hari pada minggu ${over.label}. Paling banyak ${limit}; hapus ${over.used - limit}.`
    : `${total} hari dipilih.`;
  says.classList.toggle("is-over", Boolean(over));
}

function count(week) {
  const picked = week.querySelectorAll("input:checked").length;
  const used = picked + Number(week.dataset.elsewhere || 0);
  return { week, label: week.dataset.week, picked, used };
}

function mark({ week, used }, limit) {
  const place = week.querySelector("[data-week-says]");
  if (!place) return;
  place.textContent = `${used} dari ${limit} hari`;
  place.classList.toggle("is-over", used > limit);
}
