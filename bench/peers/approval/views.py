"""The least pages around the package's functions: a form, a button, a list of 25."""

from approval_workflow.choices import ApprovalStatus
from approval_workflow.models import ApprovalInstance
from approval_workflow.services import advance_flow, start_flow
from approval_workflow.utils import get_user_approval_steps
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.forms import modelform_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from bench.peers.approval.models import Leave
from bench.peers.common import TYPED

PER_PAGE = 25
LeaveForm = modelform_factory(Leave, fields=list(TYPED))


@login_required
@require_POST
@transaction.atomic
def file(request: HttpRequest) -> HttpResponse:
    form = LeaveForm(request.POST, instance=Leave(applicant=request.user))
    if not form.is_valid():
        return HttpResponse(form.errors.as_text(), status=422)
    people = {u.username: u for u in get_user_model().objects.filter(username__in=["opd", "bkd"])}
    steps = [{"step": 1, "assigned_to": people["opd"]}, {"step": 2, "assigned_to": people["bkd"]}]
    start_flow(obj=form.save(), steps=steps)
    return redirect("/inbox/")


@login_required
@require_POST
@transaction.atomic
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    advance_flow(get_object_or_404(Leave, pk=pk), "approved", request.user, comment="Mendukung.")
    return redirect("/inbox/")


@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """By the function that the package offers for it."""
    return _list(request, get_user_approval_steps(request.user, status=ApprovalStatus.CURRENT))


@login_required
def inbox_own(request: HttpRequest) -> HttpResponse:
    """By a query that a careful developer would write past that function."""
    mine = ApprovalInstance.objects.filter(assigned_to=request.user, status=ApprovalStatus.CURRENT)
    return _list(request, mine.select_related("flow"))


def _list(request: HttpRequest, steps: object) -> HttpResponse:
    page = Paginator(steps, PER_PAGE).get_page(request.GET.get("page"))
    targets = Leave.objects.in_bulk([int(step.flow.object_id) for step in page])
    rows = [(step, targets[int(step.flow.object_id)]) for step in page]
    return render(request, "inbox.html", {"page": page, "rows": rows})
