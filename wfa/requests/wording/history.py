"""What happened to a case, in plain words, newest first. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from wfa.calendars.wording import day_list, moment
from wfa.decisions.models import Decision
from wfa.requests.models import State, WorkRequest
from wfa.requests.wording.dates import EDITABLE, when

_TOLD = {
    "submit": ("up", "ok", "Diajukan"),
    "withdraw": ("ban", "", "Dibatalkan"),
    "recommend": ("check", "ok", "Dinilai dan didukung"),
    "take_back": ("undo", "warn", "Penilaian diurungkan"),
    "propose": ("layers", "ok", "Diusulkan ke BKD"),
    "send_back": ("return", "warn", "Dikembalikan untuk perbaikan"),
    "return_to_opd": ("return", "warn", "Dikembalikan ke OPD"),
    "refuse": ("cross", "bad", "Ditolak"),
    "approve": ("check", "ok", "Disetujui"),
    "reopen": ("undo", "warn", "Keputusan diurungkan"),
    "enact": ("document-check", "ok", "Surat keputusan ditandatangani"),
    "revoke": ("stop", "bad", "Dicabut"),
    "cancel": ("ban", "warn", "Pembatalan hari dikabulkan"),
    "recall": ("out", "warn", "Dipanggil kembali ke kantor"),
    "object": ("scale", "", "Keberatan diajukan"),
    "uphold": ("cross", "bad", "Keberatan dijawab: tetap ditolak"),
    "overturn": ("check", "ok", "Keberatan dikabulkan, diperiksa lagi"),
    "deny": ("cross", "bad", "Pembatalan hari tidak dikabulkan"),
}
_WAITING = (
    *EDITABLE[1:],
    State.SUBMITTED,
    State.RECOMMENDED,
    State.PROPOSED,
    State.APPROVED,
    State.OBJECTED,
)
_ABOUT_DAYS = {"approve", "cancel", "recall", "deny"}
_UNDER_RULES = {"submit", "recommend"}


@dataclass(frozen=True)
class Event:
    """Something that happened beside the decisions: a view was given, days were asked back."""

    at: datetime.datetime
    icon: str
    tone: str
    text: SafeString | str
    details: tuple[str, ...] = ()
    note: str = ""


def history(
    request: WorkRequest,
    decisions: Sequence[Decision],
    *,
    viewer: str = "",
    events: Iterable[Event] = (),
) -> list[dict[str, object]]:
    """What happened, newest first, with what it waits for now on top."""
    told = [history_event(request, decision, viewer) for decision in decisions]
    found = sorted([*told, *events], key=lambda event: event.at, reverse=True)
    entries = [_entry(event) for event in found]
    if request.state in _WAITING:
        label = State(request.state).label
        since = f"Sejak {when(request.since)}"
        entries.insert(0, {"icon": "clock", "tone": "now-i", "text": label, "meta": since})
    return entries


def _entry(event: Event) -> dict[str, object]:
    return {
        "icon": event.icon,
        "tone": event.tone,
        "text": event.text,
        "meta": " · ".join([moment(event.at), *event.details]),
        "note": event.note,
    }


def history_event(request: WorkRequest, decision: Decision, viewer: str) -> Event:
    """One decision as something that happened."""
    icon, tone, _ = _TOLD.get(decision.step, ("clock", "", ""))
    text = _who_did(request, decision, viewer)
    return Event(decision.at, icon, tone, text, tuple(_details(decision)), decision.note)


def _who_did(request: WorkRequest, decision: Decision, viewer: str) -> SafeString | str:
    if decision.step == "end":
        return "Masa berlaku berakhir"
    what = _TOLD.get(decision.step, ("", "", decision.step))[2]
    if decision.step == "approve" and decision.data.get("conditions"):
        what = "Disetujui dengan syarat"
    for_whom = _for_whom(request, decision, viewer)
    if decision.actor_nip == viewer:
        return format_html("{} oleh <strong>Anda</strong>{}", what, for_whom)
    if not decision.capacity or for_whom or decision.actor_nip == decision.subject_nip:
        return format_html("{} oleh <strong>{}</strong>{}", what, decision.actor_name, for_whom)
    parts = (what, decision.actor_name, decision.capacity)
    return format_html("{} oleh <strong>{}</strong>, {}", *parts)


def _for_whom(request: WorkRequest, decision: Decision, viewer: str) -> str:
    """Of what somebody else did in the applicant's place: for whom."""
    own = {"submit", "withdraw"}
    if decision.step not in own or decision.actor_nip == decision.subject_nip:
        return ""
    return " untuk Anda" if decision.subject_nip == viewer else f" untuk {request.applicant}"


def _details(decision: Decision) -> list[str]:
    """What belongs to the step: its number, its days, its conditions, the rules it was judged under."""
    found = []
    if number := decision.data.get("document"):
        found.append(f"Nomor {number}")
    if decision.step in _ABOUT_DAYS and (dates := decision.data.get("dates")):
        found.append(day_list(datetime.date.fromisoformat(text) for text in dates))
    if conditions := decision.data.get("conditions"):
        found.append(f"Syarat: {' '.join(str(c) for c in conditions)}")
    if decision.step in _UNDER_RULES and decision.policy_version:
        found.append(f"Kebijakan versi {decision.policy_version}")
    return found
