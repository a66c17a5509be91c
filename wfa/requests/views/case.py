"""Where is my case."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from wfa.requests import selectors
from wfa.requests.views.scope import held, person


@require_safe
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    seen = selectors.visible_to(person(request), held(request))
    case = get_object_or_404(seen.select_related("applicant", "opd", "unit"), pk=pk)
    return render(request, "requests/case.html", {"case": case})
