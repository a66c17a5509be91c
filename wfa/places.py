"""The places of the menu: for whom each is, and how many cases wait there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from wfa.home.scope import near
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Authority
from wfa.requests.models import State
from wfa.requests.selectors import waiting_cases
from workflows import selectors as procedure


@dataclass(frozen=True)
class Visitor:
    """Who looks at the page, with all they may do."""

    user: Employee
    authority: Authority
    counted: Mapping[str, int] = field(default_factory=dict)
    """{place: cases waiting there}, where the page itself has counted them already."""

    def may(self, *actions: str) -> bool:
        return any(self.authority.may_somewhere(action) for action in actions)

    @property
    def is_asn(self) -> bool:
        return self.user.kind == Employee.Kind.ASN

    @property
    def has_opd_inbox(self) -> bool:
        return self.may("assess_request", "propose_request")


@dataclass(frozen=True)
class Place:
    """A destination of the menu: for whom, and how many cases wait there."""

    name: str
    label: str
    short: str
    icon: str
    about: str
    is_for: Callable[[Visitor], bool]
    waiting: Callable[[Visitor], int] | None = None
    holds: tuple[str, ...] = ()
    """Where the addresses of its inner pages begin, if not with its own."""


def _to_assess(visitor: Visitor) -> int:
    """As the home page counts: of the head of the region only what nobody nearer decides."""
    units = Unit.objects.filter(near(visitor.authority, "assess_request", "path"))
    return waiting_cases(State.SUBMITTED).filter(unit__in=units.values("pk")).count()


def _to_examine(_visitor: Visitor) -> int:
    return procedure.bkd_inbox().count()


PLACES = [
    Place(
        "beranda", "Beranda", "Beranda", "home", "Yang perlu Anda lakukan sekarang", lambda _: True
    ),
    Place(
        "kotak-masuk",
        "Kotak Masuk",
        "Kotak Masuk",
        "inbox",
        "Pengajuan yang menunggu penilaian OPD",
        lambda v: v.has_opd_inbox,
        _to_assess,
    ),
    Place(
        "kotak-masuk-bkd",
        "Kotak Masuk",
        "Kotak Masuk",
        "inbox",
        "Usulan OPD yang menunggu keputusan BKD",
        lambda v: v.may("examine_request"),
        _to_examine,
        holds=("/usulan/",),
    ),
    Place(
        "pengajuan-saya",
        "Pengajuan Saya",
        "Pengajuan",
        "document",
        "Buat pengajuan dan lihat posisinya",
        lambda v: v.is_asn,
        holds=("/pengajuan/",),
    ),
    Place(
        "jadwal-saya",
        "Jadwal Saya",
        "Jadwal",
        "calendar",
        "Di mana Anda bekerja pada setiap hari",
        lambda v: v.is_asn,
        holds=("/tukar/",),
    ),
    Place(
        "presensi-saya",
        "Presensi",
        "Presensi",
        "person",
        "Presensi, rencana, dan laporan pada hari kerja fleksibel",
        lambda v: v.is_asn,
        holds=("/rencana/", "/laporan-harian/", "/pembinaan-saya/"),
    ),
    Place(
        "jadwal",
        "Jadwal",
        "Jadwal Unit",
        "calendar",
        "Jadwal bulanan unit: menyusun, melaporkan, dan melihat",
        lambda v: v.may("view_roster", "draft_roster"),
    ),
    Place(
        "usulan",
        "Usulan",
        "Usulan",
        "layers",
        "Surat usulan OPD Anda ke BKD",
        lambda v: v.may("propose_request"),
    ),
    Place(
        "surat-keputusan",
        "Surat Keputusan",
        "SK",
        "document-check",
        "Keputusan yang disusun dan yang terbit",
        lambda v: v.is_asn or v.may("view_decree"),
        holds=("/naskah/",),
    ),
    Place(
        "arsip",
        "Arsip",
        "Arsip",
        "archive",
        "Klasifikasi dan masa simpan",
        lambda v: v.may("manage_archive"),
    ),
    Place(
        "pengawasan",
        "Pengawasan",
        "Pengawasan",
        "eye",
        "Hari kerja fleksibel: yang hadir, yang belum, panggilan, dan verifikasi",
        lambda v: v.may("view_duty"),
        holds=("/panggilan/",),
    ),
    Place(
        "kinerja",
        "Kinerja",
        "Kinerja",
        "pen",
        "Rencana, laporan, penilaian, dan rekap hari kerja fleksibel",
        lambda v: v.is_asn or v.may("verify_day", "send_account", "view_accounts"),
    ),
    Place(
        "pembinaan",
        "Pembinaan",
        "Pembinaan",
        "scale",
        "Usul catatan dan peringatan yang menunggu keputusan Anda",
        lambda v: v.may("decide_reprimand", "answer_reprimand"),
    ),
    Place(
        "siapa-di-mana",
        "Siapa di Mana",
        "Hari ini",
        "people",
        "Siapa yang di kantor hari ini, dan siapa yang tidak",
        lambda v: v.may("view_presence"),
    ),
    Place(
        "pegawai",
        "Pegawai",
        "Pegawai",
        "people",
        "Unit, pegawai, tugas, impor SIASN, dan slip masuk",
        lambda v: v.may("manage_people", "import_people", "print_slips"),
        holds=("/tugas/", "/jabatan/", "/unit/", "/slip/", "/impor/"),
    ),
    Place(
        "presensi",
        "Aplikasi Presensi",
        "Aplikasi",
        "clock",
        "Jadwal untuk aplikasi presensi, dan lokasi kerja pegawai",
        lambda v: v.may("export_schedule"),
        holds=("/lokasi/pegawai/", "/lokasi/impor/"),
    ),
    Place(
        "kebijakan",
        "Kebijakan",
        "Kebijakan",
        "scale",
        "Aturan daerah dan masa berlakunya",
        lambda v: v.may("draft_policy"),
    ),
    Place(
        "kalender",
        "Kalender",
        "Kalender",
        "calendar",
        "Libur, cuti bersama, dan jam kerja",
        lambda v: v.may("manage_calendar"),
    ),
    Place(
        "jejak-audit",
        "Jejak Audit",
        "Audit",
        "shield",
        "Catatan setiap tindakan",
        lambda v: v.may("view_audit"),
    ),
    Place(
        "pengaturan",
        "Pengaturan",
        "Pengaturan",
        "gear",
        "Daerah, BKD, dan dasar kewenangan",
        lambda v: v.may("manage_region"),
    ),
    Place(
        "penyiapan",
        "Penyiapan",
        "Penyiapan",
        "check",
        "Dari server kosong sampai pengajuan pertama, dan pemeriksaan",
        lambda v: v.may("manage_region"),
    ),
    Place(
        "pembatalan-daftar",
        "Pembatalan",
        "Pembatalan",
        "undo",
        "Hari yang diminta kembali oleh pegawai",
        lambda v: v.may("decide_cancellation"),
        holds=("/pembatalan/",),
    ),
    Place(
        "keberatan-daftar",
        "Keberatan",
        "Keberatan",
        "scale",
        "Keberatan atas penolakan, dijawab tertulis",
        lambda v: v.may("decide_objection"),
        holds=("/keberatan/",),
    ),
    Place(
        "pertimbangan-daftar",
        "Pertimbangan",
        "Pertimbangan",
        "person",
        "Pengajuan yang menunggu pertimbangan atasan",
        lambda v: v.may("give_view"),
        holds=("/pertimbangan/",),
    ),
    Place(
        "panggil-kembali",
        "Panggil Kembali",
        "Panggil",
        "return",
        "Memanggil pegawai kembali ke kantor",
        lambda v: v.may("recall_employee"),
    ),
    Place(
        "ketidakhadiran",
        "Ketidakhadiran",
        "Absen",
        "out",
        "Cuti, sakit, dinas luar, dan diklat",
        lambda v: v.may("record_absence"),
    ),
    Place(
        "pengajuan-untuk",
        "Isi untuk Pegawai",
        "Isi",
        "pen",
        "Mengisi pengajuan atas permintaan pegawai",
        lambda v: v.may("file_for_other"),
    ),
    Place(
        "jadwal-bkd",
        "Jadwal OPD",
        "Jadwal OPD",
        "layers",
        "Jadwal semua OPD yang diputus BKD",
        lambda v: v.may("approve_roster"),
    ),
    Place(
        "perintah",
        "Perintah",
        "Perintah",
        "warning",
        "Bekerja dari rumah karena banjir, unjuk rasa, atau mudik",
        lambda v: v.may("order_roster"),
    ),
    Place(
        "lewat-batas", "Lewat Batas", "Lewat", "clock", "Tunggakan", lambda v: v.may("view_late")
    ),
]
