"""What shows the work of a day: files through the gate, addresses as text."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from wfa.attendance.models import Expectation
from wfa.files import services as files
from wfa.files.models import StoredFile
from wfa.people.models import Employee
from wfa.performance.models import ReportEvidence
from wfa.performance.rules.closing import report_closed
from wfa.performance.selectors.days import evidence_of, standing_of
from wfa.performance.services.sent import lock_own, refuse_if
from wfa.refusals import Refused

MOST_FILES = 5
MOST_LINKS = 10


def add_file(
    expectation: Expectation, upload: UploadedFile[bytes], *, by: Employee
) -> ReportEvidence:
    """Take one file in; the slow look at it holds no lock."""
    passed = files.examine(upload, purpose=StoredFile.Purpose.REPORT)
    with transaction.atomic():
        day_of = _open(expectation, by)
        _room(day_of, is_file=True)
        stored = files.keep(passed, by=by)
        return ReportEvidence.objects.create(
            expectation=day_of, file=stored, added_at=timezone.now()
        )


@transaction.atomic
def add_link(expectation: Expectation, link: str, *, by: Employee) -> ReportEvidence:
    """Keep an https address; the same one again is the one that is there."""
    address = checked(link)
    day_of = _open(expectation, by)
    known = evidence_of(day_of).filter(link=address).first()
    if known:
        return known
    _room(day_of, is_file=False)
    return ReportEvidence.objects.create(expectation=day_of, link=address, added_at=timezone.now())


@transaction.atomic
def remove_evidence(evidence: ReportEvidence, *, by: Employee) -> None:
    """Take it off the day. Its row and its file stay: a version that was sent speaks of them."""
    _open(evidence.expectation, by)
    ReportEvidence.objects.filter(pk=evidence.pk, removed_at__isnull=True).update(
        removed_at=timezone.now()
    )


def checked(link: str) -> str:
    """The address, if it is one that a browser can open safely."""
    text = link.strip()
    try:
        parts = urlsplit(text)
        is_good = parts.scheme == "https" and "." in (parts.hostname or "") and not parts.username
    except ValueError:
        is_good = False
    if not is_good or len(text) > 500 or any(c.isspace() or not c.isprintable() for c in text):
        raise Refused(
            "Tautan harus diawali https:// dan utuh. Salin dari bilah alamat peramban.",
            code="bad_link",
            field="tautan",
        )
    return text


def _open(expectation: Expectation, by: Employee) -> Expectation:
    day_of = lock_own(expectation.pk, by)
    refuse_if(report_closed(standing_of(day_of)))
    return day_of


def _room(day_of: Expectation, *, is_file: bool) -> None:
    most = MOST_FILES if is_file else MOST_LINKS
    if evidence_of(day_of).filter(file__isnull=not is_file).count() >= most:
        what = "berkas" if is_file else "tautan"
        raise Refused(
            f"Paling banyak {most} {what} sehari. Hapus satu sebelum menambah lagi.",
            code="too_many",
            field="berkas" if is_file else "tautan",
        )
