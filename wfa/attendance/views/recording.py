"""A superior writes down a breach: of whom, then what happened."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wfa.attendance.forms.reprimands import RecordForm, WhoForm
from wfa.attendance.selectors import reprimands as selectors
from wfa.attendance.services.proposing import record_by_hand
from wfa.people.models import Employee
from wfa.people.selectors import search_people
from wfa.people.views.scope import held, me
from wfa.refusals import Refused

FOUND = 20
"""People shown for a search."""


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """Choose a person of one's units; then date and text. It decides nothing."""
    who = WhoForm(request.POST if request.method == "POST" else request.GET)
    if who.chosen is None:
        return _choose(request, who)
    people = selectors.recordable(me(request), held(request))
    person = get_object_or_404(people, pk=who.chosen)
    if not selectors.may_record(me(request), held(request), person):
        raise Http404
    form = RecordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = record_by_hand(person, by=me(request), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, "Tercatat. Menunggu putusan pejabat yang berwenang.")
            seen = selectors.seen_by(me(request), held(request)).filter(pk=row.pk).exists()
            return redirect("pembinaan-lihat", row.pk) if seen else redirect("pembinaan-catat")
    context = {"person": person, "form": form, "back": _back(request)}
    status = 422 if form.errors else 200
    return render(request, "attendance/reprimand_record.html", context, status=status)


def _choose(request: HttpRequest, who: WhoForm) -> HttpResponse:
    people: list[Employee] = []
    if who.text:
        known = selectors.recordable(me(request), held(request))
        people = list(known.filter(pk__in=search_people(who.text)).order_by("name")[: FOUND + 1])
    context = {
        "form": who,
        "people": people[:FOUND],
        "has_more": len(people) > FOUND,
        "back": _back(request),
    }
    return render(request, "attendance/reprimand_who.html", context)


def _back(request: HttpRequest) -> str:
    """Those who only verify have no page of steps."""
    return reverse("pembinaan") if held(request).may_somewhere(selectors.DECIDE) else ""
