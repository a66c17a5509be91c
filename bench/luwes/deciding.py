"""Cases brought to where they are decided, the decision as a service, in bulk, and as bare SQL."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from django.test import Client
from django.urls import reverse

from bench.clock import Act
from bench.luwes import floor
from bench.luwes.cast import Cast
from wfa.demo import cases
from wfa.requests.models import State, WorkRequest
from workflows.services import perform

BULK = 200
Cases = Sequence[WorkRequest]


def same(subject: Any) -> WorkRequest:
    return cast(WorkRequest, subject)


def submitted(cast: Cast, number: int) -> list[WorkRequest]:
    """Cases of the large OPD, asked for by people who have nothing else waiting."""
    return [cases.submit(cases.draft(person)) for person in cast.spare[:number]]


def proposed(cast: Cast, number: int) -> list[WorkRequest]:
    """The same in one proposal that the BKD has received."""
    office = cast.large.office
    asked = cases.recommend(submitted(cast, number), office.assessor)
    cases.received(office, asked)
    return _now(asked)


def _now(found: Cases) -> list[WorkRequest]:
    by_key = WorkRequest.objects.in_bulk([case.pk for case in found])
    return [by_key[case.pk] for case in found]


def all_in(
    state: str, case_of: Callable[[Any], WorkRequest] = same
) -> Callable[[Sequence[Any]], str]:
    def check(done: Sequence[Any]) -> str:
        states = {case.state for case in _now([case_of(subject) for subject in done])}
        return "" if states == {state} else f"states are {sorted(states)}, not {state}"

    return check


def take_back(case_of: Callable[[Any], WorkRequest] = same) -> Callable[[Sequence[Any]], None]:
    """Withdraw what was asked for, so that the backlog is what it was and the days are free."""

    def after(done: Sequence[Any]) -> None:
        for case in _now([case_of(subject) for subject in done]):
            if case.state in {State.SUBMITTED, State.RECOMMENDED, State.PROPOSED}:
                perform("withdraw", [case], by=case.applicant)

    return after


def reopen_and_take_back(cast: Cast) -> Callable[[Sequence[Any]], None]:
    def after(done: Sequence[Any]) -> None:
        perform("reopen", list(done), by=cast.verifier)
        take_back()(done)

    return after


def acts(cast: Cast) -> list[Act]:
    """One approval through the one door, and the least that any program would have to write."""

    def through_the_door(case: WorkRequest) -> None:
        perform("approve", [case], by=cast.verifier)

    after = reopen_and_take_back(cast)
    bare = floor.Floor(cast.verifier)
    return [
        Act("door", through_the_door, lambda n: proposed(cast, n), all_in("approved"), after),
        Act(
            "floor",
            bare.decide,
            lambda n: bare.prepared(proposed(cast, n)),
            lambda done: all_in("approved")([each.case for each in done]),
            lambda done: after(bare.finished(done)),
        ),
    ]


def bulk(cast: Cast, client: Client) -> list[Act]:
    """200 approvals with one press; reopened after each, outside the clock."""
    waiting = proposed(cast, BULK)
    proposal = waiting[0].items.get(is_open=True).proposal_id
    keys = [str(case.pk) for case in waiting]
    typed = {"langkah": "approve", "pilih": keys, "jumlah": str(BULK)}
    url = reverse("usulan-putuskan", args=[proposal])

    def reopen(_subject: Any) -> None:
        receipts = perform("reopen", waiting, by=cast.verifier)
        if sum(receipt.outcome == "done" for receipt in receipts) != BULK:
            raise LookupError(f"not all were approved: {receipts[0].sentence}")

    return [
        Act(
            "bulk_200",
            lambda _: client.post(url, typed),
            between=reopen,
            after=lambda _: take_back()(waiting),
        )
    ]
