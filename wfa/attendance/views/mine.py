"""One's own day: today's page."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wfa.attendance.selectors import mine
from wfa.attendance.services import keep_in_step
from wfa.people.models import Employee


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What is expected today and the one next thing to do."""
    person = cast(Employee, request.user)
    if person.kind != Employee.Kind.ASN:
        return render(request, "attendance/mine.html", {"is_asn": False})
    keep_in_step(timezone.localdate(), people=[person.pk])
    return render(request, "attendance/mine.html", {"is_asn": True, **mine.page_for(person)})
