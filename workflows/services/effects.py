"""What each step does beside the state: days, assessment, items of the proposal, notices.

`move` changes the requests (in memory, then one update); `follow` writes what goes with it. Both
run inside the door's transaction, for a set of requests that were judged already.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse

from wfa.calendars.wording import day_list
from wfa.notifications.services import Notice, notify_many
from wfa.people.permissions import nearest_holders
from wfa.requests import services as requests_services
from wfa.requests.models import LIVE_DAY, RequestDay, State, WorkRequest
from workflows.models import Assessment, ProposalItem

if TYPE_CHECKING:
    from workflows.services.door import Act

_FIELDS = [
    "state",
    "round",
    "policy",
    "number",
    "submitted_at",
    "complete_at",
    "complete_by",
    "since",
    "first_day",
    "last_day",
    "recommended_by",
    "decided_by",
    "changed_at",
]


def move(act: Act, requests: list[WorkRequest]) -> None:
    """Call the transition of each request and store all of them at once."""
    for request in requests:
        _BEFORE.get(act.step.name, _nothing)(act, request)
        getattr(request, act.step.name)(at=act.now, **_arguments(act))
        request.changed_at = act.now
    WorkRequest.objects.bulk_update(requests, _FIELDS)


def follow(act: Act, requests: list[WorkRequest], before: dict[UUID, str]) -> None:
    """Days, items, assessments and notices that go with the step."""
    _AFTER.get(act.step.name, _nothing_for_all)(act, requests, before)
    notices = [notice for request in requests for notice in _notices(act, request)]
    if notices:
        notify_many(notices)


def details(act: Act, request: WorkRequest) -> dict[str, Any]:
    """What the decision keeps beside its values."""
    dates = [d.isoformat() for d in approved_dates(act, request)]
    found: dict[str, Any] = {"dates": dates} if act.step.name in {"submit", "approve"} else {}
    if number := act.data.get("document_number"):
        found["document"] = number
    return found


def approved_dates(act: Act, request: WorkRequest) -> list[Any]:
    """The days this approval is about: those chosen, else all that were asked."""
    if act.step.name == "submit":
        return sorted(datetime.date.fromisoformat(d) for d in request.dates)
    chosen = act.data.get("days", {}).get(request.pk)
    asked = [d.date for d in request.days.all() if d.state in LIVE_DAY]
    return sorted(d for d in asked if chosen is None or d in chosen)


def _arguments(act: Act) -> dict[str, Any]:
    if act.step.name == "submit":
        return {"complete_by": "Aturan kelengkapan"}
    if act.step.name in {"recommend", "refuse", "approve"}:
        return {"by_id": act.by.pk}
    return {}


def _nothing(_act: Act, _request: WorkRequest) -> None: ...


def _nothing_for_all(_act: Act, _requests: list[WorkRequest], _before: dict[UUID, str]) -> None: ...


# --- before the transition -------------------------------------------------------------------


def _before_submit(act: Act, request: WorkRequest) -> None:
    requests_services.give_number(request, at=act.now)
    requests_services.write_days(request)


def _before_approve(act: Act, request: WorkRequest) -> None:
    """Approving some of the days narrows the time the case runs."""
    if dates := approved_dates(act, request):
        request.first_day, request.last_day = dates[0], dates[-1]


def _before_reopen(_act: Act, request: WorkRequest) -> None:
    """All the days of this round are asked again."""
    dates = [d.date for d in request.days.all() if d.state in {"approved", "refused"}]
    request.first_day, request.last_day = min(dates), max(dates)


_BEFORE: dict[str, Callable[[Act, WorkRequest], None]] = {
    "submit": _before_submit,
    "approve": _before_approve,
    "reopen": _before_reopen,
}


# --- after it --------------------------------------------------------------------------------


def _after_recommend(act: Act, requests: list[WorkRequest], _before: dict[UUID, str]) -> None:
    """The OPD's assessment; in bulk the criteria as the applicant declared them."""
    given = act.data.get("assessment", {})
    Assessment.objects.bulk_create(
        [
            Assessment(
                request=r,
                round=r.round,
                assessor=act.by,
                at=act.now,
                note=act.note,
                **{"criteria": r.criteria, **given.get(r.pk, {})},
            )
            for r in requests
        ]
    )


