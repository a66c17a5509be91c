// A picture small enough for a weak network: redrawn, so that nothing but the picture is left of it.
export const LIMIT = 100_000; // bytes
const SIDES = [960, 800, 640, 480, 320]; // the longer side, in pixels
const QUALITIES = [0.8, 0.65, 0.5];

/** JPEG of at most LIMIT bytes from a video, an image or a bitmap of width × height pixels. */
export async function shrink(source, width, height) {
  const canvas = document.createElement("canvas");
  for (const side of SIDES) {
    const scale = Math.min(1, side / Math.max(width, height));
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext("2d").drawImage(source, 0, 0, canvas.width, canvas.height);
    for (const quality of QUALITIES) {
      const blob = await encoded(canvas, quality);
      if (blob && blob.size <= LIMIT) return blob;
    }
  }
  throw new Error("picture stays too large");
}

function encoded(canvas, quality) {
  return new Promise((ready) => canvas.toBlob(ready, "image/jpeg", quality));
}

/** The chosen file of an upload form is replaced by its small form; left alone where that fails. */
export async function shrinkChosen(input) {
  const [file] = input.files;
  if (!file) return;
  try {
    const bitmap = await createImageBitmap(file);
    const blob = await shrink(bitmap, bitmap.width, bitmap.height);
    const box = new DataTransfer();
    box.items.add(new File([blob], "foto.jpg", { type: "image/jpeg" }));
    input.files = box.files;
  } catch {
    // not a picture, or an old browser: the server says what is wrong with it
  }
}
