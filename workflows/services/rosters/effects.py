"""What each step does to the roster itself and its seats; inside the door's transaction."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

from wfa.calendars.selectors import add_working_days
from wfa.schedules.letters import away_dates
from wfa.schedules.models import Roster
from workflows.services.rosters import seats
from workflows.services.rosters.act import RosterAct

_FIELDS = (
    "state",
    "round",
    "since",
    "changed_at",
    "submitted_by_id",
    "submitted_at",
    "reported_at",
    "due_on",
    "letter_number",
    "letter_date",
    "decided_by_id",
    "decided_at",
    "assignment_number",
    "in_force_at",
)


def move(act: RosterAct, roster: Roster) -> list[tuple[str, str, str]]:
    """Take the step and store it: [(step, from, to)], two of them where an order goes on at once."""
    before, start = _columns(roster), str(roster.state)
    _SEATS.get(act.step.name, _nothing)(act, roster)
    getattr(roster, act.step.name)(**_ARGUMENTS[act.step.name](act, roster))
    moved = [(act.step.name, start, str(roster.state))]
    if act.step.name == "submit" and roster.kind == Roster.Kind.ORDER:
        moved.append(_report_order(act, roster))
    roster.changed_at = act.now
    after = _columns(roster)
    changed = {name: after[name] for name in _FIELDS if after[name] != before[name]}
    Roster.objects.filter(pk=roster.pk).update(**changed)
    return moved


def _report_order(act: RosterAct, roster: Roster) -> tuple[str, str, str]:
    """An order needs no letter of proposal: it rests on the instruction that it names."""
    start = str(roster.state)
    roster.report(at=act.now, due=_due(act, roster), number=roster.order_basis[:120], dated=None)
    return "report", start, str(roster.state)


def _columns(roster: Roster) -> dict[str, Any]:
    return {name: copy(getattr(roster, name)) for name in _FIELDS}


def details(act: RosterAct, roster: Roster, step: str) -> dict[str, Any]:
    """What the decision keeps beside its values."""
    if step == "submit":
        known = act.known[roster.pk]
        return {"people": len(known.lines), "days": len(known.plan.away)}
    if step == "report":
        return {"document": roster.letter_number}
    if step == "approve":
        lines = act.lines[roster.pk]
        return {"days": sum(len(away_dates(x.cells, roster.first_day)) for x in lines)}
    return act.written.get(roster.pk, {})


def _due(act: RosterAct, roster: Roster) -> Any:
    """The last day of BKD's stage (UU 30/2014 Ps 53; `days_bkd` of the policy)."""
    return add_working_days(act.today, act.rules[roster.pk].days_bkd)


def _by(act: RosterAct, _roster: Roster) -> dict[str, Any]:
    return {"at": act.now, "by_id": act.by.pk}


def _at(act: RosterAct, _roster: Roster) -> dict[str, Any]:
    return {"at": act.now}


def _reported(act: RosterAct, roster: Roster) -> dict[str, Any]:
    return {
        "at": act.now,
        "due": _due(act, roster),
        "number": act.data["document_number"],
        "dated": act.data.get("dated"),
    }


def _reopened(act: RosterAct, roster: Roster) -> dict[str, Any]:
    return {"at": act.now, "due": _due(act, roster)}


def _enacted(act: RosterAct, _roster: Roster) -> dict[str, Any]:
    return {"at": act.now, "number": act.data["document_number"]}


def _nothing(_act: RosterAct, _roster: Roster) -> None: ...


_ARGUMENTS: dict[str, Callable[[RosterAct, Roster], dict[str, Any]]] = {
    "submit": _by,
    "report": _reported,
    "send_back": _at,
    "approve": _by,
    "reopen": _reopened,
    "enact": _enacted,
    "withdraw": _at,
}
_SEATS: dict[str, Callable[[RosterAct, Roster], None]] = {
    "submit": seats.hold,
    "withdraw": seats.let_go,
    "enact": seats.place,
}
