"""Reading a file that shows somebody's work: asked for, logged, then streamed."""

from __future__ import annotations

import uuid

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from wfa.audit.services import record
from wfa.files.models import StoredFile
from wfa.files.services import open_for
from wfa.people.permissions import under
from wfa.performance import permissions
from wfa.performance.models import ReportEvidence
from wfa.performance.views.scope import held, me
from wfa.refusals import Refused


@require_safe
def read(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The file, for its owner and those who may look at the work; 404 for everybody else."""
    user, found = me(request), held(request)
    scope = under(permissions.paths(found, permissions.EVIDENCE), "expectation__unit__path")
    # What was taken off stays for those who read the versions that were sent.
    rows = ReportEvidence.objects.filter(scope | Q(expectation__employee=user), file__isnull=False)
    evidence = get_object_or_404(rows.select_related("file", "expectation__unit"), pk=pk)
    if evidence.file is None:
        raise Http404
    if evidence.purged_at:
        raise Refused("Berkas ini sudah dihapus sesuai masa simpan.", code="purged")
    own = evidence.expectation.employee_id == user.pk
    acting = permissions.capacity(found, evidence.expectation.unit, permissions.EVIDENCE)

    def log(stored: StoredFile) -> None:
        record(
            "file_read",
            by=user,
            capacity="" if own else acting,
            target=("file", stored.pk),
            date=evidence.expectation.date.isoformat(),
        )

    return open_for(evidence.file, log=log)
