"""What the words of the product mean, said where they stand: one place for page, help and tests."""

from __future__ import annotations

from typing import Any

from wfa.requests.models import State

STATES: dict[str, str] = {
    State.DRAFT: "Belum diajukan dan belum ada yang menerimanya. Lanjutkan, atau buang.",
    State.SUBMITTED: "Ada di meja penilai OPD. Anda cukup menunggu; tetap bekerja seperti biasa.",
    State.RETURNED: "Dikembalikan kepada pemohon. Baca catatannya, perbaiki, lalu ajukan lagi.",
    State.RECOMMENDED: "OPD mendukung. Kepala OPD akan memasukkannya ke dalam surat usulan.",
    State.PROPOSED: "Ada dalam usulan OPD. BKD memeriksa dan memutusnya.",
    State.APPROVED: "BKD setuju, tetapi belum berlaku. Tetap masuk kantor sampai SK terbit.",
    State.REFUSED: "Tidak disetujui. Alasannya ada pada riwayat; keberatan dapat diajukan sekali.",
    State.OBJECTED: "Keberatan diperiksa oleh orang lain daripada yang menolak. Tunggu jawabannya.",
    State.WITHDRAWN: "Dibatalkan pemohon sebelum diputus. Buat pengajuan baru bila perlu.",
    State.IN_FORCE: "SK sudah terbit. Bekerja pada hari dan tempat yang tertulis di dalamnya.",
    State.CANCELLED: "Dibatalkan setelah disetujui. Pada hari itu bekerja di kantor.",
    State.REVOKED: "SK dicabut dengan SK lain. Mulai tanggal pencabutan bekerja di kantor.",
    State.ENDED: "Hari terakhirnya sudah lewat. Tidak ada yang perlu dilakukan.",
}

TERMS: dict[str, tuple[str, str]] = {
    "deadline": (
        "Batas waktu",
        "Hari terakhir bagi yang memegang berkas sekarang, dihitung dalam hari kerja sejak lengkap. "
        "Lewat batas tidak berarti disetujui: pejabatnya wajib memutus tertulis "
        "(UU 30/2014 Pasal 53).",
    ),
    "quota": (
        "Kuota",
        "Paling banyak sekian orang satu unit boleh bekerja fleksibel pada hari yang sama. "
        "Pengajuan yang masih menunggu sudah memakai tempatnya.",
    ),
    "capacity": (
        "Bertindak sebagai",
        "Hak Anda berasal dari jabatan atau tugas yang bertanggal. "
        "Plt., Plh., dan Pj. berakhir sendiri pada tanggal surat perintahnya.",
    ),
    "decree": (
        "Surat keputusan",
        "Hak bekerja fleksibel berlaku setelah SK terbit, bukan saat disetujui. "
        "Nomornya diambil ketika ditandatangani.",
    ),
}


def meaning(word: str, state: str = "") -> dict[str, Any]:
    """What `word` means: a key of TERMS, or "state" with the state of a request."""
    if word == "state":
        label, text = State(state).label, STATES[State(state)]
    else:
        label, text = TERMS[word]
    return {"label": label, "text": text}


def all_of_them() -> dict[str, list[Any]]:
    """For the help page: every state of a request in the order of its life, and every term."""
    states = [{"state": value, "text": STATES[value]} for value in State.values]
    return {"states": states, "terms": list(TERMS.values())}
