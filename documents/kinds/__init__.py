"""The kinds of paper, each in its own file, found by name."""

from __future__ import annotations

from documents.kinds import decree, proposal_letter, recall, revocation
from documents.kinds.base import Kind, Signature, Snapshot, Validity, fingerprint

__all__ = ["KINDS", "Kind", "Signature", "Snapshot", "Validity", "fingerprint", "kind_of"]

KINDS: dict[str, Kind] = {kind.NAME: kind for kind in (proposal_letter, decree, revocation, recall)}


def kind_of(name: str) -> Kind:
    return KINDS[name]
