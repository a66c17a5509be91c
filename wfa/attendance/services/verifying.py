"""The one door of verification: nothing else sets a verdict.

It works on a set, so that one click and a bulk of 200 are the same code: lock the rows, ask as whom
`by` acts on each, run the rules, move the verdicts, write decisions, notices and the log, and answer
each day with a receipt. A correction is a further decision; the one before stays (R24, R37).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from wfa.attendance.models import Expectation, Verdict
from wfa.attendance.rules.verdicts import (
    BY_TARGET,
    NOTE_MISSING,
    STEPS,
    VERIFY,
    Step,
    obstacle,
)
from wfa.attendance.selectors.days import SUBJECT, Day, days_of, decisions_on
from wfa.attendance.selectors.verifiers import capacity_on, leaders_on
from wfa.audit.services import Entry, record_many
from wfa.calendars.selectors import load
from wfa.calendars.wording import clock, day, short_day
from wfa.decisions.models import Decision
from wfa.decisions.services import record_all
from wfa.notifications.services import Notice, notify_many
from wfa.people.models import Employee
from wfa.people.permissions import Authority, Capacity, authority
from wfa.policies.selectors import rules_for_many
from wfa.refusals import Refused
from workflows.services import Outcome


@dataclass(frozen=True)
class DayReceipt:
    """The answer for one day: a sentence, and how it came out."""

    row: Expectation
    outcome: Outcome
    sentence: str

    @property
    def ok(self) -> bool:
        """Whether the day now stands where the step wanted it."""
        return self.outcome is not Outcome.REFUSED


@dataclass
class _Act:
    """One call of the door."""

    step: Step
    by: Employee
    note: str
    now: datetime.datetime
    held: Authority
    seen: str
    opened: bool
    receipts: dict[UUID, DayReceipt] = field(default_factory=dict)
    capacities: dict[UUID, Capacity] = field(default_factory=dict)

    def refuse(self, row: Expectation, sentence: str) -> None:
        self.receipts[row.pk] = DayReceipt(row, Outcome.REFUSED, sentence)


def verify(
    step: str,
    expectations: Iterable[Expectation],
    *,
    by: Employee,
    note: str = "",
    seen: str = "",
    opened: bool = False,
) -> list[DayReceipt]:
    """Do `step` (a key of `rules.verdicts.STEPS`) on each day; a receipt per day, in the order given.

    `note`: the reason; clarify_day and invalidate_day raise `Refused` without one, nothing is done
    then. `seen`: the verdict that `by` saw on the page; where it has changed since, nothing is done
    on that day and the receipt says who was faster ("" = whatever it is now). `opened`: `by` looked
    at this one day by itself; unopened days are called sah only when whole and unflagged.
    """
    rule, wanted, text = STEPS[step], [row.pk for row in expectations], note.strip()
    if rule.noted and not text:
        raise Refused(NOTE_MISSING, code="note_missing", field="note")
    with transaction.atomic():
        act = _Act(
            step=rule,
            by=by,
            note=text,
            now=timezone.now(),
            held=authority(by),
            seen=seen,
            opened=opened and len(wanted) == 1,
        )
        ready = _judge(act, days_of(_lock(wanted), act.now))
        if ready:
            _write(act, ready)
    return [act.receipts[pk] for pk in wanted if pk in act.receipts]


def _lock(wanted: Sequence[UUID]) -> list[Expectation]:
    """The rows, locked in the order of their keys, with people and units."""
    rows = Expectation.objects.select_for_update(of=("self",)).filter(pk__in=wanted)
    return list(rows.select_related("employee__position", "unit").order_by("pk"))


# --- may they, and do the rules allow it ---------------------------------------------------------


def _judge(act: _Act, days: Sequence[Day]) -> list[Day]:
    """The days on which the step is taken; the others get their receipts."""
    leaders = leaders_on()
    moved = [d for d in days if d.row.verdict == act.step.target or _has_moved(act, d.row)]
    last = decisions_on(d.row for d in moved)
    ready = []
    for each in days:
        row = each.row
        if (capacity := _capacity(act, row, capacity_on(act.held, leaders, row))) is None:
            continue
        if each in moved:
            act.receipts[row.pk] = _not_there(act, row, last[row.pk][-1:])
        elif reason := obstacle(act.step, each.looked, opened=act.opened, note=act.note):
            act.refuse(row, reason)
        else:
            act.capacities[row.pk] = capacity
            ready.append(each)
    return ready


def _has_moved(act: _Act, row: Expectation) -> bool:
    return bool(act.seen) and act.seen != row.verdict


def _capacity(act: _Act, row: Expectation, found: Capacity | None) -> Capacity | None:
    """As whom `by` acts; without it the receipt says why not."""
    if row.employee_id == act.by.pk:
        act.refuse(row, "Ini hari Anda sendiri. Atasan Anda yang memverifikasinya.")
        return None
    if found is None:
        act.refuse(row, "Anda bukan atasan yang memverifikasi hari ini.")
    return found


def _not_there(act: _Act, row: Expectation, last: Sequence[Decision]) -> DayReceipt:
    """Decided already: information where it came out as wanted, else a reason to look again."""
    same = row.verdict == act.step.target
    if not last or row.verdict not in BY_TARGET:
        label = Verdict(row.verdict).label.lower()
        return DayReceipt(row, Outcome.REFUSED, f"Hari ini sekarang {label}. Buka, lalu putuskan.")
    done, when = BY_TARGET[row.verdict].done, _when(last[0].at)
    sentence = f"Sudah {done} oleh {last[0].actor_name} {when}."
    if same:
        return DayReceipt(row, Outcome.SAME, sentence)
    return DayReceipt(row, Outcome.REFUSED, f"{sentence} Buka harinya bila perlu diubah.")


def _when(at: datetime.datetime) -> str:
    date = timezone.localdate(at)
    return f"pukul {clock(at)}" if date == timezone.localdate() else f"pada {short_day(date)}"


# --- writing -------------------------------------------------------------------------------------


def _write(act: _Act, days: Sequence[Day]) -> None:
    rows = [each.row for each in days]
    before = {row.pk: row.verdict for row in rows}
    _move(act, rows)
    record_all([_decision(act, each, before[each.row.pk]) for each in days])
    notices = [_notice(act, row) for row in rows if _is_news(act, before[row.pk])]
    if notices:
        notify_many(notices)
    record_many([_entry(act, row, before[row.pk]) for row in rows])
    for row in rows:
        done = act.step.done
        act.receipts[row.pk] = DayReceipt(row, Outcome.DONE, f"{done[:1].upper()}{done[1:]}.")


def _move(act: _Act, rows: Sequence[Expectation]) -> None:
    """The verdicts; who is asked or judged against has the policy's days anew to explain."""
    for row in rows:
        row.verdict, row.verdict_at = act.step.target, act.now
    fields = ["verdict", "verdict_at"]
    if act.step is not VERIFY:
        _give_time(act, rows)
        fields.append("explain_until")
    Expectation.objects.bulk_update(rows, fields, batch_size=200)


