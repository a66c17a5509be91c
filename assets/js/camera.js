// The front camera inside the page, and the words for each way in which it may fail.
const WANTED = { facingMode: "user", width: { ideal: 1280 }, height: { ideal: 960 } };
const DENIED =
  "Izin kamera ditolak. Ketuk ikon di kiri alamat, izinkan Kamera, lalu tekan Coba lagi.";
const BUSY = "Kamera sedang dipakai aplikasi lain. Tutup aplikasi itu, lalu tekan Coba lagi.";
const NONE = "Kamera tidak ditemukan. Pakai ponsel lain, atau unggah foto di bawah.";
const CLOSED = "Peramban ini tidak membuka kamera. Buka dengan Chrome, atau unggah foto di bawah.";
const STILL = "Gambar kamera belum jalan. Tekan Coba lagi.";
const WORDS = {
  PlayError: STILL,
  NotAllowedError: DENIED,
  SecurityError: DENIED,
  NotReadableError: BUSY,
  AbortError: BUSY,
  NotFoundError: NONE,
  OverconstrainedError: NONE,
};

/** Show the camera in `video`; throws what `why` has words for. `lost()`: it was taken away. */
export async function open(video, lost) {
  if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("", "NotSupportedError");
  const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: WANTED });
  for (const track of stream.getTracks()) track.addEventListener("ended", lost);
  video.srcObject = stream;
  await video.play().catch(() => {
    throw new DOMException("", "PlayError"); // some phones want a tap first
  });
}

export function close(video) {
  for (const track of video.srcObject?.getTracks() ?? []) track.stop();
  video.srcObject = null;
}

/** What went wrong, and what to do next. */
export function why(error) {
  return WORDS[error?.name] ?? CLOSED;
}
