"""A proposal with all its requests, for the OPD that sent it and for the BKD that examines it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from wfa.decisions.models import Decision
from wfa.policies.selectors import closures_for
from wfa.refusals import Refused
from wfa.requests.models import LIVE_DAY, RequestDay, State, WorkRequest
from wfa.requests.rules import Facts, Level, check_decision
from wfa.requests.selectors import facts_for, home_unit
from wfa.schedules.rules import Seats
from wfa.schedules.selectors import taken_on
from workflows import graph, selectors
from workflows.flows import LABELS
from workflows.forms.desks import CONFIRM_ABOVE, VERBS, RowDecisions
from workflows.models import Proposal, ProposalItem
from workflows.permissions import AT_BKD, obstacles, open_steps
from workflows.rules import age
from workflows.services.judging import held_sentence
from workflows.steps import STEPS
from workflows.views import case as case_page
from workflows.views import item as item_page
from workflows.views import kept, results
from workflows.views.item import place
from workflows.views.scope import examines, held, page_of, person

PER_PAGE = 20


def page(
    request: HttpRequest,
    proposal: Proposal,
    *,
    typed: RowDecisions | None = None,
    status: int = 200,
) -> HttpResponse:
    """The dossier; `typed` is the table of decisions as it was sent; `?butir=`: one of its items."""
    if (key := request.GET.get("butir")) and typed is None and examines(request, proposal):
        return item_page.page(request, proposal, key)
    found = page_of(selectors.items_of(proposal), request.GET.get("halaman"), PER_PAGE)
    outcome = results.take(request, place(proposal))
    decisions = typed or RowDecisions(outcome.get("typed", {}), outcome.get("picked", []))
    tasks = selectors.tasks_of(proposal)
    items: list[ProposalItem] = list(found.object_list)
    rows = _rows(request, proposal, items, decisions)
    per_day = selectors.composition(
        proposal.items.filter(is_open=True).values_list("request", flat=True)
    )
    seats = taken_on([proposal.opd_id], [*per_day, *(d for row in rows for d in row["dates"])])
    context = {
        "proposal": proposal,
        "page": found,
        "rows": rows,
        "outcome": outcome,
        "problems": _problems(rows, decisions),
        "drawing": graph.drawing(proposal, tasks),
        "node": _node(tasks),
        "per_day": with_seats(per_day, proposal.opd_id, seats),
        "seats": {date: seat for (_, date), seat in seats.items()},
        "days": sum(n for kinds in per_day.values() for n in kinds.values()),
        "age": _age(rows, proposal),
        "verbs": [(name, VERBS[name]) for name in AT_BKD],
        "confirm_above": CONFIRM_ABOVE,
        "keys": kept.has_keys(request),
        "closings": _closings(items),
        **_rights(request, proposal, rows),
    }
    request.places = ("kotak-masuk-bkd" if context["examining"] else "usulan",)  # type: ignore[attr-defined]  # see wfa.context
    return render(request, "workflows/proposal.html", context, status=status)


def with_seats(
    per_day: Mapping[datetime.date, Mapping[str, int]],
    opd_id: int,
    seats: Mapping[tuple[int, datetime.date], Seats],
) -> list[dict[str, Any]]:
    """Lines of workflows/composition.html: how many of each kind a day, and the seats of the OPD."""
    return [
        {"date": date, "kinds": kinds, "seats": seats.get((opd_id, date))}
        for date, kinds in per_day.items()
    ]


def _closings(items: Sequence[ProposalItem]) -> list[str]:
    """Why requests of this page stand still, each reason once."""
    homes = [home_unit(item.request) for item in items if item.is_open]
    units = {unit.pk: unit for unit in homes}
    found = closures_for(units.values(), timezone.localdate()) if units else {}
    return list(dict.fromkeys(held_sentence(policy) for policy in found.values() if policy))


def _rights(
    request: HttpRequest, proposal: Proposal, rows: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    authority, opd = held(request), proposal.opd
    examining = examines(request, proposal)
    signs = authority.capacity("sign_letter", opd)
    return {
        "examining": examining,
        "sitting": examining and proposal.closed_at is None,
        "can_decide": any(row["can_decide"] for row in rows),
        "may_sign": signs is not None and proposal.received_at is None,
        "may_read_letter": examining
        or signs is not None
        or authority.capacity("propose_request", opd) is not None,
        "may_draft": examining and authority.capacity("draft_decree", opd) is not None,
        "from_inbox": examining,
    }


def _problems(rows: Sequence[Mapping[str, Any]], decisions: RowDecisions) -> list[Refused]:
    """Sentences for the summary, each leading to its row."""
    names = {row["key"]: row["case"].applicant.full_name for row in rows}
    return [
        Refused(
            f"{names[key]}: {text}" if key in names else text, field=f"alasan-{key}" if key else ""
        )
        for key, text in decisions.errors.items()
    ]


def _node(tasks: Mapping[str, datetime.datetime | None]) -> str:
    open_nodes = [name for name, left in tasks.items() if left is None]
    return LABELS.get(open_nodes[-1], "") if open_nodes else LABELS["end"]


def _age(rows: Sequence[Mapping[str, Any]], proposal: Proposal) -> str:
    facts: Facts | None = rows[0]["facts"] if rows else None
    return age(facts.calendar, proposal.received_at, facts.today) if facts else ""


def _rows(
    request: HttpRequest,
    proposal: Proposal,
    items: Sequence[ProposalItem],
    typed: RowDecisions,
) -> list[dict[str, Any]]:
    cases = [item.request for item in items]
    facts = facts_for(cases)
    last = _decisions(cases)
    return [
        _row(request, proposal, item, facts[item.request_id], last[item.request_id], typed)
        for item in items
    ]


def _row(
    request: HttpRequest,
    proposal: Proposal,
    item: ProposalItem,
    facts: Facts,
    decisions: Sequence[Decision],
    typed: RowDecisions,
) -> dict[str, Any]:
    case, key, user = item.request, str(item.request_id), person(request)
    sitting = item.is_open and proposal.closed_at is None and examines(request, proposal)
    steps = open_steps(case, held(request), AT_BKD) if sitting else []
    blocked = obstacles(case, user.pk, steps) if steps else []
    undo = sitting and open_steps(case, held(request), ["reopen"])
    step, note = typed.typed.get(key, ("", ""))
    findings = check_decision(facts) if item.is_open else []
    return {
        "item": item,
        "case": case,
        "key": key,
        "facts": facts,
        "dates": _dates(case),
        "left": _left(case, facts) if item.is_open else None,
        "hits": [f for f in findings if f.level is not Level.OK],
        "can_decide": bool(steps) and not blocked,
        "blocked": blocked[0] if blocked else "",
        "can_undo": bool(undo) and case.decided_by_id == user.pk,
        "decided": _decided(item, decisions),
        "picked": key in typed.picked,
        "step": step,
        "note": note,
        "error": typed.errors.get(key, ""),
    }


def _left(case: WorkRequest, facts: Facts) -> tuple[str, str, str] | None:
    """The time left for the BKD; said once decided no more."""
    left = case_page.badge(case, facts) if case.state == State.PROPOSED else None
    return left and (left[0].removesuffix(": putuskan tertulis"), *left[1:])


def _dates(case: WorkRequest) -> list[datetime.date]:
    """The days that count; of a case that has none left, those it was last about."""
    days: list[RequestDay] = list(case.days.all())
    live = [d.date for d in days if d.state in LIVE_DAY]
    refused = [d.date for d in days if d.state == RequestDay.State.REFUSED]
    return live or refused or sorted({d.date for d in days})


def _decisions(cases: Sequence[WorkRequest]) -> dict[uuid.UUID, list[Decision]]:
    """{request: its decisions, oldest first}; 1 query."""
    found: dict[uuid.UUID, list[Decision]] = {case.pk: [] for case in cases}
    rows = Decision.objects.filter(
        subject_kind="request", subject_id__in=[str(case.pk) for case in cases]
    ).exclude(step__in=["submit", "recommend", "propose"])
    for row in rows.order_by("at", "pk"):
        found[uuid.UUID(row.subject_id)].append(row)
    return found


def _decided(item: ProposalItem, decisions: Sequence[Decision]) -> dict[str, Any]:
    """What became of the item in this proposal: a state that stands, or how it left."""
    state = State(item.request.state)
    if item.is_open:
        row = decisions[-1] if decisions and state != State.PROPOSED else None
        return {"state": state, "row": row}
    left = next((d for d in reversed(decisions) if d.at == item.left_at), None)
    if left is None:  # refused, and taken out when the examination was closed
        row = next((d for d in reversed(decisions) if d.step == "refuse"), None)
        return {"state": State.REFUSED, "row": row}
    done = STEPS[left.step].done
    return {"words": f"{done[:1].upper()}{done[1:]}", "row": left}
