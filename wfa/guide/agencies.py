"""For those of the whole region: BKD, archive, inspectorate, administration."""

from __future__ import annotations

from wfa.guide.values import Section, Task, may

AGENCIES = (
    Section(
        "bkd",
        "BKD",
        may("examine_request", "sign_decree"),
        (
            Task(
                "Memeriksa usulan",
                "Putuskan per pegawai: setujui semua atau sebagian harinya, tolak, atau kembalikan.",
                "kotak-masuk-bkd",
            ),
            Task(
                "Menyelesaikan pemeriksaan",
                "Selama belum selesai, keputusan Anda masih dapat diurungkan.",
                "kotak-masuk-bkd",
            ),
            Task(
                "Menyusun surat keputusan",
                "Satu keputusan per OPD dengan lampiran, atau satu surat per pegawai.",
                "surat-keputusan",
            ),
            Task(
                "Menandatangani",
                "Nomor diambil pada saat ini. Berlaku setelah berkas PDF terbit.",
                "surat-keputusan",
            ),
            Task(
                "Menjawab keberatan",
                "Dijawab tertulis oleh orang lain daripada yang menolak.",
                "keberatan-daftar",
            ),
            Task(
                "Memutus jadwal OPD",
                "Satu halaman untuk semua OPD: siapa yang belum, melebihi kuota, atau kosong.",
                "jadwal-bkd",
            ),
            Task(
                "Mengekspor ke aplikasi presensi",
                "Pilih masa dan unit. Ekspor perubahan memuat juga hari yang dicabut.",
                "presensi",
            ),
            Task(
                "Mengubah kebijakan",
                "Buat versi baru, bandingkan, lalu berlakukan mulai suatu tanggal.",
                "kebijakan",
            ),
        ),
        "Satu pengajuan yang dikembalikan tidak menahan yang lain.",
    ),
    Section(
        "arsiparis",
        "Arsiparis",
        may("manage_archive"),
        (
            Task(
                "Mengarsipkan",
                "Centang berkas yang selesai. Klasifikasi dan masa simpannya dicatat.",
                "arsip",
            ),
            Task("Mencari naskah", "Tulis nomor atau nama pada kotak Cari.", "cari"),
        ),
    ),
    Section(
        "inspektur",
        "Inspektur",
        may("view_audit"),
        (
            Task(
                "Membaca jejak audit",
                "Saring menurut kejadian, pelaku, objek, atau hari. Catatannya tidak dapat diubah.",
                "jejak-audit",
            ),
            Task(
                "Melihat yang lewat batas",
                "Siapa yang memegangnya sejak kapan, menurut tahap dan OPD. Dapat diunduh.",
                "lewat-batas",
            ),
            Task(
                "Memeriksa satu perkara",
                "Cari nama, NIP, atau nomornya. Setiap pembukaan bukti kesehatan dicatat.",
                "cari",
            ),
        ),
    ),
    Section(
        "administrator",
        "Administrator dan pengelola",
        may("manage_people", "manage_region", "print_slips"),
        (
            Task(
                "Menyiapkan daerah",
                "Ikuti langkah dari server kosong sampai pengajuan pertama.",
                "penyiapan",
            ),
            Task(
                "Memasukkan pegawai",
                "Unggah berkas SIASN, baca hasil uji cobanya, lalu simpan.",
                "impor",
            ),
            Task("Memberi tugas", "Tugas bertanggal dan berakhir sendiri.", "tugas"),
            Task("Mencetak slip masuk", "Kodenya berlaku 14 hari dan hanya sekali.", "slip"),
            Task(
                "Mengisi kalender kerja",
                "Libur nasional, cuti bersama, dan libur daerah menentukan hari kerja.",
                "kalender",
            ),
            Task(
                "Memeriksa pos-el yang gagal",
                "Perbaiki alamatnya, lalu kirim lagi.",
                "surat-mati",
            ),
        ),
    ),
)
