"""The matrix of a month of 200 people: what is read for it, and the whole page."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from bench.clock import Act, measure
from bench.days import region
from bench.days.measuring import load
from bench.days.year import YEAR, settle
from bench.luwes.contestant import browser
from wfa.people.models import Appointment, Employee
from wfa.schedules.models import Roster
from wfa.schedules.selectors import month_view
from wfa.schedules.services import draft_months
from workflows.services import perform_roster

PEOPLE = 200


def matrix(repeats: int) -> Iterator[dict[str, Any]]:
    """A draft, which is judged anew each time, and a month in force, which shows what stands."""
    world = region.build([30, PEOPLE, 20], YEAR)
    opd = world.opds[1]
    head = Appointment.objects.get(unit=opd).employee
    [month] = draft_months([opd], datetime.date(YEAR, 1, 1), by=world.head).rosters
    for step, by in [("submit", head), ("report", head), ("approve", world.verifier)]:
        _do(step, month, by)
    _do("enact", month, head)
    [draft] = draft_months([opd], datetime.date(YEAR, 2, 1), by=world.head).rosters
    settle()
    for name, roster in [("rancangan", draft), ("berlaku", month)]:
        yield from _measured(name, roster, head, repeats)


def _do(step: str, roster: Roster, by: Employee) -> None:
    data: dict[str, Any] = {"document_number": "800/1"} if step in {"report", "enact"} else {}
    [receipt] = perform_roster(step, [roster], by=by, **data)
    if receipt.outcome != "done":
        raise RuntimeError(f"{step}: {receipt.sentence} {receipt.problems[:1]}")


def _measured(name: str, roster: Roster, head: Employee, repeats: int) -> Iterator[dict[str, Any]]:
    client = browser(head)
    fresh = Roster.objects.select_related("unit__opd").get
    acts = [
        Act("dibaca", lambda _: month_view(fresh(pk=roster.pk))),
        Act("halaman", lambda _: _page(client, roster)),
    ]
    for act in acts:
        about = {"part": "matrix", "database": connection.vendor, "people": PEOPLE}
        found = measure(act, repeats=repeats)
        yield {**about, "roster": name, "act": act.name, "load": load(), **found}


def _page(client: Client, roster: Roster) -> Any:
    answer = client.get(reverse("jadwal-matriks", args=[roster.pk]))
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.status_code} {answer.headers.get('Location', '')}")
    return answer
