"""The way of a case as its applicant sees it: done, now, still to come, with every loop. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wfa.calendars.wording import MONTHS, day_list
from wfa.decisions.models import Decision
from wfa.requests.models import State, WorkRequest
from wfa.requests.wording.around import Around
from wfa.requests.wording.dates import dates_of, short_when
from wfa.requests.wording.where import Where

Stop = dict[str, str]
"""{label, who, when, state: done|now|later|stop|back|hold, note}, see components/route.html."""

_STOPS = (
    ("submit", "Diajukan"),
    ("view", "Pertimbangan atasan"),
    ("recommend", "Penilaian OPD"),
    ("propose", "Usulan ke BKD"),
    ("approve", "Persetujuan BKD"),
    ("enact", "Penetapan SK"),
    ("run", "Berlaku"),
)
_NOW = {
    State.DRAFT: "submit",
    State.RETURNED: "submit",
    State.SUBMITTED: "recommend",
    State.RECOMMENDED: "propose",
    State.PROPOSED: "approve",
    State.APPROVED: "enact",
    State.IN_FORCE: "run",
}
_OVER = {
    State.REFUSED: ("refuse", "Ditolak"),
    State.WITHDRAWN: ("withdraw", "Dibatalkan"),
    State.CANCELLED: ("cancel", "Dibatalkan"),
    State.REVOKED: ("revoke", "Dicabut"),
}


def way(
    request: WorkRequest,
    decisions: Iterable[Decision],
    *,
    around: Around,
    where: Where,
    viewer: str = "",
) -> list[Stop]:
    """The stops of components/route.html; `viewer` = identity of who looks ("Anda")."""
    made, state = list(decisions), State(request.state)
    last = _this_round(made)
    if state == State.OBJECTED:
        ending = _objection(last, around, where, viewer)
        return _with_rounds([*_passed(last, around, viewer), *ending], made, viewer)
    if state in _OVER:
        ending = _ending(state, last, viewer)
        return _with_rounds([*_passed(last, around, viewer), *ending], made, viewer)
    rows = _straight(request, last, around, where, viewer)
    return [*_with_rounds(rows, made, viewer), *_asked_back(around)]


def _straight(
    request: WorkRequest, last: dict[str, Decision], around: Around, where: Where, viewer: str
) -> list[Stop]:
    """From the submission to the last day: behind, here, ahead."""
    current = _current(request, around)
    stops = [s for s in _STOPS if s[0] != "view" or around.superiors or around.heard_at]
    names = [name for name, _ in stops]
    place = names.index(current) if current in names else len(names)
    rows = [
        _row(request, name, label, (index > place) - (index < place), last, around, where, viewer)
        for index, (name, label) in enumerate(stops)
    ]
    if "overturn" in last:
        rows[names.index("approve") : names.index("approve")] = _overturned(last, viewer)
    return rows


def _current(request: WorkRequest, around: Around) -> str:
    state = State(request.state)
    if state == State.SUBMITTED and around.superiors and not around.heard_at:
        return "view"
    if state == State.PROPOSED and around.received_at is None:
        return "propose"
    return _NOW.get(state, "")


def _row(
    request: WorkRequest,
    name: str,
    label: str,
    order: int,
    last: dict[str, Decision],
    around: Around,
    where: Where,
    viewer: str,
) -> Stop:
    """One stop of the straight way: -1 behind us, 0 where the case is, 1 ahead."""
    if order < 0:
        return _behind(request, name, label, last, around, viewer)
    who = _expected(request, name, around)
    if order > 0:
        return {"label": label, "who": who, "when": "", "state": "later"}
    return _here(request, name, label, who, around, where, viewer)


def _expected(request: WorkRequest, name: str, around: Around) -> str:
    people = {
        "submit": "",
        "view": around.superiors,
        "approve": around.bkd,
        "enact": f"Kepala {around.bkd}",
        "run": _span(request),
    }
    return people.get(name, str(request.opd))


def _behind(
    request: WorkRequest,
    name: str,
    label: str,
    last: dict[str, Decision],
    around: Around,
    viewer: str,
) -> Stop:
    if name == "view" and around.heard_at:
        return _stop(label, around.heard_by, short_when(around.heard_at), "done")
    if name == "run":
        return _stop("Selesai", _span(request), "", "done")
    return _done(label, last.get(name), viewer)


def _here(
    request: WorkRequest,
    name: str,
    label: str,
    who: str,
    around: Around,
    where: Where,
    viewer: str,
) -> Stop:
    state = State(request.state)
    if name == "submit":
        me = "Anda" if viewer == request.applicant.identity else "Pemohon"
        label = "Draf" if state == State.DRAFT else "Perbaikan"
        return _stop(label, me, f"sejak {short_when(request.since)}", "now")
    if name == "run":
        return _stop(label, who, "", "now")
    if around.held:
        return _stop(label, who, f"sejak {short_when(request.since)}", "hold", around.held)
    since = around.received_at if name == "approve" and around.received_at else request.since
    return _stop(label, who, f"sejak {short_when(since)}", "now", where.time_left)


def _span(request: WorkRequest) -> str:
    """ "21 Agustus", "21 Agustus sampai 4 September": a stop has room for two days."""
    dates = dates_of(request)
    if not dates:
        return ""
    ends = list(dict.fromkeys([dates[0], dates[-1]]))
    return " sampai ".join(f"{d.day} {MONTHS[d.month - 1]}" for d in ends)


# --- the loops -------------------------------------------------------------------------------


def _with_rounds(rows: list[Stop], decisions: Sequence[Decision], viewer: str) -> list[Stop]:
    """Rounds that were sent back, in one stop: the last, with how many there were."""
    backs = [d for d in decisions if d.step in {"send_back", "return_to_opd"}]
    if not backs:
        return rows
    times = f" (ke-{len(backs)})" if len(backs) > 1 else ""
    if backs[-1].step == "return_to_opd":  # the submission stands, the OPD begins anew
        back = _done(f"Dikembalikan ke OPD{times}", backs[-1], viewer) | {"state": "back"}
        return [*rows[:1], back, *rows[1:]]
    back = _done(f"Dikembalikan{times}", backs[-1], viewer) | {"state": "back"}
    first = _done("Diajukan", next(d for d in decisions if d.step == "submit"), viewer)
    if rows[0]["label"] == "Diajukan":
        rows[0]["label"] = "Diajukan lagi"
    return [first, back, *rows]


def _this_round(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The decisions that still stand: a new submission or a return begins anew."""
    last: dict[str, Decision] = {}
    for decision in decisions:
        gone = _UNDOES.get(decision.step)
        if decision.step == "submit":
            last = {}
        elif gone is not None:
            last = {k: v for k, v in last.items() if k not in gone}
        if decision.step not in {"return_to_opd", "reopen", "take_back"}:
            last[decision.step] = decision
    return last


