"""Runs of the import as the pages keep them: read, then saved or thrown away."""

from __future__ import annotations

import shutil
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


def start(units: UploadedFile[Any] | None, people: UploadedFile[Any], *, by: Employee) -> ImportRun:
    """Keep both files and read them; a file that can't be read leaves a run that says why."""
    purpose = StoredFile.Purpose.IMPORT
    passed = [
        files.examine(upload, purpose=purpose) if upload else None for upload in (units, people)
    ]
    with transaction.atomic():
        kept = [files.keep(one, by=by) if one else None for one in passed]
        run = ImportRun.objects.create(
            units_file=kept[0], people_file=kept[1], created_at=timezone.now(), created_by=by
        )
    try:
        run.report = _plan(run).page()
        run.state = State.READ
    except Refused as refusal:
        run.state, run.error = State.FAILED, refusal.message[:300]
    run.save(update_fields=["report", "state", "error"])
    return run


def save(run: ImportRun, *, by: Employee) -> ImportRun:
    """Read the files anew and save what they say now; only one of two clicks gets through."""
    _move(run, State.APPLYING)
    try:
        plan = _plan(run)
        importers.apply(plan, by=by)
    except BaseException:
        ImportRun.objects.filter(pk=run.pk).update(state=State.READ)
        raise
    run.report = plan.page()
    run.state, run.applied_at, run.applied_by = State.APPLIED, timezone.now(), by
    run.save(update_fields=["report", "state", "applied_at", "applied_by"])
    return run


def discard(run: ImportRun) -> None:
    """Throw a reading away, with the names that its report holds."""
    _move(run, State.DISCARDED)
    counts = {part: run.report[part] for part in ("units", "people") if part in run.report}
    ImportRun.objects.filter(pk=run.pk).update(report=counts)


def _move(run: ImportRun, to: str) -> None:
    if not ImportRun.objects.filter(pk=run.pk, state=State.READ).update(state=to):
        raise Refused(
            "Hasil ini sudah disimpan atau dibuang. Unggah berkas lagi untuk membacanya.",
            code="run_closed",
        )


def _plan(run: ImportRun) -> Plan:
    with _named_copies(run) as (units, people):
        return importers.read(units, people)


@contextmanager
def _named_copies(run: ImportRun) -> Iterator[tuple[Path | None, Path]]:
    """The kept files under the names that the operator knows: problems name their file."""
    assert run.people_file is not None  # noqa: S101  (a run of the page always has one)
    with tempfile.TemporaryDirectory() as folder:
        units = _copy(run.units_file, Path(folder) / "1") if run.units_file else None
        yield units, _copy(run.people_file, Path(folder) / "2")


def _copy(stored: StoredFile, folder: Path) -> Path:
    folder.mkdir()
    target = folder / Path(stored.original_name).name
    shutil.copyfile(files.path(stored), target)
    return target
