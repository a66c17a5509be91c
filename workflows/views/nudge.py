"""The employee reminds whoever has their case."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from wfa.refusals import Refused
from wfa.requests import selectors
from workflows.services.nudging import nudge
from workflows.views.scope import person


@require_POST
def remind(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    case = get_object_or_404(selectors.own(person(request)), pk=pk)
    try:
        messages.success(request, nudge(case, by=person(request)))
    except Refused as refusal:
        messages.info(request, refusal.message)
    return redirect("pengajuan", case.pk)
