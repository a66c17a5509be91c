// A part of a page whose numbers change ([data-refresh] = every so many seconds) comes again by
// itself: only that part is exchanged, never while somebody types, chooses or reads aloud in it.
// Without this file the link "Perbarui" does the same.
export function start(root) {
  const part = root.querySelector("[data-refresh]");
  if (part) wait(part);
}

function wait(part) {
  setTimeout(() => look(part), Number(part.dataset.refresh) * 1000);
}

async function look(part) {
  if (!part.isConnected) return;
  const answer = document.hidden || isBusy(part) ? part : await ask();
  if (answer === part || isBusy(part)) return wait(part);
  if (answer === "gone") return tell(part, part.dataset.refreshGone);
  if (!answer) tell(part, part.dataset.refreshLost);
  wait(answer ? exchange(part, answer) : part);
}

/** The part as it is now; null where the server can't be reached, "gone" after the session. */
async function ask() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.redirected) return "gone";
    const text = answer.ok ? await answer.text() : "";
    return new DOMParser().parseFromString(text, "text/html").querySelector("[data-refresh]");
  } catch {
    return null;
  }
}

const FIELDS = "input, select, textarea";

function isBusy(part) {
  const held = document.activeElement;
  if (part.contains(held) && held.matches(`${FIELDS}, button, summary`)) return true;
  if (part.contains(getSelection()?.anchorNode) && !getSelection().isCollapsed) return true;
  return [...part.querySelectorAll(FIELDS)].some((el) => el.type !== "hidden" && isTyped(el));
}

const isTyped = (el) => !el.matches("select") && el.value !== el.defaultValue;

/** Whoever stood on a link stands on the same one afterwards. */
function exchange(part, fresh) {
  const held = part.contains(document.activeElement) ? document.activeElement : null;
  const address = held?.getAttribute("href");
  const node = document.importNode(fresh, true);
  part.replaceWith(node);
  const same = [...node.querySelectorAll("a[href]")].find((a) => a.getAttribute("href") === address);
  if (address) same?.focus({ preventScroll: true });
  return node;
}

function tell(part, words) {
  const told = part.querySelector("[data-refresh-told]") ?? document.createElement("p");
  told.className = "note note-warn";
  told.dataset.refreshTold = "";
  told.setAttribute("role", "status");
  told.textContent = words;
  part.prepend(told);
}
