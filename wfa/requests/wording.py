"""A case in words and as a way: where it is, since when, until when, and what happened. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wfa.calendars.rules import Calendar
from wfa.calendars.wording import DAYS, MONTHS, clock, day, day_list, moment
from wfa.decisions.models import Decision
from wfa.requests.models import LIVE_DAY, State, WorkRequest

DECISION_DAYS = 5
"""Working days for a decision from the day it can be taken (UU 30/2014 Ps 53 ayat 2)."""
EDITABLE = (State.DRAFT, State.RETURNED)


def dates_of(request: WorkRequest) -> list[datetime.date]:
    """The days that count; of a case that has none left, those it was about."""
    if request.state in EDITABLE:
        return sorted(datetime.date.fromisoformat(text) for text in request.dates)
    held = list(request.days.all())
    return sorted(d.date for d in held if d.state in LIVE_DAY) or sorted({d.date for d in held})


def title(request: WorkRequest) -> str:
    """ "WFH Jumat, 21 dan 28 Agustus 2026" """
    dates = dates_of(request)
    kind = request.short_kind if request.place else "Kerja fleksibel"
    if dates:
        return f"{kind} {day_list(dates)}"
    return "Draf tanpa tanggal" if request.state == State.DRAFT else f"{kind} {request}"


def when(at: datetime.datetime) -> str:
    """ "hari ini, 08.15 WIB", "Jumat, 31 Juli 2026, 14.20 WIB" """
    today = timezone.localdate(at) == timezone.localdate()
    return f"hari ini, {clock(at)}" if today else moment(at)


def _brief(date: datetime.date) -> str:
    """ "Jumat, 31 Juli": a drawing has no room for the year."""
    return f"{DAYS[date.weekday()]}, {date.day} {MONTHS[date.month - 1]}"


def _since(at: datetime.datetime) -> str:
    """ "sejak 3 Agu, 08.15" """
    local = timezone.localtime(at)
    return f"sejak {local.day} {MONTHS[local.month - 1][:3]}, {local:%H.%M}"


# --- where it is -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Where:
    """With whom a case lies. `place` is empty where nobody has to do anything."""

    place: str
    since: str
    says: str
    verb: str = ""
    due: datetime.date | None = None
    left: int = 0
    """Working days until `due`; negative = late."""

    @property
    def time_left(self) -> str:
        if self.left < 0:
            return f"sudah lewat {-self.left} hari kerja"
        return f"{self.left} hari kerja lagi" if self.left else "hari ini"

    @property
    def line(self) -> str:
        """All of it in one line, for a list."""
        parts = [f"Di {self.place} sejak {self.since}."] if self.place else []
        parts += [self.says] if self.says else []
        if self.due:
            parts.append(f"{self.verb} paling lambat {day(self.due)}: {self.time_left}.")
        return " ".join(parts)


def where(
    request: WorkRequest,
    *,
    calendar: Calendar,
    bkd: str,
    received_at: datetime.datetime | None = None,
    own: bool = True,
) -> Where:
    """`received_at`: when the BKD got the signed letter with this case; `own`: said to "Anda"."""
    state, since, me = State(request.state), when(request.since), "Anda" if own else "pemohon"
    if state == State.PROPOSED and received_at:
        return _timed(Where(bkd, when(received_at), ""), "Diputus", received_at, calendar)
    if state in {State.SUBMITTED, State.RECOMMENDED, State.PROPOSED}:
        says, verb = _AT_OPD[state]
        found = Where(str(request.opd), since, says)
        return _timed(found, verb, request.complete_at or request.since, calendar)
    if state == State.RETURNED:
        return Where(me, since, "Perbaiki menurut catatan, lalu ajukan lagi." if own else "")
    if state == State.APPROVED:
        return Where(bkd, since, "Disetujui; surat keputusan belum terbit.")
    return Where("", "", _SAID[state].format(since=since, last=_last(request)))


_AT_OPD = {
    State.SUBMITTED: ("", "Dinilai"),
    State.RECOMMENDED: ("Sudah dinilai, menunggu surat usulan.", "Diusulkan"),
    State.PROPOSED: ("Surat usulan belum ditandatangani.", "Dikirim ke BKD"),
}
_SAID = {
    State.DRAFT: "Belum diajukan. Belum ada yang menerimanya.",
    State.REFUSED: "Ditolak {since}. Alasannya ada pada riwayat.",
    State.WITHDRAWN: "Dibatalkan {since}.",
    State.CANCELLED: "Dibatalkan setelah disetujui, {since}.",
    State.IN_FORCE: "Berlaku sampai {last}.",
    State.REVOKED: "Dicabut {since}. Alasannya ada pada riwayat.",
    State.ENDED: "Selesai. Hari terakhir {last}.",
}


def _timed(found: Where, verb: str, start: datetime.datetime, calendar: Calendar) -> Where:
    due = calendar.add_working_days(timezone.localdate(start), DECISION_DAYS)
    left = calendar.working_days_between(timezone.localdate(), due)
    return Where(found.place, found.since, found.says, verb, due, left)


def _last(request: WorkRequest) -> str:
    """The last day that still counts: some may have been refused."""
    dates = dates_of(request)
    return day(dates[-1]) if dates else "–"


# --- the way as a drawing --------------------------------------------------------------------

STOPS = (
    ("submit", "Diajukan"),
    ("recommend", "Penilaian OPD"),
    ("propose", "Usulan ke BKD"),
    ("approve", "Persetujuan BKD"),
    ("enact", "Penetapan SK"),
    ("run", "Berlaku"),
)
_NOW = {
    State.DRAFT: 0,
    State.RETURNED: 0,
    State.SUBMITTED: 1,
    State.RECOMMENDED: 2,
    State.PROPOSED: 3,
    State.APPROVED: 4,
    State.IN_FORCE: 5,
    State.ENDED: 6,
}
_STOPPED = {
    State.REFUSED: ("refuse", "Ditolak"),
    State.WITHDRAWN: ("withdraw", "Dibatalkan"),
    State.CANCELLED: ("cancel", "Dibatalkan"),
    State.REVOKED: ("revoke", "Dicabut"),
}


def way(
    request: WorkRequest,
    decisions: Iterable[Decision],
    *,
    bkd: str,
    received_at: datetime.datetime | None = None,
    viewer: str = "",
) -> list[dict[str, str]]:
    """The stops of components/route.html; `viewer` = identity of who looks ("Anda")."""
    state, last = State(request.state), _this_round(decisions)
    if state in _STOPPED:
        step, label = _STOPPED[state]
        passed = [_done(*stop, last[stop[0]], viewer) for stop in STOPS if stop[0] in last]
        return [*passed, _done(step, label, last.get(step), viewer) | {"state": "stop"}]
    now = _NOW[state] - (state == State.PROPOSED and received_at is None)
    people = {"submit": "", "run": _starts(request), "enact": f"Kepala {bkd}", "approve": bkd}
    stops = []
    for index, (step, label) in enumerate(STOPS):
        who = people.get(step, str(request.opd))
        if index < now:
            made = last.get("enact" if step == "run" else step)
            stops.append(_done(step, label, made, viewer) | ({"who": who} if step == "run" else {}))
        elif index == now:
            since = received_at if step == "approve" and received_at else request.since
            stops.append({"label": label, "who": who, "when": _since(since), "state": "now"})
        else:
            stops.append({"label": label, "who": who, "when": "", "state": "later"})
    return _named(state, stops, request, viewer)


def _named(
    state: State, stops: list[dict[str, str]], request: WorkRequest, viewer: str
) -> list[dict[str, str]]:
    """The first stop while the applicant has it; the last one while it runs has its days."""
    if state in EDITABLE:
        me = "Anda" if viewer == request.applicant.identity else "Pemohon"
        stops[0] |= {"label": "Draf" if state == State.DRAFT else "Perbaikan", "who": me}
    if state == State.IN_FORCE:
        stops[5]["when"] = ""
    return stops


def _starts(request: WorkRequest) -> str:
    dates = dates_of(request)
    return f"mulai {dates[0].day} {MONTHS[dates[0].month - 1]}" if dates else ""


def _this_round(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The decisions that still stand: a new submission or a return begins anew."""
    last: dict[str, Decision] = {}
    for decision in decisions:
        if decision.step == "submit":
            last = {}
        elif decision.step == "return_to_opd":
            last = {k: v for k, v in last.items() if k == "submit"}
            continue
        elif decision.step == "reopen":
            last.pop("approve", None)
            last.pop("refuse", None)
            continue
        last[decision.step] = decision
    return last


