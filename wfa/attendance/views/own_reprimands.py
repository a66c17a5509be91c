"""One's own steps of guidance, with all they rest on, and the objection."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wfa.attendance import wording
from wfa.attendance.forms.reprimands import ObjectForm
from wfa.attendance.models import Reprimand
from wfa.attendance.rules import evidence
from wfa.attendance.selectors import reprimands as selectors
from wfa.attendance.services.reprimands import object_to
from wfa.people.views.scope import me
from wfa.refusals import Refused

PER_PAGE = 10


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All that concerns the reader, the newest first, proposals too."""
    return _page(request)


def _page(request: HttpRequest, wrong: tuple[uuid.UUID, ObjectForm] | None = None) -> HttpResponse:
    today = timezone.localdate()
    page = Paginator(selectors.own(me(request)), PER_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "page": page,
        "items": [_item(request, row, today, wrong) for row in page],
        "wrong": wrong[1] if wrong else None,
    }
    status = 422 if wrong else 200
    return render(request, "attendance/my_reprimands.html", context, status=status)


def _item(
    request: HttpRequest,
    row: Reprimand,
    today: datetime.date,
    wrong: tuple[uuid.UUID, ObjectForm] | None,
) -> dict[str, Any]:
    may_object = not selectors.why_no_objection(row, me(request), today)
    sent = wrong[1] if wrong and wrong[0] == row.pk else None
    form = sent or ObjectForm(auto_id=f"keberatan-{row.pk}-%s")
    return {
        "row": row,
        "summary": evidence.summary(row.ground, row.evidence),
        "lines": evidence.lines(row.ground, row.evidence),
        "days": row.evidence.get("expectations", []),
        "until": wording.until(row, today),
        "form": form if may_object else None,
    }


@require_POST
def file_objection(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(selectors.own(me(request)), pk=pk)
    form = ObjectForm(request.POST, auto_id=f"keberatan-{row.pk}-%s")
    if not form.is_valid():
        return _page(request, (row.pk, form))
    try:
        object_to(row, by=me(request), reason=form.cleaned_data["reason"])
    except Refused as refusal:
        if refusal.code == "no_objection":
            messages.error(request, refusal.message)
            return redirect("pembinaan-saya")
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _page(request, (row.pk, form))
    messages.success(request, "Keberatan terkirim. Jawabannya tertulis dan diberitahukan.")
    return redirect("pembinaan-saya")
