"""The archive's records: of every issued paper, and of every case that has ended."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from documents.kinds import kind_of, parts
from documents.models import ArchiveEntry, Document
from documents.retention import retention
from wfa.audit.services import Entry, record_many
from wfa.calendars.wording import within
from wfa.people.models import Employee
from wfa.people.permissions import authority
from wfa.refusals import Refused
from wfa.requests.models import TERMINAL, Evidence, WorkRequest

SYSTEM = "Luwes, otomatis saat terbit"


def file_document(paper: Document) -> ArchiveEntry:
    """The record of an issued paper; the years run from its date, or from the end it states."""
    assert paper.dated is not None  # noqa: S101 - a numbered paper has a date
    trigger = max(paper.dated, paper.valid_until or paper.dated)
    kept = retention(paper.kind, trigger)
    entry, _ = ArchiveEntry.objects.get_or_create(
        document=paper,
        defaults={
            "classification": kind_of(paper.kind).CLASSIFICATION,
            "description": f"{paper.get_kind_display()} nomor {paper.number}: {paper.title}"[:300],
            "dated": paper.dated,
            "security": kept.rule.security,
            "active_until": kept.active_until,
            "inactive_until": kept.inactive_until,
            "fate": kept.rule.fate,
            "sha256": paper.file_sha256,
            "filed_at": timezone.now(),
            "filed_by_name": SYSTEM,
        },
    )
    return entry


def file_case(request: WorkRequest, *, by: Employee) -> ArchiveEntry:
    """File one case that has ended; filing it again gives the same record."""
    file_cases([request], by=by)
    return ArchiveEntry.objects.get(request=request)


@transaction.atomic
def file_cases(requests: Iterable[WorkRequest], *, by: Employee) -> int:
    """File the cases that have ended; how many are new in the archive."""
    unit = parts.this_region().bkd
    capacity = authority(by).capacity("manage_archive", unit) if unit else None
    if capacity is None:
        raise Refused("Hanya arsiparis yang dapat mengarsipkan. Hubungi BKD.", code="no_right")
    wanted = [r.pk for r in requests]
    rows = list(
        WorkRequest.objects.select_for_update(of=("self",))
        .filter(pk__in=wanted)
        .select_related("applicant", "opd")
        .order_by("pk")
    )
    running = [r for r in rows if r.state not in TERMINAL]
    if running:
        raise Refused(
            f"Pengajuan {running[0]} belum selesai. Arsipkan setelah selesai, ditolak, dibatalkan, "
            "atau dicabut.",
            code="still_open",
        )
    known = set(ArchiveEntry.objects.filter(request__in=rows).values_list("request", flat=True))
    health = set(
        Evidence.objects.filter(request__in=rows, is_health=True).values_list("request", flat=True)
    )
    new = [_case_entry(r, by, secret=r.pk in health) for r in rows if r.pk not in known]
    ArchiveEntry.objects.bulk_create(new)
    record_many(
        [Entry("case.archived", by, capacity.label, ("request", entry.request_id)) for entry in new]
    )
    return len(new)


def _case_entry(request: WorkRequest, by: Employee, *, secret: bool) -> ArchiveEntry:
    dated = timezone.localdate(request.since)
    kept = retention("health_case" if secret else "case", dated)
    word = within(request.get_state_display())
    return ArchiveEntry(
        request=request,
        classification=kept.rule.classification,
        description=f"Berkas pengajuan {request} {request.applicant.full_name}: {word}"[:300],
        dated=dated,
        security=kept.rule.security,
        active_until=kept.active_until,
        inactive_until=kept.inactive_until,
        fate=kept.rule.fate,
        filed_at=timezone.now(),
        filed_by_name=by.full_name,
    )
