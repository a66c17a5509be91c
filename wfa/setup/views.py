"""The way from an empty server to the first request, and the examination; see `wfa/access.py`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wfa.calendars import services as calendars
from wfa.calendars import wording
from wfa.context import WAY_BACK
from wfa.people.authority import Role
from wfa.people.models import Employee
from wfa.people.permissions import Authority
from wfa.policies import services as policies
from wfa.refusals import Refused
from wfa.setup import doctor, selectors, services
from wfa.setup.facts import Facts, Office
from wfa.setup.forms import AssessorsForm, FirstPolicyForm
from wfa.setup.rules import Finding, Level, Page, State, Task, next_step, region, tasks
from wfa.setup.server import findings as about_server

_READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])
_LOOKS = {
    State.NOT_YET: ("Belum", "empty", "info"),
    State.PARTLY: ("Sebagian", "warning", "warn"),
    State.DONE: ("Selesai", "check", "ok"),
    State.BLOCKED: ("Menunggu", "hourglass", ""),
}
_TONES = {Level.OK: "ok", Level.NEEDED: "warn", Level.WRONG: "bad"}


@dataclass(frozen=True)
class Line:
    """A finding as a page shows it."""

    finding: Finding
    tone: str
    url: str = ""


@require_safe
def task_list(request: HttpRequest) -> HttpResponse:
    facts = selectors.facts()
    found = doctor.installation(facts)
    steps = tasks(found)
    first = next_step(steps)
    context = {
        "steps": [_shown(step) for step in steps],
        "finished": sum(step.state is State.DONE for step in steps),
        "next": {"task": first, "line": _line(first.missing[0])} if first else None,
        "requests": facts.requests,
        "is_asn": _me(request).kind == Employee.Kind.ASN,
        "empty_years": [year for year, is_filled in facts.years.items() if not is_filled],
        "last": _summary(found),
    }
    response = render(request, "setup/tasks.html", context)
    _mark_the_way_back(response, done=context["finished"] == len(steps))
    return response


def _shown(step: Task) -> dict[str, Any]:
    word, icon, tone = _LOOKS[step.state]
    pages = [(page.label, address(page)) for page in step.part.pages]
    doors = {url for _, url in pages}
    return {
        "task": step,
        "word": word,
        "icon": icon,
        "tone": tone,
        "lines": [_line(finding, but=doors) for finding in step.missing],
        "pages": pages,
        "open": step.state is not State.BLOCKED,
    }


def _summary(found: list[Finding]) -> str:
    wrong = sum(f.level is Level.WRONG for f in found)
    needed = sum(f.level is Level.NEEDED for f in found)
    if not wrong and not needed:
        return "Tidak ada yang kurang pada daerah, aturan, dan pekerjaan tertunda."
    told = [f"{n} hal {word}" for n, word in ((wrong, "salah"), (needed, "perlu")) if n]
    return f"{wording.join(told)} diperbaiki." if needed else f"{wording.join(told)}."


def _mark_the_way_back(response: HttpResponse, *, done: bool) -> None:
    if done:
        response.delete_cookie(WAY_BACK)
        return
    response.set_cookie(
        WAY_BACK, "1", httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def _line(finding: Finding, but: Collection[str] = ()) -> Line:
    """Without the link where a button beside it leads to the same page."""
    url = address(finding.page) if finding.page else ""
    return Line(finding, _TONES[finding.level], "" if url in but else url)


def address(page: Page) -> str:
    args = [page.pk] if page.pk is not None else []
    return reverse(page.name, args=args) + page.query


# --- the examination -------------------------------------------------------------------------


@require_safe
def examination(request: HttpRequest) -> HttpResponse:
    """The server's part is for those who run it, not for the head of the BKD."""
    may_see_server = _runs_the_server(request)
    found = list(about_server()) if may_see_server else []
    found += doctor.installation()
    groups = [(group, [_line(f) for f in mine]) for group, mine in doctor.by_group(found)]
    context = {
        "groups": groups,
        "counts": [(level.value, sum(f.level is level for f in found)) for level in Level],
        "with_server": may_see_server,
    }
    return render(request, "setup/examination.html", context)


