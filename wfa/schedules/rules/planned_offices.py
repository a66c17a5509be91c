"""Is an office over its quota, or left without people or officials, by this plan? Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from wfa.calendars.wording import MONTHS
from wfa.schedules.rules.planned import (
    ONE_DAY,
    Change,
    Counted,
    Plan,
    Problem,
    by_date,
    day_name,
)
from wfa.schedules.rules.seats import SUGGESTED, Limits, Office

QUOTA_LAW = "PermenPAN-RB 4/2025 Pasal 13"
PRESENCE_LAW = "SE MenPAN-RB 19/2020"


def offices(plan: Plan) -> Iterator[Problem]:
    """Of each office and day the first limit that the plan breaks by sending somebody away."""
    fresh = by_date(tuple(change for change in plan.changes if change.is_fresh))
    for date, changes in fresh.items():
        for office in plan.offices:
            own = [c for c in changes if office in plan.chains[c.line.unit_id]]
            if own and (problem := _problem(plan, office, date, own)):
                yield problem


def _problem(plan: Plan, office: Office, date: datetime.date, own: list[Change]) -> Problem | None:
    limits, total = plan.limits[office.id, date], plan.totals[office.id, date]
    officials = [change for change in own if change.line.is_structural]
    gone = total.structural_taken + total.structural_absent
    if total.taken > limits.limit:
        code, sentence = "quota", _over(plan, office, date, total, limits)
    elif total.taken + total.absent > limits.room:
        code, sentence = "presence", _empty(office, total, limits)
    elif officials and gone > limits.structural_room:
        code, sentence, own = "structural", _no_official(office, gone, limits), officials
    else:
        return None
    law = QUOTA_LAW if code == "quota" else PRESENCE_LAW
    whose = "" if office is plan.offices[0] else f"{office.name}, "
    return Problem(
        code,
        day_name(date),
        f"{whose}{sentence}",
        law,
        date,
        office.name,
        cells=tuple(change.key for change in own),
    )


def _over(plan: Plan, office: Office, date: datetime.date, total: Counted, limits: Limits) -> str:
    """ "11 orang, kuota 10. Pindahkan 1 orang ke 19 atau 20 Agustus." """
    over = total.taken - limits.limit
    if not limits.limit:
        return f"kerja fleksibel tidak dibuka. Kembalikan {over} orang ke kantor."
    days = _roomy(plan, office, date)
    advice = f"Pindahkan {over} orang ke {_either(days)}." if days else ""
    return f"{total.taken} orang, kuota {limits.limit}. " + (
        advice or f"Kembalikan {over} orang ke kantor."
    )


def _empty(office: Office, total: Counted, limits: Limits) -> str:
    present = office.people - total.taken - total.absent
    needed = office.people - limits.room
    if present <= 0:
        return f"tidak ada orang di kantor. Minta {needed - present} orang masuk."
    return (
        f"hanya {present} orang di kantor, paling sedikit {needed}. "
        f"Minta {needed - present} orang masuk."
    )


def _no_official(office: Office, gone: int, limits: Limits) -> str:
    present = max(office.structural - gone, 0)
    missing = gone - limits.structural_room
    if not present:
        return f"tidak ada pejabat struktural di kantor. Minta {missing} orang masuk."
    needed = office.structural - limits.structural_room
    return (
        f"hanya {present} pejabat struktural di kantor, paling sedikit {needed}. "
        f"Minta {missing} orang masuk."
    )


def _roomy(plan: Plan, office: Office, date: datetime.date) -> list[datetime.date]:
    """The nearest working days of the plan with a seat left, those of the same week first."""
    span = range((plan.last_day - plan.first_day).days + 1)
    days = [plan.first_day + n * ONE_DAY for n in span]
    free = [d for d in days if d != date and _has_room(plan, office, d)]
    near = sorted(free, key=lambda d: (_week(d) != _week(date), abs((d - date).days), d))
    return sorted(near[:SUGGESTED])


def _has_room(plan: Plan, office: Office, date: datetime.date) -> bool:
    if date < plan.today or not plan.calendar.is_working_day(date):
        return False
    limits, total = plan.limits[office.id, date], plan.totals[office.id, date]
    return total.taken < limits.limit and total.taken + total.absent < limits.room


def _week(date: datetime.date) -> datetime.date:
    return date - datetime.timedelta(days=date.weekday())


def _either(dates: list[datetime.date]) -> str:
    """ "19 atau 20 Agustus", "31 Agustus atau 1 September" """
    *first, last = dates
    said = [
        str(d.day) if d.month == last.month else f"{d.day} {MONTHS[d.month - 1]}" for d in first
    ]
    return " atau ".join([*said, f"{last.day} {MONTHS[last.month - 1]}"])
