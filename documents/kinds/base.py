"""What every kind of paper answers, and the signature it is written for."""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import QuerySet

from documents.models import Document
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Capacity

Snapshot = dict[str, Any]


@dataclass(frozen=True)
class Signature:
    """Who signs, as whom, on what basis. Blank number and token = a draft."""

    today: datetime.date
    signer: Employee | None = None
    capacity: Capacity | None = None
    office: Unit | None = None
    on_behalf_of: str = ""
    mandate: str = ""
    number: str = ""
    token: str = ""
    at: datetime.datetime | None = None


@dataclass(frozen=True)
class Validity:
    starts: datetime.date
    ends: datetime.date | None = None


class Kind(Protocol):
    """One file per kind in this folder; a module is enough."""

    NAME: str
    TEMPLATE: str
    CLASSIFICATION: str
    BOOK: str
    SIGN_ACTION: str
    NEEDS_MANDATE: bool

    def due(self) -> QuerySet[Any]:
        """What waits below for a paper of this kind."""

    def snapshot(self, document: Document, signature: Signature) -> Snapshot:
        """The content as values: nothing in it changes when the tables do."""

    def validity(self, document: Document, dated: datetime.date) -> Validity: ...

    def on_issued(self, document: Document, *, by: Employee, capacity: Capacity) -> None:
        """Call the lower room: the paper has gone out, inside the transaction of the issue."""


def fingerprint(snapshot: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON: keys sorted, no blanks, UTF-8."""
    text = json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
