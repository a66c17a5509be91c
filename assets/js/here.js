// A button that fills in the place where the device is now; without this file nobody sees it.
const TOLD = {
  1: "Izin lokasi ditolak. Izinkan di peramban, atau ketik angkanya.",
  2: "Lokasi tidak terbaca. Ketik angkanya.",
  3: "Lokasi terlalu lama dicari. Coba lagi, atau ketik angkanya.",
};

function fill(form, { latitude, longitude }) {
  for (const [name, value] of Object.entries({ latitude, longitude })) {
    form.elements[name].value = value.toFixed(6);
  }
}

function ask(box) {
  const told = box.querySelector("[role=status]");
  told.textContent = "Mencari lokasi…";
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      fill(box.closest("form"), coords);
      told.textContent = `Terisi, ketelitian sekitar ${Math.round(coords.accuracy)} meter. Periksa, lalu simpan.`;
    },
    (error) => {
      told.textContent = TOLD[error.code] ?? TOLD[2];
    },
    { enableHighAccuracy: true, timeout: 20000 },
  );
}

export function start(root) {
  const box = root.querySelector("[data-here]");
  if (!box || !("geolocation" in navigator)) return;
  box.hidden = false;
  box.querySelector("button").addEventListener("click", () => ask(box));
}
