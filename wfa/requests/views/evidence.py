"""Reading a supporting file: asked for, logged, then streamed."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from wfa.audit.services import record
from wfa.files.models import StoredFile
from wfa.files.services import open_for
from wfa.requests import selectors
from wfa.requests.models import Evidence
from wfa.requests.permissions import reads_as
from wfa.requests.views.scope import held, person


@require_safe
def read(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The file, for those who may open it now; 404 for everybody else."""
    user = person(request)
    seen = selectors.visible_to(user, held(request))
    evidence = get_object_or_404(
        Evidence.objects.select_related("file", "request__unit", "request__applicant__unit").filter(
            request__in=seen
        ),
        pk=pk,
    )
    capacity = reads_as(evidence, user, held(request))
    if capacity is None:
        raise Http404

    def log(stored: StoredFile) -> None:
        record(
            "file_read",
            by=user,
            capacity=capacity,
            target=("file", stored.pk),
            request=str(evidence.request_id),
            health=evidence.is_health,
        )

    return open_for(evidence.file, log=log)
