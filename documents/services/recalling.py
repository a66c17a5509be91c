"""Drafting the decree that calls people back to the office after flexible work was closed."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from documents.kinds import recall
from documents.models import Document
from documents.services.drafting import PAPERS, SHORTEST_REASON, draft_of, may_draft, write
from wfa.calendars import wording
from wfa.people.models import Employee
from wfa.policies.models import Policy
from wfa.refusals import Refused
from workflows.selectors.impact import running_of


@transaction.atomic
def draft_recall(
    closing: Policy, *, by: Employee, since: datetime.date, reason: str, paper: str = "A4"
) -> Document:
    """Draft the recall that goes with a closing; nothing changes before it is signed and issued."""
    capacity = may_draft(by)
    text = " ".join(reason.split())
    if len(text) < SHORTEST_REASON:
        raise Refused(
            f"Tulis alasan pemanggilan, sedikitnya {SHORTEST_REASON} huruf. "
            "Alasan dicetak dalam bagian Menimbang.",
            code="reason",
            field="reason",
        )
    _check_closing(closing)
    _check_since(closing, since)
    document = draft_of(Document.Kind.RECALL, recall.title(closing), {}, by)
    document.subject_kind, document.subject_id = "policy", str(closing.pk)
    document.options = {
        "paper": paper if paper in PAPERS else PAPERS[0],
        "reason": text,
        "since": since.isoformat(),
    }
    write([(document, [])], by, capacity)
    return document


def _check_closing(closing: Policy) -> None:
    if closing.state != Policy.State.IN_FORCE or closing.parameters.get("open") is not False:
        raise Refused(
            f"{closing} tidak menutup kerja fleksibel. Tutup dahulu di halaman Kebijakan.",
            code="not_closed",
        )
    known = Document.objects.filter(
        kind=Document.Kind.RECALL,
        subject_id=str(closing.pk),
        state__in=[Document.State.DRAFT, Document.State.NUMBERED],
    )
    if known.exists():
        raise Refused(
            "Pemanggilan kembali sudah disusun. Buka tab Menunggu tanda tangan.",
            code="already_drafted",
        )


def _check_since(closing: Policy, since: datetime.date) -> None:
    earliest = max(timezone.localdate(), closing.effective_from or timezone.localdate())
    if since < earliest:
        raise Refused(
            "Pemanggilan tidak berlaku surut dan tidak mendahului penutupan. "
            f"Pilih {wording.short_day(earliest)} atau sesudahnya.",
            code="in_the_past",
            field="since",
        )
    if not recall.is_closed(closing, since):
        raise Refused(
            "Kerja fleksibel sudah dibuka lagi pada hari itu. Tidak perlu pemanggilan.",
            code="open_again",
            field="since",
        )
    if not running_of(closing.unit, since).exists():
        raise Refused(
            "Tidak ada persetujuan yang masih berlaku sejak hari itu. Tidak perlu pemanggilan.",
            code="empty",
            field="since",
        )