def _done(step: str, label: str, made: Decision | None, viewer: str) -> dict[str, str]:
    who = when_ = ""
    if made is not None:
        who = "Anda" if made.actor_nip == viewer else made.actor_name
        when_ = _brief(timezone.localdate(made.at))
    return {"label": label, "who": who, "when": when_, "state": "done", "step": step}


# --- the same in words -----------------------------------------------------------------------

_TOLD = {
    "submit": ("up", "ok", "Diajukan"),
    "withdraw": ("ban", "", "Dibatalkan"),
    "recommend": ("check", "ok", "Dinilai dan didukung"),
    "propose": ("layers", "ok", "Diusulkan ke BKD"),
    "send_back": ("return", "warn", "Dikembalikan untuk perbaikan"),
    "return_to_opd": ("return", "warn", "Dikembalikan ke OPD"),
    "refuse": ("cross", "bad", "Ditolak"),
    "approve": ("check", "ok", "Disetujui"),
    "reopen": ("undo", "warn", "Keputusan diurungkan"),
    "enact": ("document-check", "ok", "Surat keputusan ditandatangani"),
    "revoke": ("stop", "bad", "Dicabut"),
    "cancel": ("ban", "bad", "Dibatalkan setelah disetujui"),
}
_WAITING = (*EDITABLE[1:], State.SUBMITTED, State.RECOMMENDED, State.PROPOSED, State.APPROVED)


