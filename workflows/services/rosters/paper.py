"""Whether a Surat Tugas is being made of an approved roster: then its approval stands."""

from __future__ import annotations

from collections.abc import Iterable

from wfa.schedules.models import Roster, RosterState

MARK = "paper"
"""Key in `Roster.pattern`: True while a paper is drafted or numbered."""


def assignment_drafted(rosters: Iterable[Roster]) -> None:
    """A Surat Tugas takes these up: `reopen` is refused from now on. In the caller's transaction."""
    _mark(rosters, True)


def assignment_dropped(rosters: Iterable[Roster]) -> None:
    """The paper was thrown away or voided before it was issued: they are due again."""
    _mark(rosters, False)


def _mark(rosters: Iterable[Roster], value: bool) -> None:
    rows = Roster.objects.select_for_update().filter(
        pk__in=[roster.pk for roster in rosters], state=RosterState.APPROVED
    )
    for row in rows.order_by("pk"):
        pattern = {**row.pattern, MARK: value}
        Roster.objects.filter(pk=row.pk).update(pattern=pattern)
