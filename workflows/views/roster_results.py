"""What came of a decision on rosters, for the next page: as `results`, told by OPD."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from wfa.calendars.wording import clock
from wfa.schedules.selectors import title_of
from workflows.services import Outcome
from workflows.services.rosters import RosterReceipt
from workflows.views import results


def keep(
    request: HttpRequest,
    place: str,
    receipts: Sequence[RosterReceipt],
    *,
    undoable: bool = False,
) -> None:
    """Store the receipts for the page `place`; the refused stay ticked, the approved may be undone."""
    done = [str(r.roster.pk) for r in receipts if r.outcome is Outcome.DONE]
    results.store(
        request,
        {
            "place": place,
            "title": f"Hasil {len(receipts)} jadwal, pukul {clock(timezone.now())}",
            "groups": groups(receipts),
            "picked": [str(r.roster.pk) for r in receipts if r.outcome is Outcome.REFUSED],
            "undo": done if undoable else [],
        },
    )


def groups(receipts: Sequence[RosterReceipt]) -> list[dict[str, Any]]:
    """Lines for components/receipts.html: how many done; the others by OPD and reason."""
    done = Counter(r.sentence for r in receipts if r.outcome is Outcome.DONE)
    found: list[dict[str, Any]] = [
        {"tone": "ok", "title": f"{number} jadwal {sentence[:1].lower()}{sentence[1:]}"}
        for sentence, number in done.items()
    ]
    if same := _lines(receipts, Outcome.SAME):
        found.append({"tone": "same", "title": f"{len(same)} sudah diputus.", "lines": same})
    if refused := _lines(receipts, Outcome.REFUSED):
        title = f"{len(refused)} tidak dapat diproses."
        text = "Yang belum selesai tetap terpilih di bawah."
        found.append({"tone": "bad", "title": title, "text": text, "lines": refused})
    return found


def _lines(receipts: Sequence[RosterReceipt], outcome: Outcome) -> list[str]:
    return [line for r in receipts if r.outcome is outcome for line in _told(r)]


def _told(receipt: RosterReceipt) -> list[str]:
    """The sentence, and the first problems behind it."""
    name = f"{receipt.roster.unit}, {title_of(receipt.roster)}"
    few = [f"{name}: {problem}" for problem in receipt.problems[:3]]
    return [f"{name}: {receipt.sentence}", *few]
