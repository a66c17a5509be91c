"""Lists of absences as the pages keep them: read, then saved or thrown away.

The bytes of a file go as soon as it can't be saved any more; the report stays with its rows.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from wfa.audit.services import record
from wfa.files import services as files
from wfa.files.models import StoredFile
from wfa.notifications.services import notify_many
from wfa.people.models import Employee
from wfa.people.permissions import authority
from wfa.refusals import Refused
from wfa.schedules.importers import AbsencePlan, read_absences
from wfa.schedules.models import AbsenceImport
from wfa.schedules.services.absences import absence_notices, write_absences
from wfa.schedules.services.calling import lock_days
from wfa.schedules.services.seats import QuotaFullError

State = AbsenceImport.State
_CLOSED = "Hasil ini sudah disimpan atau dibuang. Unggah berkas lagi untuk membacanya."
_CHANGED = "Hari sebagian pegawai baru saja berubah. Simpan sekali lagi."


def start_absence_import(upload: UploadedFile[Any], *, by: Employee) -> AbsenceImport:
    """Keep the file and read it: nothing is saved but what it says. Refused: nothing is kept."""
    passed = files.examine(upload, purpose=StoredFile.Purpose.IMPORT)
    with transaction.atomic():
        for earlier in AbsenceImport.objects.filter(created_by=by, state=State.READ):
            discard_absence_import(earlier)
        stored = files.keep(passed, by=by)
        plan = _plan(stored, by)
        return AbsenceImport.objects.create(
            file=stored, report=plan.page(), created_at=timezone.now(), created_by=by
        )


def apply_absence_import(run: AbsenceImport, *, by: Employee) -> AbsenceImport:
    """Read the file anew and save what it says now; only one of two clicks gets through."""
    try:
        with transaction.atomic():
            row = _open(run)
            plan = _lock_and_plan(row, by)
            _write(row, plan, by)
            _close(row, plan, by)
    except (QuotaFullError, IntegrityError) as error:
        raise Refused(_CHANGED, code="faster") from error
    return row


def _open(run: AbsenceImport) -> AbsenceImport:
    rows = AbsenceImport.objects.select_for_update(of=("self",)).select_related("file")
    row = rows.get(pk=run.pk)
    if row.state != State.READ:
        raise Refused(_CLOSED, code="run_closed")
    return row


def _lock_and_plan(row: AbsenceImport, by: Employee) -> AbsencePlan:
    """The days of all who are named are locked before they are judged for good."""
    first = _plan(row.file, by)
    if first.verdicts:
        spans = [verdict.span for verdict in first.verdicts]
        lock_days(
            (span.employee_id for span in spans),
            min(span.first for span in spans),
            max(span.last for span in spans),
        )
    return _plan(row.file, by)


def _write(row: AbsenceImport, plan: AbsencePlan, by: Employee) -> None:
    if not plan.verdicts or plan.ground is None:
        return
    written = write_absences(plan.verdicts, plan.ground, by=by, source=row)
    told = list(zip(written, plan.verdicts, strict=True))
    record("absences_imported", by=by, target=("file", row.file_id), new=len(written))
    notify_many(absence_notices(told, plan.ground, by=by))


def _close(row: AbsenceImport, plan: AbsencePlan, by: Employee) -> None:
    row.report = plan.page()
    row.state, row.applied_at, row.applied_by = State.APPLIED, timezone.now(), by
    row.save(update_fields=["report", "state", "applied_at", "applied_by"])
    files.remove(row.file)


@transaction.atomic
def discard_absence_import(run: AbsenceImport) -> None:
    """Throw a reading away, with its file and the names that its report holds."""
    row = _open(run)
    row.state = State.DISCARDED
    row.report = {key: value for key, value in row.report.items() if key != "lines"}
    row.save(update_fields=["state", "report"])
    files.remove(row.file)


def _plan(stored: StoredFile, by: Employee) -> AbsencePlan:
    """Read the kept file under the name that its sender knows: problems name it."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / Path(stored.original_name).name
        target.write_bytes(files.read_bytes(stored))
        return read_absences(target, authority=authority(by))
