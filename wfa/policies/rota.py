"""The rules of a schedule that a unit sets for its people, and of an office that is never empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from wfa.calendars.wording import DAYS, join
from wfa.policies.kinds import Group, Kind, Parameter

if TYPE_CHECKING:
    from wfa.policies.rules import RuleSet

FREE, FIXED_WEEKDAY, ALTERNATE = "", "fixed_weekday", "alternate"
HALVES_WEEK, HALVES_DAY = "halves_week", "halves_day"
SHARE, INDIVIDUAL = "share", "individual"
PATTERNS = (
    (FREE, "Tidak ditetapkan"),
    (FIXED_WEEKDAY, "Hari tetap"),
    (ALTERNATE, "Selang hari dalam kelompok"),
    (HALVES_WEEK, "50:50 per minggu"),
    (HALVES_DAY, "50:50 per hari"),
    (SHARE, "Persentase per hari"),
    (INDIVIDUAL, "Hari sendiri tiap pegawai"),
)
LAWFUL_DAYS = 2
"""Days a week by law (PermenPAN-RB 4/2025 Ps 13 ayat (1)); more need a ground of their own."""
_BUSIEST_WEEK = {ALTERNATE: 3, HALVES_WEEK: 5, HALVES_DAY: 3}
"""Days away of one person in the fullest week that a pattern brings, of five working days."""
_HALF, _ALL = 50, 100

_PERMEN = "PermenPAN-RB 4/2025"
_EMPTY = "SE MenPAN-RB 19/2020"
_LOCAL = "Ketentuan awal sistem; belum ada angka dalam peraturan nasional"
_WEEKDAYS = tuple(enumerate(DAYS[:5]))


def _count(key: str, label: str, group: Group, default: int, **options: Any) -> Parameter:
    return Parameter(key=key, label=label, kind=Kind.INT, group=group, default=default, **options)


OFFICE: tuple[Parameter, ...] = (
    _count(
        "quota_people",
        "Paling banyak pegawai fleksibel dalam sehari, dengan angka",
        Group.OFFICE,
        0,
        law="SE MenPAN-RB 1/2024",
        help="Berlaku di samping persentase; yang lebih kecil menentukan. Isi 0 bila tidak dibatasi.",
        minimum=0,
        maximum=100_000,
        ceiling="Isi 0 sampai 100.000 orang. Nol berarti tidak dibatasi jumlahnya.",
        suffix="orang",
        zero="Tidak dibatasi jumlahnya",
    ),
    _count(
        "min_present",
        "Pegawai yang hadir di setiap kantor",
        Group.OFFICE,
        1,
        law=_EMPTY,
        help="Kantor ialah OPD, UPTD, sekolah, atau kelurahan. Kantor tidak pernah kosong.",
        minimum=0,
        maximum=1000,
        ceiling="Isi 0 sampai 1.000 orang.",
        suffix="orang",
    ),
    _count(
        "min_structural_present",
        "Pejabat struktural yang hadir di setiap kantor",
        Group.OFFICE,
        1,
        law=_EMPTY,
        help="Bila kantor mempunyai lebih sedikit pejabat, semuanya hadir.",
        minimum=0,
        maximum=20,
        ceiling="Isi 0 sampai 20 orang.",
        suffix="orang",
    ),
    _count(
        "location_radius",
        "Jarak terjauh dari lokasi kerja yang dicatat",
        Group.OFFICE,
        200,
        law=_LOCAL,
        help="Dikirim ke aplikasi presensi bersama titik lokasinya.",
        minimum=20,
        maximum=5000,
        ceiling="Isi 20 sampai 5.000 meter.",
        suffix="meter",
    ),
)

ROTA: tuple[Parameter, ...] = (
    Parameter(
        key="rota_pattern",
        label="Pola jadwal",
        kind=Kind.CHOICE,
        group=Group.ROTA,
        default=FREE,
        law=f"{_PERMEN}: pilihan instansi",
        help="Bila tidak ditetapkan, OPD memilih polanya sendiri.",
        choices=PATTERNS,
        ceiling="Pola ini tidak dikenal. Pilih salah satu dari daftar.",
    ),
    Parameter(
        key="rota_weekdays",
        label="Hari dalam jadwal",
        kind=Kind.WEEKDAYS,
        group=Group.ROTA,
        default=(4,),
        law="SE Mendagri 800.1.5/3349/SJ: Jumat",
        help="Hari kerja fleksibel bagi pola hari tetap.",
        choices=_WEEKDAYS,
        required=True,
        ceiling="Pilih sedikitnya satu hari, Senin sampai Jumat.",
    ),
    Parameter(
        key="rota_share",
        label="Bagian pegawai yang bekerja fleksibel dalam sehari",
        kind=Kind.PERCENT,
        group=Group.ROTA,
        default=_HALF,
        law="SE MenPAN-RB 1/2024",
        help="Bagi pola persentase per hari. Kuota harian tetap berlaku.",
        minimum=0,
        maximum=100,
        ceiling="Isi 0 sampai 100 persen.",
    ),
    _count(
        "rota_days_per_week",
        "Paling banyak hari fleksibel seminggu menurut jadwal",
        Group.ROTA,
        LAWFUL_DAYS,
        law=f"{_PERMEN} Pasal 13 ayat (1)",
        help="Lebih dari 2 hari hanya dengan dasar hukum sendiri, misalnya keadaan darurat.",
        minimum=0,
        maximum=5,
        ceiling="Isi 0 sampai 5 hari seminggu.",
        suffix="hari",
    ),
    _count(
        "roster_due_days",
        "Jadwal dilaporkan sebelum bulannya mulai",
        Group.ROTA,
        3,
        law=_LOCAL,
        help="OPD melaporkan jadwal bulanan kepada BKD paling lambat saat itu.",
        minimum=0,
        maximum=20,
        ceiling="Isi 0 sampai 20 hari kerja.",
        suffix="hari kerja",
    ),
    Parameter(
        key="half_days",
        label="Setengah hari boleh dijadwalkan",
        kind=Kind.BOOL,
        group=Group.ROTA,
        default=False,
        law=f"{_PERMEN}: pilihan instansi",
        help="Pagi atau siang di rumah, selebihnya di kantor.",
    ),
)


def warnings(values: Mapping[str, Any], own: Mapping[str, Any]) -> list[tuple[str, str]]:
    """[(key, sentence)] of what a schedule brings about; `own`: what the version itself sets."""
    days = own.get("rota_days_per_week")
    found = []
    if isinstance(days, int) and days > LAWFUL_DAYS:
        found.append(
            (
                "rota_days_per_week",
                f"Lebih dari {LAWFUL_DAYS} hari seminggu ({_PERMEN} Pasal 13 ayat (1)) memerlukan "
                "dasar hukum sendiri, misalnya perintah karena keadaan darurat. Sebutkan dokumen "
                "itu sebagai dasar kebijakan ini.",
            )
        )
    if own.keys() & {"rota_pattern", "rota_weekdays", "rota_days_per_week", "quota_percent"}:
        found += _not_fitting(values)
    return found


def _not_fitting(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Where a pattern asks for more than the days a week or the quota leave."""
    pattern, most = values["rota_pattern"], values["rota_days_per_week"]
    found = []
    needed = busiest_week(values)
    if needed > most:
        found.append(
            (
                "rota_pattern",
                f"Pola {dict(PATTERNS)[pattern]} memerlukan sampai {needed} hari seminggu, tetapi "
                f"batasnya {most}. Sebagian hari tidak akan terisi.",
            )
        )
    halves = {HALVES_WEEK, HALVES_DAY, ALTERNATE}
    if pattern in halves and values["quota_percent"] < _HALF:
        found.append(
            (
                "quota_percent",
                f"Pola {dict(PATTERNS)[pattern]} memerlukan kuota {_HALF}%. Dengan "
                f"{values['quota_percent']}% sebagian pegawai tidak mendapat gilirannya.",
            )
        )
    return found


def busiest_week(values: Mapping[str, Any]) -> int:
    """Days away of one person in the fullest week of the pattern; 0 where it says nothing."""
    if values["rota_pattern"] == FIXED_WEEKDAY:
        return len(values["rota_weekdays"])
    return _BUSIEST_WEEK.get(values["rota_pattern"], 0)


def phrase(rules: RuleSet) -> str:
    """The schedule and its quota: "Kamis, semua pegawai", "50:50 per hari, kuota 50% sehari".

    Empty where the OPD choose.
    """
    pattern = rules.rota_pattern
    if not pattern:
        return ""
    people = f" atau {rules.quota_people} orang" if rules.quota_people else ""
    if pattern == FIXED_WEEKDAY:
        most = f"paling banyak {rules.quota_percent}% pegawai{people}"
        who = "semua pegawai" if rules.quota_percent == _ALL and not people else most
        return f"{join([DAYS[x] for x in sorted(rules.rota_weekdays)])}, {who}"
    share = f"{rules.rota_share}% pegawai per hari"
    name = share if pattern == SHARE else dict(PATTERNS)[pattern]
    return f"{name}, kuota {rules.quota_percent}%{people} sehari"
