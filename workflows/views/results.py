"""What came of a decision, kept in the session until the next page has shown it once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from wfa.calendars.wording import clock
from workflows.services import Outcome, Receipt
from workflows.steps import STEPS

_KEY = "hasil"


def keep(
    request: HttpRequest,
    place: str,
    receipts: Sequence[Receipt],
    *,
    undoable: bool = False,
    typed: Mapping[str, tuple[str, str]] | None = None,
    beside: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Store the receipts for the page `place`; the refused stay selected, the typed stays typed.

    `beside`: lines about what isn't a request, in the same form.
    """
    done = [str(r.request.pk) for r in receipts if r.outcome is Outcome.DONE and _returns(r)]
    request.session[_KEY] = {
        "place": place,
        "title": f"{_what(receipts, beside)}, pukul {clock(timezone.now())}",
        "groups": [*groups(receipts), *beside],
        "picked": [str(r.request.pk) for r in receipts if r.outcome is Outcome.REFUSED],
        "undo": done if undoable else [],
        "typed": dict(typed or {}),
    }


def store(request: HttpRequest, kept: Mapping[str, Any]) -> None:
    """For results that aren't of requests: place, title, groups, picked, undo."""
    request.session[_KEY] = dict(kept)


def _what(receipts: Sequence[Receipt], beside: Sequence[Mapping[str, Any]]) -> str:
    return "Hasil" if beside and not receipts else f"Hasil {len(receipts)} pengajuan"


def _returns(receipt: Receipt) -> bool:
    """Whether a step leads back from where the request stands now."""
    return any(receipt.request.state in STEPS[step].rights for step in ("take_back", "reopen"))


def take(request: HttpRequest, place: str) -> dict[str, Any]:
    """The results for this page, once; empty when there are none."""
    kept = request.session.get(_KEY)
    if not kept or kept["place"] != place:
        return {}
    del request.session[_KEY]
    return dict(kept)


def groups(receipts: Sequence[Receipt]) -> list[dict[str, Any]]:
    """Lines for components/receipts.html: how many done; the others by name and reason."""
    counted: dict[str, int] = {}
    for receipt in receipts:
        if receipt.outcome is Outcome.DONE:
            counted[receipt.sentence] = counted.get(receipt.sentence, 0) + 1
    found: list[dict[str, Any]] = [
        {"tone": "ok", "title": f"{number} {_lower(sentence)}"}
        for sentence, number in counted.items()
    ]
    same = _lines(receipts, Outcome.SAME)
    if same:
        found.append({"tone": "same", "title": f"{len(same)} sudah diputus.", "lines": same})
    refused = _lines(receipts, Outcome.REFUSED)
    if refused:
        text = "Yang belum selesai tetap terpilih di bawah."
        title = f"{len(refused)} tidak dapat diproses."
        found.append({"tone": "bad", "title": title, "text": text, "lines": refused})
    return found


def _lines(receipts: Sequence[Receipt], outcome: Outcome) -> list[str]:
    return [
        f"{r.request.applicant.full_name}: {_lower(r.sentence)}"
        for r in receipts
        if r.outcome is outcome
    ]


def _lower(sentence: str) -> str:
    """As the second half of a line; a word in capitals stays as it is."""
    if sentence[1:2].isupper():
        return sentence
    return f"{sentence[:1].lower()}{sentence[1:]}"
