"""The job that issues a signed paper: only a hint, the row in the table is the truth."""

from __future__ import annotations

from django_tasks import task

from documents import services


@task()
def issue(document_id: str) -> bool:
    return services.issue(document_id)
