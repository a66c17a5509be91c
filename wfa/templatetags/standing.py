"""What the procedure and the papers know of a case, gathered for the words about it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from documents.models import Document
from documents.selectors import visible_to
from wfa.calendars.wording import day_list, join
from wfa.decisions.selectors import for_subject
from wfa.people.models import Employee
from wfa.people.permissions import Authority
from wfa.people.selectors import region
from wfa.policies.selectors import closures_for, rules_for_cases
from wfa.requests.models import State, WorkRequest
from wfa.requests.wording import Around, Event, history_event
from workflows import selectors
from workflows.models import Cancellation, ProposalItem, SuperiorView
from workflows.services import may_object, objection_until
from workflows.services.judging import held_sentence
from workflows.services.nudging import may_nudge

PENDING = (State.SUBMITTED, State.RECOMMENDED, State.PROPOSED)
DECREED = (State.IN_FORCE, State.ENDED, State.CANCELLED, State.REVOKED)


def around(case: WorkRequest, viewer: Employee, authority: Authority) -> Around:
    """Everything the page of one case asks of the rooms above; a fixed number of queries."""
    bkd = bkd_name()
    return Around(
        bkd=bkd,
        received_at=received_at([case]).get(case.pk),
        held=_held(case),
        answerer=f"Kepala {bkd} atau PPK",
        **_superior(case),
        **_giving_back(case),
        **_objection(case, viewer),
        **_reminding(case),
        **_decree(case, viewer, authority),
    )


def bkd_name() -> str:
    home = region()
    return str(home.bkd) if home and home.bkd else "BKD"


def received_at(cases: Iterable[WorkRequest]) -> dict[UUID, datetime.datetime]:
    """{request: when the BKD got it}; asked only for what was proposed."""
    proposed = [case.pk for case in cases if case.state == State.PROPOSED]
    if not proposed:
        return {}
    rows = ProposalItem.objects.filter(request__in=proposed, is_open=True)
    received = rows.values_list("request", "proposal__received_at")
    return {pk: at for pk, at in received if at is not None}


def _held(case: WorkRequest) -> str:
    if case.state not in PENDING:
        return ""
    closing = closures_for([case.unit], timezone.localdate()).get(case.unit_id)
    return held_sentence(closing) if closing else ""


def _superior(case: WorkRequest) -> dict[str, Any]:
    """Whom the policy wants to be heard in this round, and whether it has been."""
    if case.state in {State.DRAFT, State.RETURNED}:
        return {}
    views = SuperiorView.objects.filter(request=case, round=case.round)
    view = views.select_related("superior").first()
    if view is not None:
        who = f"{view.superior.full_name}, {view.capacity}"
        return {"heard_by": who, "heard_at": view.at}
    if case.state != State.SUBMITTED:
        return {}
    [rules] = rules_for_cases([(case.unit, case.submitted_at)])
    if not rules.superior_step:
        return {}
    return {"superiors": join([p.full_name for p in selectors.superiors_of(case)])}


def _giving_back(case: WorkRequest) -> dict[str, Any]:
    if case.state not in {State.APPROVED, State.IN_FORCE}:
        return {}
    asked = case.cancellations.filter(state=Cancellation.State.ASKED).first()
    if asked is None:
        return {}
    dates = tuple(datetime.date.fromisoformat(text) for text in asked.dates)
    found = {"giving_back_id": str(asked.pk), "giving_back_at": asked.asked_at}
    return {"giving_back": dates, **found}


def _objection(case: WorkRequest, viewer: Employee) -> dict[str, Any]:
    if case.state != State.REFUSED:
        return {}
    why = may_object(case, viewer)
    return {"no_objection": why, "object_until": objection_until(case)}


def _reminding(case: WorkRequest) -> dict[str, Any]:
    """Whether reminding is offered, and why not now."""
    found = may_nudge(case)
    offered = found.allowed or bool(found.sentence)
    return {"can_remind": offered, "no_reminder": "" if found.allowed else found.sentence}


def _decree(case: WorkRequest, viewer: Employee, authority: Authority) -> dict[str, Any]:
    """The decree by which the case came into force, for who may open it."""
    if case.state not in DECREED:
        return {}
    papers = visible_to(viewer, authority).filter(
        kind=Document.Kind.DECREE, state=Document.State.ISSUED, items__request=case
    )
    paper = papers.order_by("-issued_at").first()
    if paper is None:
        return {}
    return {"decree": reverse("naskah-unduh", args=[paper.pk]), "decree_number": paper.number}


# --- what happened beside the decisions on the case ------------------------------------------


def events(case: WorkRequest, viewer: str) -> list[Event]:
    """Views of superiors, and days that were asked back; 3 queries."""
    views = SuperiorView.objects.filter(request=case).select_related("superior")
    found = [_heard(view) for view in views]
    asked = list(case.cancellations.all())
    for each in asked:
        found.append(_asked_back(case, each, viewer))
    for each in asked:
        if each.state == Cancellation.State.DENIED:
            denials = for_subject("cancellation", each.pk)
            found += [history_event(case, denial, viewer) for denial in denials]
    return found


def _heard(view: SuperiorView) -> Event:
    word = "mendukung" if view.agrees else "tidak mendukung"
    who = (view.superior.full_name, view.capacity)
    text = format_html("Atasan langsung {}: <strong>{}</strong>, {}", word, *who)
    return Event(view.at, "person", "ok" if view.agrees else "warn", text, (), view.note)


def _asked_back(case: WorkRequest, asked: Cancellation, viewer: str) -> Event:
    who = "Anda" if viewer == case.applicant.identity else case.applicant.full_name
    text = format_html("Pembatalan hari diminta oleh <strong>{}</strong>", who)
    days = day_list(datetime.date.fromisoformat(text) for text in asked.dates)
    state = Cancellation.State(asked.state).label
    return Event(asked.asked_at, "ban", "", text, (days, state), asked.reason)
