"""What came of a verification, kept in the session until the next page has shown it once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from wfa.attendance.services.verifying import DayReceipt
from wfa.calendars.wording import clock, short_day
from workflows.services import Outcome

_KEY = "hasil-hari"


def keep(request: HttpRequest, receipts: Sequence[DayReceipt]) -> None:
    """Store the receipts; the refused stay selected."""
    request.session[_KEY] = {
        "title": f"Hasil {len(receipts)} hari, pukul {clock(timezone.now())}",
        "groups": groups(receipts),
        "picked": [str(r.row.pk) for r in receipts if r.outcome is Outcome.REFUSED],
    }


def take(request: HttpRequest) -> dict[str, Any]:
    """The results, once; empty when there are none."""
    return dict(request.session.pop(_KEY, None) or {})


def groups(receipts: Sequence[DayReceipt]) -> list[dict[str, Any]]:
    """Lines for components/receipts.html: how many done; the others by name and reason."""
    done = Counter(r.sentence for r in receipts if r.outcome is Outcome.DONE)
    found: list[dict[str, Any]] = [
        {"tone": "ok", "title": f"{number} hari {sentence[:1].lower()}{sentence[1:]}"}
        for sentence, number in done.items()
    ]
    if same := _lines(receipts, Outcome.SAME):
        found.append({"tone": "same", "title": f"{len(same)} sudah diputus.", "lines": same})
    if refused := _lines(receipts, Outcome.REFUSED):
        found.append(
            {
                "tone": "bad",
                "title": f"{len(refused)} tidak dapat diproses.",
                "text": "Yang belum selesai tetap terpilih di bawah.",
                "lines": refused,
            }
        )
    return found


def _lines(receipts: Sequence[DayReceipt], outcome: Outcome) -> list[str]:
    return [
        f"{r.row.employee.full_name}, {short_day(r.row.date)}: {r.sentence}"
        for r in receipts
        if r.outcome is outcome
    ]