_UNDOES = {
    "send_back": {"submit", "recommend", "propose", "approve", "refuse", "overturn"},
    "return_to_opd": {"recommend", "propose", "approve", "refuse", "overturn"},
    "reopen": {"approve", "refuse"},
    "take_back": {"recommend"},
    "overturn": {"refuse", "uphold"},
}


def _passed(last: dict[str, Decision], around: Around, viewer: str) -> list[Stop]:
    """What was reached before it stopped."""
    found = [_done(label, last[name], viewer) for name, label in _STOPS if name in last]
    if around.heard_at and found:
        heard = _stop("Pertimbangan atasan", around.heard_by, short_when(around.heard_at), "done")
        found.insert(1, heard)
    return found


def _ending(state: State, last: dict[str, Decision], viewer: str) -> list[Stop]:
    step, label = _OVER[state]
    made = last.get(step) or (last.get("recall") if state == State.CANCELLED else None)
    if made is not None and made.step == "recall":
        label = "Dipanggil kembali ke kantor"
    stop = _done(label, made, viewer) | {"state": "stop", "note": made.note if made else ""}
    if state == State.REFUSED and "uphold" in last:
        return [stop, *_upheld(last, viewer)]
    return [stop]


def _upheld(last: dict[str, Decision], viewer: str) -> list[Stop]:
    answer = last["uphold"]
    return [
        _done("Keberatan diajukan", last.get("object"), viewer),
        _done("Tetap ditolak", answer, viewer) | {"state": "stop", "note": answer.note},
    ]


def _objection(last: dict[str, Decision], around: Around, where: Where, viewer: str) -> list[Stop]:
    filed = last.get("object")
    since = f"sejak {short_when(filed.at)}" if filed else ""
    return [
        _done("Ditolak", last.get("refuse"), viewer) | {"state": "stop"},
        _done("Keberatan diajukan", filed, viewer),
        _stop("Jawaban keberatan", around.answerer or where.place, since, "now", where.time_left),
    ]


def _overturned(last: dict[str, Decision], viewer: str) -> list[Stop]:
    """A refusal that was objected to, and what came of it: the BKD examines again."""
    filed = last.get("object")
    return [
        _done("Ditolak, keberatan diajukan", filed, viewer) | {"state": "back"},
        _done("Keberatan dikabulkan", last["overturn"], viewer),
    ]


def _asked_back(around: Around) -> list[Stop]:
    """Days whose cancellation waits for the OPD."""
    if not around.giving_back or around.giving_back_at is None:
        return []
    since = f"sejak {short_when(around.giving_back_at)}"
    who = f"{day_list(around.giving_back)}: menunggu OPD"
    return [_stop("Pembatalan hari diminta", who, since, "now")]


# --- one stop --------------------------------------------------------------------------------


def _stop(label: str, who: str, when: str, state: str, note: str = "") -> Stop:
    return {"label": label, "who": who, "when": when, "state": state, "note": note}


def _done(label: str, made: Decision | None, viewer: str) -> Stop:
    if made is None:
        return _stop(label, "", "", "done")
    mine = made.actor_nip == viewer
    who = "Anda" if mine else made.actor_name
    if not mine and made.capacity not in _SILENT:
        who = f"{who}, {made.capacity}"
    return _stop(label, who, short_when(made.at), "done")


_SILENT = {"", "Pemohon"}
