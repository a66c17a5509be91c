"""The connections as their pages show them."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery

from wfa.exchange.models import Acknowledgement, AttendanceSystem, Delivery
from wfa.people.permissions import under


def systems() -> QuerySet[AttendanceSystem]:
    """All connections, each with `latest_state` and `latest_at` of its newest delivery; 1 query."""
    newest = Delivery.objects.filter(system=OuterRef("pk")).order_by("-created_at")
    return AttendanceSystem.objects.annotate(
        latest_state=Subquery(newest.values("state")[:1]),
        latest_at=Subquery(newest.values("created_at")[:1]),
    ).order_by("closed_at", "name")


def deliveries(system: AttendanceSystem) -> QuerySet[Delivery]:
    return system.deliveries.order_by("-created_at")


def answers(paths: list[str]) -> QuerySet[Acknowledgement]:
    """Comparisons of units under one of `paths`, the latest first, without what they list."""
    found = Acknowledgement.objects.filter(under(paths, "unit__path"))
    return found.select_related("system", "unit", "received_from").defer("differences", "problems")
