"""Who asks, what they may see, and pages of lists."""

from __future__ import annotations

import datetime
import uuid
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from wfa.people.models import Employee
from wfa.people.permissions import Authority
from wfa.requests.models import WorkRequest
from wfa.requests.rules import Facts
from workflows import selectors
from workflows.models import Proposal


def person(request: HttpRequest) -> Employee:
    return cast(Employee, request.user)


def held(request: HttpRequest) -> Authority:
    return cast(Authority, request.authority)  # type: ignore[attr-defined]


def case_of(request: HttpRequest, pk: uuid.UUID) -> WorkRequest:
    """A case of one's own OPD; 404 for every other."""
    return get_object_or_404(selectors.opd_scope(held(request)), pk=pk)


def chosen(cases: QuerySet[WorkRequest], pks: list[uuid.UUID]) -> list[WorkRequest]:
    """The chosen cases in the order given; 404 when one lies outside the scope."""
    return _in_order({case.pk: case for case in cases.filter(pk__in=pks)}, pks)


def keys_of(cases: QuerySet[WorkRequest], pks: list[uuid.UUID]) -> list[WorkRequest]:
    """`chosen` for the door, which reads every row anew: nothing but their keys."""
    bare = cases.select_related(None).prefetch_related(None).only("pk")
    return _in_order({case.pk: case for case in bare.filter(pk__in=pks)}, pks)


def _in_order(found: dict[uuid.UUID, WorkRequest], pks: list[uuid.UUID]) -> list[WorkRequest]:
    if len(found) != len(pks):
        raise Http404
    return [found[pk] for pk in pks]


def proposal_of(request: HttpRequest, pk: uuid.UUID) -> Proposal:
    """A proposal that one may see, with the counts of its items."""
    seen = selectors.with_counts(selectors.visible_proposals(held(request)))
    return get_object_or_404(seen.select_related("opd", "created_by", "closed_by"), pk=pk)


def examined(request: HttpRequest, pk: uuid.UUID) -> Proposal:
    """A proposal on the BKD's desk; 404 for everybody else."""
    proposal = proposal_of(request, pk)
    if not examines(request, proposal):
        raise Http404
    return proposal


def examines(request: HttpRequest, proposal: Proposal) -> bool:
    """Whether one may decide on it: the right, and the OPD's letter has arrived."""
    may = held(request).capacity("examine_request", proposal.opd)
    return may is not None and proposal.received_at is not None


def page_of(
    rows: QuerySet[Any],
    number: str | None,
    per_page: int,
    *,
    total: int | None = None,
    counted: QuerySet[Any] | None = None,
) -> Page[Any]:
    """One page in one query, with the total where it isn't known; out of range = the first.

    Which rows stand on it is found by their keys alone: only those are read in full. `counted`:
    the same rows in a plainer query.
    """
    wanted = int(number) if number and number.isdecimal() and len(number) < 7 else 1
    wanted = max(wanted, 1)
    start = (wanted - 1) * per_page
    found = list(_slice(rows, start, per_page, None if total is not None else counted or rows))
    if not found and wanted > 1:
        return page_of(rows, "1", per_page, total=total, counted=counted)
    paginator: Paginator[Any] = Paginator([], per_page)
    paginator.count = total if total is not None else found[0].all_rows if found else 0
    paginator.count = max(paginator.count, start + len(found))
    return Page(found, wanted, paginator)


def _slice(
    rows: QuerySet[Any], start: int, number: int, counted: QuerySet[Any] | None
) -> QuerySet[Any]:
    if rows.query.annotations:
        return _with_count(rows, counted)[start : start + number]
    return _with_count(_by_key(rows, slice(start, start + number)), counted)


def _by_key(rows: QuerySet[Any], part: slice) -> QuerySet[Any]:
    """A part of the rows, without their conditions: PostgreSQL would test each row by them again."""
    keys = rows.select_related(None).prefetch_related(None).values("pk")[part]
    found: QuerySet[Any] = rows.model._default_manager.filter(pk__in=keys)
    found.query.select_related = rows.query.select_related
    lookups = rows._prefetch_related_lookups  # type: ignore[attr-defined]
    return found.order_by(*rows.query.order_by).prefetch_related(*lookups)


def _with_count(rows: QuerySet[Any], counted: QuerySet[Any] | None) -> QuerySet[Any]:
    """`all_rows`: counted beside the page, since a window would sort and carry them all."""
    if counted is None:
        return rows
    bare = counted.order_by().values(all=Value(1)).annotate(n=Count("pk", distinct=True))
    found: QuerySet[Any] = rows.annotate(
        all_rows=Subquery(bare.values("n"), output_field=IntegerField())
    )
    return found


def dates_of(case: WorkRequest, facts: Facts) -> list[datetime.date]:
    """The days that still count; of a case that has none left, those it asked for."""
    if facts.dates:
        return list(facts.dates)
    return sorted(datetime.date.fromisoformat(text) for text in case.dates)
