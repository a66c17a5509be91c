"""For those who work elsewhere."""

from __future__ import annotations

from wfa.guide.values import Section, Task

EMPLOYEES = (
    Section(
        "pegawai",
        "Pegawai",
        lambda visitor: visitor.is_asn,
        (
            Task(
                "Mengajukan",
                "Tekan Buat pengajuan, lalu isi empat langkah. Setiap langkah tersimpan sebagai draf.",
                "pengajuan-saya",
            ),
            Task(
                "Melihat posisi berkas",
                "Buka pengajuannya. Di sana ada siapa yang memegangnya dan sampai kapan.",
                "pengajuan-saya",
            ),
            Task(
                "Mengingatkan",
                "Setelah separuh waktunya lewat, tekan Ingatkan pada halaman pengajuan Anda.",
                "pengajuan-saya",
            ),
            Task(
                "Memperbaiki yang dikembalikan",
                "Baca catatan penilai, ubah yang diminta, lalu ajukan lagi.",
                "pengajuan-saya",
            ),
            Task(
                "Membatalkan",
                "Sebelum diputus, batalkan sendiri. Sesudah disetujui, minta pembatalan; OPD memutus.",
                "pengajuan-saya",
            ),
            Task(
                "Mengajukan keberatan",
                "Buka pengajuan yang ditolak. Keberatan dapat diajukan satu kali, dengan alasan.",
                "pengajuan-saya",
            ),
            Task(
                "Mengunduh surat keputusan",
                "Kode QR di dalamnya membuktikan keasliannya kepada siapa pun.",
                "surat-keputusan",
            ),
            Task(
                "Melihat jadwal sebulan",
                "Setiap hari menyebut tempat dan suratnya. Rencana yang belum disetujui ditandai.",
                "jadwal-saya",
            ),
            Task(
                "Presensi pada hari fleksibel",
                "Tekan Presensi sekarang, lakukan gerakannya, lalu Ambil foto dan kirim. "
                "Tanpa jaringan foto tersimpan di ponsel dan dikirim sendiri.",
                "presensi-saya",
            ),
            Task(
                "Rencana dan laporan harian",
                "Kirim rencana sebelum batas jamnya, lalu laporan dengan buktinya. "
                "Yang terlambat tetap diterima.",
                "kinerja",
            ),
            Task(
                "Menukar hari",
                "Pilih rekan dan tanggalnya. Rekan menyetujui dulu, lalu atasan memutus.",
                "tukar",
            ),
            Task(
                "Melanggan kalender",
                "Salin alamat rahasianya ke kalender ponsel. Alamat itu dapat dicabut kapan saja.",
                "kalender-langganan",
            ),
            Task("Mengubah kontak dan kata sandi", "Data lain berasal dari SIASN.", "akun"),
        ),
        "Bekerja fleksibel boleh setelah surat keputusan terbit, bukan sebelumnya.",
    ),
)
