"""Accounts of days: what an OPD sends to BKD, and what the BKD has of all OPDs."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from wfa.attendance.forms.accounts import SendForm
from wfa.attendance.models import DayAccount
from wfa.attendance.rules.accounts import NUMBERS
from wfa.attendance.rules.board import State, past_look
from wfa.attendance.selectors import accounts as selectors
from wfa.attendance.services.accounts import is_whole, send_account
from wfa.attendance.views import desk
from wfa.calendars.selectors import load
from wfa.people.models import Unit
from wfa.people.permissions import under
from wfa.refusals import Refused

DAYS_BACK = 10
"""Working days that an OPD sees of its own."""
PER_PAGE = 100


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Of one's OPD the last days; for the BKD all OPDs of a date, and what is late."""
    if request.GET.get("opd"):
        return _one(request, _opd(request, request.GET["opd"]))
    held = desk.held(request)
    reads = held.paths(desk.READ)
    paths = reads or held.paths(desk.SEND)
    now, today = timezone.now(), timezone.localdate()
    calendar = load(today - datetime.timedelta(days=60), today)
    last = calendar.add_working_days(today, -1) if calendar.is_working_day(today) else today
    date = desk.date_of(request.GET.get("tanggal", ""), last)
    dates = [date] if reads else _last_days(calendar, today)
    context = {
        "owed": selectors.owed_on(dates, paths, now),
        "late": selectors.overdue(paths, today),
        "reads": bool(reads),
        "date": date,
        "today": today,
        "sends": held.paths(desk.SEND),
        **desk.places(request, "rekap"),
    }
    context["figures"] = _figures(context["owed"]) if reads else []
    return render(request, "attendance/accounts.html", context)


def _last_days(calendar: Any, today: datetime.date) -> list[datetime.date]:
    first = calendar.add_working_days(today, -DAYS_BACK)
    return [first + datetime.timedelta(days=n) for n in range((today - first).days + 1)]


def _figures(owed: Sequence[selectors.Owed]) -> list[tuple[str, str]]:
    sent = [each for each in owed if each.sent]
    return [
        (f"{len(sent)} dari {len(owed)}", "OPD sudah mengirim"),
        (str(sum(each.is_late for each in owed)), "terlambat"),
        (str(sum(each.numbers["expected"] for each in owed)), "pegawai ditunggu"),
        (str(sum(each.numbers["waiting"] for each in owed)), "belum diverifikasi"),
    ]


def _opd(request: HttpRequest, key: str) -> Unit:
    """An OPD whose accounts one sends or reads; any other isn't there."""
    if not (key.isdecimal() and len(key) < 10):
        raise Http404
    held = desk.held(request)
    inside = under([*held.paths(desk.SEND), *held.paths(desk.READ)], "path")
    return get_object_or_404(Unit.objects.filter(inside), pk=key)


def _one(
    request: HttpRequest, opd: Unit, form: SendForm | None = None, status: int = 200
) -> HttpResponse:
    """One OPD on one date as it stands now, with the way to send it."""
    now, today = timezone.now(), timezone.localdate()
    data = request.GET if form is None else request.POST
    date = desk.date_of(data.get("tanggal", ""), today)
    days, _, numbers = selectors.account_now(opd, date, now)
    rounds = list(DayAccount.objects.filter(unit=opd, date=date).defer("lines").order_by("round"))
    due = selectors.due_dates([opd], [date])[opd.pk, date]
    page = Paginator(days, PER_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "opd": opd,
        "date": date,
        "page": page,
        "days": page.object_list,
        "numbers": _told(numbers),
        "waiting": numbers["waiting"],
        "rounds": rounds,
        "last": rounds[-1] if rounds else None,
        "has_changed": bool(rounds) and rounds[-1].numbers != numbers,
        "due_on": due,
        "is_late": not rounds and today > due,
        "runs_until": selectors.runs_until(days),
        "may_send": desk.held(request).capacity(desk.SEND, opd) is not None,
        "form": form or SendForm(initial={"putaran": rounds[-1].round if rounds else 0}),
        "now": now,
        **desk.places(request, "rekap"),
    }
    return render(request, "attendance/account_now.html", context, status=status)


def _told(numbers: dict[str, int]) -> list[tuple[str, int]]:
    """(label, number) of those that say something, in their order."""
    always = ("expected", "present", "partial", "missing", "verified", "waiting")
    return [(NUMBERS[k], n) for k, n in numbers.items() if n or k in always]


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Send the day of one's OPD, or a correction of it."""
    opd = _opd(request, request.POST.get("opd", ""))
    form = SendForm(request.POST)
    if not form.is_valid():
        return _one(request, opd, form, 422)
    clean = form.cleaned_data
    try:
        sent = send_account(
            opd,
            clean["tanggal"],
            by=desk.me(request),
            seen=clean["putaran"],
            note=clean["catatan"],
        )
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _one(request, opd, form, 422)
    say = messages.success if sent.is_new else messages.info
    say(request, sent.sentence)
    return redirect("rekap-lihat", pk=sent.account.pk)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One round as it was frozen, with the evidence one click away."""
    account = account_of(request, pk)
    rounds = selectors.rounds_of(account)
    page = Paginator(account.lines, PER_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "account": account,
        "rounds": rounds,
        "last": rounds[-1],
        "is_last": rounds[-1].pk == account.pk,
        "numbers": _told(account.numbers),
        "page": page,
        "lines": [_shown(line) for line in page.object_list],
        "is_whole": is_whole(account),
        "may_send": desk.held(request).capacity(desk.SEND, account.unit) is not None,
        "now_url": f"{reverse('rekap-hari')}?opd={account.unit_id}&tanggal={account.date}",
        **desk.places(request, "rekap"),
    }
    return render(request, "attendance/account.html", context)


def _shown(line: dict[str, Any]) -> dict[str, Any]:
    """A frozen line with the words of its windows."""
    points = []
    for point in line["points"]:
        at = parse_datetime(point["at"]) if point["at"] else None
        words, icon, tone = past_look(State(point["state"]), at)
        points.append({"name": point["name"], "words": words, "icon": icon, "tone": tone})
    return {**line, "points": points}


def account_of(request: HttpRequest, pk: int) -> DayAccount:
    """An account of an OPD whose accounts one sends or reads; 404 for every other."""
    held = desk.held(request)
    seen = [*held.paths(desk.SEND), *held.paths(desk.READ)]
    return get_object_or_404(selectors.visible_accounts(seen), pk=pk)
