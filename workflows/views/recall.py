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
from workflows import selectors, services
from workflows.forms.desks import CONFIRM_ABOVE, MOST
from workflows.forms.loops import RecallForm, WhomForm
from workflows.views import results
from workflows.views.scope import held, page_of, person

PER_PAGE = 50
PLACE = "panggil-kembali"


class Choice:
    """Whose days are looked at, as the address or the form says it."""

    def __init__(self, request: HttpRequest) -> None:
        self.form = WhomForm(request.POST if request.method == "POST" else request.GET)
        self.since: datetime.date = self.form.since()
        wanted = self.form.wanted()
        self.cases: QuerySet[WorkRequest] = selectors.running(
            held(request), person(request), self.since
        )
        self.units = selectors.recall_units(self.cases)
        self.unit = next((u for u in self.units if u.pk == wanted["unit"]), None)
        self.text: str = wanted["text"]

    @property
    def people(self) -> QuerySet[Employee]:
        path = (self.unit.path or "") if self.unit else ""
        return selectors.recallable(self.cases, self.since, text=self.text, unit_path=path)

    @property
    def query(self) -> dict[str, str]:
        found = {"sejak": self.since.isoformat(), "q": self.text}
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
    cases = selectors.to_recall(choice.cases, form.cleaned_data["pilih"], MOST)
    if len(cases) > MOST:
        form.add_error(None, _TOO_MANY)
        return _check(request, choice, form)
    receipts = services.perform(
        "recall",
        cases,
        by=person(request),
        note=" ".join(form.cleaned_data["reason"].split()),
        since=choice.since,
    )
    results.keep(request, PLACE, receipts)
    return redirect(choice.url)


_TOO_MANY = f"Paling banyak {MOST} pengajuan sekali panggil. Pilih per unit."


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
        "asks_number": len(people) > CONFIRM_ABOVE,
    }
    status = 422 if form.errors else 200
    return render(request, "workflows/recall_check.html", context, status=status)
