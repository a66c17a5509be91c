"""Papers about a step of guidance: its letter, and the file for the discipline procedure."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from documents import selectors, services
from documents.handoff import archive
from documents.models import Document
from documents.services.reprimands import LIVE
from documents.views.scope import held, person, tell
from wfa.attendance.models import Level, Reprimand
from wfa.attendance.selectors.reprimands import ANSWER, DECIDE, seen_by
from wfa.audit.services import record
from wfa.people.permissions import under
from wfa.refusals import Refused


@require_safe
def letter(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The letter of a step, for those who may read it; its signer prepares it by opening it."""
    authority, user = held(request), person(request)
    seen = selectors.visible_to(user, authority).filter(
        kind=Document.Kind.REPRIMAND, subject_id=str(pk), state__in=LIVE
    )
    if (paper := seen.first()) is not None:
        return redirect("naskah", paper.pk)
    mine = Q(under(authority.paths("sign_letter"), "unit__path")) & ~Q(employee=user)
    steps = Reprimand.objects.select_related("unit__opd", "employee").filter(mine)
    row = get_object_or_404(steps, pk=pk)
    try:
        return redirect("naskah", services.ensure_reprimand_letter(row, by=user).pk)
    except Refused as refusal:
        tell(request, refusal)
        return redirect("pembinaan")


@require_safe
def hand_off(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The evidence of a proposed examination as one file; who took it is written down first."""
    steps = seen_by(person(request), held(request))
    row = get_object_or_404(steps, pk=pk, level=Level.EXAMINATION, issued_at__isnull=False)
    capacity = held(request).capacity(DECIDE, row.unit) or held(request).capacity(ANSWER, row.unit)
    content = archive(row)
    with transaction.atomic():
        record(
            "reprimand_handed_over",
            by=person(request),
            capacity=capacity.label if capacity else "",
            target=("reprimand", row.pk),
            level=row.get_level_display(),
        )
    response = HttpResponse(content, content_type="application/zip")
    name = f"usul-pemeriksaan-{row.employee.identity}.zip"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
