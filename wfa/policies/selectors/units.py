"""The units with rules of their own, and the versions that a page about them needs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce

from wfa.people.models import Unit
from wfa.policies.models import Policy


def units_with_versions(*, text: str = "", opd: int | None = None) -> QuerySet[Unit]:
    """Units below the region with a version of any state: each OPD, then the offices below it.

    `text`: every word of it stands in the name; `opd`: only this OPD and what is below it.
    """
    own = Policy.objects.filter(unit=OuterRef("pk"))
    found = Unit.objects.filter(Exists(own)).exclude(kind=Unit.Kind.REGION)
    if opd is not None:
        found = found.filter(Q(opd=opd) | Q(pk=opd))
    below = Case(When(kind=Unit.Kind.OPD, then=0), default=1)
    ordered = (Coalesce("opd__name", "name"), Coalesce("opd", "pk"), below, "name", "pk")
    return reduce(_named, text.split(), found).select_related("opd").order_by(*ordered)


def _named(units: QuerySet[Unit], word: str) -> QuerySet[Unit]:
    return units.filter(Q(name__icontains=word) | Q(short_name__icontains=word))


def opds_with_versions() -> QuerySet[Unit]:
    """The OPD that have versions of their own, or units below them that have."""
    units = units_with_versions().order_by()
    inside = Q(pk__in=units.values("opd")) | Q(pk__in=units.values("pk"), kind=Unit.Kind.OPD)
    return Unit.objects.filter(inside).order_by("name", "pk")


def versions_along(units: Iterable[Unit]) -> list[Policy]:
    """All versions of the units and of those above them, the newest first; 1 query."""
    wanted = {pk for unit in units for pk in unit.ancestor_ids() or [unit.pk]}
    found = Policy.objects.filter(unit__in=wanted)
    return list(found.select_related("unit", "drafted_by", "enforced_by"))