def _give_time(act: _Act, rows: Sequence[Expectation]) -> None:
    today = timezone.localdate(act.now)
    units = {row.unit_id: row.unit for row in rows}
    held, calendar = rules_for_many(units.values(), today), load(today, today)
    for row in rows:
        until = calendar.add_working_days(today, held[row.unit_id].explain_days)
        row.explain_until = max(row.explain_until, until)


def _decision(act: _Act, each: Day, before: str) -> Decision:
    row, capacity = each.row, act.capacities[each.row.pk]
    return Decision(
        at=act.now,
        step=act.step.name,
        subject_kind=SUBJECT,
        subject_id=str(row.pk),
        subject_nip=row.employee.identity,
        from_state=before,
        to_state=act.step.target,
        actor_nip=act.by.identity,
        actor_name=act.by.full_name,
        actor_position=str(act.by.position or ""),
        unit_name=row.unit.title_name,
        capacity=capacity.label,
        capacity_kind=capacity.kind,
        capacity_basis=capacity.basis,
        policy_version=row.policy_version,
        note=act.note,
        data=_seen(each),
    )


def _seen(each: Day) -> dict[str, object]:
    """What lay before the one who decided, as values."""
    return {
        "date": each.row.date.isoformat(),
        "gaps": [gap.sentence for gap in each.found.gaps],
        "flags": [flag.kind for flag in each.flags],
        "unanswered": each.unanswered,
    }


def _is_news(act: _Act, before: str) -> bool:
    """The employee is told of what they must answer, and of every change of a verdict."""
    return act.step is not VERIFY or before != Verdict.WAITING


def _notice(act: _Act, row: Expectation) -> Notice:
    when = day(row.date)
    who = f"{act.by.full_name}, {act.capacities[row.pk].label}"
    said = f"Oleh {who}." + (f"\n\n{act.note}" if act.note else "")
    if act.step is not VERIFY:
        said += f"\n\nAnda dapat memberi penjelasan sampai {short_day(row.explain_until)}."
    return Notice(
        row.employee,
        f"Hari kerja fleksibel {when} {act.step.done}",
        said,
        reverse("presensi-hari", args=[row.pk]),
    )


def _entry(act: _Act, row: Expectation, before: str) -> Entry:
    return Entry(
        action=act.step.audit,
        by=act.by,
        capacity=act.capacities[row.pk].label,
        target=(SUBJECT, row.pk),
        data={"dates": row.date.isoformat(), "from": before, "to": act.step.target},
    )
