"""The way of a proposal as a drawing: the nodes of its flow, done, now and still to come."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.utils import timezone

from wfa.calendars.wording import clock, short_day
from workflows.flows import WAITING
from workflows.models import Proposal

_STOPS = {
    "propose": "Usulan disusun OPD",
    "letter": "Tanda tangan surat usulan",
    "examine": "Pemeriksaan BKD",
    "drafting": "Penyusunan SK",
    "signing": "Tanda tangan SK",
    "filing": "Pengarsipan",
}


def way(proposal: Proposal, tasks: Mapping[str, datetime.datetime | None]) -> list[dict[str, str]]:
    """Stops for {% route %}; `tasks` are the nodes reached, with the moment each was left.

    A proposal that ended early isn't drawn with what it never came to; one that all requests left
    before its letter was signed stops there.
    """
    ended = "end" in tasks
    stops = [_stop(proposal, name, tasks, ended) for name in ("propose", *WAITING)]
    return [stop for stop in stops if stop]


def _stop(
    proposal: Proposal, name: str, tasks: Mapping[str, datetime.datetime | None], ended: bool
) -> dict[str, str]:
    label = _STOPS[name]
    left = tasks.get(name)
    if name == "filing" and ended and "drafting" not in tasks:
        return {}
    if left is not None and name == "letter" and proposal.received_at is None:
        return {"label": "Semua pengajuan keluar", "when": _when(left), "state": "stop"}
    if left is not None:
        return {"label": label, "who": _who(proposal, name), "when": _when(left), "state": "done"}
    if name in tasks:
        return {"label": label, "state": "now"}
    return {} if ended else {"label": label, "state": "later"}


def _who(proposal: Proposal, name: str) -> str:
    if name == "propose":
        return proposal.created_by.get_short_name()
    return proposal.letter_signer if name == "letter" else ""


def _when(at: datetime.datetime) -> str:
    day = timezone.localdate(at)
    return f"hari ini, {clock(at)}" if day == timezone.localdate() else short_day(day)
