"""Reading the log."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from wfa.audit.labels import codes_like
from wfa.audit.models import AuditEvent

PAGE_SIZE = 50


@dataclass(frozen=True)
class Filters:
    """What the reader looks for; empty = everything."""

    action: str = ""
    actor: str = ""
    target: str = ""
    day: datetime.date | None = None


@dataclass(frozen=True)
class Page:
    """Some events, newest first; `older` is where the next page begins, if there is one."""

    events: Sequence[AuditEvent]
    older: int | None


def history(target_kind: str, target_id: object) -> QuerySet[AuditEvent]:
    """All that happened to one object, oldest first."""
    return AuditEvent.objects.filter(target_kind=target_kind, target_id=str(target_id)).order_by(
        "sequence"
    )


def latest(filters: Filters, *, before: int | None = None) -> Page:
    """The newest events before sequence `before`; by key, so page 1,000 costs as much as page 1."""
    events = AuditEvent.objects.filter(_condition(filters))
    if before is not None:
        events = events.filter(sequence__lt=before)
    found = list(events.order_by("-sequence")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return Page(shown, shown[-1].sequence if len(found) > PAGE_SIZE else None)


def _condition(filters: Filters) -> Q:
    condition = Q()
    if filters.action:
        condition &= Q(action__istartswith=filters.action) | Q(
            action__in=codes_like(filters.action)
        )
    if filters.actor:
        condition &= Q(actor_nip=filters.actor.replace(" ", "")) | Q(
            actor_name__icontains=filters.actor
        )
    if filters.target:
        condition &= Q(target_id=filters.target) | Q(target_kind=filters.target)
    if filters.day:
        condition &= _on(filters.day)
    return condition


def _on(day: datetime.date) -> Q:
    """Within the region's day."""
    start = timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
    return Q(at__gte=start, at__lt=start + datetime.timedelta(days=1))
