"""The page on which a recall is drafted; it is reached from the page that closes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods

from documents import services
from documents.forms import RecallForm
from documents.views.scope import on_form, person
from wfa.policies.models import Policy
from wfa.refusals import Refused
from workflows.selectors.impact import of_closing


@require_http_methods(["GET", "HEAD", "POST"])
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    closing = get_object_or_404(
        Policy.objects.select_related("unit"),
        pk=pk,
        state=Policy.State.IN_FORCE,
        parameters__open=False,
    )
    earliest = max(timezone.localdate(), closing.effective_from or timezone.localdate())
    since = _date(request.GET.get("sejak")) or earliest
    form = RecallForm(request.POST if request.method == "POST" else None, initial={"since": since})
    if request.method == "POST" and form.is_valid():
        try:
            paper = services.draft_recall(closing, by=person(request), **form.cleaned_data)
        except Refused as refusal:
            on_form(form, refusal)
        else:
            return redirect("naskah", paper.pk)
    asked = form.cleaned_data.get("since") if form.is_bound else None
    context: dict[str, Any] = {
        "form": form,
        "closing": closing,
        "since": asked or since,
        "touched": of_closing(closing.unit, asked or since),
    }
    status = 422 if form.errors else 200
    return render(request, "documents/recall.html", context, status=status)


def _date(text: str | None) -> Any:
    try:
        return parse_date(text or "")
    except ValueError:
        return None
