"""Everything that stands beside a list and its open case, in one query.

An inbox shows a case with its plan, files, colleagues, quota and history, and must not ask the
database more often for that. Each part is a row (name of the part, values as JSON), and all parts
come together in one UNION.
"""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import (
    CharField,
    F,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from wfa.decisions.models import Decision
from wfa.people.models import Region
from wfa.policies.models import Policy
from wfa.requests.models import Evidence, PlanItem, RequestDay, WorkRequest
from wfa.schedules.models import QuotaCounter
from wfa.schedules.rules import Seats
from workflows.models import Assessment, ReasonTemplate, SavedView, SuperiorView

NAMES_A_DAY = 4
DAYS_SHOWN = 6
"""Of how many days of a case the neighbours are named."""
PAST = datetime.timedelta(days=92)
"""How far back a person's days are counted: three months."""

Rows = list[dict[str, Any]]


@dataclass
class Beside:
    """The parts by name; dates and moments are values, not text."""

    parts: dict[str, Rows] = field(default_factory=lambda: defaultdict(list))

    def __getitem__(self, name: str) -> Rows:
        return self.parts[name]

    @property
    def region(self) -> str:
        """Name of the region; "" before the set-up."""
        return next((str(Region(**row)) for row in self["region"]), "")

    @property
    def is_closing(self) -> bool:
        """Whether any policy of today switches flexible work off somewhere."""
        return bool(self["closing"])

    @property
    def seats(self) -> dict[datetime.date, Seats]:
        """{date: seats} of the days of the case that hold one."""
        return {row["date"]: Seats(row["taken"], row["limit"]) for row in self["seats"]}

    @property
    def decisions(self) -> list[Decision]:
        """What was decided on the case, oldest first."""
        return sorted((Decision(**row) for row in self["decisions"]), key=lambda d: d.at)


def beside(
    *,
    owner_id: int,
    place: str,
    units: Iterable[int],
    case: WorkRequest | None = None,
    dates: Sequence[datetime.date] = (),
) -> Beside:
    """What a desk shows beside its list: kept views and sentences, and all about the open case.

    `dates`: the live days of the case, of which the seats and the neighbours are wanted.
    """
    today = timezone.localdate()
    about = [*_case(case, today), *_around(case, dates)] if case else []
    queries = [*_desk(owner_id, place, list(units), today), *about]
    parts = [_part(name, rows, fields) for name, rows, fields in queries]
    found = Beside()
    for name, values in parts[0].union(*parts[1:], all=True):
        found[name].append({key: _value(key, value) for key, value in values.items()})
    return found


Part = tuple[str, QuerySet[Any], Sequence[str]]
"""(name, rows, fields; "key=path" where the field has another name)"""


def _part(name: str, rows: QuerySet[Any], fields: Sequence[str]) -> QuerySet[Any]:
    pairs = [(f.partition("=")[0], f.rpartition("=")[2]) for f in fields]
    values = JSONObject(**{key: F(path) for key, path in pairs})
    found: QuerySet[Any] = rows.order_by().annotate(
        part=Value(name, output_field=CharField()), row=values
    )
    return found.values_list("part", "row")


def _desk(owner_id: int, place: str, units: list[int], today: datetime.date) -> list[Part]:
    return [
        ("region", Region.objects.filter(pk=1), ("kind", "name")),
        ("views", SavedView.objects.filter(owner=owner_id, place=place), ("pk", "name", "query")),
        ("reasons", ReasonTemplate.objects.filter(unit__in=units), ("step", "text")),
        (
            "closing",
            Policy.objects.filter(
                Q(effective_until__isnull=True) | Q(effective_until__gte=today),
                state=Policy.State.IN_FORCE,
                effective_from__lte=today,
                parameters__open=False,
            ),
            ("pk",),
        ),
    ]


def _case(case: WorkRequest, today: datetime.date) -> list[Part]:
    first, mine = today - PAST, RequestDay.objects.filter(employee=case.applicant_id)
    return [
        (
            "plan",
            PlanItem.objects.filter(request=case),
            ("order", "pk", "activity", "target", "measure", "output", "due"),
        ),
        (
            "evidence",
            Evidence.objects.filter(request=case),
            (
                "pk",
                "is_health",
                "name=file__original_name",
                "size=file__size",
                "pages=file__pages",
                "type=file__content_type",
            ),
        ),
        ("decisions", _decisions(case), _DECISION),
        (
            "assessments",
            Assessment.objects.filter(request=case),
            (
                "round",
                "assessor=assessor__name",
                "criteria",
                "workload",
                "conditions",
                "service_impact",
                "substitute",
                "note",
            ),
        ),
        (
            "views_given",
            SuperiorView.objects.filter(request=case),
            ("round", "name=superior__name", "capacity", "agrees", "note"),
        ),
        ("past", mine.filter(date__range=(first, today)), ("state",)),
    ]


def _around(case: WorkRequest, dates: Sequence[datetime.date]) -> list[Part]:
    """The seats of the OPD on these days, and the first who hold one beside the applicant.

    However many hold one: what is read are a counter and a few rows of an index for each day.
    """
    own = RequestDay.objects.filter(request=case, seat_unit__isnull=False)
    unit = Subquery(own.order_by("pk").values("seat_unit")[:1])
    counters = QuotaCounter.objects.filter(unit=unit, date__in=dates)
    return [
        *(_neighbours(case, unit, date) for date in dates[:DAYS_SHOWN]),
        ("seats", counters, ("date", "taken", "limit")),
    ]


def _neighbours(case: WorkRequest, unit: Subquery, date: datetime.date) -> Part:
    """A part for each day: joined by OR, PostgreSQL would read every day there ever was."""
    held = RequestDay.objects.filter(seat_unit=unit, date=date).exclude(request=case.pk)
    first = held.order_by("pk").values("pk")[:NAMES_A_DAY]
    return (
        "away",
        RequestDay.objects.filter(pk__in=first),
        ("date", "name=employee__name", "place=request__place"),
    )


_DECISION = (
    "id",
    "at",
    "step",
    "subject_nip",
    "from_state",
    "to_state",
    "actor_nip",
    "actor_name",
    "actor_position",
    "capacity",
    "capacity_kind",
    "capacity_basis",
    "policy_version",
    "round",
    "note",
    "data",
)


def _decisions(case: WorkRequest) -> QuerySet[Decision]:
    return Decision.objects.filter(subject_kind="request", subject_id=str(case.pk))


# --- values that come as text ----------------------------------------------------------------

_DATES = ("date", "due")
_NESTED = ("criteria", "data")


def _value(key: str, value: Any) -> Any:
    """Databases write dates, moments and nested values into JSON each in their own way."""
    if not isinstance(value, str):
        return value
    if key in _DATES:
        return parse_date(value[:10])
    if key == "at":
        return _moment(value)
    return json.loads(value) if key in _NESTED else value


def _moment(text: str) -> datetime.datetime | None:
    found = parse_datetime(text)
    if found is not None and timezone.is_naive(found):
        return found.replace(tzinfo=datetime.UTC)
    return found