def _after_propose(act: Act, requests: list[WorkRequest], _before: dict[UUID, str]) -> None:
    proposal = act.data["proposal"]
    ProposalItem.objects.bulk_create([ProposalItem(proposal=proposal, request=r) for r in requests])


def _after_approve(act: Act, requests: list[WorkRequest], _before: dict[UUID, str]) -> None:
    """Approved days are approved; the days of the request that were not chosen are refused."""
    partial = [r for r in requests if r.pk in act.data.get("days", {})]
    whole = [r for r in requests if r not in partial]
    requests_services.set_days(whole, RequestDay.State.APPROVED)
    for request in partial:
        chosen = approved_dates(act, request)
        request.days.filter(state__in=LIVE_DAY).exclude(date__in=chosen).update(
            state=RequestDay.State.REFUSED
        )
        request.days.filter(state__in=LIVE_DAY, date__in=chosen).update(
            state=RequestDay.State.APPROVED
        )


def _after_refuse(act: Act, requests: list[WorkRequest], before: dict[UUID, str]) -> None:
    requests_services.set_days(requests, RequestDay.State.REFUSED)
    _leave(act, [r for r in requests if before[r.pk] != State.PROPOSED])


def _after_send_back(act: Act, requests: list[WorkRequest], _before: dict[UUID, str]) -> None:
    _leave(act, requests)


def _after_withdraw(act: Act, requests: list[WorkRequest], _before: dict[UUID, str]) -> None:
    requests_services.set_days(requests, RequestDay.State.CANCELLED)
    _leave(act, requests)


def _after_reopen(_act: Act, requests: list[WorkRequest], _before: dict[UUID, str]) -> None:
    requests_services.reopen_days(requests)


def _after_revoke(act: Act, requests: list[WorkRequest], _before: dict[UUID, str]) -> None:
    """A revocation looks ahead: days that were worked stay what they were."""
    requests_services.set_days(requests, RequestDay.State.CANCELLED, since=act.today)


def _leave(act: Act, requests: list[WorkRequest]) -> None:
    """Take the requests out of their proposal; one emptied before its letter is finished."""
    from workflows.services.proposals import advance

    items = [act.items[r.pk] for r in requests if r.pk in act.items]
    if not items:
        return
    ProposalItem.objects.filter(pk__in=[i.pk for i in items]).update(is_open=False, left_at=act.now)
    for proposal in {i.proposal_id: i.proposal for i in items}.values():
        advance(proposal)


_AFTER: dict[str, Callable[[Act, list[WorkRequest], dict[UUID, str]], None]] = {
    "recommend": _after_recommend,
    "propose": _after_propose,
    "approve": _after_approve,
    "refuse": _after_refuse,
    "send_back": _after_send_back,
    "return_to_opd": _after_send_back,
    "withdraw": _after_withdraw,
    "reopen": _after_reopen,
    "revoke": _after_revoke,
}


# --- notices ---------------------------------------------------------------------------------

_TOLD = {
    "send_back": "Pengajuan Anda perlu diperbaiki",
    "refuse": "Pengajuan Anda ditolak",
    "approve": "Pengajuan Anda disetujui, menunggu SK",
    "revoke": "Persetujuan Anda dicabut",
}


def _notices(act: Act, request: WorkRequest) -> list[Notice]:
    link = reverse("pengajuan", args=[request.pk])
    if act.step.name in _TOLD:
        why = f"\n\nAlasan: {act.note}" if act.note else ""
        body = f"{_about(act, request)}{why}"
        return [Notice(request.applicant, _TOLD[act.step.name], body, link)]
    if act.step.name in {"submit", "return_to_opd"}:
        subject = "Pengajuan baru menunggu penilaian"
        if act.step.name == "return_to_opd":
            subject = "BKD mengembalikan pengajuan ke OPD"
        body = f"{request.applicant.full_name}: {_about(act, request)}"
        people = nearest_holders("assess_request", request.unit)
        return [Notice(p, subject, body, link) for p in people if p.pk != request.applicant_id]
    return []


def _about(act: Act, request: WorkRequest) -> str:
    dates = approved_dates(act, request)
    return f"{request.short_kind} {day_list(dates)}." if dates else f"{request.number}."
