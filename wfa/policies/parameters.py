"""The rules a policy may set, each with its type, default, limits and article.

R-numbers are those of the register of rules (docs/glossary.md names the terms). A value outside
the limits of law is refused when it is typed and clamped when it is read (`rules.clamp`).
"""

from __future__ import annotations

from wfa.calendars.wording import DAYS
from wfa.policies.clocks import CLOCKS
from wfa.policies.duty import DUTY
from wfa.policies.kinds import Group, Kind, Parameter
from wfa.policies.rota import OFFICE, ROTA

__all__ = [
    "ECHELONS",
    "EDITABLE",
    "PARAMETERS",
    "PLACES",
    "REGISTRY",
    "TASK_CRITERIA",
    "USUAL_LEAD_DAYS",
    "WORKING_WEEKDAYS",
    "Group",
    "Kind",
    "Parameter",
]

WORKING_WEEKDAYS = tuple(enumerate(DAYS[:5]))
ECHELONS = (
    ("11", "Eselon I.a"),
    ("12", "Eselon I.b"),
    ("21", "Eselon II.a"),
    ("22", "Eselon II.b"),
    ("31", "Eselon III.a"),
    ("32", "Eselon III.b"),
    ("41", "Eselon IV.a"),
    ("42", "Eselon IV.b"),
    ("51", "Eselon V.a"),
)
PLACES = (
    ("home", "Rumah atau tempat tinggal"),
    ("other_office", "Kantor lain milik pemerintah"),
    ("other_place", "Tempat lain yang disetujui"),
)
TASK_CRITERIA = (
    ("outside", "Tugas dapat dilaksanakan di luar kantor."),
    ("no_special_room", "Tugas tidak memerlukan ruang kerja atau peralatan khusus."),
    ("by_ict", "Tugas dapat dilaksanakan dengan teknologi informasi dan komunikasi."),
    ("little_contact", "Tugas memerlukan interaksi tatap muka yang minimum."),
    ("no_supervision", "Tugas tidak memerlukan pengawasan atasan terus-menerus."),
)
"""The five criteria of PermenPAN-RB 4/2025 Ps 23; a policy can only add to them (R5)."""
USUAL_LEAD_DAYS = 5
"""Working days the law gives for a decision (R13); a shorter lead time gets a warning."""

_PERMEN = "PermenPAN-RB 4/2025"
_LOCAL = "Ketentuan awal sistem; belum ada angka dalam peraturan nasional"

