"""One day of one person, for those who supervise: its evidence, its history, the verdict."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wfa.attendance.forms.verifying import DecideDaysForm
from wfa.attendance.models import CheckIn, Expectation
from wfa.attendance.rules.verdicts import SENTENCES
from wfa.attendance.selectors.days import Day, days_of, decisions_on
from wfa.attendance.selectors.verifiers import capacity_on, leaders_on
from wfa.attendance.services.viewing import open_photo
from wfa.attendance.views import desk, events
from wfa.people.models import Unit
from wfa.people.permissions import under


@require_safe
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return page(request, pk)


def page(
    request: HttpRequest,
    pk: uuid.UUID,
    *,
    form: DecideDaysForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The day; `form`: a verdict that was refused, with what was typed."""
    row, held = desk.day_of(request, pk), desk.held(request)
    [found] = days_of([row], timezone.now())
    back = request.GET.get("kembali") if form is None else request.POST.get("kembali")
    context: dict[str, Any] = {
        "day": found,
        "row": row,
        "form": form or DecideDaysForm(),
        "may_photo": held.capacity(desk.PHOTO, row.unit) is not None,
        "may_call": held.capacity(desk.CALL, row.unit) is not None,
        "obstacle": _obstacle(request, row, found) if held.may_somewhere(desk.VERIFY) else None,
        "sentences": SENTENCES,
        "history": events.history(decisions_on([row])[row.pk], found.explanations),
        "back": back,
        **desk.places(request, ""),
    }
    return render(request, "attendance/day.html", context, status=status)


def _obstacle(request: HttpRequest, row: Expectation, found: Day) -> str:
    """Why this visitor gives no verdict here, whatever office they hold; "" = they may."""
    if row.withdrawn_at is not None:
        return f"Hari ini dibatalkan: {row.withdrawn_why}"
    if row.employee_id == desk.me(request).pk:
        return "Ini hari Anda sendiri. Atasan Anda yang memverifikasinya."
    if row.date > timezone.localdate(found.now):
        return "Harinya belum tiba."
    may = capacity_on(desk.held(request), leaders_on(), row)
    return "" if may else "Pemimpin unit diverifikasi atasannya, satu tingkat di atas."


@require_safe
def photo(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The picture of a check-in: of one's own, or of the units over which one may open pictures."""
    me, held = desk.me(request), desk.held(request)
    inside = Unit.objects.filter(under(held.paths(desk.PHOTO), "path")).values("pk")
    seen = Q(employee=me) | Q(expected__expectation__unit__in=inside)
    rows = CheckIn.objects.select_related("photo", "expected__expectation__unit")
    check_in = get_object_or_404(rows.filter(seen), pk=pk)
    own = check_in.employee_id == me.pk
    capacity = None if own else held.capacity(desk.PHOTO, check_in.expected.expectation.unit)
    return open_photo(check_in, by=me, capacity=capacity)
