"""The log as a page; who may open it is told by the table of rights."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wfa.audit import selectors
from wfa.audit.forms import FilterForm
from wfa.audit.labels import detail, label
from wfa.audit.labels import value as word
from wfa.audit.models import AuditEvent


@require_safe
def audit_list(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    form.is_valid()
    before = form.cleaned_data.get("sebelum")
    page = selectors.latest(form.filters(), before=before)
    context = {
        "form": form,
        "rows": [_row(event) for event in page.events],
        "older": _query(request, page.older) if page.older else "",
        "newest": _query(request, None) if before else "",
        "is_filtered": form.filters() != selectors.Filters(),
    }
    return render(request, "audit/list.html", context)


def _row(event: AuditEvent) -> dict[str, object]:
    details = [(detail(key), _words(value)) for key, value in event.data.items()]
    return {"event": event, "label": label(event.action), "details": details}


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, list):
        return ", ".join(_words(item) for item in value)
    if isinstance(value, dict):
        return "; ".join(f"{detail(key)}: {_words(item)}" for key, item in value.items())
    return "–" if value in (None, "") else word(str(value))


def _query(request: HttpRequest, before: int | None) -> str:
    """The same filters from another place on; always starts with a question mark."""
    query = request.GET.copy()
    query.pop("sebelum", None)
    if before:
        query["sebelum"] = str(before)
    return f"?{query.urlencode()}"
