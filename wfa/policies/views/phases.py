"""A trial in phases, set up on one page: asked, shown as it would be, put in force as a whole."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wfa.calendars import wording
from wfa.policies import selectors, services
from wfa.policies.forms import TrialForms
from wfa.policies.forms.units import MANY
from wfa.policies.models import Policy
from wfa.policies.views.versions import person, tell
from wfa.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def phases(request: HttpRequest) -> HttpResponse:
    """The phases; then what would hold when; then, said once more, all are in force."""
    if request.method != "POST":
        letters, unit = request.GET.get("cari", ""), request.GET.get("unit", "")
        return _asked(request, TrialForms(None, unit=unit, letters=letters))
    forms = TrialForms(request.POST)
    if not forms.is_bound or not forms.is_valid() or "ubah" in request.POST:
        return _asked(request, forms)
    if "yakin" not in request.POST:
        return _preview(request, forms)
    basis = dict(forms.head.cleaned_data)
    try:
        made = services.set_up_phases(
            basis.pop("unit"), forms.planned(), by=person(request), **basis
        )
    except Refused as refusal:
        tell(forms.head, refusal)
        return _asked(request, forms)
    messages.success(request, _done(made))
    return redirect("kebijakan")


def _asked(request: HttpRequest, forms: TrialForms) -> HttpResponse:
    context = {
        "forms": forms,
        "letters": request.GET.get("cari", ""),
        "is_long": request.method != "POST" and forms.head.units >= MANY,
    }
    status = 422 if forms.is_bound and forms.errors else 200
    return render(request, "policies/phases.html", context, status=status)


def _preview(request: HttpRequest, forms: TrialForms) -> HttpResponse:
    answers = forms.head.cleaned_data
    outlook = selectors.outlook(answers["unit"], forms.planned(), timezone.localdate())
    context = {"forms": forms, "answers": answers, "outlook": outlook}
    return render(request, "policies/phases_preview.html", context)


def _done(made: list[Policy]) -> str:
    start = wording.day(made[0].effective_from or timezone.localdate())
    return f"{len(made)} fase ditetapkan untuk {made[0].unit}. {made[0].phase_name} mulai {start}."
