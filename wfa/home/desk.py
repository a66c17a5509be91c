"""One kind of work that waits for officials."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery

from wfa.people.permissions import Authority
from wfa.requests.models import WorkRequest


class CountOf(Subquery):
    """How many rows a query has, as one value of another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) _rows)"
    output_field = IntegerField()


Rows = Callable[[Authority], QuerySet[Any]]


@dataclass(frozen=True)
class Desk:
    """One kind of work: the right to it, what waits, and how the home page says so."""

    key: str
    right: str
    title: str
    meta: str
    pages: tuple[str, ...]
    """URL names; the first that exists is where the work is done."""
    button: str
    rows: Rows
    cases: Callable[[QuerySet[Any]], QuerySet[WorkRequest]] | None = None
    """The requests in these rows, where they have deadlines."""
    query: str = ""
    each: tuple[str, ...] = ("pk",)
    """What makes one of what is counted, where several rows are one."""
    is_monthly: bool = False
    """About next month's roster: said by `wfa.home.rosters`, with its month and deadline."""