REGISTRY: tuple[Parameter, ...] = (
    Parameter(
        key="open",
        label="Kerja fleksibel dibuka",
        kind=Kind.BOOL,
        group=Group.SWITCHES,
        default=False,
        law=f"{_PERMEN}: pilihan instansi",
        unset="Belum ada kebijakan yang membuka kerja fleksibel.",
        help="Bila unit di atas memilih Tidak, unit di bawahnya ikut tertutup.",
    ),
    Parameter(
        key="held_when_closed",
        label="Pengajuan yang sedang berjalan ditahan selama ditutup",
        kind=Kind.BOOL,
        group=Group.SWITCHES,
        default=True,
        law="UU 30/2014 Pasal 52: keputusan tentang penutupan",
        help="Bila Tidak, pengajuan yang sudah masuk tetap diputus.",
    ),
    Parameter(
        key="special_open",
        label="Jalur keadaan khusus dibuka",
        kind=Kind.BOOL,
        group=Group.SWITCHES,
        default=True,
        law=f"{_PERMEN} Pasal 30",
        help="Pengajuan karena keadaan pegawai, disertai bukti.",
    ),
    Parameter(
        key="task_open",
        label="Jalur karakteristik tugas dibuka",
        kind=Kind.BOOL,
        group=Group.SWITCHES,
        default=True,
        law=f"{_PERMEN} Pasal 23",
        help="Pengajuan karena tugasnya dapat dikerjakan di luar kantor.",
    ),
    Parameter(
        key="max_days_per_week",
        label="Paling banyak hari fleksibel seminggu",
        kind=Kind.INT,
        group=Group.DAYS,
        default=2,
        law=f"{_PERMEN} Pasal 13 ayat (1)",
        help="Tidak berlaku bagi keadaan khusus.",
        minimum=0,
        maximum=2,
        ceiling=f"Paling banyak 2 hari seminggu ({_PERMEN} Pasal 13 ayat (1)). Isi 0, 1, atau 2.",
        suffix="hari",
    ),
    Parameter(
        key="weekdays",
        label="Hari yang boleh dipilih",
        kind=Kind.WEEKDAYS,
        group=Group.DAYS,
        default=(0, 1, 2, 3, 4),
        law="Tanpa hari tetap; SE Mendagri 800.1.5/3349/SJ menganjurkan Jumat",
        help="Pilih satu hari bila hari kerja fleksibel tetap, misalnya Jumat.",
        choices=WORKING_WEEKDAYS,
        required=True,
        ceiling="Pilih sedikitnya satu hari, Senin sampai Jumat.",
    ),
    Parameter(
        key="lead_days",
        label="Paling lambat diajukan sebelum hari pertama",
        kind=Kind.INT,
        group=Group.DAYS,
        default=USUAL_LEAD_DAYS,
        law="UU 30/2014 Pasal 53: keputusan diambil dalam 5 hari kerja",
        minimum=0,
        maximum=30,
        ceiling="Isi 0 sampai 30 hari kerja.",
        suffix="hari kerja",
    ),
    Parameter(
        key="max_period_months",
        label="Jangka waktu terlama satu pengajuan",
        kind=Kind.INT,
        group=Group.DAYS,
        default=3,
        law=_LOCAL,
        help="Kerja fleksibel bukan hak; setelah habis, dievaluasi dan diajukan lagi.",
        minimum=1,
        maximum=12,
        ceiling="Isi 1 sampai 12 bulan.",
        suffix="bulan",
    ),
    Parameter(
        key="discipline_block",
        label="Pegawai dalam hukuman disiplin tidak dapat mengajukan",
        kind=Kind.BOOL,
        group=Group.PEOPLE,
        default=True,
        law=f"{_PERMEN} Pasal 25 ayat (1) huruf a",
        help="Berlaku juga selama pemeriksaan. Tidak dapat diubah.",
        editable=False,
    ),
    Parameter(
        key="new_in_position_months",
        label="Masa tunggu pegawai baru dalam jabatan",
        kind=Kind.INT,
        group=Group.PEOPLE,
        default=6,
        law=f"{_PERMEN} Pasal 25 ayat (1) huruf b",
        help="Dihitung dari TMT jabatan: pegawai baru, promosi, mutasi, dan rotasi.",
        minimum=1,
        maximum=24,
        ceiling=(
            f"Pegawai baru belum boleh bekerja fleksibel ({_PERMEN} Pasal 25 ayat (1)). "
            "Isi 1 sampai 24 bulan."
        ),
        suffix="bulan",
    ),
    Parameter(
        key="criteria",
        label="Kriteria tugas tambahan",
        kind=Kind.TEXT_LIST,
        group=Group.PEOPLE,
        default=(),
        law=f"{_PERMEN} Pasal 23",
        help="Lima kriteria peraturan selalu berlaku. Tulis tambahannya, satu per baris.",
    ),
    Parameter(
        key="excluded_echelons",
        label="Eselon yang dikecualikan",
        kind=Kind.CHOICE_LIST,
        group=Group.EXCLUDED,
        default=("11", "12", "21", "22", "31", "32"),
        law="SE Mendagri 800.1.5/3349/SJ",
        choices=ECHELONS,
    ),
    Parameter(
        key="excluded_positions",
        label="Kata dalam nama jabatan yang dikecualikan",
        kind=Kind.TEXT_LIST,
        group=Group.EXCLUDED,
        default=("Camat", "Lurah"),
        law="SE Mendagri 800.1.5/3349/SJ",
        help="Satu kata atau frasa per baris. Dicocokkan sebagai kata utuh.",
    ),
    Parameter(
        key="excluded_units",
        label="Unit yang dikecualikan",
        kind=Kind.UNIT_LIST,
        group=Group.EXCLUDED,
        default=(),
        law="SE Mendagri 800.1.5/3349/SJ",
        help="Unit ini dan semua di bawahnya tetap bekerja di kantor.",
    ),
    Parameter(
        key="excluded",
        label="Seluruh unit ini tetap bekerja di kantor",
        kind=Kind.BOOL,
        group=Group.EXCLUDED,
        default=False,
        law="SE Mendagri 800.1.5/3349/SJ",
        help="Berlaku sampai unit terbawah dan tidak dapat dibuka lagi dari bawah.",
    ),
    Parameter(
        key="quota_percent",
        label="Paling banyak pegawai fleksibel dalam sehari",
        kind=Kind.PERCENT,
        group=Group.OFFICE,
        default=50,
        law="SE MenPAN-RB 1/2024",
        help="Persen dari pegawai aktif unit. Pengajuan yang menunggu ikut dihitung.",
        minimum=0,
        maximum=100,
        ceiling="Isi 0 sampai 100 persen.",
    ),
    *OFFICE,
    Parameter(
        key="places",
        label="Tempat kerja yang boleh dipilih",
        kind=Kind.CHOICE_LIST,
        group=Group.OFFICE,
        default=("home", "other_office", "other_place"),
        law=f"{_PERMEN} Pasal 12",
        choices=PLACES,
        required=True,
        ceiling="Pilih sedikitnya satu tempat kerja.",
    ),
    *ROTA,
    Parameter(
        key="overlap_block",
        label="Hari yang bertabrakan ditolak",
        kind=Kind.BOOL,
        group=Group.PROCEDURE,
        default=True,
        law="PP 11/2017 Pasal 1 angka 27",
        help="Cuti, libur, atau persetujuan lain pada hari yang sama. Tidak dapat diubah.",
        editable=False,
    ),
    Parameter(
        key="evidence_required",
        label="Keadaan khusus wajib disertai bukti, rencana kerja, dan keluaran",
        kind=Kind.BOOL,
        group=Group.PROCEDURE,
        default=True,
        law=f"{_PERMEN} Pasal 30",
        help="Tidak dapat diubah.",
        editable=False,
    ),
    Parameter(
        key="superior_step",
        label="Atasan langsung memberi pertimbangan lebih dahulu",
        kind=Kind.BOOL,
        group=Group.PROCEDURE,
        default=False,
        law=_LOCAL,
        help="Sebelum penilai OPD merekomendasikan.",
    ),
    Parameter(
        key="obligations",
        label="Kewajiban selama bekerja fleksibel",
        kind=Kind.TEXT_LIST,
        group=Group.PROCEDURE,
        default=(
            "memenuhi jam kerja dan target kinerja sesuai ketentuan peraturan perundang-undangan;",
            "dapat dihubungi dan segera menanggapi atasan selama jam kerja;",
            "melaporkan hasil kerja kepada atasan langsung pada hari yang sama; dan",
            "menjaga keamanan data, kerahasiaan, serta kode etik dan kode perilaku ASN.",
        ),
        law="PermenPAN-RB 4/2025; PP 94/2021",
        help="Dicetak dalam diktum KEDUA surat keputusan, satu kewajiban per baris.",
        required=True,
        ceiling="Tulis sedikitnya satu kewajiban.",
    ),
    *CLOCKS,
    *DUTY,
)
PARAMETERS: dict[str, Parameter] = {parameter.key: parameter for parameter in REGISTRY}
EDITABLE: tuple[Parameter, ...] = tuple(each for each in REGISTRY if each.editable)
