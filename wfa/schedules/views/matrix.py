"""The month of an office: shown, filled in by pattern and by hand, refreshed, thrown away."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wfa.audit.selectors import history
from wfa.calendars.wording import moment
from wfa.policies.rota import PATTERNS
from wfa.refusals import Refused
from wfa.schedules.forms.rosters import (
    EVERYBODY,
    SHOWN,
    TICKED,
    Cells,
    PatternForm,
    read_cells,
    write_cells,
)
from wfa.schedules.models import Roster
from wfa.schedules.patterns import Outcome
from wfa.schedules.selectors import title_of, with_people
from wfa.schedules.services import StaleDraftError, paint, refresh_lines, save_cells
from wfa.schedules.services import discard as discard_draft
from wfa.schedules.views import scope
from wfa.schedules.views.page import Page, decided_for, page_of

_STALE = 409
_MOST_TOLD = 6


@require_safe
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    page = page_of(request, scope.roster(request, pk))
    form = _pattern_form(request, page) if page.may_edit else None
    return _shown(request, page, form)


def _shown(
    request: HttpRequest, page: Page, form: PatternForm | None, *, status: int = 200
) -> HttpResponse:
    context = {"page": page, "view": page.view, "pattern": form}
    return render(request, "schedules/month.html", context, status=status)


def _pattern_form(request: HttpRequest, page: Page) -> PatternForm:
    rules = page.known.plan.rules[page.roster.unit_id, page.roster.last_day]
    name = dict(PATTERNS).get(rules.rota_pattern, "") if rules.rota_pattern else ""
    policy = f"{name} ({rules.describe('rota_pattern')})" if name else ""
    last = page.roster.pattern
    initial = {
        "pola": "" if policy else last.get("kind", ""),
        "hari": [str(day) for day in last.get("weekdays") or rules.rota_weekdays],
        "bagian": last.get("share", rules.rota_share),
        "untuk": TICKED if page.view.is_ticking else EVERYBODY,
        "revisi": page.roster.revision,
    }
    return PatternForm(
        request.POST if request.method == "POST" else None,
        units=page.view.parts,
        letters=page.letters,
        policy=policy,
        initial=initial,
    )


@require_POST
def fill(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Paint a pattern; what it couldn't give is told, and the form stays as it was sent."""
    roster = scope.drafted(request, pk)
    page = page_of(request, roster)
    form = _pattern_form(request, page)
    if form.is_valid():
        try:
            outcome = _paint(request, page, form)
        except Refused as refusal:
            _refuse(request, form, refusal, page)
        else:
            _tell(request, outcome)
            return redirect(_here(roster, request.GET.urlencode()))
    return _shown(request, page, form, status=422)


def _refuse(request: HttpRequest, form: PatternForm, refusal: Refused, page: Page) -> None:
    """Told at the form, which may be sent again over the draft as it is now."""
    form.add_error("pola" if refusal.field == "pattern" else None, refusal.message)
    sent = request.POST.copy()
    sent["revisi"] = str(page.roster.revision)
    form.data = sent


def _paint(request: HttpRequest, page: Page, form: PatternForm) -> Outcome:
    clean, whom = form.cleaned_data, form.cleaned_data["untuk"]
    people: set[int] | None = None
    if whom == SHOWN:
        people = form.shown() or {p.employee_id for p in page.view.people}
    elif whom == TICKED:
        people = {int(x) for x in request.POST.getlist("pilih") if x.isdigit()}
        if not people:
            raise Refused("Belum ada pegawai yang dicentang. Centang dulu.", code="nobody")
    unit_id = form.unit_id()
    return paint(
        page.roster,
        form.pattern(),
        by=scope.me(request),
        revision=clean["revisi"],
        people=people,
        unit=next((u for u in page.view.parts if u.pk == unit_id), None),
        seed=clean["benih"],
        also_by_hand=clean["timpa"],
        decided=decided_for(page.roster, page.known.lines),
    )


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    low, high = outcome.spread.days
    even = f"Selisih hari antarpegawai paling banyak {high - low}."
    messages.success(request, f"Pola diisikan. {even}")
    sentences = list(dict.fromkeys(unmet.sentence for unmet in outcome.unmet))
    for sentence in sentences[:_MOST_TOLD]:
        messages.info(request, sentence)
    if len(sentences) > _MOST_TOLD:
        messages.info(request, f"{len(sentences) - _MOST_TOLD} catatan lain serupa.")


def _here(roster: Roster, query: str = "") -> str:
    url = reverse("jadwal-matriks", args=[roster.pk])
    return f"{url}?{query}" if query else url


# ---- by hand


@require_POST
def save(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The cells of the grid, of a workbook, or of a conflict that was solved."""
    roster = scope.drafted(request, pk)
    wants_json = "application/json" in request.headers.get("Accept", "")
    back = _here(roster, request.POST.get("kembali", "")[:300])
    try:
        cells, revision = _sent(request)
        save_cells(roster, cells, by=scope.me(request), revision=revision)
    except StaleDraftError as stale:
        if wants_json:
            return JsonResponse({"stale": True}, status=_STALE)
        return conflict(request, roster, stale)
    except Refused as refusal:
        if wants_json:
            return JsonResponse({"message": refusal.message}, status=422)
        raise
    count = sum(map(len, cells.values()))
    messages.success(request, f"{count} hari tersimpan." if count else "Tidak ada yang berubah.")
    return JsonResponse({"next": back}) if wants_json else redirect(back)


def _sent(request: HttpRequest) -> tuple[Cells, int]:
    revision = request.POST.get("revisi", "")
    if not (revision.isascii() and revision.isdigit()):
        raise Refused("Isian tidak terbaca. Muat ulang halaman ini.", code="unreadable")
    without = request.POST.getlist("kecuali")
    return read_cells(request.POST.get("isian", ""), without=without), int(revision)


def conflict(request: HttpRequest, roster: Roster, stale: StaleDraftError) -> HttpResponse:
    """Whose change came between, what stands now, and what this person typed, to apply again."""
    last = history("roster", roster.pk).last()
    wanted: Cells = {}
    for each in stale.differs:
        wanted.setdefault(each.employee_id, {})[each.date] = each.wanted
    context = {
        "roster": roster,
        "title": title_of(roster),
        "differs": stale.differs,
        "isian": write_cells(wanted),
        "revision": stale.revision,
        "kembali": request.POST.get("kembali", "")[:300],
        "who": last.actor_name if last else "",
        "when": moment(last.at) if last else "",
    }
    return render(request, "schedules/month_stale.html", context, status=_STALE)


@require_POST
def refresh(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """People who came, left or moved; days that others decided since."""
    roster = scope.drafted(request, pk)
    decided = decided_for(roster, with_people(roster))
    refresh_lines(roster, by=scope.me(request), decided=decided)
    messages.success(request, "Daftar pegawai dan hari sudah disegarkan.")
    return redirect("jadwal-matriks", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A draft is thrown away after it was asked once more."""
    roster = scope.drafted(request, pk)
    if request.method == "POST":
        title = title_of(roster)
        discard_draft(roster, by=scope.me(request))
        messages.success(request, f"{title} dibuang. Tidak ada hari yang berubah.")
        return redirect("jadwal")
    return render(
        request, "schedules/roster_discard.html", {"roster": roster, "title": title_of(roster)}
    )
