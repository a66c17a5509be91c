"""The kinds of paper, each in its own file, found by name."""

from __future__ import annotations

from documents.kinds import (
    assignment_letter,
    decree,
    proposal_letter,
    recall,
    reprimand,
    revocation,
    roster_letter,
)
from documents.kinds.base import (
    Check,
    Kind,
    Signature,
    Snapshot,
    Standing,
    Validity,
    Word,
    fingerprint,
)

__all__ = [
    "KINDS",
    "Check",
    "Kind",
    "Signature",
    "Snapshot",
    "Standing",
    "Validity",
    "Word",
    "fingerprint",
    "kind_of",
]

KINDS: dict[str, Kind] = {
    kind.NAME: kind
    for kind in (
        proposal_letter,
        decree,
        revocation,
        recall,
        roster_letter,
        assignment_letter,
        reprimand,
    )
}


def kind_of(name: str) -> Kind:
    return KINDS[name]
