"""What each step does beside the state: days, assessment, items of the proposal, notices.

`move` changes the requests (in memory, then one update); `follow` writes what goes with it. Both
run inside the door's transaction, for a set of requests that were judged already.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from copy import copy
from typing import TYPE_CHECKING, Any
from uuid import UUID

from wfa.notifications.services import notify_many
from wfa.requests import services as requests_services
from wfa.requests.models import LIVE_DAY, RequestDay, State, WorkRequest
from wfa.requests.selectors import facts_for
from wfa.schedules.services import Placed, clear_office_days, take_back_days, write_days
from workflows.models import Assessment, Cancellation, ProposalItem
from workflows.services import telling
from workflows.services.claims import check_days

if TYPE_CHECKING:
    from workflows.services.act import Act

_FIELDS = [
    "state",
    "round",
    "policy",
    "number",
    "submitted_at",
    "complete_at",
    "complete_by",
    "since",
    "stage_at",
    "due_on",
    "due_opd",
    "due_bkd",
    "decide_by",
    "conditions",
    "first_day",
    "last_day",
    "recommended_by",
    "decided_by",
    "changed_at",
]
_COLUMNS = {f.attname: f.name for f in WorkRequest._meta.concrete_fields if f.name in _FIELDS}


def move(act: Act, requests: list[WorkRequest]) -> None:
    """Call the transition of each request and store all of them at once."""
    for request in requests:
        _BEFORE.get(act.step.name, _nothing)(act, request)
        if act.step.by_days:
            _lose_days(act, request)
        else:
            getattr(request, act.step.name)(at=act.now, **_arguments(act))
        request.changed_at = act.now
    _store(requests, [act.loaded[request.pk] for request in requests])


def columns(request: WorkRequest) -> dict[str, Any]:
    """The values that a step may change, lists as copies."""
    return {name: copy(getattr(request, name)) for name in _COLUMNS}


def _store(requests: list[WorkRequest], before: list[dict[str, Any]]) -> None:
    """What changed: in one plain statement where it is the same for all, else row by row in one."""
    after = [columns(request) for request in requests]
    changed = [
        c for c in _COLUMNS if any(old[c] != new[c] for old, new in zip(before, after, strict=True))
    ]
    same = {c: after[0][c] for c in changed if all(new[c] == after[0][c] for new in after)}
    WorkRequest.objects.filter(pk__in=[r.pk for r in requests]).update(**same)
    if own := [c for c in changed if c not in same]:
        WorkRequest.objects.bulk_update(requests, [_COLUMNS[c] for c in own])


def _lose_days(act: Act, request: WorkRequest) -> None:
    """Days leave the request. With none left it is cancelled; else it runs over the others."""
    gone = set(act.leaving[request.pk])
    left = [d for d in live_dates(request) if d not in gone]
    ahead = [d for d in left if d >= act.today]
    if left:
        request.first_day, request.last_day = left[0], left[-1]
    if not ahead and not (left and request.state == State.IN_FORCE):
        request.cancel(at=act.now)


def follow(act: Act, requests: list[WorkRequest], before: dict[UUID, str]) -> None:
    """Days, items, assessments and notices that go with the step."""
    _AFTER.get(act.step.name, _nothing_for_all)(act, requests, before)
    if notices := telling.all_notices(act, requests):
        notify_many(notices)


def details(act: Act, request: WorkRequest) -> dict[str, Any]:
    """What the decision keeps beside its values."""
    found: dict[str, Any] = {}
    if act.step.name in {"submit", "approve"}:
        found["dates"] = [d.isoformat() for d in approved_dates(act, request)]
    if act.step.by_days:
        found["dates"] = [d.isoformat() for d in act.leaving[request.pk]]
    if act.step.name == "approve" and request.conditions:
        found["conditions"] = list(request.conditions)
    if number := act.data.get("document_number"):
        found["document"] = number
    return found


def live_dates(request: WorkRequest) -> list[datetime.date]:
    """The days that still count, from the rows that were loaded with the request."""
    return sorted(d.date for d in request.days.all() if d.state in LIVE_DAY)


def approved_dates(act: Act, request: WorkRequest) -> list[datetime.date]:
    """The days this approval is about: those chosen, else all that were asked."""
    if act.step.name == "submit":
        return sorted(datetime.date.fromisoformat(d) for d in request.dates)
    chosen = act.dates_of(request)
    return [d for d in live_dates(request) if chosen is None or d in chosen]


def leaving_dates(act: Act, request: WorkRequest) -> list[datetime.date]:
    """The days that a cancellation or recall takes, of those chosen.

    A day that has passed stays what it was, and one that has begun is taken by a recall only. Of
    a request that never came into force, and whose days have all passed, all days are taken.
    """
    chosen = act.dates_of(request)
    live = [d for d in live_dates(request) if chosen is None or d in chosen]
    tomorrow = act.today + datetime.timedelta(days=1)
    recalled = act.step.name == "recall"
    first = max(act.data.get("since") or act.today, act.today) if recalled else tomorrow
    stale = request.state == State.APPROVED and not any(d >= act.today for d in live)
    return live if stale and chosen is None else [d for d in live if d >= first]


def _arguments(act: Act) -> dict[str, Any]:
    if act.step.name == "submit":
        return {"complete_by": "Aturan kelengkapan"}
    if act.step.name in {"recommend", "refuse", "approve"}:
        return {"by_id": act.by.pk}
    if act.step.name in {"object", "overturn"}:
        return {"due": act.data["due"]}
    return {}


def _nothing(_act: Act, _request: WorkRequest) -> None: ...


def _nothing_for_all(_act: Act, _requests: list[WorkRequest], _before: dict[UUID, str]) -> None: ...


# --- before the transition -------------------------------------------------------------------


def _before_submit(act: Act, request: WorkRequest) -> None:
    requests_services.give_number(request, at=act.now)
    requests_services.write_days(
        request, policies=act.policies, check=lambda: check_days(act, request)
    )


def _before_approve(act: Act, request: WorkRequest) -> None:
    """Approving some of the days narrows the time the case runs."""
    if dates := approved_dates(act, request):
        request.first_day, request.last_day = dates[0], dates[-1]
    request.conditions = list(act.data.get("conditions", {}).get(request.pk, []))


def _before_reopen(_act: Act, request: WorkRequest) -> None:
    """All the days of this round are asked again."""
    dates = [d.date for d in request.days.all() if d.state in {"approved", "refused"}]
    request.first_day, request.last_day = min(dates), max(dates)


def refused_ahead(act: Act, request: WorkRequest) -> list[datetime.date]:
    """Refused days that an upheld objection can still bring back."""
    refused = [d.date for d in request.days.all() if d.state == RequestDay.State.REFUSED]
    return sorted(date for date in refused if date >= act.today)


def _before_overturn(act: Act, request: WorkRequest) -> None:
    """The refused days that still lie ahead are asked again."""
    dates = refused_ahead(act, request)
    request.first_day, request.last_day = min(dates), max(dates)


_BEFORE: dict[str, Callable[[Act, WorkRequest], None]] = {
    "submit": _before_submit,
    "approve": _before_approve,
    "reopen": _before_reopen,
    "overturn": _before_overturn,
}


# --- after it --------------------------------------------------------------------------------


_ASSESSED = [
    "assessor",
    "at",
    "criteria",
    "workload",
    "conditions",
    "service_impact",
    "substitute",
    "note",
]


def _after_recommend(act: Act, requests: list[WorkRequest], _before: dict[UUID, str]) -> None:
    """The OPD's assessment; in bulk the criteria as the applicant declared them.

    One that was taken back and is given again in the same round takes the place of the first.
    """
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
        ],
        update_conflicts=True,
        unique_fields=["request", "round"],
        update_fields=_ASSESSED,
    )


def _after_propose(act: Act, requests: list[WorkRequest], _before: dict[UUID, str]) -> None:
    proposal = act.data["proposal"]
    ProposalItem.objects.bulk_create([ProposalItem(proposal=proposal, request=r) for r in requests])


def _after_approve(act: Act, requests: list[WorkRequest], _before: dict[UUID, str]) -> None:
    """Approved days are approved; the days of the request that were not chosen are refused."""
    partial = [r for r in requests if r.pk in act.data.get("days", {})]
    if others := {r.pk: _not_chosen(act, r) for r in partial}:
        requests_services.cancel_days(others, RequestDay.State.REFUSED)
    requests_services.set_days(requests, RequestDay.State.APPROVED)


def _not_chosen(act: Act, request: WorkRequest) -> list[datetime.date]:
    chosen = set(approved_dates(act, request))
    return [date for date in live_dates(request) if date not in chosen]


def _after_refuse(act: Act, requests: list[WorkRequest], before: dict[UUID, str]) -> None:
    requests_services.set_days(requests, RequestDay.State.REFUSED)
    _leave(act, [r for r in requests if before[r.pk] != State.PROPOSED])


def _after_send_back(act: Act, requests: list[WorkRequest], _before: dict[UUID, str]) -> None:
    requests_services.keep_rounds(requests, at=act.now)
    _leave(act, requests)


def _after_return(act: Act, requests: list[WorkRequest], _before: dict[UUID, str]) -> None:
    _leave(act, requests)


def _after_withdraw(act: Act, requests: list[WorkRequest], _before: dict[UUID, str]) -> None:
    requests_services.set_days(requests, RequestDay.State.CANCELLED)
    _leave(act, requests)


def _after_reopen(act: Act, requests: list[WorkRequest], _before: dict[UUID, str]) -> None:
    since = act.today if act.step.name == "overturn" else datetime.date.min
    for request in requests:
        requests_services.reopen_days(request, since=since)
    act.facts = facts_for(requests, quota=False)
    for request in requests:
        check_days(act, request)


def _after_overturn(act: Act, requests: list[WorkRequest], before: dict[UUID, str]) -> None:
    """The days are asked again, and the request goes to the BKD in a proposal of its own."""
    from workflows.services.proposals import advance

    _after_reopen(act, requests, before)
    _after_propose(act, requests, before)
    advance(act.data["proposal"])


def _after_enact(act: Act, requests: list[WorkRequest], _before: dict[UUID, str]) -> None:
    """The days are written down where everybody looks who is where; never backwards."""
    basis = f"Keputusan Nomor {act.data['document_number']}"
    placed = [
        Placed(
            employee_id=r.applicant_id,
            unit_id=unit_id,
            dates=dates,
            place=r.place,
            source_id=str(r.pk),
            basis=basis,
            is_structural=structural,
        )
        for r in requests
        for (unit_id, structural), dates in _ahead(act, r).items()
    ]
    clear_office_days(placed, why=f"Diganti {basis}")
    write_days(placed, source_kind="request")


def _ahead(act: Act, request: WorkRequest) -> dict[tuple[int, bool], tuple[datetime.date, ...]]:
    """{(unit, whether it is an official's seat): its days that aren't past}"""
    found: dict[tuple[int, bool], tuple[datetime.date, ...]] = {}
    for each in sorted(request.days.all(), key=lambda d: d.date):
        if each.work_unit_id and each.state in LIVE_DAY and each.date >= act.today:
            key = (each.work_unit_id, each.is_structural)
            found[key] = (*found.get(key, ()), each.date)
    return found


def _after_end(_act: Act, requests: list[WorkRequest], _before: dict[UUID, str]) -> None:
    _drop_askings(requests)


def _after_revoke(act: Act, requests: list[WorkRequest], _before: dict[UUID, str]) -> None:
    """A revocation looks ahead: days that were worked stay what they were."""
    gone = requests_services.set_days(requests, RequestDay.State.CANCELLED, since=act.today)
    _take_back(gone, f"Dicabut: {act.note}")
    _drop_askings(requests)


def _after_days_lost(act: Act, requests: list[WorkRequest], before: dict[UUID, str]) -> None:
    """The days go, with their seats and work days. What never came into force leaves nothing."""
    over = [r for r in requests if r.state == State.CANCELLED]
    unborn = [r for r in over if before[r.pk] == State.APPROVED]
    dates = {r.pk: act.leaving[r.pk] for r in requests} | {r.pk: live_dates(r) for r in unborn}
    gone = requests_services.cancel_days(dates)
    _take_back(gone, f"{act.step.done[:1].upper()}{act.step.done[1:]}: {act.note}")
    _leave(act, unborn)
    _drop_askings(over)


def _drop_askings(requests: list[WorkRequest]) -> None:
    """What was asked of a request that has ended since can't be decided any more."""
    waiting = Cancellation.objects.filter(request__in=requests, state=Cancellation.State.ASKED)
    waiting.update(
        state=Cancellation.State.WITHDRAWN, note="Gugur: pengajuannya tidak berlaku lagi."
    )


def _take_back(days: list[RequestDay], why: str) -> None:
    dates: dict[str, list[datetime.date]] = {}
    for day in days:
        dates.setdefault(str(day.request_id), []).append(day.date)
    if dates:
        take_back_days(dates, source_kind="request", why=why)


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
    "return_to_opd": _after_return,
    "withdraw": _after_withdraw,
    "reopen": _after_reopen,
    "overturn": _after_overturn,
    "enact": _after_enact,
    "end": _after_end,
    "revoke": _after_revoke,
    "cancel": _after_days_lost,
    "recall": _after_days_lost,
}
