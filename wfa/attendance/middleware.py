"""Counts what the web service answers, for the windows that an outage of ours extends (G8).

An answer tells that we were there only if the database had a part in it: that somebody signed in
was found (`found_user`, see AccessMiddleware). Help and public pages are answered without it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse

from wfa.attendance.tallies import counter

_PROBE = "/sehat/"
R = TypeVar("R", bound=HttpResponse)


class ServiceMinutesMiddleware:
    """The outermost one: what fails anywhere below is seen here as a status of 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        failed = response.status_code >= 500 and not is_shed(response)
        if request.path != _PROBE and (failed or getattr(request, "found_user", False)):
            counter.note(failed=failed)
        return response


def shed(response: R) -> R:
    """Mark an answer by which a view asks for patience on purpose: that is no failure of ours."""
    response.is_shed = True  # type: ignore[attr-defined]
    return response


def is_shed(response: HttpResponse) -> bool:
    """Never by its headers: a page that tells of a lost database names a time to come back too."""
    return bool(getattr(response, "is_shed", False))
