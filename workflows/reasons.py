"""Sentences that officials choose instead of typing: the good set everybody has from the start.

Each says what is wrong and what to do next; an office adds its own (`ReasonTemplate`).
"""

from __future__ import annotations

CONDITION = "approve"
"""For an approval the sentences are its conditions."""

DEFAULTS: dict[str, tuple[str, ...]] = {
    "send_back": (
        "Rencana kerja belum terukur. Tulis keluaran dan jumlahnya untuk setiap hari.",
        "Bukti dukung belum jelas. Unggah ulang berkas yang terbaca.",
        "Hari yang dipilih bertepatan dengan kegiatan unit. Pilih hari lain.",
        "Alamat tempat kerja belum lengkap. Tulis jalan, desa, dan kecamatan.",
        "Pengganti layanan belum disebut. Tulis nama rekan yang melayani hari itu.",
    ),
    "refuse": (
        "Tugas pada hari itu harus dikerjakan di kantor karena melayani warga langsung.",
        "Pegawai yang tersisa di kantor tidak cukup untuk menjaga layanan.",
        "Laporan kerja fleksibel sebelumnya belum diselesaikan.",
        "Syarat pada peraturan tidak terpenuhi, dan tidak dapat diperbaiki untuk hari itu.",
    ),
    "return_to_opd": (
        "Penilaian OPD belum lengkap. Isi beban kerja, kondisi kerja, dan dampak layanan.",
        "Susunan pegawai per hari perlu ditinjau lagi agar layanan tetap terjaga.",
        "Isi usulan berbeda dengan bukti dukung. Periksa lagi sebelum diusulkan.",
    ),
    CONDITION: (
        "Tetap dapat dihubungi selama jam kerja.",
        "Hadir di kantor bila dipanggil atasan.",
        "Melaporkan hasil kerja pada hari yang sama.",
        "Rencana kerja diselesaikan sesuai target.",
    ),
}
