"""Proposals of the OPD: which there are, putting one together, and how far one is."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from wfa.people.models import Unit
from wfa.people.permissions import under
from wfa.refusals import Refused
from wfa.requests.models import State, WorkRequest
from wfa.requests.rules import check_decision
from wfa.requests.selectors import facts_for
from wfa.schedules.selectors import taken_on
from workflows import selectors, services
from workflows.flows import LABELS
from workflows.forms.desks import MOST, ProposeForm
from workflows.models import Proposal
from workflows.permissions import obstacles
from workflows.rules import marks
from workflows.services import Receipt
from workflows.views import case as case_page
from workflows.views import dossier, results
from workflows.views.item import place
from workflows.views.scope import chosen, held, page_of, person, proposal_of

PER_PAGE = 25
TABS = {
    "surat": (
        "Menunggu tanda tangan surat",
        Q(received_at__isnull=True, process__finished__isnull=True),
    ),
    "bkd": ("Di BKD", Q(received_at__isnull=False, process__finished__isnull=True)),
    "selesai": ("Selesai", Q(process__finished__isnull=False)),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    seen = selectors.visible_proposals(held(request))
    tab = request.GET.get("bagian", "")
    counts = seen.aggregate(**{k: Count("pk", filter=q) for k, (_, q) in TABS.items()})
    tab = tab if tab in TABS else next((k for k in TABS if counts[k]), "surat")
    found = selectors.with_counts(seen.filter(TABS[tab][1])).order_by("-created_at")
    page = page_of(found, request.GET.get("halaman"), PER_PAGE)
    shown: list[Proposal] = list(page.object_list)
    nodes = selectors.node_of(shown)
    context = {
        "views": [
            {
                "label": label,
                "url": f"?bagian={name}",
                "count": counts[name],
                "current": name == tab,
            }
            for name, (label, _) in TABS.items()
        ],
        "tab": tab,
        "page": page,
        "rows": [(p, LABELS[nodes.get(p.process_id, "end")]) for p in shown],
        "may_propose": held(request).may_somewhere("propose_request"),
    }
    return render(request, "workflows/proposals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Choose among the recommended requests of one OPD and send them to the BKD."""
    if request.method != "POST":
        return _choose(request)
    form = ProposeForm(request.POST)
    if not form.is_valid():
        return _choose(request, form)
    cases = chosen(_proposable(request), form.cleaned_data["pilih"])
    try:
        proposal, receipts = services.propose(
            cases, by=person(request), note=form.cleaned_data["catatan"]
        )
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _choose(request, form)
    if proposal is None:
        return _choose(request, form, receipts)
    results.keep(request, place(proposal), receipts)
    return redirect("usulan-lihat", proposal.pk)


@require_safe
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return dossier.page(request, proposal_of(request, pk))


# --- putting one together --------------------------------------------------------------------


def _proposable(request: HttpRequest) -> QuerySet[WorkRequest]:
    """Cases of the units for which one proposes; in whatever state, so that the door says why."""
    cases = WorkRequest.objects.filter(
        under(held(request).paths("propose_request"), "unit__path"), number__isnull=False
    )
    return cases.select_related("applicant__position", "applicant__unit", "unit", "opd")


def _choose(
    request: HttpRequest, form: ProposeForm | None = None, receipts: list[Receipt] | None = None
) -> HttpResponse:
    ready = _proposable(request).filter(state=State.RECOMMENDED, due_on__isnull=False)
    opds = _opds(ready)
    opd = _opd(opds, request)
    cases = (
        list(ready.filter(opd=opd).order_by("due_on", "complete_at", "pk")[:MOST]) if opd else []
    )
    rows = _rows(request, cases, form)
    per_day = selectors.composition(c["case"].pk for c in rows if c["picked"])
    seats = taken_on([opd.pk], per_day) if opd else {}
    context = {
        "form": form or ProposeForm(),
        "opd": opd,
        "opds": opds,
        "rows": rows,
        "groups": results.groups(receipts or []),
        "per_day": dossier.with_seats(per_day, opd.pk, seats) if opd else [],
        "own": [row for row in rows if row["blocked"]],
    }
    failed = form is not None
    return render(request, "workflows/propose.html", context, status=422 if failed else 200)


def _opds(ready: QuerySet[WorkRequest]) -> list[dict[str, Any]]:
    rows = ready.select_related(None).order_by("opd__path").values("opd")
    counts = dict(rows.annotate(count=Count("pk")).values_list("opd", "count"))
    units = Unit.objects.filter(pk__in=[pk for pk in counts if pk])
    return [{"unit": unit, "count": counts[unit.pk]} for unit in units]


def _opd(opds: list[dict[str, Any]], request: HttpRequest) -> Unit | None:
    data = request.POST if request.method == "POST" else request.GET
    wanted = data.get("opd", "")
    found = [each["unit"] for each in opds if str(each["unit"].pk) == wanted]
    return found[0] if found else opds[0]["unit"] if opds else None


def _rows(
    request: HttpRequest, cases: list[WorkRequest], form: ProposeForm | None
) -> list[dict[str, Any]]:
    facts = facts_for(cases)
    data = form.data if form is not None else None
    picked = set(data.getlist("pilih")) if isinstance(data, QueryDict) else None
    rows = []
    for case in cases:
        reasons = obstacles(case, person(request).pk, ["propose"])
        wanted = picked is None or str(case.pk) in picked
        rows.append(
            {
                "case": case,
                "key": str(case.pk),
                "dates": facts[case.pk].dates,
                "left": case_page.badge(case, facts[case.pk]),
                "marks": marks(check_decision(facts[case.pk])),
                "blocked": reasons[0] if reasons else "",
                "picked": wanted and not reasons,
            }
        )
    return rows
