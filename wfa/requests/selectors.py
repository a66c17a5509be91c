"""Questions about requests: who may see them, and the facts the rules look at."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from django.db.models import CharField, Q, QuerySet, Value
from django.utils import timezone

from wfa.calendars.rules import Calendar
from wfa.calendars.selectors import load
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Authority, under
from wfa.policies.models import Policy
from wfa.policies.selectors import TASK_CRITERIA, RuleSet, rules_for_cases
from wfa.requests.models import (
    LIVE_DAY,
    WAITING,
    Evidence,
    PlanItem,
    RequestDay,
    RequestRound,
    State,
    WorkRequest,
)
from wfa.requests.rules import (
    Difference,
    Facts,
    Finding,
    Level,
    add_months,
    compare,
    content,
    monday,
    quota,
)
from wfa.schedules.rules import Claim, Seats
from wfa.schedules.rules.revoked import revoked_of
from wfa.schedules.selectors import (
    claim_rows,
    claims_of,
    is_structural,
    read_claims,
    seats_for_person,
)


def visible_to(user: Employee, authority: Authority) -> QuerySet[WorkRequest]:
    """Own requests, and those of units whose cases one may see (never somebody's draft)."""
    own = Q(applicant=user) | Q(filed_by=user)
    scope = under(authority.paths("view_case"), "unit__path") & ~Q(state=State.DRAFT)
    return WorkRequest.objects.filter(own | scope)


def waiting_cases(*states: str) -> QuerySet[WorkRequest]:
    """The cases that wait in one of these states (of `WAITING`), by the index on what waits.

    Whoever waits for an official has a deadline, a closed case has none: said here in so many
    words, or SQLite would look at every closed case of the unit.
    """
    return WorkRequest.objects.filter(state__in=states or WAITING, due_on__isnull=False)


def mine(user: Employee) -> QuerySet[WorkRequest]:
    """The requests of one employee, newest first."""
    return (
        WorkRequest.objects.filter(applicant=user)
        .select_related("opd", "unit")
        .prefetch_related("days")
    )


def facts_of(request: WorkRequest, *, today: datetime.date | None = None) -> Facts:
    """The facts of one request; see `facts_for`."""
    return facts_for([request], today=today)[request.pk]


def facts_for(
    requests: Sequence[WorkRequest],
    *,
    today: datetime.date | None = None,
    quota: bool = True,
    others: bool = True,
    policies: Sequence[Policy] | None = None,
) -> dict[UUID, Facts]:
    """Facts for the rules of each request, in a constant number of queries.

    `requests` should come with `applicant__position` and `applicant__unit` selected. `quota`:
    look at the seats of those that don't hold theirs yet (drafts), at 3 queries per unit, and at
    what their applicants' schedules say; at filing the door asks both again under the locks.
    `others`: False where the other days of the same people are read later (`with_other_days`).
    `policies`: `in_force` of the `judged_unit` of each, where they were read already.
    """
    day = today or timezone.localdate()
    live = _live_days(requests) if others else defaultdict(set)
    dates = {r.pk: tuple(_judged_dates(r, live[r.applicant_id])) for r in requests}
    first = min((min(d) for d in dates.values() if d), default=day)
    last = max((max(d) for d in dates.values() if d), default=day)
    calendar = load(
        min(first, day) - datetime.timedelta(days=60), max(last, day) + datetime.timedelta(days=90)
    )
    filled = _filled(requests)
    rules = rules_for_cases([(judged_unit(r), known_at(r)) for r in requests], known=policies)
    seats = _seats(requests, dates, calendar) if quota else {}
    claims = _claims(requests, dates) if quota else {}
    return {
        r.pk: Facts(
            today=day,
            basis=r.basis,
            place=r.place,
            dates=dates[r.pk],
            other_days=tuple(sorted(d for pk, d in live[r.applicant_id] if pk != r.pk)),
            standing=r.applicant.standing,
            is_active=r.applicant.is_active,
            position=r.applicant.position.name if r.applicant.position else "",
            position_since=r.applicant.position_since,
            echelon=r.applicant.echelon,
            rules=rules[i],
            calendar=calendar,
            filled=filled.get(r.pk, frozenset()),
            criteria=tuple((k, bool(r.criteria.get(k))) for k in _criteria_keys(rules[i])),
            seats=seats.get(r.pk, {}),
            claims=claims.get(r.applicant_id, {}),
            revoked=revoked_of(r.applicant),
        )
        for i, r in enumerate(requests)
    }


def with_other_days(facts: Facts, request: WorkRequest) -> Facts:
    """The facts with what else is known of the person's days in these weeks, read now: days of
    other requests, and what schedules say; 1 query.
    """
    first, last = _weeks(facts.dates)
    mine = [request.applicant_id]
    asked = RequestDay.objects.filter(
        employee__in=mine, state__in=LIVE_DAY, date__range=(first, last)
    ).exclude(request=request.pk)
    text = Value("", output_field=CharField())
    own = asked.order_by().values_list("employee_id", "date", text, Value(_ASKED))
    rows = list(claim_rows(mine, first, last).union(own, all=True))
    claims = read_claims([row for row in rows if row[3] != _ASKED], first, last)
    others = sorted(row[1] for row in rows if row[3] == _ASKED)
    return replace(facts, other_days=tuple(others), claims=claims.get(request.applicant_id, {}))


_ASKED = 2
"""Marks a day of a request among the rows of claims."""


def _claims(
    requests: Sequence[WorkRequest], dates: dict[UUID, tuple[datetime.date, ...]]
) -> dict[int, dict[datetime.date, Claim]]:
    """{applicant: what schedules say about them} of the requests that aren't filed yet; 1 query."""
    drafts = [r for r in requests if r.state in {State.DRAFT, State.RETURNED} and dates[r.pk]]
    if not drafts:
        return {}
    span = _weeks([date for r in drafts for date in dates[r.pk]])
    return claims_of({r.applicant_id for r in drafts}, *span)


def _weeks(dates: Collection[datetime.date]) -> tuple[datetime.date, datetime.date]:
    """From the Monday of the first to the Sunday of the last."""
    return monday(min(dates)), monday(max(dates)) + datetime.timedelta(days=6)


SEATS_AHEAD = datetime.timedelta(days=62)
"""How far beyond the chosen days free ones are looked for, to be suggested instead."""


def _seats(
    requests: Sequence[WorkRequest],
    dates: dict[UUID, tuple[datetime.date, ...]],
    calendar: Calendar,
) -> dict[UUID, dict[datetime.date, Seats]]:
    """Seats of the chosen and the following working days, for requests that hold none yet."""
    found = {}
    for request in requests:
        chosen = dates[request.pk]
        if request.state in {State.DRAFT, State.RETURNED} and chosen:
            last = min(max(chosen) + SEATS_AHEAD, calendar.end)
            days = [*chosen, *calendar.working_days(min(chosen), last)]
            found[request.pk] = day_seats(request, days)
    return found


def day_seats(request: WorkRequest, dates: Sequence[datetime.date]) -> dict[datetime.date, Seats]:
    """{date: seats} as this request finds them: its own don't stand in its way; <= 4 queries."""
    home = request.applicant.unit or request.unit
    seats = seats_for_person(home, dates, structural=is_structural(request.applicant))
    return _without_own(request, seats)


def _without_own(
    request: WorkRequest, seats: dict[datetime.date, Seats]
) -> dict[datetime.date, Seats]:
    """A returned request still holds its seats: they don't stand in its own way."""
    if request.state == State.DRAFT:
        return seats
    held = request.days.filter(state__in=LIVE_DAY)
    for date in held.values_list("date", flat=True):
        if date in seats:
            seats[date] = replace(seats[date], taken=seats[date].taken - 1)
    return seats


def quota_findings(request: WorkRequest, full: Iterable[datetime.date]) -> list[Finding]:
    """What is said when a seat was lost in the very moment of filing: the days, and free ones."""
    facts = facts_of(request)
    return [f for f in quota(facts, known_full=frozenset(full)) if f.level is Level.BAD]


def contents_of(requests: Sequence[WorkRequest]) -> dict[UUID, dict[str, str]]:
    """What each request says, as people read it: {request: {label: value}}; 2 queries."""
    plans: dict[UUID, list[str]] = defaultdict(list)
    for item in PlanItem.objects.filter(request__in=requests):
        plans[item.request_id].append(
            f"{item.activity}: {item.target} {item.measure}, {item.output}"
        )
    files: dict[UUID, list[str]] = defaultdict(list)
    for each in Evidence.objects.filter(request__in=requests).select_related("file"):
        files[each.request_id].append(each.file.original_name)
    return {r.pk: content(r, plans[r.pk], files[r.pk]) for r in requests}


def last_round(request: WorkRequest) -> RequestRound | None:
    """What the request said before it was last sent back."""
    return request.rounds.order_by("-round").first()


def differences(request: WorkRequest) -> list[Difference]:
    """What changed since the request was last sent back; empty in the first round."""
    before = last_round(request)
    if before is None:
        return []
    return compare(before.content, contents_of([request])[request.pk])


def criteria_of(rules: RuleSet) -> list[tuple[str, str]]:
    """(key, sentence) of each criterion of the task: the five of law, then the policy's own."""
    return [*TASK_CRITERIA, *((text, text) for text in rules.criteria)]


def _criteria_keys(rules: RuleSet) -> list[str]:
    return [key for key, _ in criteria_of(rules)]


def home_unit(request: WorkRequest) -> Unit:
    """Where the applicant works today: whose closing holds the case."""
    return request.applicant.unit or request.unit


def judged_unit(request: WorkRequest) -> Unit:
    """Whose rules hold: the applicant's own unit, or after a transfer the unit that was asked."""
    own = request.applicant.unit
    below = own is not None and (own.path or "").startswith(request.unit.path or "")
    return own if own is not None and below else request.unit


def known_at(request: WorkRequest) -> datetime.datetime | None:
    """The moment whose policy judges the request: its (last) submission; None = now."""
    return None if request.state in {State.DRAFT, State.RETURNED} else request.submitted_at


def asked_dates(request: WorkRequest) -> list[datetime.date]:
    """The days the request is about: the draft's choice, or its days that still count."""
    if request.state in {State.DRAFT, State.RETURNED}:
        return sorted(datetime.date.fromisoformat(d) for d in request.dates)
    return sorted(d.date for d in request.days.all() if d.state in LIVE_DAY)


_Live = set[tuple[UUID, datetime.date]]


def _judged_dates(request: WorkRequest, live: _Live) -> list[datetime.date]:
    """As `asked_dates`, from the live days that are loaded already."""
    if request.state in {State.DRAFT, State.RETURNED}:
        return asked_dates(request)
    return sorted(date for pk, date in live if pk == request.pk)


def _live_days(requests: Sequence[WorkRequest]) -> dict[int, _Live]:
    """{employee: {(request, date)}} of live days in the weeks that the requests touch; 1 query."""
    found: dict[int, _Live] = defaultdict(set)
    span = [d for r in requests for d in _edges(r)]
    if not span:
        return found
    week = datetime.timedelta(days=6)
    rows = RequestDay.objects.filter(
        employee__in={r.applicant_id for r in requests},
        state__in=LIVE_DAY,
        date__range=(monday(min(span)), monday(max(span)) + week),
    ).values_list("employee_id", "request_id", "date")
    for employee, request, date in rows:
        found[employee].add((request, date))
    return found


def _edges(request: WorkRequest) -> list[datetime.date]:
    """Days between which all days of the request lie."""
    if request.state in {State.DRAFT, State.RETURNED}:
        return asked_dates(request)
    return [d for d in (request.first_day, request.last_day) if d]


_TEXTS = ("reason", "place", "place_address", "place_reason", "phone")


def _filled(requests: Iterable[WorkRequest]) -> dict[UUID, frozenset[str]]:
    """{request: parts of the form that are filled in}; only drafts are looked at, 1 query."""
    drafts = [r for r in requests if r.state in {State.DRAFT, State.RETURNED}]
    found: dict[UUID, set[str]] = {
        r.pk: {n for n in _TEXTS if str(getattr(r, n)).strip()} for r in drafts
    }
    if drafts:
        plans = PlanItem.objects.filter(request__in=drafts).exclude(output="").order_by()
        files = Evidence.objects.filter(request__in=drafts)
        rows = plans.values_list("request_id", Value("plan")).union(
            files.values_list("request_id", Value("evidence"))
        )
        for pk, part in rows:
            found[pk].add(part)
    return {pk: frozenset(parts) for pk, parts in found.items()}


def day_choices(
    request: WorkRequest, *, today: datetime.date | None = None, facts: Facts | None = None
) -> list[datetime.date]:
    """The working days that may be ticked: from tomorrow to the end of the longest period."""
    facts = facts or facts_of(request, today=today)
    day, last = facts.today, last_choice(facts)
    calendar = load(day, last)
    span = (day + datetime.timedelta(days=n) for n in range(1, (last - day).days + 1))
    weekdays = facts.rules.values["weekdays"] if request.basis == "task" else range(7)
    return [d for d in span if calendar.is_working_day(d) and d.weekday() in weekdays]


def last_choice(facts: Facts) -> datetime.date:
    """The last day that can be asked for today: the end of the longest period."""
    return add_months(facts.today, facts.rules.values["max_period_months"])


def taken_days(
    request: WorkRequest, first: datetime.date, last: datetime.date
) -> dict[datetime.date, str]:
    """{date: number of the request} of the same person's live days in other requests; 1 query."""
    rows = RequestDay.objects.filter(
        employee=request.applicant_id, state__in=LIVE_DAY, date__range=(first, last)
    ).exclude(request=request.pk)
    return {date: str(number) for date, number in rows.values_list("date", "request__number")}


def own(user: Employee) -> QuerySet[WorkRequest]:
    """What this person filed, for themselves or for somebody else, ready for the rules."""
    return WorkRequest.objects.filter(Q(applicant=user) | Q(filed_by=user)).select_related(
        "applicant__position", "applicant__unit", "unit", "opd", "policy"
    )


def filed_for_others(user: Employee) -> QuerySet[WorkRequest]:
    """What this person filled in for somebody else, the newest first."""
    found = WorkRequest.objects.filter(filed_by=user).exclude(applicant=user)
    return found.select_related("applicant__unit", "opd").prefetch_related("days")
