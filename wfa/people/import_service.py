"""Runs of the import as the pages keep them: read, then saved or thrown away.

The files hold more than Luwes may keep (NIK, religion, addresses), so their bytes go as soon as
a run can't be saved any more: after saving, discarding, failing, or when a newer run begins.
"""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from wfa.files import services as files
from wfa.files.models import StoredFile
from wfa.people import importers
from wfa.people.importers import Plan
from wfa.people.models import Employee, ImportRun
from wfa.refusals import Refused

State = ImportRun.State
STUCK_AFTER = datetime.timedelta(minutes=15)
"""Far longer than the web server lets a request live."""
_STOPPED = "Pembacaan terhenti di tengah jalan. Unggah berkas lagi."


def start(units: UploadedFile[Any] | None, people: UploadedFile[Any], *, by: Employee) -> ImportRun:
    """Keep both files and read them; a file that can't be read leaves a run that says why."""
    purpose = StoredFile.Purpose.IMPORT
    passed = [
        files.examine(upload, purpose=purpose) if upload else None for upload in (units, people)
    ]
    with transaction.atomic():
        _discard_unsaved()
        kept = [files.keep(one, by=by) if one else None for one in passed]
        run = ImportRun.objects.create(
            units_file=kept[0], people_file=kept[1], created_at=timezone.now(), created_by=by
        )
    try:
        _read(run)
    except BaseException:
        _fail(run, _STOPPED)
        raise
    return run


def _read(run: ImportRun) -> None:
    try:
        plan = _plan(run)
        run.report = plan.page()
        plan.require_people()
    except Refused as refusal:
        _fail(run, refusal.message)
    else:
        run.state = State.READ
        run.save(update_fields=["report", "state"])


@transaction.atomic
def _fail(run: ImportRun, why: str) -> None:
    run.state, run.error = State.FAILED, why[:300]
    run.save(update_fields=["report", "state", "error"])
    _remove_files(run)


def save(run: ImportRun, *, by: Employee) -> ImportRun:
    """Read the files anew and save what they say now; only one of two clicks gets through."""
    _move(run, State.APPLYING, applied_at=timezone.now(), applied_by=by)
    try:
        plan = _plan(run)
        with transaction.atomic():
            importers.apply(plan, by=by)
            _close(run, plan, by)
    except BaseException:
        _take_back([run.pk])
        raise
    return run


def _close(run: ImportRun, plan: Plan, by: Employee) -> None:
    run.report = plan.page()
    run.state, run.applied_at, run.applied_by = State.APPLIED, timezone.now(), by
    run.save(update_fields=["report", "state", "applied_at", "applied_by"])
    _remove_files(run)


@transaction.atomic
def discard(run: ImportRun) -> None:
    """Throw a reading away, with its files and the names that its report holds."""
    _move(run, State.DISCARDED)
    counts = {part: run.report[part] for part in ("units", "people") if part in run.report}
    ImportRun.objects.filter(pk=run.pk).update(report=counts)
    _remove_files(run)


def release_stuck() -> None:
    """What a killed process left halfway: saving may be tried again, reading has failed."""
    limit = timezone.now() - STUCK_AFTER
    stuck = ImportRun.objects.filter(state=State.APPLYING, applied_at__lt=limit)
    if found := list(stuck.values_list("pk", flat=True)):  # most visits write nothing
        _take_back(found)
    for run in ImportRun.objects.filter(state=State.READING, created_at__lt=limit):
        _fail(run, _STOPPED)


def _take_back(runs: list[int]) -> None:
    """While a run is being saved, `applied_at` says since when; nothing of it is saved yet."""
    ImportRun.objects.filter(pk__in=runs, state=State.APPLYING).update(
        state=State.READ, applied_at=None, applied_by=None
    )


def _discard_unsaved() -> None:
    for run in ImportRun.objects.filter(state=State.READ):
        discard(run)


def _move(run: ImportRun, to: str, **fields: object) -> None:
    if not ImportRun.objects.filter(pk=run.pk, state=State.READ).update(state=to, **fields):
        raise Refused(
            "Hasil ini sudah disimpan atau dibuang. Unggah berkas lagi untuk membacanya.",
            code="run_closed",
        )


def _remove_files(run: ImportRun) -> None:
    for stored in (run.units_file, run.people_file):
        if stored:
            files.remove(stored)


def _plan(run: ImportRun) -> Plan:
    with _named_copies(run) as (units, people):
        return importers.read(units, people)


@contextmanager
def _named_copies(run: ImportRun) -> Iterator[tuple[Path | None, Path]]:
    """The kept files under the names that the operator knows: problems name their file."""
    if run.people_file is None:
        raise Refused("Berkas pegawainya tidak ada. Unggah berkas lagi.", code="no_file")
    with tempfile.TemporaryDirectory() as folder:
        units = _copy(run.units_file, Path(folder) / "1") if run.units_file else None
        yield units, _copy(run.people_file, Path(folder) / "2")


def _copy(stored: StoredFile, folder: Path) -> Path:
    folder.mkdir()
    target = folder / Path(stored.original_name).name
    target.write_bytes(files.read_bytes(stored))
    return target
