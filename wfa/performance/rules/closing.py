"""Until when a plan and a report may come or change. Late is taken, and told as late. Pure."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from wfa.calendars.wording import day
from wfa.performance.models import Rating


@dataclass(frozen=True)
class Standing:
    """What is known of a day: its dates, and what has become of it."""

    date: datetime.date
    today: datetime.date
    explain_until: datetime.date
    withdrawn_why: str = ""
    is_decided: bool = False
    """The superior called the day sah or tidak sah."""
    has_plan: bool = False
    has_report: bool = False
    rating: str = ""
    """Of the report as it stands; "" = nobody has rated it."""


def plan_closed(day_of: Standing) -> list[str]:
    """Why the plan can't be sent or changed now; empty = it can."""
    reasons = _over(day_of)
    if day_of.has_plan and day_of.is_decided:
        reasons.append(_decided("rencana"))
    if day_of.has_plan and day_of.has_report:
        reasons.append(
            "Laporan hari ini sudah dikirim, jadi rencananya tetap. Perbaiki lewat laporan."
        )
    return reasons


def report_closed(day_of: Standing) -> list[str]:
    """Why the report can't be sent or changed now; empty = it can."""
    reasons = _over(day_of)
    if day_of.today < day_of.date:
        reasons.append(f"Laporan dibuka pada hari itu, {day(day_of.date)}. Isi rencananya dahulu.")
    if day_of.has_report and day_of.is_decided:
        reasons.append(_decided("laporan"))
    if day_of.rating and day_of.rating != Rating.NEEDS_WORK:
        said = Rating(day_of.rating).label
        reasons.append(
            f"Atasan sudah menilai laporan ini {said}, jadi tidak dapat diubah. "
            "Sampaikan kepada atasan bila ada yang keliru."
        )
    return reasons


def _over(day_of: Standing) -> list[str]:
    if day_of.withdrawn_why:
        return [
            f"Hari ini dibatalkan: {day_of.withdrawn_why.rstrip('.')}. "
            "Rencana dan laporan tidak diperlukan."
        ]
    if day_of.today > day_of.explain_until:
        return [
            f"Ditutup sejak batas penjelasan lewat, {day(day_of.explain_until)}. "
            "Sampaikan langsung kepada atasan."
        ]
    return []


def _decided(what: str) -> str:
    return (
        f"Atasan sudah memutus hari ini, jadi {what} tidak dapat diubah. "
        "Sampaikan langsung kepada atasan."
    )


def is_late(due: datetime.datetime | None, came: datetime.datetime | None) -> bool:
    """Whether it came after its time; what isn't asked can't be late."""
    return due is not None and came is not None and came > due
