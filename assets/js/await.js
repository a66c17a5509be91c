// A page that waits for the worker ([data-awaits]) comes again only once there is something new:
// nobody who reads or types here is interrupted by a reload that shows the same.
const EVERY = 3000;

export function start(root) {
  if (root.querySelector("[data-awaits]")) setTimeout(look, EVERY);
}

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const text = answer.ok ? await answer.text() : "data-awaits";
    if (!text.includes("data-awaits")) return location.reload();
  } catch {
    // no network for a moment: look again
  }
  setTimeout(look, EVERY);
}
