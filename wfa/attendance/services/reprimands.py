"""The one door of steps of guidance: decided, issued, objected to, answered, lifted by people.

Never a hukuman disiplin (PP 94/2021 Ps 26-27, 37; R25). Each act writes its decision as values, one
event of the log and its notices, in one transaction.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from wfa.attendance.models import Level, Reprimand
from wfa.attendance.rules import ladder
from wfa.attendance.rules.evidence import too_little
from wfa.attendance.selectors.breaches import left_of
from wfa.attendance.selectors.reprimands import (
    ANSWER,
    DECIDE,
    SUBJECT,
    State,
    step_for,
    why_no_objection,
)
from wfa.attendance.services import telling
from wfa.attendance.services.revoking import keep_revoked, recall_all
from wfa.audit.services import record
from wfa.calendars.selectors import add_working_days
from wfa.calendars.wording import within
from wfa.decisions.models import Decision
from wfa.decisions.services import record_all
from wfa.people.models import Employee
from wfa.people.permissions import Capacity, authority
from wfa.policies.selectors import current_version, rules_for
from wfa.refusals import Refused

SHORTEST = 10
"""Letters of a reason that somebody else must understand."""
_OWN = "Ini tentang Anda sendiri. Pejabat lain yang memutusnya."
_NO_RIGHT = "Anda tidak berwenang atas pembinaan pegawai ini."
_DECIDED_IT = "Anda yang memutus langkah ini. Pejabat lain yang menjawab keberatannya."
CONFIRM, DROP = "confirm", "drop"


@transaction.atomic
def decide(
    reprimand: Reprimand, step: str, *, by: Employee, note: str, level: str = ""
) -> Reprimand:
    """Confirm a proposal at a level, or drop it; `level` "" = the next rung by what stands today.

    A note and a hand-off hold at once; the other rungs wait for their letter. A step that waits
    for its letter can still be dropped. Never above the next rung. `Refused` where days that the
    step rests on have been called sah or taken back since, and fewer remain than the policy asks.
    """
    row = _locked(reprimand)
    capacity = _right(row, by, DECIDE)
    _require(row, State.PROPOSED, *([State.CONFIRMED] if step == DROP else []))
    text = _text(note, "Tulis pertimbangan Anda, sedikitnya 10 huruf.")
    before, now = row.state, timezone.now()
    row.decided_at, row.decided_by, row.reason = now, by, text
    if step == DROP:
        row.state = State.DROPPED
    else:
        _still_enough(row)
        row.level = _level(row, level)
        row.state = State.CONFIRMED
        if row.level in ladder.AT_ONCE:
            _enter(row, now, timezone.localdate(now))
    row.save()
    _decided(row, f"{step}_reprimand", by, capacity, before, text)
    _audit(f"reprimand_{'dropped' if step == DROP else 'confirmed'}", row, by, capacity)
    if row.state == State.DROPPED:
        telling.dropped(row)
    elif row.state == State.ISSUED:
        telling.in_force(row)
    return row


def _still_enough(row: Reprimand) -> None:
    """Evidence is frozen, the days aren't: a superior may have corrected them (R24)."""
    if why := too_little(row.ground, left_of(row)):
        raise Refused(why, code="too_little", field="putusan")


def _level(row: Reprimand, wanted: str) -> str:
    step = step_for(row, timezone.localdate())
    if not wanted:
        return step.rung.level
    if wanted not in step.choices:
        name = within(str(Level(step.rung.level).label)) if step.choices else ""
        raise Refused(f"Langkah tertinggi yang dapat dipilih: {name}.", code="level", field="level")
    return wanted


def _enter(row: Reprimand, now: datetime.datetime, dated: datetime.date) -> None:
    """From now on it holds: until when, and until when one may object."""
    rules = rules_for(row.unit, dated)
    row.state, row.issued_at = State.ISSUED, now
    row.object_until = add_working_days(timezone.localdate(now), rules.reprimand_objection_days)
    row.expires_on = ladder.last_day(dated, rules.reprimand_months)


def expires(reprimand: Reprimand, dated: datetime.date) -> datetime.date:
    """The last day of a step whose letter is dated so."""
    return ladder.last_day(dated, rules_for(reprimand.unit, dated).reprimand_months)


def since_when(dated: datetime.date) -> datetime.date:
    """The first day in the office after a letter that revokes: the day after its date."""
    return dated + datetime.timedelta(days=1)


@transaction.atomic
def issue(
    reprimand: Reprimand, *, by: Employee, capacity: Capacity, number: str, dated: datetime.date
) -> Reprimand:
    """The letter has gone out: the step holds. Called by the letter's kind, `by` its signer.

    A revocation calls the person back from all days away after the letter's date, and keeps them
    from every new one until its end.
    """
    row = _locked(reprimand)
    if row.employee_id == by.pk:
        raise Refused(_OWN, code="own")
    _require(row, State.CONFIRMED)
    row.number, row.letter_date = number, dated
    _enter(row, timezone.now(), dated)
    row.save()
    if row.level == Level.REVOKE:
        since = since_when(dated)
        recall_all(row.employee, by=by, capacity=capacity, number=number, since=since)
        keep_revoked(row.employee)
    _audit("reprimand_issued", row, by, capacity, number=number)
    return row


