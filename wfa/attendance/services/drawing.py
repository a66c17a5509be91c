"""The fair draw of whom to call: by policy at the start of the hours, or by hand, once a day."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from wfa.attendance.models import Expectation, RollCall
from wfa.attendance.rules.fairness import Draw, draw
from wfa.attendance.selectors.calls import RIGHT
from wfa.attendance.selectors.ground import RUNNING
from wfa.audit.services import record
from wfa.calendars.selectors import load
from wfa.calendars.wording import clock
from wfa.notifications.models import Message
from wfa.notifications.services import Notice, notify_many
from wfa.people.models import Employee, Unit
from wfa.people.permissions import authority, nearest_holders
from wfa.policies.selectors import rules_for, rules_for_many
from wfa.refusals import Refused

LOOKED_BACK = datetime.timedelta(days=365)
"""Draws of a year decide who comes next."""
MOST = 100
"""People in one draw, as the policy's own limit."""
USUAL = 3
"""People drawn by hand where the policy draws nobody."""
_NO_RIGHT = "Undian dilakukan pimpinan, pengelola, atau petugas piket OPD. Hubungi mereka."
_NOBODY = "Tidak ada pegawai yang dapat dihubungi pada hari kerja fleksibel saat ini."


def draw_due() -> int:
    """Draw for each OPD whose policy asks for it, once the hours of today have begun. A sweep."""
    now = timezone.now()
    today = timezone.localdate(now)
    if load(today, today).why_not(today):
        return 0
    drawn = RollCall.objects.filter(date=today).values("unit")
    opds = Unit.objects.filter(kind=Unit.Kind.OPD, is_active=True).exclude(pk__in=drawn)
    waiting = list(opds.order_by("pk"))
    policies = rules_for_many(waiting, today)
    wanted = {unit: policies[unit.pk].rollcall_people for unit in waiting}
    return sum(_by_policy(unit, people, now) for unit, people in wanted.items() if people)


def _by_policy(unit: Unit, people: int, now: datetime.datetime) -> int:
    """1 when it was drawn now; nobody is drawn before the first of them must be reachable."""
    pool = _pool(unit, now)
    if not pool or min(each.reach_from for each in pool) > now:
        return 0
    try:
        _draw(unit, pool, people, now, by=None)
    except IntegrityError:  # by hand, in the same moment
        return 0
    return 1


def draw_by_hand(unit: Unit, *, by: Employee, people: int | None = None) -> RollCall:
    """Draw now for an OPD that has no draw today; `people`: the policy's number, or three."""
    if authority(by).capacity(RIGHT, unit) is None:
        raise Refused(_NO_RIGHT, code="no_right")
    now = timezone.now()
    earlier = RollCall.objects.filter(unit=unit, date=timezone.localdate(now)).first()
    if earlier is not None:
        raise _drawn_already(earlier)
    pool = _pool(unit, now)
    if not pool:
        raise Refused(_NOBODY, code="nobody")
    number = people or rules_for(unit, timezone.localdate(now)).rollcall_people or USUAL
    try:
        return _draw(unit, pool, min(number, MOST), now, by=by)
    except IntegrityError:
        raise _drawn_already(
            RollCall.objects.get(unit=unit, date=timezone.localdate(now))
        ) from None


def _drawn_already(earlier: RollCall) -> Refused:
    at = clock(earlier.drawn_at)
    return Refused(f"Undian hari ini sudah ada, pukul {at}. Hubungi yang terundi.", code="moved")


def _pool(unit: Unit, now: datetime.datetime) -> Sequence[Expectation]:
    """Days away of today under the OPD whose hours aren't over."""
    rows = Expectation.objects.filter(
        RUNNING,
        date=timezone.localdate(now),
        unit__path__startswith=unit.path or "-",
        reach_until__gt=now,
        employee__is_active=True,
    )
    return list(rows.only("employee", "reach_from", "reach_until"))


@transaction.atomic
def _draw(
    unit: Unit,
    pool: Sequence[Expectation],
    people: int,
    now: datetime.datetime,
    *,
    by: Employee | None,
) -> RollCall:
    today = timezone.localdate(now)
    ids = {each.employee_id for each in pool}
    seed = secrets.token_hex(16)
    past = [Draw(date, drawn) for date, drawn in _past(unit, today)]
    row = RollCall.objects.create(
        unit=unit,
        date=today,
        seed=seed,
        pool=len(ids),
        people=draw(ids, people, past, seed=seed, today=today),
        drawn_at=now,
        drawn_by=by,
    )
    _write_down(row, by)
    return row


def _past(unit: Unit, today: datetime.date) -> Sequence[tuple[datetime.date, list[int]]]:
    rows = RollCall.objects.filter(unit=unit, date__gte=today - LOOKED_BACK, date__lt=today)
    return list(rows.values_list("date", "people"))


def _write_down(row: RollCall, by: Employee | None) -> None:
    capacity = authority(by).capacity(RIGHT, row.unit) if by else None
    record(
        "roll_call_drawn",
        by=by,
        capacity=capacity.label if capacity else "",
        target=("roll_call", row.pk),
        count=len(row.people),
        pool=row.pool,
    )
    body = f"{len(row.people)} pegawai {row.unit} terundi untuk dihubungi hari ini."
    notify_many(
        Notice(each, "Panggilan diundi", body, reverse("panggilan"), Message.Topic.WORK)
        for each in nearest_holders(RIGHT, row.unit)
        if by is None or each.pk != by.pk
    )
