"""Who asks, which month, and where these pages stand in the menu."""

from __future__ import annotations

import datetime
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse

from wfa.attendance.selectors.verifiers import VERIFY
from wfa.people.models import Employee
from wfa.people.permissions import Authority
from wfa.performance import permissions

PER_PAGE = 50


def me(request: HttpRequest) -> Employee:
    return cast(Employee, request.user)


def held(request: HttpRequest) -> Authority:
    return cast(Authority, request.authority)  # type: ignore[attr-defined]


def months(first: datetime.date) -> dict[str, Any]:
    """The month with the one before and the one after, for the links between them."""
    day = datetime.timedelta(days=1)
    return {
        "month": first,
        "before": (first - day).replace(day=1),
        "after": (first + 31 * day).replace(day=1),
    }


def tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    """The pages about performance that this person has."""
    user, found = me(request), held(request)
    shown = [
        ("kinerja", "Kinerja saya", user.kind == Employee.Kind.ASN),
        ("kinerja-tim", "Menilai laporan", found.may_somewhere(VERIFY)),
        ("kinerja-rekap", "Rekap unit", any(map(found.may_somewhere, permissions.RECAP))),
    ]
    return [
        {"label": label, "url": reverse(name), "current": name == current}
        for name, label, is_there in shown
        if is_there
    ]


def page_of(rows: Any, number: str | None, per_page: int = PER_PAGE) -> Page[Any]:
    """One page; out of range = the nearest there is."""
    return Paginator(rows, per_page).get_page(number)


def of_person(request: HttpRequest) -> None:
    """The page belongs to the place of one's own days."""
    request.places = ("presensi-saya", "kinerja")  # type: ignore[attr-defined]  # see wfa.context


def of_performance(request: HttpRequest) -> None:
    """The page belongs to the place Kinerja."""
    request.places = ("kinerja", "presensi-saya")  # type: ignore[attr-defined]  # see wfa.context
