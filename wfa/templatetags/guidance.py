"""What those who decide about somebody see beside their day: counters, and the way to write down."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from wfa.attendance.selectors.absence import absence_of
from wfa.attendance.selectors.reprimands import DECIDE, RECORD_RIGHTS
from wfa.people.models import Employee
from wfa.people.selectors import responsible_unit

register = template.Library()


@register.inclusion_tag("attendance/_guidance.html", takes_context=True)
def guidance_of(context: template.Context, employee: Employee) -> dict[str, Any]:
    """Nothing for anybody else, and nothing about oneself."""
    request, today = context.request, timezone.localdate()  # type: ignore[attr-defined]
    unit = responsible_unit(employee, today)
    if unit is None or employee.pk == request.user.pk:
        return {}
    held = request.authority
    decides = held.capacity(DECIDE, unit) is not None
    return {
        "employee": employee,
        "absence": absence_of(employee, today.year) if decides else None,
        "may_record": any(held.capacity(right, unit) for right in RECORD_RIGHTS),
    }
