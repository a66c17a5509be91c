"""Calling people back to the office: whom, from which day, why; effective at once."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wfa.people.models import Employee
from wfa.requests.models import WorkRequest
from wfa.schedules.models import WorkDay
from workflows import selectors, services
from workflows.forms.desks import CONFIRM_ABOVE, MOST
from workflows.forms.loops import RecallForm, WhomForm
from workflows.services.recalling import DayReceipt, recall_days
from workflows.views import results
from workflows.views.scope import held, page_of, person

PER_PAGE = 50
MOST_PEOPLE = 2000
"""People in one act; an OPD has fewer."""
PLACE = "panggil-kembali"


class Choice:
    """Whose days are looked at, as the address or the form says it."""

    def __init__(self, request: HttpRequest) -> None:
        self.form = WhomForm(request.POST if request.method == "POST" else request.GET)
        self.since: datetime.date = self.form.since()
        self.until: datetime.date | None = self.form.until()
        wanted = self.form.wanted()
        whose = (held(request), person(request), self.since, self.until)
        self.cases: QuerySet[WorkRequest] = selectors.running(*whose)
        self.days: QuerySet[WorkDay] = selectors.away_days(*whose)
        self.units = selectors.recall_units(self.cases, self.days)
        self.unit = next((u for u in self.units if u.pk == wanted["unit"]), None)
        self.text: str = wanted["text"]

    @property
    def people(self) -> QuerySet[Employee]:
        path = (self.unit.path or "") if self.unit else ""
        return selectors.recallable(
            self.cases,
            self.since,
            until=self.until,
            days=self.days,
            text=self.text,
            unit_path=path,
        )

    @property
    def query(self) -> dict[str, str]:
        found = {"sejak": self.since.isoformat(), "q": self.text}
        found["sampai"] = self.until.isoformat() if self.until else ""
        found["unit"] = str(self.unit.pk) if self.unit else ""
        return {key: value for key, value in found.items() if value}

    @property
    def url(self) -> str:
        return f"{reverse(PLACE)}?{urlencode(self.query)}"


@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest) -> HttpResponse:
    """Choose people; then who and how many days, with the reason; then it is done."""
    choice = Choice(request)
    if request.method != "POST":
        return _list(request, choice)
    everybody = list(choice.people.values_list("pk", flat=True))
    form = RecallForm(request.POST, people=everybody)
    if not form.is_valid() and "pilih" in form.errors:
        return _list(request, choice, form)
    if "ditanya" in request.POST:
        form.demand()
        if form.is_valid():
            return _recall(request, choice, form)
    return _check(request, choice, form)


def _recall(request: HttpRequest, choice: Choice, form: RecallForm) -> HttpResponse:
    """Requests through their door, then the days of rosters: each answers for itself."""
    chosen = form.cleaned_data["pilih"]
    cases = selectors.to_recall(choice.cases, chosen, MOST)
    if len(cases) > MOST or len(chosen) > MOST_PEOPLE:
        form.add_error(None, _TOO_MANY)
        return _check(request, choice, form)
    note = " ".join(form.cleaned_data["reason"].split())
    receipts = services.perform(
        "recall", cases, by=person(request), note=note, **_span(choice, cases)
    )
    days = recall_days(
        chosen, by=person(request), note=note, since=choice.since, until=choice.until
    )
    results.keep(request, PLACE, receipts, beside=_groups(days))
    return redirect(choice.url)


def _span(choice: Choice, cases: list[WorkRequest]) -> dict[str, Any]:
    """What the door is told: from a day on, or these days of each only."""
    if choice.until is None:
        return {"since": choice.since}
    days = selectors.dates_between(cases, choice.since, choice.until)
    return {"since": choice.since, "days": days}


def _groups(receipts: list[DayReceipt]) -> list[dict[str, Any]]:
    """Lines for components/receipts.html about days of rosters."""
    done = [r for r in receipts if r.outcome is services.Outcome.DONE]
    found: list[dict[str, Any]] = []
    if done:
        days = sum(len(r.dates) for r in done)
        found.append({"tone": "ok", "title": f"{len(done)} dipanggil kembali, {days} hari jadwal."})
    lines = [f"{r.employee.full_name}: {r.sentence}" for r in receipts if r not in done]
    if lines:
        found.append(
            {"tone": "bad", "title": f"{len(lines)} tidak dapat dipanggil.", "lines": lines}
        )
    return found


_TOO_MANY = (
    f"Paling banyak {MOST} pengajuan atau {MOST_PEOPLE} pegawai sekali panggil. Pilih per unit."
)


def _list(request: HttpRequest, choice: Choice, form: RecallForm | None = None) -> HttpResponse:
    page = page_of(choice.people, request.GET.get("halaman"), PER_PAGE)
    picked = set(form.data.getlist("pilih")) if form else set()  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "choice": choice,
        "page": page,
        "rows": [(each, str(each.pk) in picked) for each in page.object_list],
        "form": form,
        "outcome": results.take(request, PLACE),
    }
    status = 422 if form else 200
    return render(request, "workflows/recall.html", context, status=status)


def _check(request: HttpRequest, choice: Choice, form: RecallForm) -> HttpResponse:
    """Who is called back and how many days each loses; nothing has happened yet."""
    chosen = form.cleaned_data["pilih"]
    people = list(choice.people.filter(pk__in=chosen))
    context = {
        "choice": choice,
        "form": form,
        "people": people,
        "days": sum(each.days_ahead for each in people),  # type: ignore[attr-defined]
        "rota_days": sum(each.rota_days for each in people),  # type: ignore[attr-defined]
        "asks_number": len(people) > CONFIRM_ABOVE,
    }
    status = 422 if form.errors else 200
    return render(request, "workflows/recall_check.html", context, status=status)
