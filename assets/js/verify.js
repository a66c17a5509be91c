// Public check: the chosen PDF is hashed here and compared; it is sent nowhere.
export function start(root) {
  for (const area of root.querySelectorAll("[data-sha256]")) arm(area);
}

function arm(area) {
  const input = area.querySelector("input[type=file]");
  // Without a safe connection the browser offers no hashing.
  if (!window.crypto?.subtle) {
    input.disabled = true;
    say(area, "unable");
    return;
  }
  input.addEventListener("change", () => compare(area, input.files[0]));
  area.addEventListener("dragover", (event) => hover(area, event, true));
  area.addEventListener("dragleave", (event) => hover(area, event, false));
  area.addEventListener("drop", (event) => {
    hover(area, event, false);
    compare(area, event.dataTransfer.files[0]);
  });
}

function hover(area, event, on) {
  event.preventDefault();
  area.classList.toggle("is-over", on);
}

async function compare(area, file) {
  if (!file) return;
  const bytes = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  const hex = [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  say(area, hex === area.dataset.sha256.toLowerCase() ? "same" : "other");
}

function say(area, answer) {
  for (const note of area.querySelectorAll("[data-answer]")) {
    note.hidden = note.dataset.answer !== answer;
  }
}
