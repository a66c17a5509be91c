"""The desk of decrees, and the door to a letter of proposal."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from documents import selectors, services
from documents.forms import ComposeForm
from documents.views.scope import held, on_form, person, tell
from wfa.people.permissions import under
from wfa.refusals import Refused
from wfa.schedules.models import Roster
from workflows.models import Proposal

PER_PAGE = 50
TAB_LABELS = {
    "menunggu": "Menunggu tanda tangan",
    "proses": "Sedang terbit",
    "terbit": "Terbit",
    "batal": "Batal",
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return _desk(request, request.GET.get("tab", ""))


@require_POST
def compose(request: HttpRequest) -> HttpResponse:
    """Gather the chosen requests into drafts."""
    ready = selectors.ready_for_decree()
    form = ComposeForm(request.POST, ready=ready)
    if form.is_valid():
        try:
            papers = services.draft_decree(
                form.cleaned_data["requests"], by=person(request), **form.choices()
            )
        except Refused as refusal:
            on_form(form, refusal)
        else:
            if len(papers) == 1:
                return redirect("naskah", papers[0].pk)
            messages.success(request, f"{len(papers)} rancangan disusun.")
            return redirect(f"{reverse('surat-keputusan')}?tab=menunggu")
    return _desk(request, "siap", form=form)


@require_safe
def letter(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The letter of a proposal: its OPD prepares it, whoever examines it reads the signed one."""
    authority = held(request)
    own = [*authority.paths("sign_letter"), *authority.paths("propose_request")]
    sent = under(authority.paths("examine_request"), "opd__path") & Q(received_at__isnull=False)
    seen = Proposal.objects.select_related("opd").filter(under(own, "opd__path") | sent)
    proposal = get_object_or_404(seen, pk=pk)
    return redirect("naskah", services.ensure_letter(proposal, by=person(request)).pk)


@require_safe
def roster_paper(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The paper that a roster is waiting for: prepared here, or the newest there is.

    Its OPD prepares both; the BKD the Surat Tugas of what it approved. Others read what they may.
    """
    authority, user = held(request), person(request)
    own = [*authority.paths("sign_letter"), *authority.paths("draft_roster")]
    seen = under([*own, *authority.paths("view_roster")], "unit__path")
    roster = get_object_or_404(Roster.objects.select_related("unit").filter(seen), pk=pk)
    readable = selectors.visible_to(user, authority)
    try:
        paper = services.paper_for(roster, by=user, paper=request.GET.get("kertas", "A4"))
    except Refused as refusal:
        tell(request, refusal)
        paper = readable.filter(subject_kind="roster", subject_id=str(pk)).first()
    if paper is None or not readable.filter(pk=paper.pk).exists():
        return redirect("surat-keputusan")
    return redirect("naskah", paper.pk)


def _desk(request: HttpRequest, tab: str, form: ComposeForm | None = None) -> HttpResponse:
    user, authority = person(request), held(request)
    may_draft = authority.may_somewhere("draft_decree")
    tab = _tab(tab, may_draft=may_draft, all_seen=selectors.sees_all(authority))
    context: dict[str, Any] = {"tab": tab, "may_draft": may_draft}
    if authority.may_somewhere("sign_letter"):
        context["letters"] = list(selectors.letters_to_sign(authority).select_related("opd")[:50])
        context["rosters"] = selectors.rosters_to_sign(authority)
        context["guidance"] = selectors.guidance_to_sign(user, authority)
    if tab == "siap":
        ready = selectors.ready_for_decree()
        cases = list(ready[:500])
        days = selectors.approved_days(cases)
        context["ready"] = [(case, days.get(case.pk, [])) for case in cases]
        context["form"] = form or ComposeForm(ready=ready)
        picked = form.data.getlist("requests") if form else []  # type: ignore[attr-defined]
        context["picked"] = set(picked) if form else {str(case.pk) for case in cases}
    else:
        papers = selectors.decrees(user, authority, tab)
        context["page"] = Paginator(papers, PER_PAGE).get_page(request.GET.get("halaman"))
    context["views"] = _views(request, tab) if selectors.sees_all(authority) else []
    status = 422 if form is not None and form.errors else 200
    return render(request, "documents/desk.html", context, status=status)


def _tab(wanted: str, *, may_draft: bool, all_seen: bool) -> str:
    allowed = (["siap"] if may_draft else []) + (list(TAB_LABELS) if all_seen else ["terbit"])
    if wanted in allowed:
        return wanted
    return "siap" if may_draft else "terbit"


def _views(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    authority = held(request)
    counts = selectors.tab_counts(person(request), authority)
    tabs = dict(TAB_LABELS)
    if authority.may_somewhere("draft_decree"):
        tabs = {"siap": "Siap disusun", **tabs}
        counts["siap"] = selectors.ready_for_decree().count()
    return [
        {"label": label, "url": f"?tab={tab}", "count": counts[tab], "current": tab == current}
        for tab, label in tabs.items()
    ]
