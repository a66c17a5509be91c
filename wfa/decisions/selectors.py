"""Reading decisions."""

from __future__ import annotations

from django.db.models import QuerySet

from wfa.decisions.models import Decision


def for_subject(kind: str, subject_id: object) -> QuerySet[Decision]:
    """The way of one case, oldest first."""
    return Decision.objects.filter(subject_kind=kind, subject_id=str(subject_id)).order_by(
        "at", "pk"
    )
