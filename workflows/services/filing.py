"""The applicant's own act: the statement, and with it the submission."""

from __future__ import annotations

from django.utils import timezone

from wfa.people.models import Employee
from wfa.refusals import Refused
from wfa.requests.models import WorkRequest
from wfa.requests.services import EDITABLE
from workflows.services.door import perform
from workflows.services.receipts import Receipt

PRIVACY_VERSION = "1"
"""Version of the page "Pelindungan data pribadi" that the applicant has read."""


def submit(request: WorkRequest, *, by: Employee) -> Receipt:
    """Submit with the statement made now (working hours, reachable, back to the office if called).

    The statement is kept even where the rules then say no: it was made.
    """
    if by.pk in {request.applicant_id, request.filed_by_id}:
        WorkRequest.objects.filter(pk=request.pk, state__in=EDITABLE).update(
            statement_at=timezone.now(), privacy_version=PRIVACY_VERSION
        )
    receipts = perform("submit", [request], by=by)
    if not receipts:  # thrown away in another window
        raise Refused("Draf ini sudah dibuang. Buat pengajuan baru.", code="gone")
    return receipts[0]