@transaction.atomic
def object_to(reprimand: Reprimand, *, by: Employee, reason: str) -> Reprimand:
    """The employee objects, once, within the policy's working days. The step holds meanwhile."""
    row = _locked(reprimand)
    now = timezone.now()
    if why := why_no_objection(row, by, timezone.localdate(now)):
        raise Refused(why, code="no_objection")
    text = _text(reason, "Tulis alasan keberatan, sedikitnya 10 huruf.", field="reason", most=4000)
    row.objection, row.objection_at, row.state = text, now, State.OBJECTED
    row.save(update_fields=["objection", "objection_at", "state"])
    _decided(row, "object_reprimand", by, None, State.ISSUED, text)
    _audit("reprimand_objected", row, by, None)
    telling.objected(row)
    return row


@transaction.atomic
def answer_objection(reprimand: Reprimand, *, by: Employee, lifts: bool, note: str) -> Reprimand:
    """Answer in writing: the step is lifted, or it stands. Never by who decided it."""
    row = _locked(reprimand)
    capacity = _right(row, by, ANSWER)
    _require(row, State.OBJECTED)
    if row.decided_by_id == by.pk:
        raise Refused(_DECIDED_IT, code="decided_it")
    text = _text(note, "Tulis jawaban atas keberatan ini, sedikitnya 10 huruf.")
    row.answer, row.answer_at = text, timezone.now()
    if lifts:
        _end(row, text)
    else:
        row.state = State.ISSUED
    row.save()
    keep_revoked(row.employee)
    step = "lift_reprimand" if lifts else "uphold_reprimand"
    _decided(row, step, by, capacity, State.OBJECTED, text)
    _audit(f"reprimand_{'lifted' if lifts else 'upheld'}", row, by, capacity)
    telling.answered(row, lifted=lifts)
    return row


@transaction.atomic
def lift(reprimand: Reprimand, *, by: Employee, note: str) -> Reprimand:
    """Take a step back before its end, with a reason. Days already called back don't return."""
    row = _locked(reprimand)
    capacity = _right(row, by, DECIDE)
    _require(row, State.ISSUED, State.OBJECTED)
    text = _text(note, "Tulis alasan pencabutan, sedikitnya 10 huruf.", most=300)
    before = row.state
    _end(row, text)
    row.save(update_fields=["state", "lifted_at", "lifted_why"])
    keep_revoked(row.employee)
    _decided(row, "lift_reprimand", by, capacity, before, text)
    _audit("reprimand_lifted", row, by, capacity)
    telling.lifted(row)
    return row


def _end(row: Reprimand, why: str) -> None:
    row.state, row.lifted_at, row.lifted_why = State.LIFTED, timezone.now(), why[:300]


# --- what every act shares -------------------------------------------------------------------


def _locked(reprimand: Reprimand) -> Reprimand:
    rows = Reprimand.objects.select_for_update(of=("self",))
    return rows.select_related("employee", "unit", "decided_by").get(pk=reprimand.pk)


def _right(row: Reprimand, by: Employee, action: str) -> Capacity:
    if row.employee_id == by.pk:
        raise Refused(_OWN, code="own")
    capacity = authority(by).capacity(action, row.unit)
    if capacity is None:
        raise Refused(_NO_RIGHT, code="no_right")
    return capacity


def _require(row: Reprimand, *states: str) -> None:
    """Somebody was faster: information, with what is now."""
    if row.state not in states:
        who = f" oleh {row.decided_by.full_name}" if row.decided_by else ""
        now = within(row.get_state_display())
        raise Refused(f"Sudah diproses{who}. Keadaannya sekarang: {now}.", code="moved")


def _text(said: str, missing: str, *, field: str = "note", most: int = 2000) -> str:
    text = said.strip()[:most]
    if len(text) < SHORTEST:
        raise Refused(missing, code="note_missing", field=field)
    return text


def _decided(
    row: Reprimand, step: str, by: Employee, capacity: Capacity | None, before: str, note: str
) -> None:
    decision = Decision(
        at=timezone.now(),
        step=step,
        subject_kind=SUBJECT,
        subject_id=str(row.pk),
        subject_nip=row.employee.identity,
        from_state=before,
        to_state=row.state,
        actor_nip=by.identity,
        actor_name=by.full_name,
        actor_position=str(by.position or ""),
        unit_name=row.unit.title_name,
        capacity=capacity.label if capacity else "Pegawai",
        capacity_kind=capacity.kind if capacity else "",
        capacity_basis=capacity.basis if capacity else "",
        policy_version=current_version(),
        note=note,
        data={"level": row.level},
    )
    record_all([decision])


def _audit(
    action: str, row: Reprimand, by: Employee, capacity: Capacity | None, **data: Any
) -> None:
    record(
        action,
        by=by,
        capacity=capacity.label if capacity else "Pegawai",
        target=("reprimand", row.pk),
        level=row.get_level_display(),
        **data,
    )
