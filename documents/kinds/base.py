"""What every kind of paper answers, and the signature it is written for."""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
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


@dataclass(frozen=True)
class Check:
    """One line of "Sebelum ditandatangani": `level` is ok, warn or bad (bad stops the signing)."""

    level: str
    sentence: str
    law: str = ""
    code: str = ""


class Word(StrEnum):
    """The answer of the public check."""

    NOT_YET = "BELUM BERLAKU"
    VALID = "BERLAKU"
    OVER = "BERAKHIR"
    REVOKED = "DICABUT"
    REPLACED = "DIGANTI"
    UNKNOWN = "TIDAK DIKENAL"


@dataclass(frozen=True)
class Standing:
    """What has become of an issued paper: `word` where it holds no longer, else only notes."""

    sentence: str
    word: Word | None = None
    notes: tuple[tuple[str, str], ...] = ()


class Kind(Protocol):
    """One file per kind in this folder; a module is enough."""

    NAME: str
    TEMPLATE: str
    CLASSIFICATION: str
    BOOK: str
    SIGN_ACTION: str
    NEEDS_MANDATE: bool
    SIGNER: str
    """Who signs it, in words."""
    HANDLED_BY: tuple[str, ...]
    """The actions of those who may discard, try again or void it."""
    PLACES: tuple[str, ...]
    """Where it is at home in the menu: the first of these that its reader has."""

    def due(self) -> QuerySet[Any]:
        """What waits below for a paper of this kind."""

    def back(self, document: Document) -> tuple[str, str]:
        """Address and name of the page that led here, for those who handle the paper."""

    def lock(self, document: Document) -> None:
        """Lock what the paper is about, before the paper itself."""

    def checks(
        self,
        document: Document,
        user: Employee,
        capacity: Capacity | None,
        today: datetime.date,
    ) -> list[Check]:
        """All that must hold before `user` signs, beside the right to do so."""

    def snapshot(self, document: Document, signature: Signature) -> Snapshot:
        """The content as values: nothing in it changes when the tables do."""

    def validity(self, document: Document, dated: datetime.date) -> Validity: ...

    def on_issued(self, document: Document, *, by: Employee, capacity: Capacity) -> None:
        """Call the lower room: the paper has gone out, inside the transaction of the issue."""

    def release(self, document: Document) -> None:
        """The paper was thrown away or voided: what it was about is free again."""

    def tell(self, document: Document) -> None:
        """Notices to those whom the issued paper concerns."""

    def standing(self, document: Document) -> Standing:
        """Whether the issued paper still holds, for the public check."""


def fingerprint(snapshot: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON: keys sorted, no blanks, UTF-8."""
    text = json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
