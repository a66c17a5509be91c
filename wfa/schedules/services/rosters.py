"""Beginning and dropping drafts of rosters. What moves a roster is `perform_roster` in workflows."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from wfa.audit.services import record
from wfa.calendars.rules import Calendar
from wfa.calendars.selectors import load
from wfa.calendars.wording import within
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Capacity, authority
from wfa.refusals import Refused
from wfa.schedules.letters import NOTHING
from wfa.schedules.models import Roster, RosterLine, RosterState
from wfa.schedules.models.rosters import OPEN
from wfa.schedules.rules.planned import CellKey
from wfa.schedules.selectors.planning import (
    Around,
    Decided,
    around,
    base_letters,
    days_of,
    staff_of,
)
from wfa.schedules.selectors.seats import is_structural

MAX_DAYS = 62
"""Days in one roster: a line keeps so many letters."""
_NO_REASON = "Alasan belum diisi. Tulis mengapa jadwal ini dibuat."


@transaction.atomic
def start_roster(
    unit: Unit, first_day: datetime.date, *, by: Employee, decided: Decided | None = None
) -> Roster:
    """The month's draft of an OPD: everybody in the office on every working day that is theirs.

    `decided`: days that requests hold, see `selectors.planning.Decided`.
    """
    capacity = require(by, "draft_roster", unit)
    first, last = month_span(first_day)
    roster = _new(opd_of(unit), "month", first, last, by=by)
    _add_lines(roster, staff_of([roster.unit]), decided)
    _audit("roster_started", roster, by, capacity)
    return roster


@transaction.atomic
def start_amendment(
    roster: Roster, *, by: Employee, reason: str, decided: Decided | None = None
) -> Roster:
    """A draft that changes a roster in force: it begins with what stands from today on."""
    capacity = require(by, "draft_roster", roster.unit)
    if roster.kind != Roster.Kind.MONTH or roster.state != RosterState.IN_FORCE:
        raise Refused("Hanya jadwal bulanan yang berlaku dapat diubah.", code="not_in_force")
    if roster.last_day < timezone.localdate():
        raise Refused("Jadwal ini sudah lewat, jadi tidak dapat diubah.", code="past")
    amendment = _new(
        roster.unit,
        "amendment",
        roster.first_day,
        roster.last_day,
        by=by,
        amends=roster,
        reason=_reason(reason),
    )
    _add_lines(amendment, staff_of([roster.unit]), decided)
    _audit("roster_started", amendment, by, capacity, amends=str(roster.pk))
    return amendment


@transaction.atomic
def start_extra(
    unit: Unit,
    dates: Iterable[datetime.date],
    *,
    by: Employee,
    reason: str,
    decided: Decided | None = None,
) -> Roster:
    """An extra day for chosen people on proposal of the OPD (Jawa Barat): nobody is away yet."""
    capacity = require(by, "draft_roster", unit)
    days = _dates(dates)
    roster = _new(
        opd_of(unit),
        "extra",
        days[0],
        days[-1],
        by=by,
        reason=_reason(reason),
        pattern={"dates": [day.isoformat() for day in days]},
    )
    _add_lines(roster, staff_of([roster.unit]), decided)
    _audit("roster_started", roster, by, capacity)
    return roster


@transaction.atomic
def start_order(
    units: Iterable[Unit],
    dates: Iterable[datetime.date],
    *,
    by: Employee,
    reason: str,
    basis: str,
    decided: Decided | None = None,
) -> list[Roster]:
    """An order for an emergency: one roster per OPD, everybody who may is at home on these dates.

    Quota and presence hold here too: where not everybody may go, some stay, in turn.
    """
    chosen, days, why = list(units), _dates(dates), _reason(reason)
    if not basis.strip():
        raise Refused(
            "Dasar perintah belum diisi. Tulis nama, nomor, dan tanggal surat.",
            code="no_basis",
            field="basis",
        )
    if not chosen:
        raise Refused("Belum ada unit. Pilih paling sedikit satu.", code="no_unit", field="units")
    about = {"reason": why, "order_basis": basis.strip()[:200]}
    return [
        _order(opd, within, days, about, by=by, decided=decided) for opd, within in _by_opd(chosen)
    ]


def _order(
    opd: Unit,
    within: Sequence[Unit],
    days: Sequence[datetime.date],
    about: Mapping[str, str],
    *,
    by: Employee,
    decided: Decided | None,
) -> Roster:
    capacity = require(by, "order_roster", opd)
    pattern = {"dates": [day.isoformat() for day in days]}
    roster = _new(opd, "order", days[0], days[-1], by=by, pattern=pattern, **about)
    _add_lines(roster, staff_of(within), decided)
    _audit("roster_started", roster, by, capacity)
    _paint_order(roster, by, decided)
    return roster


def _paint_order(roster: Roster, by: Employee, decided: Decided | None) -> None:
    from wfa.schedules.patterns import Kind, Pattern
    from wfa.schedules.services.drafting import paint

    pattern = Pattern(Kind.FIXED_WEEKDAY)
    paint(roster, pattern, by=by, revision=roster.revision, decided=decided)
    roster.refresh_from_db(fields=["revision", "pattern", "changed_at"])


@transaction.atomic
def set_reason(roster: Roster, *, by: Employee, reason: str) -> Roster:
    """Why the OPD asks for it; a draft's only."""
    row, capacity = editable(roster, by)
    row.reason = _reason(reason)
    row.changed_at = timezone.now()
    Roster.objects.filter(pk=row.pk).update(reason=row.reason, changed_at=row.changed_at)
    _audit("roster_reasoned", row, by, capacity)
    return row


