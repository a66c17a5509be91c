"""Writing decisions; the database refuses to change or delete them afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from wfa.decisions.models import Decision


def record_all(rows: Sequence[Decision]) -> None:
    """Write what was decided, in the transaction that moves the states."""
    Decision.objects.bulk_create(rows)
