"""One's own requests: the list, a new draft, throwing one away."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wfa.people.models import Employee
from wfa.policies.selectors import RuleSet, rules_for
from wfa.refusals import Refused
from wfa.requests import selectors, services
from wfa.requests.forms import GROUPS, ListForm
from wfa.requests.models import WorkRequest
from wfa.requests.views.scope import held, own_case, person

PER_PAGE = 20


@dataclass(frozen=True)
class Door:
    """Whether this person may begin a request now; if not, why, and what to do next."""

    title: str = ""
    reason: str = ""

    @property
    def is_open(self) -> bool:
        return not self.title


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """One's own requests, or those filled in for others, narrowed by state and year."""
    user = person(request)
    part = "untuk" if request.GET.get("bagian") == "untuk" else "saya"
    others = selectors.filed_for_others(user)
    cases = others if part == "untuk" else selectors.mine(user)
    form = ListForm(request.GET, years=_years(cases))
    pages = Paginator(_narrowed(cases, form).select_related("opd", "renews"), PER_PAGE)
    files = held(request).may_somewhere("file_for_other")
    context = {
        "page": pages.get_page(request.GET.get("halaman")),
        "door": _door(user),
        "part": part,
        "parts": _parts(part) if files or part == "untuk" or others.exists() else [],
        "form": form,
        "is_narrowed": any(form.cleaned_data.values()),
        "files_for_others": files,
    }
    return render(request, "requests/list.html", context)


def _parts(part: str) -> list[dict[str, Any]]:
    labels = {"saya": ("Untuk saya", "?"), "untuk": ("Diisi untuk orang lain", "?bagian=untuk")}
    return [
        {"label": label, "url": url, "count": None, "current": name == part}
        for name, (label, url) in labels.items()
    ]


def _years(cases: QuerySet[WorkRequest]) -> list[int]:
    """The years in which one began requests, the newest first."""
    found = cases.order_by().datetimes("created_at", "year", order="DESC")
    return [timezone.localtime(at).year for at in found]


def _narrowed(cases: QuerySet[WorkRequest], form: ListForm) -> QuerySet[WorkRequest]:
    """What can't be read narrows nothing."""
    form.is_valid()
    group, year = form.cleaned_data.get("keadaan"), form.cleaned_data.get("tahun")
    if group:
        cases = cases.filter(state__in=GROUPS[group][1])
    return cases.filter(created_at__year=int(year)) if year else cases


def _door(user: Employee) -> Door:
    if user.kind != Employee.Kind.ASN:
        return Door(
            "Akun ini tidak dapat mengajukan.",
            "Pengajuan hanya untuk ASN. Masuk dengan akun NIP Anda.",
        )
    if user.unit is None:
        return Door(
            "Unit kerja Anda belum tercatat.",
            "Minta pengelola kepegawaian memperbaruinya, lalu ajukan.",
        )
    return _by_rules(rules_for(user.unit, timezone.localdate()))


def _by_rules(rules: RuleSet) -> Door:
    if not rules.values["open"]:
        return Door("Kerja fleksibel sedang tidak dibuka di unit Anda.", _because(rules, "open"))
    if not rules.values["special_open"] and not rules.values["task_open"]:
        return Door("Kedua jalur pengajuan sedang ditutup.", _because(rules, "task_open"))
    return Door()


def _because(rules: RuleSet, key: str) -> str:
    return f"Dasar: {rules.describe(key).rstrip('.')}. Tunggu pengumuman BKD."


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A draft to begin with; only a POST makes one."""
    if request.method != "POST":
        return redirect("pengajuan-saya")
    try:
        draft = services.start_draft(by=person(request))
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("pengajuan-saya")
    return redirect("pengajuan-isi", draft.pk, 1)


@require_POST
def discard(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    case = own_case(request, pk)
    try:
        services.discard_draft(case, by=person(request))
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("pengajuan", pk)
    messages.success(request, "Draf dibuang.")
    return redirect("pengajuan-saya")
