"""Filling a request in for somebody else, and asking anew what was approved before."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from wfa.people.models import Employee
from wfa.people.permissions import under
from wfa.people.selectors import search_people
from wfa.refusals import Refused
from wfa.requests import selectors, services
from wfa.requests.views.scope import held, own_case, person

PER_PAGE = 20
FILED = 20
"""Requests shown that one filled in for others, the newest first."""


class SeekForm(forms.Form):
    """Whom one looks for; what can't be read is as if it weren't there."""

    q = forms.CharField(required=False, max_length=100)


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Look for an employee of one's units and begin a draft for them; also what was begun."""
    if request.method == "POST":
        return _begin(request)
    form = SeekForm(request.GET)
    text = form.cleaned_data.get("q", "") if form.is_valid() else ""
    page = Paginator(_people(request, text), PER_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "text": text,
        "page": page,
        "filed": selectors.filed_for_others(person(request))[:FILED],
    }
    return render(request, "requests/behalf.html", context)


def _people(request: HttpRequest, text: str) -> QuerySet[Employee]:
    """ASN of the units for which one files, by name; never oneself."""
    here = under(held(request).paths("file_for_other"), "unit__path")
    found = search_people(text, here).filter(kind=Employee.Kind.ASN)
    return found.exclude(pk=person(request).pk).order_by("name", "pk")


def _begin(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("pegawai", "")
    pk = int(chosen) if chosen.isdecimal() and len(chosen) < 10 else 0
    whose = get_object_or_404(_people(request, ""), pk=pk)
    try:
        draft = services.start_draft(by=person(request), applicant=whose)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("pengajuan-untuk")
    return redirect("pengajuan-isi", draft.pk, 1)


@require_POST
def renew(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A draft that says what an earlier request said, for days yet to be chosen."""
    old = own_case(request, pk)
    try:
        draft = services.start_draft(by=person(request), applicant=old.applicant, renews=old)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("pengajuan", pk)
    messages.success(
        request, "Isi pengajuan lama disalin. Pilih hari, kriteria, dan bukti yang baru."
    )
    return redirect("pengajuan-isi", draft.pk, 1)