@transaction.atomic
def discard(roster: Roster, *, by: Employee) -> None:
    """Throw a draft away that nobody has decided on; one that was submitted is withdrawn."""
    row, capacity = editable(roster, by)
    if row.state != RosterState.DRAFT:
        raise Refused("Jadwal ini pernah diajukan. Batalkan lewat tombol Batalkan.", code="decided")
    _audit("roster_discarded", row, by, capacity)
    row.delete()


# --- shared with drafting ----------------------------------------------------------------------


def action_on(roster: Roster) -> str:
    """The right one needs to draft and submit this kind of roster."""
    return "order_roster" if roster.kind == Roster.Kind.ORDER else "draft_roster"


def require(by: Employee, action: str, unit: Unit) -> Capacity:
    capacity = authority(by).capacity(action, unit)
    if capacity is None:
        raise Refused("Anda tidak berwenang menyusun jadwal unit ini.", code="not_allowed")
    return capacity


def editable(roster: Roster, by: Employee) -> tuple[Roster, Capacity]:
    """The roster under its lock, if this person may change it now."""
    rows = Roster.objects.select_for_update(of=("self",)).select_related("unit__opd")
    row = rows.filter(pk=roster.pk).first()
    if row is None:
        raise Refused("Rancangan ini sudah dibuang. Susun yang baru.", code="gone")
    capacity = require(by, action_on(row), row.unit)
    if not row.is_editable:
        label = within(RosterState(row.state).label)
        raise Refused(f"Jadwal ini sekarang {label}, jadi tidak dapat diisi.", code="not_editable")
    return row, capacity


def new_line(roster: Roster, person: Employee, found: Around, calendar: Calendar) -> RosterLine:
    """The line of somebody who joins the plan, as it begins; `person` comes with the unit."""
    days, today = days_of(roster), timezone.localdate()
    base = NOTHING * len(days)
    if roster.kind != Roster.Kind.MONTH:
        base = base_letters(person.pk, days, found, since=today)
    return RosterLine(
        roster=roster,
        employee=person,
        unit=person.unit,
        is_structural=is_structural(person),
        base=base,
        cells=_first_cells(roster, person.pk, base, found, calendar),
    )


def _first_cells(roster: Roster, person: int, base: str, found: Around, calendar: Calendar) -> str:
    if roster.kind != Roster.Kind.MONTH:
        return base
    today, elsewhere = timezone.localdate(), found.elsewhere
    return "".join(
        "K" if is_free((person, day), elsewhere, calendar) and day >= today else NOTHING
        for day in days_of(roster)
    )