def history(
    request: WorkRequest, decisions: Sequence[Decision], *, viewer: str = ""
) -> list[dict[str, object]]:
    """What happened, newest first, with what it waits for now on top."""
    entries = [_entry(decision, viewer) for decision in reversed(decisions)]
    if request.state in _WAITING:
        label = State(request.state).label
        since = f"Sejak {when(request.since)}"
        entries.insert(0, {"icon": "clock", "tone": "now-i", "text": label, "meta": since})
    return entries


def _entry(decision: Decision, viewer: str) -> dict[str, object]:
    icon, tone, _ = _TOLD.get(decision.step, ("clock", "", ""))
    return {
        "icon": icon,
        "tone": tone,
        "text": _who_did(decision, viewer),
        "meta": " · ".join([moment(decision.at), *_details(decision)]),
        "note": decision.note,
    }


def _who_did(decision: Decision, viewer: str) -> SafeString | str:
    if decision.step == "end":
        return "Masa berlaku berakhir"
    what = _TOLD.get(decision.step, ("", "", decision.step))[2]
    if decision.actor_nip == viewer:
        return format_html("{} oleh <strong>Anda</strong>", what)
    if not decision.capacity or decision.capacity == "Pemohon":
        return format_html("{} oleh <strong>{}</strong>", what, decision.actor_name)
    parts = (what, decision.actor_name, decision.capacity)
    return format_html("{} oleh <strong>{}</strong>, {}", *parts)


def _details(decision: Decision) -> list[str]:
    """What belongs to the step: its number, its days, the rules it was judged under."""
    found = []
    if number := decision.data.get("document"):
        found.append(f"Nomor {number}")
    if decision.step == "approve" and (dates := decision.data.get("dates")):
        found.append(day_list(datetime.date.fromisoformat(text) for text in dates))
    if decision.step in {"submit", "recommend"} and decision.policy_version:
        found.append(f"Kebijakan versi {decision.policy_version}")
    return found
