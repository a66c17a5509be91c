"""The rules about time: who has how many working days, when reminders go out, objections."""

from __future__ import annotations

from wfa.policies.kinds import Group, Kind, Parameter

DECISION_DAYS = 5
"""Working days from "complete" to the decision (UU 30/2014 Ps 53, R13)."""
SHARES = ("days_opd", "days_bkd", "days_signature")
"""The parts of those days; together never more than the law gives."""

_DECISION = "UU 30/2014 Pasal 53"
_LOCAL = "Ketentuan awal sistem; belum ada angka dalam peraturan nasional"


def _share(key: str, label: str, default: int) -> Parameter:
    return Parameter(
        key=key,
        label=label,
        kind=Kind.INT,
        group=Group.CLOCKS,
        default=default,
        law=f"{_DECISION}; pembagiannya ketentuan awal sistem",
        help=f"OPD, BKD, dan penandatanganan bersama-sama paling banyak {DECISION_DAYS} hari kerja.",
        minimum=1,
        maximum=DECISION_DAYS,
        ceiling=f"Isi 1 sampai {DECISION_DAYS} hari kerja ({_DECISION}).",
        suffix="hari kerja",
    )


def _hour(key: str, label: str, default: int, help_text: str) -> Parameter:
    return Parameter(
        key=key,
        label=label,
        kind=Kind.HOUR,
        group=Group.CLOCKS,
        default=default,
        law=_LOCAL,
        help=help_text,
        minimum=0,
        maximum=24,
        ceiling="Isi jam 0 sampai 24.",
    )


def _objection(key: str, label: str, days: int, article: str) -> Parameter:
    return Parameter(
        key=key,
        label=label,
        kind=Kind.INT,
        group=Group.CLOCKS,
        default=days,
        law=f"UU 30/2014 {article}",
        help="Tidak dapat diubah.",
        suffix="hari kerja",
        editable=False,
    )


CLOCKS: tuple[Parameter, ...] = (
    _share("days_opd", "Waktu OPD menilai dan mengusulkan", 2),
    _share("days_bkd", "Waktu BKD memutus", 2),
    _share("days_signature", "Waktu menandatangani keputusan", 1),
    _hour(
        "remind_from_hour",
        "Pengingat dikirim mulai pukul",
        7,
        "Hanya pada hari kerja. Di luar jam ini pengingat menunggu.",
    ),
    _hour("remind_until_hour", "Pengingat dikirim sampai pukul", 17, "Sesudah jam mulainya."),
    Parameter(
        key="remind_cooldown_days",
        label="Jeda antara dua pengingat tentang hal yang sama",
        kind=Kind.INT,
        group=Group.CLOCKS,
        default=1,
        law=_LOCAL,
        minimum=1,
        maximum=5,
        ceiling="Isi 1 sampai 5 hari kerja.",
        suffix="hari kerja",
    ),
    _objection("objection_days", "Batas mengajukan keberatan", 21, "Pasal 77 ayat (1)"),
    _objection("objection_answer_days", "Batas menjawab keberatan", 10, "Pasal 77 ayat (4)"),
)
