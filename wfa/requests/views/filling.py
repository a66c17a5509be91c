"""Filing a request in four steps: three that are filled in, and the check before it is sent."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wfa.people.permissions import nearest_holders, office_label
from wfa.people.selectors import head_of, region
from wfa.refusals import Refused
from wfa.requests import selectors, services
from wfa.requests.models import Evidence, WorkRequest
from wfa.requests.rules import Facts, blocking, instead_of, quota
from wfa.requests.rules import check as check_rules
from wfa.requests.views.scope import own_case, person, turned_away
from wfa.requests.views.screens import SCREENS, STEPS, PlanScreen, ReasonScreen, Screen
from wfa.requests.wording import brief, dates_of, title

_BROKEN = "Perbaiki aturan bertanda silang di atas, lalu ajukan."


@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, pk: uuid.UUID, step: int) -> HttpResponse:
    """Show a step, or keep what was typed in it and go where its button says."""
    case = own_case(request, pk)
    if answer := turned_away(request, case):
        return answer
    if step not in SCREENS:
        raise Http404
    screen = SCREENS[step](request, case)
    if request.method != "POST":
        return _show(screen)
    screen.store()
    if isinstance(screen, ReasonScreen):
        screen.attach(must=False)
    if isinstance(screen, PlanScreen) and "tambah" in request.POST:
        screen.add_row()
        return _show(screen)
    return _leave(screen)


def _leave(screen: Screen) -> HttpResponse:
    """To the next step when this one is complete; with "Simpan draf" back to the list."""
    as_draft = "draf" in screen.request.POST
    if not as_draft:
        screen.demand()
    if screen.is_wrong:
        return _show(screen)
    if as_draft:
        messages.success(screen.request, "Draf tersimpan. Belum ada yang menerimanya.")
        return redirect("pengajuan-saya")
    return redirect(_address(screen.case, screen.number + 1))


def _show(screen: Screen) -> HttpResponse:
    case, number = screen.case, screen.number
    context: dict[str, Any] = {
        "case": case,
        "number": number,
        "title": STEPS[number - 1],
        "steps": STEPS,
        "urls": [_address(case, n) for n in range(1, len(STEPS) + 1)],
        "back": _address(case, number - 1) if number > 1 else reverse("pengajuan-saya"),
        "back_label": STEPS[number - 2] if number > 1 else "Pengajuan Saya",
        "rules": screen.rules(),
        "is_wrong": screen.request.method == "POST" and screen.is_wrong,
        **screen.context(),
    }
    return render(screen.request, screen.template, context)


def _address(case: WorkRequest, step: int) -> str:
    if step == len(STEPS):
        return reverse("pengajuan-periksa", args=[case.pk])
    return reverse("pengajuan-isi", args=[case.pk, step])


# --- files: the buttons of step 1 send the whole form, so that nothing typed is lost ---------


@require_POST
def upload(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    case = own_case(request, pk)
    if answer := turned_away(request, case):
        return answer
    screen = _reason(request, case)
    if not screen.attach(must=True) or screen.is_wrong:
        return _show(screen)
    messages.success(request, "Berkas tersimpan.")
    return redirect(f"{_address(case, 1)}#bukti")


@require_POST
def remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    mine = selectors.own(person(request))
    evidence = get_object_or_404(Evidence.objects.filter(request__in=mine), pk=pk)
    case = own_case(request, evidence.request_id)
    if answer := turned_away(request, case):
        return answer
    screen = _reason(request, case)
    try:
        services.remove_evidence(evidence, by=person(request))
    except Refused as refusal:
        screen.file_errors.append(refusal.message)
    if screen.is_wrong:
        return _show(screen)
    messages.success(request, "Berkas dihapus dari pengajuan.")
    return redirect(f"{_address(case, 1)}#bukti")


def _reason(request: HttpRequest, case: WorkRequest) -> ReasonScreen:
    """Step 1 with what was typed already kept, if the fields came along at all."""
    screen = ReasonScreen(request, case)
    if "isian" in request.POST:
        screen.store()
    else:
        screen.data = None
        screen.bind()
    return screen


# --- step 4 ----------------------------------------------------------------------------------


@require_safe
def check(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Everything once more, what the rules say, and what happens next; nothing is sent yet."""
    case = own_case(request, pk)
    if answer := turned_away(request, case):
        return answer
    facts = selectors.facts_of(case)
    findings = check_rules(facts)
    context = {
        "case": case,
        "title": title(case),
        "steps": STEPS,
        "urls": [_address(case, n) for n in range(1, len(STEPS) + 1)],
        "dates": dates_of(case),
        "plan": list(case.plan.all()),
        "evidence": list(case.evidence.select_related("file")),
        "criteria": [
            text for key, text in selectors.criteria_of(facts.rules) if case.criteria.get(key)
        ],
        "rules": findings,
        "facts": facts,
        "why": _BROKEN if blocking(findings) else "",
        "offers": _offers(facts),
        "obligations": [_plain(text) for text in facts.rules.values["obligations"]],
        **_afterwards(case),
    }
    return render(request, "requests/check.html", context)


def _afterwards(case: WorkRequest) -> dict[str, Any]:
    """Who assesses until when, and who decides then."""
    deciders = [
        p for p in nearest_holders("assess_request", case.unit) if p.pk != case.applicant_id
    ]
    home, head = region(), head_of(case.opd)
    return {
        "head": head if head and head.employee_id != case.applicant_id else None,
        "office": office_label(head) if head else "",
        "deciders": deciders,
        "bkd": home.bkd if home else None,
    }


def _offers(facts: Facts) -> list[dict[str, Any]]:
    """{sentence, swaps} of each chosen day without a seat: free days to take over in one click."""
    full = sorted(d for d in facts.dates if d in facts.seats and facts.seats[d].full)
    return [
        {
            "sentence": finding.sentence,
            "swaps": {f"{date}/{new}": (date, new) for new in instead_of(facts, date)},
        }
        for date, finding in zip(full, blocking(quota(facts)), strict=True)
    ]


@require_POST
def swap(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a free day instead of one whose quota is full; everything else stays as it was."""
    case = own_case(request, pk)
    if answer := turned_away(request, case):
        return answer
    facts = selectors.facts_of(case)
    swaps = {key: days for offer in _offers(facts) for key, days in offer["swaps"].items()}
    if days := swaps.get(request.POST.get("ganti", "")):
        old, new = days
        dates = sorted({*facts.dates, new} - {old})
        services.save_part(case, by=person(request), dates=[d.isoformat() for d in dates])
        messages.success(request, f"{brief(old)} diganti {brief(new)}.")
        return redirect("pengajuan-periksa", pk)
    messages.info(request, "Hari itu tidak dapat diambil lagi. Pilih hari lain di bawah.")
    return redirect("pengajuan-periksa", pk)


def _plain(text: str) -> str:
    """An obligation of the decree as an item of a list."""
    plain = text.rstrip(";. ").removesuffix("; dan")
    return f"{plain[:1].upper()}{plain[1:]}."
