"""The page between a click and its effect: a reason or a typed number is still missing."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wfa.requests.models import WorkRequest
from workflows.forms.desks import NOTE_MISSING, VERBS, DecideForm
from workflows.steps import STEPS


def page(
    request: HttpRequest,
    form: DecideForm,
    cases: Sequence[WorkRequest],
    *,
    action: str,
    back: str,
    hidden: Sequence[tuple[str, str]],
    crumb: str,
    sentences: Sequence[tuple[str, Sequence[str]]] = (),
) -> HttpResponse:
    """Ask for what is missing; `hidden` and the choice come back with the answer."""
    step = form.cleaned_data["langkah"]
    asked_again = bool(request.POST.get("ditanya"))
    if asked_again and form.lacks_note():
        form.add_error("catatan", NOTE_MISSING)
    if asked_again and form.lacks_number():
        form.add_error("jumlah", f"Angka belum sama. Ketik {len(cases)}.")
    context = {
        "form": form,
        "cases": cases,
        "verb": VERBS[step],
        "is_adverse": step == "refuse",
        "asks_note": STEPS[step].noted,
        "asks_number": form.lacks_number() or "jumlah" in form.errors,
        "action": action,
        "back": back,
        "hidden": hidden,
        "crumb_label": crumb,
        "sentences": sentences,
    }
    return render(request, "workflows/confirm.html", context, status=422 if form.errors else 200)
