"""The pages of one's own that look at several rooms at once."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wfa.home import mine
from wfa.people.models import Employee


@require_safe
def my_days(request: HttpRequest) -> HttpResponse:
    """One's own calendar, read-only; ?bulan=2026-12, and ?tanggal= for one day of any year."""
    context = mine.contents(cast(Employee, request.user), request.GET)
    return render(request, "schedules/mine.html", context)
