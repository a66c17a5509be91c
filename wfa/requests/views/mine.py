"""One's own requests: the list, a new draft, throwing one away."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wfa.people.models import Employee
from wfa.policies.selectors import RuleSet, rules_for
from wfa.refusals import Refused
from wfa.requests import selectors, services
from wfa.requests.views.scope import own_case, person

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
    user = person(request)
    pages = Paginator(selectors.mine(user), PER_PAGE)
    page = pages.get_page(request.GET.get("halaman"))
    return render(request, "requests/list.html", {"page": page, "door": _door(user)})


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
