"""How much time a case has left, as icon and word: `{% load deadlines %}{% deadline case.due_on %}`.

A page loads the calendar once for all its rows; a view that has one gives it along.
"""

from __future__ import annotations

import datetime
from typing import Any

from django import template
from django.utils import timezone

from wfa.calendars.rules import Calendar
from wfa.calendars.selectors import load
from wfa.notifications.forms import ModeForm
from wfa.notifications.selectors import mode_of
from wfa.people.models import Employee
from workflows import rules

register = template.Library()

BACK = datetime.timedelta(days=400)
"""How far back a late case is counted in working days."""


@register.inclusion_tag("components/deadline.html", takes_context=True)
def deadline(
    context: template.Context,
    due_on: datetime.date | None,
    today: datetime.date | None = None,
    calendar: Calendar | None = None,
    decides: bool = True,
) -> dict[str, Any]:
    """Nothing where nobody has the case; `decides=False` for those who only wait for it."""
    if due_on is None:
        return {}
    day = today or timezone.localdate()
    held = calendar or _calendar(context, day)
    words, icon, tone = rules.deadline(held, due_on, day)
    if not decides:
        words = words.removesuffix(": putuskan tertulis")
    return {"words": words, "icon": icon, "tone": tone}


@register.inclusion_tag("notifications/mode.html", takes_context=True)
def reminder_choice(context: template.Context, person: Employee) -> dict[str, Any]:
    """The form with which one chooses how to be reminded; 1 query."""
    form = ModeForm(initial={"cara": mode_of(person)})
    return {"form": form, "csrf_token": context.get("csrf_token")}


def _calendar(context: template.Context, today: datetime.date) -> Calendar:
    """One query per page, kept with the request that the page answers."""
    request = context.get("request")
    known: Calendar | None = getattr(request, "calendar", None)
    if known is None or not known.start <= today <= known.end:
        known = load(today - BACK, today)
        if request is not None:
            request.calendar = known
    return known
