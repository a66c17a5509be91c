"""Keberatan: the applicant objects to a refusal, the head of the BKD or the PPK answers."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from wfa.decisions.models import Decision
from wfa.decisions.selectors import for_subject
from wfa.refusals import Refused
from wfa.requests.models import RequestDay, State, WorkRequest
from wfa.requests.wording import history, title
from workflows import selectors, services
from workflows.forms.loops import AnswerForm, ObjectForm
from workflows.models import Objection
from workflows.permissions import obstacles
from workflows.services import Outcome
from workflows.views.scope import held, page_of, person

PER_PAGE = 25
_READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@_READ_WRITE
def file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Object to the refusal of one's own request."""
    mine = WorkRequest.objects.filter(applicant=person(request), number__isnull=False)
    case = get_object_or_404(mine.select_related("unit", "opd", "policy"), pk=pk)
    sent = request.POST if request.method == "POST" else None
    form = ObjectForm(sent)
    if sent is not None and form.is_valid():
        try:
            services.file_objection(case, by=person(request), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, "Keberatan terkirim. Pimpinan menjawab secara tertulis.")
            return redirect("pengajuan", pk)
    why_not = services.may_object(case, person(request))
    context = {
        "case": case,
        "title": title(case),
        "form": form,
        "why_not": why_not,
        "until": None if why_not else services.objection_until(case),
        "refusal": _refusal(list(for_subject("request", case.pk))),
    }
    status = 422 if form.errors else 200
    return render(request, "workflows/objection_file.html", context, status=status)


def _refusal(decisions: list[Decision]) -> Decision | None:
    """The decision that was objected to, or can be."""
    return next((d for d in reversed(decisions) if d.step == "refuse"), None)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Objections without an answer, oldest first."""
    page = page_of(
        selectors.objections_waiting(held(request)), request.GET.get("halaman"), PER_PAGE
    )
    return render(request, "workflows/objections.html", {"page": page})


@_READ_WRITE
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One objection beside the refusal, and its answer."""
    objection = get_object_or_404(selectors.objections_seen(held(request)), request=pk)
    sent = request.POST if request.method == "POST" else None
    form = AnswerForm(sent)
    if sent is not None and form.is_valid():
        try:
            receipt = services.answer_objection(
                objection,
                by=person(request),
                upheld=form.is_upheld,
                note=form.cleaned_data["note"],
            )
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            done = receipt.outcome is Outcome.DONE
            say = messages.success if done else messages.info
            say(request, "Jawaban tersimpan. Pegawai diberi tahu." if done else receipt.sentence)
            return redirect("keberatan-daftar")
    status = 422 if form.errors else 200
    context = _contents(request, objection, form)
    return render(request, "workflows/objection.html", context, status=status)


def _contents(request: HttpRequest, objection: Objection, form: AnswerForm) -> dict[str, Any]:
    case, user = objection.request, person(request)
    decisions = list(for_subject("request", case.pk))
    ahead = _days_ahead(case)
    is_open = case.state == State.OBJECTED
    return {
        "objection": objection,
        "case": case,
        "title": title(case),
        "refusal": _refusal(decisions),
        "history": history(case, decisions, viewer=user.identity),
        "ahead": ahead,
        "is_open": is_open,
        "reasons": obstacles(case, user.pk, ["uphold"]) if is_open else [],
        "form": form,
    }


def _days_ahead(case: WorkRequest) -> list[datetime.date]:
    """The refused days that the BKD could still grant."""
    days = case.days.filter(state=RequestDay.State.REFUSED, date__gte=timezone.localdate())
    return list(days.values_list("date", flat=True).order_by("date").distinct())
