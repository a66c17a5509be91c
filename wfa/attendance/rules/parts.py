"""What of a day is there and what is missing. It decides nothing: a person does (R24, R37). Pure."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from wfa.policies.duty import CHECK_INS, PLAN, REPORT


@dataclass(frozen=True)
class Point:
    """One window of the day as it turned out. `arrival` "" = nobody checked in."""

    name: str
    ends_at: datetime.datetime
    late_until: datetime.datetime
    arrival: str = ""
    has_photo: bool = False
    photo_is_awaited: bool = False

    def is_missed(self, now: datetime.datetime) -> bool:
        """Whether its time is over without a check-in."""
        return not self.arrival and now >= self.late_until


@dataclass(frozen=True)
class Day:
    """What is known of one expectation."""

    needs: Collection[str]
    points: Sequence[Point] = ()
    plan_due_at: datetime.datetime | None = None
    plan_at: datetime.datetime | None = None
    report_due_at: datetime.datetime | None = None
    report_at: datetime.datetime | None = None


@dataclass(frozen=True)
class Gap:
    """One thing that is missing or late: `is_late` = it is there, but after its time."""

    part: str
    sentence: str
    is_late: bool = False


@dataclass(frozen=True)
class Found:
    """All that can be said of a day at a moment."""

    gaps: list[Gap] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    """What may still come: names of parts."""

    @property
    def missing(self) -> list[Gap]:
        return [gap for gap in self.gaps if not gap.is_late]

    @property
    def is_complete(self) -> bool:
        """Everything that the policy asks for is there; late counts as there."""
        return not self.missing and not self.waiting


def look(day: Day, now: datetime.datetime) -> Found:
    """What is missing, late or still to come of what the policy needs, in the order of the day."""
    found = Found()
    if CHECK_INS in day.needs:
        for point in day.points:
            _point(found, point, now)
    if PLAN in day.needs:
        _paper(found, PLAN, "Rencana kerja", day.plan_due_at, day.plan_at, now)
    if REPORT in day.needs:
        _paper(found, REPORT, "Laporan hasil kerja", day.report_due_at, day.report_at, now)
    return found


def _point(found: Found, point: Point, now: datetime.datetime) -> None:
    name = f"Presensi {point.name.lower()}"
    if point.is_missed(now):
        found.gaps.append(Gap(CHECK_INS, f"{name} tidak ada."))
    elif not point.arrival:
        found.waiting.append(name)
    elif point.arrival == "afterwards":
        found.gaps.append(Gap(CHECK_INS, f"{name} diterima kemudian.", is_late=True))
    elif point.arrival == "late":
        found.gaps.append(Gap(CHECK_INS, f"{name} terlambat.", is_late=True))
    if point.arrival and not point.has_photo:
        if point.photo_is_awaited:
            found.waiting.append(f"Foto {point.name.lower()}")
        else:
            found.gaps.append(Gap(CHECK_INS, f"{name} tanpa foto yang dapat dilihat."))


def _paper(
    found: Found,
    part: str,
    name: str,
    due: datetime.datetime | None,
    came: datetime.datetime | None,
    now: datetime.datetime,
) -> None:
    if due is None:
        return
    if came is None:
        if now >= due:
            found.gaps.append(Gap(part, f"{name} belum diisi."))
        else:
            found.waiting.append(name)
    elif came > due:
        found.gaps.append(Gap(part, f"{name} terlambat.", is_late=True))
