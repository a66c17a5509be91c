"""The BKD's page of one month: all OPDs, what waits, and one decision for many of them."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wfa.calendars.wording import MONTHS
from wfa.calendars.wording import month as month_words
from wfa.people.permissions import under
from wfa.refusals import Refused
from wfa.schedules.models import Roster, RosterState
from wfa.schedules.selectors import OpdBoard, OpdRow, opd_board
from workflows.forms.desks import CONFIRM_ABOVE, NOTE_MISSING, with_reason
from workflows.forms.rosters import VERBS, VIEWS, RosterDecideForm, after, before, month_of
from workflows.selectors import roster_desk
from workflows.services.roster_reminding import remind_late
from workflows.services.rosters import RosterReceipt, perform_roster
from workflows.views import reasons, results, roster_results
from workflows.views.scope import held, person

PLACE = "jadwal-bkd"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return _page(request, month_of(request.GET.get("bulan", ""), timezone.localdate()))


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """One step on one roster or on many; afterwards back to the same list."""
    data = with_reason(request.POST)
    form = RosterDecideForm(data)
    first = month_of(data.get("bulan", ""), timezone.localdate())
    if not form.is_valid():
        texts = [str(text) for errors in form.errors.values() for text in errors]
        return _page(request, first, problems=texts, status=422)
    rosters = _chosen(request, form.cleaned_data["pilih"])
    if form.lacks_note() or form.lacks_number():
        return _confirm(request, form, rosters, first)
    step, note = form.cleaned_data["langkah"], form.cleaned_data["catatan"]
    try:
        receipts = perform_roster(step, rosters, by=person(request), note=note)
    except Refused as refusal:
        return _page(request, first, problems=[refusal.message], picked=rosters, status=422)
    if step == "send_back":
        reasons.remember(request, note)
    return _answer(request, receipts, first, undoable=step == "approve")


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take one's own approvals back, as long as no Surat Tugas is being made."""
    first = month_of(request.POST.get("bulan", ""), timezone.localdate())
    keys = list(dict.fromkeys(k for text in request.POST.getlist("pilih") if (k := _uuid(text))))
    if not keys:
        problem = "Belum ada persetujuan yang dipilih untuk diurungkan."
        return _page(request, first, problems=[problem], status=422)
    rosters = _chosen(request, keys)
    if "bulan" not in request.POST:
        first = rosters[0].first_day.replace(day=1)
    return _answer(request, perform_roster("reopen", rosters, by=person(request)), first)


@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """Remind the OPDs that are late: all of them, at most once a day."""
    first = month_of(request.POST.get("bulan", ""), timezone.localdate())
    board = _board(request, first)
    try:
        told = remind_late(first, board.rows, by=person(request))
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(month_url(first))
    if told:
        messages.success(request, f"{told} orang diingatkan untuk melaporkan jadwal.")
    else:
        messages.info(request, "Tidak ada yang diingatkan: tidak ada yang terlambat, atau sudah.")
    return redirect(month_url(first, "belum"))


# --- the page --------------------------------------------------------------------------------


def _page(
    request: HttpRequest,
    first: datetime.date,
    *,
    problems: Sequence[str] = (),
    picked: Sequence[Roster] = (),
    status: int = 200,
) -> HttpResponse:
    board = _board(request, first)
    others = roster_desk.other_rosters(first, within=_scope(request))
    asked = (request.POST if request.method == "POST" else request.GET).get("tampilan", "")
    view = asked if asked in VIEWS else "menunggu"
    outcome = results.take(request, PLACE)
    rows = [row for row in board.rows if _in_view(row, view)]
    shown = [r for r in others if view == "semua" or (view == "menunggu" and _waits(r))]
    context: dict[str, Any] = {
        "first": first,
        "month": month_words(first),
        "previous": _beside(before(first)),
        "next": _beside(after(first)),
        "view": view,
        "views": _views(board, others, first, view),
        "rows": rows,
        "others": shown,
        "late": board.late,
        "undrafted": _undrafted(board),
        "figures": _figures(board),
        "outcome": outcome,
        "picked": {*outcome.get("picked", []), *(str(r.pk) for r in picked)},
        "problems": problems,
        "elsewhere": [{**_step(month), "n": n} for month, n in roster_desk.months_waiting(first)],
        "can_decide": any(_waits(row.roster) for row in rows) or any(map(_waits, shown)),
        "confirm_above": CONFIRM_ABOVE,
    }
    return render(request, "workflows/rosters.html", context, status=status)


def _board(request: HttpRequest, first: datetime.date) -> OpdBoard:
    return opd_board(first, within=under(held(request).paths("approve_roster"), "path"))


