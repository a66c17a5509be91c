"""The panel of one person's calls: for a caller, and for the one who was called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.middleware.csrf import get_token
from django.utils import timezone

from wfa.attendance.models import Expectation, ResponseCall
from wfa.attendance.rules import calling, phones
from wfa.attendance.rules.board import CALL_LOOKS
from wfa.attendance.selectors.calls import why_not

register = template.Library()
Channel = ResponseCall.Channel


@register.inclusion_tag("attendance/_call_panel.html", takes_context=True)
def call_panel(
    context: template.Context,
    expectation: Expectation,
    calls: Sequence[ResponseCall],
    may_call: bool,
) -> dict[str, Any]:
    """`calls`: of the day, in their order; `may_call`: whether the reader has the right to call."""
    request, now = context.request, timezone.now()  # type: ignore[attr-defined]
    running = next((c for c in calls if c.outcome == ResponseCall.Outcome.RUNNING), None)
    is_own = expectation.employee_id == request.user.pk
    acts = may_call and not is_own
    return {
        "expectation": expectation,
        "rows": [_row(call) for call in calls],
        "running": running if acts else None,
        "dial": _dial(running, expectation) if acts and running else None,
        "too_early": calling.why_not_unanswered(running.due_at, now) if running else "",
        "why_not": why_not(expectation, request.user, now) if may_call else "",
        "starts": acts and running is None,
        "channels": [(c.value, c.label, "phone") for c in Channel],
        "back": request.get_full_path(),
        "csrf_token": get_token(request),
    }


def _row(call: ResponseCall) -> dict[str, Any]:
    words, icon, tone = CALL_LOOKS[call.outcome]
    if calling.is_overdue(call.outcome, call.due_at, timezone.now()):
        words, icon, tone = "Waktu habis, belum dipastikan", "clock", "warn"
    return {"call": call, "words": words, "icon": icon, "tone": tone}


def _dial(call: ResponseCall, expectation: Expectation) -> dict[str, str]:
    """Where a press leads: the number as it is now, for whoever calls."""
    number = call.number or phones.normal(expectation.employee.phone)
    return {
        "number": phones.spaced(number),
        "phone": phones.dial(number),
        "whatsapp": phones.whatsapp(number),
        "first": "whatsapp" if call.channel != Channel.PHONE else "phone",
    }


@register.inclusion_tag("attendance/_my_calls.html", takes_context=True)
def my_calls(context: template.Context, calls: Sequence[ResponseCall]) -> dict[str, Any]:
    """Calls that the reader can still answer, see `selectors.calls.open_calls_for`."""
    request = context.request  # type: ignore[attr-defined]
    return {
        "rows": [_row(call) for call in calls],
        "now": timezone.now(),
        "back": request.get_full_path(),
        "csrf_token": get_token(request),
    }
