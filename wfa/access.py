"""Which right opens which address: one line per URL name. A URL without a line fails `make check`.

PUBLIC: nobody needs to sign in. SIGNED_IN: everybody with an account; what they see is scoped by
the view. A tuple: one of these actions, somewhere; the view scopes it to units (404 outside).
OPERATOR: superusers, who look after the installation in Django's admin.
"""

from __future__ import annotations

PUBLIC = "public"
SIGNED_IN = "signed_in"
OPERATOR = "operator"

Rule = str | tuple[str, ...]

_OPD = ("assess_request", "propose_request")
_BKD = ("examine_request",)
_PEOPLE = ("manage_people",)
_SLIPS = ("manage_people", "print_slips")
_PAPERS = ("sign_letter", "sign_decree")

ACCESS: dict[str, Rule] = {
    # the shell
    "beranda": SIGNED_IN,
    "menu": SIGNED_IN,
    "bantuan": PUBLIC,
    "privasi": PUBLIC,
    "komponen": SIGNED_IN,
    "sehat": PUBLIC,
    "cari": SIGNED_IN,
    # people
    "masuk": PUBLIC,
    "keluar": SIGNED_IN,
    "masuk-pertama": PUBLIC,
    "masuk-pertama-kode": PUBLIC,
    "akun": SIGNED_IN,
    "akun-sandi": SIGNED_IN,
    "pegawai": _SLIPS,
    "pegawai-lihat": _SLIPS,
    "pegawai-kode": _SLIPS,
    "pegawai-aktif": _PEOPLE,
    "akun-baru": _PEOPLE,
    "tugas": _PEOPLE,
    "tugas-beri": _PEOPLE,
    "tugas-akhiri": _PEOPLE,
    "jabatan-beri": _PEOPLE,
    "jabatan-akhiri": _PEOPLE,
    "slip": _SLIPS,
    "slip-cetak": _SLIPS,
    "unit": _PEOPLE,
    "unit-lihat": _PEOPLE,
    "impor": ("import_people",),
    "impor-lihat": ("import_people",),
    "impor-simpan": ("import_people",),
    "impor-buang": ("import_people",),
    "impor-ditolak": ("import_people",),
    "pengaturan": ("manage_region",),
    "kewenangan": ("manage_region",),
    "lambang": SIGNED_IN,
    # calendars and policies
    "kalender": ("manage_calendar",),
    "kalender-tambah": ("manage_calendar",),
    "kalender-ubah": ("manage_calendar",),
    "kalender-hapus": ("manage_calendar",),
    "kalender-ramadan": ("manage_calendar",),
    "kalender-isi": ("manage_calendar",),
    "kebijakan": ("draft_policy", "enforce_policy"),
    "kebijakan-baru": ("draft_policy",),
    "kebijakan-lihat": ("draft_policy", "enforce_policy"),
    "kebijakan-ubah": ("draft_policy",),
    "kebijakan-berlakukan": ("enforce_policy",),
    "kebijakan-buang": ("draft_policy",),
    "kebijakan-banding": ("draft_policy", "enforce_policy"),
    "kebijakan-tarik": ("enforce_policy",),
    "kebijakan-dampak": ("draft_policy", "enforce_policy"),
    "sakelar": ("enforce_policy",),
    "sakelar-tutup": ("enforce_policy",),
    "sakelar-buka": ("enforce_policy",),
    # requests: own ones, and those one may see
    "pengajuan-saya": SIGNED_IN,
    "pengajuan-baru": SIGNED_IN,
    "pengajuan": SIGNED_IN,
    "pengajuan-isi": SIGNED_IN,
    "pengajuan-periksa": SIGNED_IN,
    "pengajuan-ajukan": SIGNED_IN,
    "pengajuan-batal": SIGNED_IN,
    "pengajuan-buang": SIGNED_IN,
    "pengajuan-ganti-hari": SIGNED_IN,
    "pengajuan-perpanjang": SIGNED_IN,
    "pengajuan-untuk": ("file_for_other",),
    "bukti-unggah": SIGNED_IN,
    "bukti-hapus": SIGNED_IN,
    "bukti": SIGNED_IN,
    # procedure
    "kotak-masuk": _OPD,
    "kotak-masuk-kasus": _OPD,
    "kotak-masuk-putuskan": _OPD,
    "kotak-masuk-urungkan": _OPD,
    "kotak-masuk-pintasan": (*_OPD, *_BKD),
    "tampilan-simpan": (*_OPD, *_BKD),
    "tampilan-hapus": (*_OPD, *_BKD),
    "alasan": ("refuse_request", "sign_decree"),
    "alasan-hapus": ("refuse_request", "sign_decree"),
    "usulan": ("assess_request", "propose_request", "examine_request"),
    "usulan-baru": ("propose_request",),
    "usulan-lihat": ("assess_request", "propose_request", "examine_request"),
    "usulan-putuskan": _BKD,
    "usulan-urungkan": _BKD,
    "usulan-selesai": _BKD,
    "kotak-masuk-bkd": _BKD,
    "pembatalan-minta": SIGNED_IN,
    "pembatalan-tarik": SIGNED_IN,
    "pembatalan-daftar": ("decide_cancellation",),
    "pembatalan": ("decide_cancellation",),
    "pembatalan-lewat": ("decide_cancellation",),
    "keberatan-ajukan": SIGNED_IN,
    "keberatan-daftar": ("decide_objection",),
    "keberatan": ("decide_objection",),
    "pertimbangan-daftar": ("give_view",),
    "pertimbangan": ("give_view",),
    "panggil-kembali": ("recall_employee",),
    "lewat-batas": ("view_late", "assess_request"),
    "ingatkan": SIGNED_IN,
    # papers
    "surat-keputusan": SIGNED_IN,
    "sk-susun": ("draft_decree",),
    "sk-panggil": ("draft_decree",),
    "naskah": SIGNED_IN,
    "naskah-usulan": ("propose_request", "sign_letter", "examine_request"),
    "naskah-pratinjau": SIGNED_IN,
    "naskah-unduh": SIGNED_IN,
    "naskah-tanda-tangan": _PAPERS,
    "naskah-buang": ("draft_decree", "sign_letter"),
    "naskah-ulangi": _PAPERS,
    "naskah-batal-terbit": _PAPERS,
    "naskah-cabut": ("draft_decree",),
    "verifikasi": PUBLIC,
    "verifikasi-cari": PUBLIC,
    "arsip": ("manage_archive",),
    "arsip-kasus": ("manage_archive",),
    # notices and log
    "pemberitahuan": SIGNED_IN,
    "pemberitahuan-baca": SIGNED_IN,
    "pemberitahuan-baca-semua": SIGNED_IN,
    "pemberitahuan-cara": SIGNED_IN,
    "surat-mati": ("manage_region",),
    "surat-mati-ulangi": ("manage_region",),
    "jejak-audit": ("view_audit",),
    # the set-up
    "penyiapan": ("manage_region",),
    "penyiapan-pejabat": ("manage_people",),
    "penyiapan-penilai": ("manage_people",),
    "penyiapan-kalender": ("manage_calendar",),
    "penyiapan-kebijakan": ("draft_policy",),
    "penyiapan-pemeriksaan": ("manage_region",),
}


def rule_for(url_name: str, namespace: str = "") -> Rule | None:
    """The rule of a URL; None = it has none, so nobody may open it."""
    return OPERATOR if namespace == "admin" else ACCESS.get(url_name)