def _waits(roster: Roster | None) -> bool:
    return roster is not None and roster.state == RosterState.REPORTED


def _in_view(row: OpdRow, view: str) -> bool:
    if view == "menunggu":
        return _waits(row.roster)
    if view == "belum":
        return _unsent(row)
    return view == "semua" or bool(row.over or row.empty)


def _unsent(row: OpdRow) -> bool:
    sent = {RosterState.REPORTED, RosterState.APPROVED, RosterState.IN_FORCE}
    return row.state not in sent


def _undrafted(board: OpdBoard) -> int:
    """OPDs for which a draft can still be made."""
    over = after(board.first_day) <= timezone.localdate()
    return 0 if over else sum(row.roster is None for row in board.rows)


def _views(
    board: OpdBoard, others: Sequence[Roster], first: datetime.date, current: str
) -> list[dict[str, Any]]:
    counts = {view: sum(_in_view(row, view) for row in board.rows) for view in VIEWS}
    counts["menunggu"] += sum(map(_waits, others))
    return [
        {
            "label": label,
            "url": month_url(first, view),
            "count": counts[view],
            "current": view == current,
        }
        for view, label in VIEWS.items()
    ]


def _figures(board: OpdBoard) -> list[tuple[str, str]]:
    sent = sum(not _unsent(row) for row in board.rows)
    return [
        (f"{sent} dari {len(board.rows)}", "OPD sudah melapor"),
        (str(board.late), "terlambat melapor"),
        (str(board.over), "melebihi kuota"),
        (str(board.empty), "dengan kantor kosong"),
    ]


def _step(first: datetime.date) -> dict[str, str]:
    return {"label": month_words(first), "url": month_url(first)}


def _beside(first: datetime.date) -> dict[str, str]:
    """The month before or after: its name alone, the year stands in the title."""
    return {"label": MONTHS[first.month - 1], "url": month_url(first)}


def month_url(first: datetime.date, view: str = "") -> str:
    """The page of one month, in one of its views."""
    more = f"&tampilan={view}" if view else ""
    return f"{reverse('jadwal-bkd')}?bulan={first:%Y-%m}{more}"


# --- deciding --------------------------------------------------------------------------------


def _scope(request: HttpRequest) -> Any:
    return under(held(request).paths("approve_roster"), "unit__path")


def desk(request: HttpRequest) -> QuerySet[Roster]:
    """All rosters that were ever sent to this officer's desk; no draft."""
    seen = Roster.objects.filter(_scope(request)).exclude(state=RosterState.DRAFT)
    return seen.select_related("unit", "amends", "submitted_by", "decided_by")


def _chosen(request: HttpRequest, keys: Sequence[uuid.UUID]) -> list[Roster]:
    """The chosen rosters in the order given; 404 when one lies outside the scope."""
    found = {roster.pk: roster for roster in desk(request).filter(pk__in=keys)}
    if len(found) != len(keys):
        raise Http404
    return [found[key] for key in keys]


def _answer(
    request: HttpRequest,
    receipts: Sequence[RosterReceipt],
    first: datetime.date,
    *,
    undoable: bool = False,
) -> HttpResponse:
    roster_results.keep(request, PLACE, receipts, undoable=undoable)
    asked = request.POST.get("tampilan", "")
    return redirect(month_url(first, asked if asked in VIEWS else ""))


def _confirm(
    request: HttpRequest, form: RosterDecideForm, rosters: list[Roster], first: datetime.date
) -> HttpResponse:
    """Asks for what is missing, the reason or the number, and keeps everything else."""
    step = form.cleaned_data["langkah"]
    asked_again = bool(request.POST.get("ditanya"))
    if asked_again and form.lacks_note():
        form.add_error("catatan", NOTE_MISSING)
    if asked_again and form.lacks_number():
        form.add_error("jumlah", f"Angka belum sama. Ketik {len(rosters)}.")
    context = {
        "form": form,
        "rosters": rosters,
        "verb": VERBS[step],
        "asks_note": step == "send_back",
        "asks_number": form.lacks_number() or "jumlah" in form.errors,
        "back": month_url(first, request.POST.get("tampilan", "")),
        "hidden": [("langkah", step), *_kept(request.POST)],
        "sentences": reasons.for_desk(request, [step]),
    }
    status = 422 if form.errors else 200
    return render(request, "workflows/roster_confirm.html", context, status=status)


def _kept(data: QueryDict) -> list[tuple[str, str]]:
    return [(name, data.get(name, "")) for name in ("bulan", "tampilan") if name in data]


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
