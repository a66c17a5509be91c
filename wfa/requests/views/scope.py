"""Who asks, and which requests they may touch."""

from __future__ import annotations

import uuid
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from wfa.people.models import Employee
from wfa.people.permissions import Authority
from wfa.requests import selectors
from wfa.requests.models import State, WorkRequest
from wfa.requests.services import EDITABLE


def person(request: HttpRequest) -> Employee:
    return cast(Employee, request.user)


def held(request: HttpRequest) -> Authority:
    return cast(Authority, request.authority)  # type: ignore[attr-defined]


def own_case(request: HttpRequest, pk: uuid.UUID) -> WorkRequest:
    """One's own request; 404 for everybody else's."""
    return get_object_or_404(selectors.own(person(request)), pk=pk)


def turned_away(request: HttpRequest, case: WorkRequest) -> HttpResponse | None:
    """To the page of a case that can't be edited any more, with the reason."""
    if case.state in EDITABLE:
        return None
    label = State(case.state).label
    messages.info(request, f"Pengajuan ini tidak dapat diubah lagi. Keadaannya: {label}.")
    return redirect("pengajuan", case.pk)
