"""The help page: for each role its short tasks, each with the page where it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from wfa.access import PUBLIC, SIGNED_IN, rule_for
from wfa.places import Visitor

Who = Callable[[Visitor], bool]


@dataclass(frozen=True)
class Task:
    """What one wants to do, how, and the URL name of the page ("" = said in the text)."""

    title: str
    text: str
    page: str = ""


@dataclass(frozen=True)
class Section:
    key: str
    label: str
    is_for: Who
    tasks: tuple[Task, ...]
    remark: str = ""


@dataclass(frozen=True)
class Shown:
    """A section as this visitor gets it; links only to what is there for them."""

    section: Section
    is_mine: bool
    tasks: list[tuple[Task, str]]


def may(*actions: str) -> Who:
    return lambda visitor: visitor.may(*actions)


SECTIONS = [
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
]


def sections(visitor: Visitor | None) -> list[Shown]:
    """All sections, those of this visitor first; a stranger gets them in their order."""
    found = [_shown(section, visitor) for section in SECTIONS]
    return sorted(found, key=lambda shown: not shown.is_mine)


def _shown(section: Section, visitor: Visitor | None) -> Shown:
    mine = visitor is not None and section.is_for(visitor)
    tasks = [(task, _url(task.page, visitor) if mine and visitor else "") for task in section.tasks]
    return Shown(section, mine, tasks)


def _url(name: str, visitor: Visitor) -> str:
    """The address of a page that this visitor may open; "" of any other."""
    rule = rule_for(name)
    opens = rule in (PUBLIC, SIGNED_IN) or (isinstance(rule, tuple) and visitor.may(*rule))
    return reverse(name) if opens else ""
