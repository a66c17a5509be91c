"""For those of an OPD: superiors, planners, the front office, assessors and heads."""

from __future__ import annotations

from wfa.guide.values import Section, Task, may

OFFICES = (
    Section(
        "atasan",
        "Atasan langsung",
        may("give_view"),
        (
            Task(
                "Memberi pertimbangan",
                "Bila kebijakan memintanya, sampaikan pendapat Anda sebelum OPD menilai.",
                "pertimbangan-daftar",
            ),
            Task(
                "Memanggil kembali ke kantor",
                "Pilih orang dan harinya, lalu tulis alasannya. Pegawai langsung diberi tahu.",
                "panggil-kembali",
            ),
        ),
    ),
    Section(
        "kinerja",
        "Pengawasan dan kinerja harian",
        may("verify_day", "send_account"),
        (
            Task(
                "Melihat siapa yang hadir sekarang",
                "Papan menyebut yang belum presensi dan yang tidak menjawab, unit demi unit.",
                "pengawasan",
            ),
            Task(
                "Menghubungi pegawai",
                "Mulai panggilan, lalu catat hasilnya. Usul pembinaan diputus pejabat, bukan sistem.",
                "panggilan",
            ),
            Task(
                "Memverifikasi hari",
                "Yang lengkap dapat sah sekaligus. Yang bertanda dibuka dulu; Anda yang memutus.",
                "verifikasi-hari",
            ),
            Task(
                "Mengirim rekap hari ke BKD",
                "Buka harinya, periksa, lalu kirim. Koreksi dikirim sebagai putaran baru.",
                "rekap-hari",
            ),
            Task(
                "Menilai laporan",
                "Baca hasil dan buktinya. Di bawah Baik wajib dengan umpan balik.",
                "kinerja-tim",
            ),
            Task(
                "Mengunduh rekap",
                "Pilih unit dan bulan. LKH dan baris e-Kinerja ada di halaman setiap pegawai.",
                "kinerja-rekap",
            ),
        ),
        "Laporan Anda sendiri dinilai satu tingkat di atas.",
    ),
    Section(
        "jadwal",
        "Jadwal unit",
        may("draft_roster", "record_absence", "decide_swap", "order_roster"),
        (
            Task(
                "Menyusun jadwal sebulan",
                "Isi dengan pola, perbaiki per sel, lalu selesaikan masalah yang disebut di atas.",
                "jadwal",
            ),
            Task(
                "Mengubah lewat Excel",
                "Unduh XLSX, ubah hurufnya, lalu unggah. Hasil bacanya tampil sebelum disimpan.",
                "jadwal",
            ),
            Task(
                "Melaporkan ke BKD",
                "Tanda tangani surat usulannya. Sesudah berlaku, perubahan dibuat sebagai jadwal baru.",
                "jadwal",
            ),
            Task(
                "Mencatat cuti, dinas luar, dan diklat",
                "Tulis surat dasarnya, atau impor daftarnya. Hari kerja fleksibel ikut menyesuaikan.",
                "ketidakhadiran",
            ),
            Task(
                "Memutus tukar hari",
                "Permintaan muncul setelah kedua pegawai setuju. Kuota diperiksa lagi.",
                "tukar",
            ),
            Task(
                "Memberi perintah situasional",
                "Untuk banjir atau keadaan lain: pilih unit dan tanggal, lalu tulis dasarnya.",
                "perintah",
            ),
        ),
        "Kuota dan kantor yang terjaga diperiksa lagi saat jadwal diajukan dan diberlakukan.",
    ),
    Section(
        "layanan-depan",
        "Layanan depan",
        may("view_presence"),
        (
            Task(
                "Mencari orang hari ini",
                "Tulis namanya. Halaman menyebut apakah ia di kantor, di tempat lain, atau tidak ada.",
                "siapa-di-mana",
            ),
        ),
        "Petugas layanan depan tidak melihat sebab seseorang tidak di tempat.",
    ),
    Section(
        "opd",
        "Penilai dan kepala OPD",
        may("assess_request", "propose_request"),
        (
            Task(
                "Menilai",
                "Yang paling mendesak ada di atas. Mengembalikan dan menolak wajib dengan alasan.",
                "kotak-masuk",
            ),
            Task(
                "Menilai banyak sekaligus",
                "Centang beberapa, lalu putuskan. Yang gagal tetap tercentang dengan sebabnya.",
                "kotak-masuk",
            ),
            Task(
                "Mengusulkan ke BKD",
                "Pilih yang siap. Luwes menyiapkan satu surat usulan dengan lampirannya.",
                "usulan-baru",
            ),
            Task(
                "Menandatangani surat usulan",
                "BKD menerima usulan setelah suratnya terbit.",
                "usulan",
            ),
            Task(
                "Memutus permintaan pembatalan",
                "Pegawai ingin mengembalikan hari yang sudah disetujui. Kabulkan, atau tolak beralasan.",
                "pembatalan-daftar",
            ),
            Task(
                "Melihat yang lewat batas",
                "Setiap pengajuan diputus tertulis. Diam tidak menyetujui dan tidak menolak.",
                "lewat-batas",
            ),
            Task(
                "Mencetak slip masuk pertama",
                "Untuk pegawai yang belum pernah masuk. Serahkan langsung kepada orangnya.",
                "slip",
            ),
        ),
        "Tidak seorang pun memutus pengajuannya sendiri. Pengajuan kepala OPD naik satu tingkat.",
    ),
)
