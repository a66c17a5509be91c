"""The rules of the day of duty: check-ins, plan and report, calls, warnings, what is kept how long."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wfa.policies.kinds import Group, Kind, Parameter
from wfa.policies.spans import time_of

CHECK_INS, PLAN, REPORT = "checkins", "plan", "report"
NEEDS = (
    (CHECK_INS, "Semua presensi"),
    (PLAN, "Rencana kerja"),
    (REPORT, "Laporan hasil kerja"),
)
NOTE, WARNING_1, WARNING_2, REVOKE, EXAMINATION = (
    "note",
    "warning_1",
    "warning_2",
    "revoke",
    "examination",
)
LADDER = (
    (NOTE, "Catatan pembinaan"),
    (WARNING_1, "Peringatan pertama"),
    (WARNING_2, "Peringatan kedua"),
    (REVOKE, "Pencabutan kerja fleksibel"),
    (EXAMINATION, "Usul pemeriksaan"),
)
"""Steps of guidance, never a punishment: that takes an examination and a decree of its own
(PP 94/2021 Ps 26-27, 37; R25)."""

_PERMEN = "PermenPAN-RB 4/2025"
_MENDAGRI = "SE Mendagri 800.1.5/3349/SJ"
_HOURS = "Perpres 21/2023 Pasal 4"
_LOCAL = "Ketentuan awal sistem; belum ada angka dalam peraturan nasional"
_SPANS = "Tulis 1 sampai 6 jendela seperti 07.15–07.45, satu per baris."


def _windows(key: str, label: str, default: tuple[str, ...], help_text: str) -> Parameter:
    return Parameter(
        key=key,
        label=label,
        kind=Kind.SPANS,
        group=Group.ATTENDANCE,
        default=default,
        law=f"{_HOURS}; praktik daerah 2 sampai 4 kali sehari",
        help=help_text,
        required=True,
        ceiling=_SPANS,
    )


def _count(
    key: str, label: str, group: Group, default: int, low: int, high: int, suffix: str, **more: Any
) -> Parameter:
    return Parameter(
        key=key,
        label=label,
        kind=Kind.INT,
        group=group,
        default=default,
        minimum=low,
        maximum=high,
        ceiling=f"Isi {low} sampai {high} {suffix}.",
        suffix=suffix,
        **{"law": _LOCAL, **more},
    )


def _yes(key: str, label: str, group: Group, default: bool, law: str, text: str) -> Parameter:
    return Parameter(
        key=key, label=label, kind=Kind.BOOL, group=group, default=default, law=law, help=text
    )


def _time(key: str, label: str, default: str, text: str) -> Parameter:
    return Parameter(
        key=key,
        label=label,
        kind=Kind.TIME,
        group=Group.PERFORMANCE,
        default=default,
        law=_LOCAL,
        help=text,
        ceiling="Tulis jamnya seperti 08.30.",
    )


ATTENDANCE: tuple[Parameter, ...] = (
    _yes(
        "checkin_asked",
        "Presensi dilakukan di Luwes",
        Group.ATTENDANCE,
        True,
        f"{_MENDAGRI}: absensi elektronik",
        "Pilih Tidak bila daerah memakai aplikasi presensi sendiri.",
    ),
    _windows(
        "checkin_windows",
        "Jendela presensi Senin sampai Kamis",
        ("07.15–07.45", "12.45–13.15", "16.00–16.30"),
        "Satu jendela per baris, paling banyak enam. Setengah hari memakai yang jatuh di dalamnya.",
    ),
    _windows(
        "checkin_windows_friday",
        "Jendela presensi Jumat",
        ("07.15–07.45", "12.45–13.15", "16.30–17.00"),
        "Istirahat Jumat 90 menit, sehingga jam pulang pukul 16.30.",
    ),
    _windows(
        "checkin_windows_ramadan",
        "Jendela presensi Ramadan, Senin sampai Kamis",
        ("07.45–08.15", "12.15–12.45", "15.00–15.30"),
        "Jam kerja Ramadan mulai pukul 08.00.",
    ),
    _windows(
        "checkin_windows_ramadan_friday",
        "Jendela presensi Ramadan, Jumat",
        ("07.45–08.15", "12.15–12.45", "15.30–16.00"),
        "Istirahat Jumat dalam Ramadan 60 menit.",
    ),
    _count(
        "checkin_grace",
        "Toleransi terlambat presensi",
        Group.ATTENDANCE,
        15,
        0,
        120,
        "menit",
        help="Presensi dalam masa ini diterima sebagai terlambat.",
        zero="Tanpa toleransi",
    ),
    Parameter(
        key="valid_needs",
        label="Yang harus lengkap agar hari dinyatakan sah",
        kind=Kind.CHOICE_LIST,
        group=Group.ATTENDANCE,
        default=(CHECK_INS, PLAN, REPORT),
        law=f"{_PERMEN} Pasal 35; praktik daerah",
        help="Atasan tetap yang memutus; sistem hanya menyebut yang kurang.",
        choices=NEEDS,
    ),
    _count(
        "explain_days",
        "Waktu pegawai memberi penjelasan",
        Group.ATTENDANCE,
        2,
        1,
        10,
        "hari kerja",
        help="Dihitung sesudah hari kerja fleksibel itu.",
    ),
    _count(
        "account_days",
        "Rekap hari dikirim OPD ke BKD",
        Group.ATTENDANCE,
        1,
        0,
        10,
        "hari kerja",
        help="Paling lambat sesudah hari itu.",
        zero="Pada hari yang sama",
    ),
)

PERFORMANCE: tuple[Parameter, ...] = (
    _yes(
        "plan_asked",
        "Rencana kerja harian diminta",
        Group.PERFORMANCE,
        True,
        "PP 30/2019 Pasal 26 ayat (2)",
        "Kegiatan, target, satuan, dan keluaran pada hari kerja fleksibel.",
    ),
    _yes(
        "plan_day_before",
        "Rencana diisi pada hari kerja sebelumnya",
        Group.PERFORMANCE,
        False,
        "Praktik daerah (H-1)",
        "Bila Tidak, rencana diisi pada hari itu.",
    ),
    _time("plan_due", "Batas jam rencana kerja", "08.30", "Yang lewat jam ini tercatat terlambat."),
    _yes(
        "report_asked",
        "Laporan harian diminta",
        Group.PERFORMANCE,
        True,
        "PP 30/2019 Pasal 26 ayat (2)",
        "Hasil dan bukti dari rencana pada hari yang sama.",
    ),
    _time("report_due", "Batas jam laporan", "17.00", "Yang lewat jam ini tercatat terlambat."),
)

CALLS: tuple[Parameter, ...] = (
    _count(
        "call_minutes",
        "Waktu menjawab panggilan",
        Group.CALLS,
        5,
        1,
        120,
        "menit",
        law=_MENDAGRI,
        help="Sesudah itu panggilan tercatat tidak dijawab.",
    ),
    _count(
        "call_attempts",
        "Panggilan tak dijawab sebelum peringatan diusulkan",
        Group.CALLS,
        2,
        1,
        10,
        "panggilan",
        law=_MENDAGRI,
        help="Dihitung per hari. Sistem hanya mengusulkan; pejabat yang memutus.",
    ),
    _count(
        "rollcall_people",
        "Pegawai yang diundi untuk dihubungi setiap hari",
        Group.CALLS,
        0,
        0,
        100,
        "orang",
        help="Per OPD, bergilir adil: yang paling jarang diundi didahulukan.",
        zero="Tidak diundi",
    ),
    _count(
        "missed_before_reprimand",
        "Presensi terlewat sebelum peringatan diusulkan",
        Group.CALLS,
        3,
        0,
        30,
        "presensi",
        help="Dihitung 30 hari terakhir, setelah atasan menyatakan harinya tidak sah.",
        zero="Tidak diusulkan",
    ),
    Parameter(
        key="reprimand_ladder",
        label="Tangga pembinaan",
        kind=Kind.CHOICE_LIST,
        group=Group.CALLS,
        default=tuple(key for key, _ in LADDER),
        law="PP 94/2021 Pasal 26, 27, dan 37",
        help="Bukan hukuman disiplin. Setiap langkah diputus pejabat yang disebut namanya.",
        choices=LADDER,
        required=True,
        ceiling="Pilih sedikitnya satu langkah pembinaan.",
    ),
    _count(
        "reprimand_months",
        "Masa berlaku satu langkah pembinaan",
        Group.CALLS,
        6,
        1,
        24,
        "bulan",
        help="Pelanggaran sesudahnya mulai lagi dari langkah pertama.",
    ),
    _count(
        "reprimand_objection_days",
        "Waktu keberatan atas peringatan",
        Group.CALLS,
        3,
        1,
        21,
        "hari kerja",
        help="Dihitung sejak surat terbit dan diberitahukan di Luwes.",
    ),
)

PRIVACY: tuple[Parameter, ...] = (
    _count(
        "keep_photo_days",
        "Foto presensi disimpan",
        Group.PRIVACY,
        90,
        7,
        730,
        "hari",
        law="UU 27/2022 Pasal 16 dan 44; lamanya ketentuan daerah",
        help="Sesudah itu foto dihapus, dan penghapusannya dicatat. Diatur untuk seluruh daerah.",
    ),
    _count(
        "keep_coordinates_days",
        "Koordinat disimpan",
        Group.PRIVACY,
        365,
        30,
        1825,
        "hari",
        law="UU 27/2022 Pasal 16 dan 44; lamanya ketentuan daerah",
        help="Titik presensi, titik lokasi yang sudah diganti, dan nomor pada catatan panggilan. "
        "Diatur untuk seluruh daerah.",
    ),
    _count(
        "keep_evidence_days",
        "Berkas bukti laporan harian disimpan",
        Group.PRIVACY,
        730,
        90,
        3650,
        "hari",
        law="UU 27/2022 Pasal 16 dan 44; lamanya ketentuan daerah",
        help="Sesudah itu berkasnya dihapus; laporan dan penilaiannya tetap. "
        "Diatur untuk seluruh daerah.",
    ),
)

DUTY: tuple[Parameter, ...] = (*ATTENDANCE, *PERFORMANCE, *CALLS, *PRIVACY)
"""Everything about the day of duty, in the order of the page."""


def problems(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """[(key, sentence)] of times that can't stand together."""
    plan, report = time_of(values["plan_due"]), time_of(values["report_due"])
    if plan and report and not values["plan_day_before"] and plan >= report:
        return [("plan_due", "Batas rencana harus sebelum batas laporan. Ubah salah satunya.")]
    return []
