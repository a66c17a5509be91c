"""Who supervises, over whom, and the doors between the pages of supervision."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from wfa.attendance.models import Expectation
from wfa.calendars.rules import date_asked, month_asked
from wfa.people.models import Unit
from wfa.people.permissions import under
from wfa.people.views import scope

SEE, PHOTO, VERIFY = "view_duty", "view_photo", "verify_day"
SEND, READ = "send_account", "view_accounts"
CALL = "call_employee"
me = scope.me
held = scope.held


def places(request: HttpRequest, current: str) -> dict[str, Any]:
    """What the common menu of these pages shows."""
    found = held(request)
    return {
        "current": current,
        "may_verify": found.may_somewhere(VERIFY),
        "may_account": any(found.may_somewhere(action) for action in (SEND, READ)),
        "may_see": found.may_somewhere(SEE),
        "may_call": found.may_somewhere(CALL),
    }


def paths(request: HttpRequest) -> list[str]:
    """Of the units whose days one may see."""
    return held(request).paths(SEE)


def unit_of(request: HttpRequest, pk: int) -> Unit:
    """A unit whose days one may see; any other isn't there (404)."""
    inside = under(paths(request), "path")
    return get_object_or_404(Unit.objects.filter(inside).select_related("opd"), pk=pk)


def chosen_unit(request: HttpRequest, key: str = "unit") -> Unit | None:
    """The unit of the address; None = none was chosen, 404 for one outside the scope."""
    text = request.GET.get(key, "")
    if not text:
        return None
    if not (text.isdecimal() and len(text) < 10):
        raise Http404
    return unit_of(request, int(text))


def days(request: HttpRequest) -> QuerySet[Expectation]:
    """Days that one may see, withdrawn ones too."""
    inside = Unit.objects.filter(under(paths(request), "path")).values("pk")
    return Expectation.objects.filter(unit__in=inside).select_related(
        "employee__position", "unit__opd"
    )


def day_of(request: HttpRequest, pk: uuid.UUID) -> Expectation:
    return get_object_or_404(days(request), pk=pk)


def date_of(text: str, default: datetime.date) -> datetime.date:
    """The date of an address; what can't be read, or is no year of ours, is as if it weren't there."""
    return date_asked(text) or default


def month_of(text: str) -> datetime.date:
    """First day of "2026-12"; else of this month."""
    return month_asked(text) or timezone.localdate().replace(day=1)


def step_month(first: datetime.date, by: int) -> datetime.date:
    """First day of the month before (-1) or after (1)."""
    shifted = first + datetime.timedelta(days=31) if by > 0 else first - datetime.timedelta(days=1)
    return shifted.replace(day=1)
