"""The direct superior's view, where the policy asks for it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from wfa.refusals import Refused
from wfa.requests.models import State, WorkRequest
from wfa.requests.wording import dates_of, title
from workflows import selectors, services
from workflows.forms.loops import ViewForm
from workflows.views.scope import held, person

PER_PAGE = 25


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Cases that wait for this superior, oldest first."""
    waiting = selectors.views_waiting(person(request), held(request))
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("halaman"))
    rows = [{"case": case, "dates": dates_of(case)} for case in page.object_list]
    return render(request, "workflows/superior_list.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One case, and what its direct superior says of it."""
    seen = selectors.views_scope(held(request)).prefetch_related("days", "plan")
    case = get_object_or_404(seen, pk=pk)
    if not selectors.asked_to_view([case]):
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = ViewForm(sent)
    if sent is not None and form.is_valid():
        try:
            services.give_view(
                case, by=person(request), agrees=form.agrees, note=form.cleaned_data["note"]
            )
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, "Pertimbangan tersimpan. OPD melanjutkan penilaian.")
            return redirect("pertimbangan-daftar")
    status = 422 if form.errors else 200
    context = _contents(request, case, form)
    return render(request, "workflows/superior.html", context, status=status)


def _contents(request: HttpRequest, case: WorkRequest, form: ViewForm) -> dict[str, Any]:
    given = selectors.heard(case)
    return {
        "case": case,
        "title": title(case),
        "dates": dates_of(case),
        "plan": list(case.plan.all()),
        "given": given,
        "reason": "" if given else _why_not(case, person(request).pk),
        "form": form,
    }


def _why_not(case: WorkRequest, user_id: int) -> str:
    if case.state != State.SUBMITTED:
        return f"Keadaannya sekarang: {State(case.state).label}. Pertimbangan tidak ditunggu lagi."
    if user_id == case.applicant_id:
        return "Ini pengajuan Anda sendiri. Atasan Anda yang memberi pertimbangan."
    if user_id == case.filed_by_id:
        return "Anda yang mengisi pengajuan ini. Pejabat lain yang memberi pertimbangan."
    return ""