def is_free(key: CellKey, elsewhere: Collection[CellKey], calendar: Calendar) -> bool:
    """A working day about which nobody else has decided."""
    return calendar.is_working_day(key[1]) and key not in elsewhere


def _add_lines(roster: Roster, people: Sequence[Employee], decided: Decided | None) -> None:
    ids = [person.pk for person in people]
    found = around(
        ids, roster.first_day, roster.last_day, kind=roster.kind, roster=roster, decided=decided
    )
    calendar = load(roster.first_day, roster.last_day)
    RosterLine.objects.bulk_create(
        [new_line(roster, person, found, calendar) for person in people], batch_size=500
    )


def month_span(day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of a month that isn't over."""
    first = day.replace(day=1)
    last = (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
    if last < timezone.localdate():
        raise Refused("Bulan ini sudah lewat. Pilih bulan ini atau sesudahnya.", code="past")
    return first, last


def opd_of(unit: Unit) -> Unit:
    opd = unit.opd or unit
    if opd.kind != Unit.Kind.OPD:
        raise Refused("Jadwal disusun per perangkat daerah. Pilih satu OPD.", code="not_opd")
    return opd


def _by_opd(units: Sequence[Unit]) -> list[tuple[Unit, list[Unit]]]:
    """(OPD, the chosen units inside it), in the order of the tree."""
    found: dict[int, tuple[Unit, list[Unit]]] = {}
    for unit in units:
        opd = opd_of(unit)
        found.setdefault(opd.pk, (opd, []))[1].append(unit)
    return sorted(found.values(), key=lambda pair: pair[0].path or "")


def _dates(dates: Iterable[datetime.date]) -> list[datetime.date]:
    days, today = sorted(set(dates)), timezone.localdate()
    if not days:
        raise Refused(
            "Belum ada tanggal. Pilih paling sedikit satu.", code="no_days", field="dates"
        )
    if days[0] < today:
        raise Refused(
            "Tanggal yang sudah lewat tidak dapat dijadwalkan. Pilih mulai hari ini.",
            code="past",
            field="dates",
        )
    if (days[-1] - days[0]).days >= MAX_DAYS:
        raise Refused(
            f"Tanggalnya terlalu berjauhan. Paling lama {MAX_DAYS} hari.",
            code="too_long",
            field="dates",
        )
    return days


def _reason(text: str) -> str:
    if not text.strip():
        raise Refused(_NO_REASON, code="no_reason", field="reason")
    return text.strip()[:500]


def _new(
    unit: Unit, kind: str, first: datetime.date, last: datetime.date, *, by: Employee, **more: Any
) -> Roster:
    _refuse_second(unit, kind, first, more.get("amends"))
    now = timezone.now()
    try:
        with transaction.atomic():
            return Roster.objects.create(
                unit=unit,
                kind=kind,
                first_day=first,
                last_day=last,
                created_by=by,
                created_at=now,
                changed_at=now,
                since=now,
                **more,
            )
    except IntegrityError as error:  # somebody began the same one in this very moment
        raise _second(kind) from error


def _refuse_second(unit: Unit, kind: str, first: datetime.date, amends: Roster | None) -> None:
    live = Roster.objects.filter(unit=unit, kind=kind)
    if kind == Roster.Kind.MONTH:
        live = live.filter(first_day=first).exclude(state=RosterState.WITHDRAWN)
    elif kind == Roster.Kind.AMENDMENT:
        live = live.filter(amends=amends, state__in=OPEN)
    else:
        return
    if live.exists():
        raise _second(kind)


def _second(kind: str) -> Refused:
    if kind == Roster.Kind.AMENDMENT:
        return Refused("Masih ada perubahan yang berjalan. Buka yang itu.", code="second")
    return Refused("Jadwal bulan ini sudah ada. Buka yang itu.", code="second")


def _audit(action: str, roster: Roster, by: Employee, capacity: Capacity, **data: Any) -> None:
    record(
        action,
        by=by,
        capacity=capacity.label,
        target=("roster", roster.pk),
        kind=roster.kind,
        first_day=roster.first_day,
        **data,
    )