def _runs_the_server(request: HttpRequest) -> bool:
    held: Authority = request.authority  # type: ignore[attr-defined]
    return Role.ADMINISTRATOR in held.roles() or _me(request).is_superuser


# --- the officials ---------------------------------------------------------------------------

LACKS = {
    "kepala": "Tanpa kepala",
    "penilai": "Tanpa penilai",
    "pos-el": "Kepala tanpa pos-el",
    "kode": "Tanpa kode surat",
}


@require_safe
def officials(request: HttpRequest) -> HttpResponse:
    """Every OPD with its head and assessors; ?kurang= only those that lack something."""
    facts = selectors.facts()
    lack = request.GET.get("kurang", "")
    lack = lack if lack in LACKS else ""
    rows = [o for o in facts.offices if not lack or region.lacks(o, lack)]
    context = {"rows": rows, "lack": lack, "views": _views(facts, lack), "facts": facts}
    return render(request, "setup/officials.html", context)


def _views(facts: Facts, lack: str) -> list[dict[str, Any]]:
    everything = {"label": "Semua", "url": "?", "count": len(facts.offices), "current": not lack}
    return [
        everything,
        *[
            {
                "label": label,
                "url": f"?kurang={key}",
                "count": sum(region.lacks(office, key) for office in facts.offices),
                "current": key == lack,
            }
            for key, label in LACKS.items()
        ],
    ]


@_READ_WRITE
def assessors(request: HttpRequest) -> HttpResponse:
    """One assessor for each OPD that has none; what is refused stays with its reason."""
    without = [o for o in selectors.facts().offices if region.lacks(o, "penilai")]
    form = AssessorsForm(request.POST or None, offices=without)
    if request.method == "POST" and form.is_valid():
        refused = _give(form, without, by=_me(request))
        given = len(form.cleaned_data["chosen"]) - len(refused)
        if given:
            messages.success(request, f"{given} penilai tercatat.")
        if not refused:
            return redirect("penyiapan-pejabat")
        form = _again(request, refused)
    return render(request, "setup/assessors.html", {"form": form})


def _give(form: AssessorsForm, offices: list[Office], *, by: Employee) -> dict[str, str]:
    clean = form.cleaned_data
    units = {form.name_of(office.unit): office.unit for office in offices}
    return services.give_assessors(
        {name: (units[name], person) for name, person in clean["chosen"].items()},
        starts=clean["starts"],
        basis_number=clean["basis_number"],
        basis_date=clean["basis_date"],
        by=by,
    )


def _again(request: HttpRequest, refused: dict[str, str]) -> AssessorsForm:
    """The form with those who are still without, what was typed, and why it was refused."""
    left = [o for o in selectors.facts().offices if region.lacks(o, "penilai")]
    form = AssessorsForm(request.POST, offices=left)
    for name, sentence in refused.items():
        if name in form.fields:
            form.add_error(name, sentence)
    return form


# --- calendar and first policy ---------------------------------------------------------------


@require_POST
def fill_calendar(request: HttpRequest) -> HttpResponse:
    """The national holidays of this year and the next, by one click."""
    this_year = timezone.localdate().year
    years = (this_year, this_year + 1)
    new = sum(calendars.seed(year, by=_me(request)).new for year in years)
    messages.success(
        request,
        f"{new} hari libur {years[0]} dan {years[1]} terisi. Cocokkan dengan SKB tiga menteri.",
    )
    return redirect("penyiapan")


@_READ_WRITE
def first_policy(request: HttpRequest) -> HttpResponse:
    """A draft from a sample; it is read, changed and put in force on the policy's own pages."""
    facts = selectors.facts()
    start = {"unit": facts.root.pk if facts.root else None}
    form = FirstPolicyForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        unit = form.cleaned_data["unit"]
        try:
            policy = policies.draft(unit=unit, parameters=form.parameters(), by=_me(request))
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"Rancangan {policy} siap dibaca. Belum ada yang berlaku.")
            return redirect("kebijakan-lihat", policy.pk)
    context = {"form": form, "rules": facts.rules, "bkd_head": facts.bkd_head}
    return render(request, "setup/policy.html", context)


def _me(request: HttpRequest) -> Employee:
    return cast(Employee, request.user)
