// Shows a part only when it matters: data-show-when="field=value" or "field=one|other".
// The server checks all the same; without this every part is in view.
export function start(root) {
  for (const form of root.querySelectorAll("form:has([data-show-when])")) {
    const update = () => form.querySelectorAll("[data-show-when]").forEach((part) => show(form, part));
    form.addEventListener("change", update);
    update();
  }
}

function show(form, part) {
  const [name, wanted] = part.dataset.showWhen.split("=");
  const values = new FormData(form).getAll(name);
  part.hidden = !wanted.split("|").some((value) => values.includes(value));
}
