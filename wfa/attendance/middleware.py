"""Counts what the web service answers, for the windows that an outage of ours extends (G8)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from wfa.attendance.tallies import counter

_PROBE = "/sehat/"


class ServiceMinutesMiddleware:
    """The outermost one: what fails anywhere below is seen here as a status of 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Shedding load on purpose (503 with Retry-After) is an answer; so is the probe's own.
        is_ours = response.status_code >= 500 and "Retry-After" not in response.headers
        if request.path != _PROBE:
            counter.note(failed=is_ours)
        return response
