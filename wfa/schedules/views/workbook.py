"""The month as a workbook: out, and back in with a dry run."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from wfa.files.models import StoredFile
from wfa.files.rules import XLSX
from wfa.files.services import examine
from wfa.refusals import Refused
from wfa.schedules import sheets
from wfa.schedules.forms.rosters import Cells, WorkbookForm, write_cells
from wfa.schedules.selectors import Composition, title_of
from wfa.schedules.views import scope
from wfa.schedules.views.grid import Month
from wfa.schedules.views.page import known_of, letters_of, month_of

SHOWN = 300
"""Changes listed one by one; more are counted."""


@require_safe
def download(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    roster = scope.roster(request, pk)
    known = known_of(roster)
    data = sheets.write(_plan(known, month_of(known, letters=letters_of(known))))
    response = HttpResponse(data, content_type=XLSX.content_type)
    name = slugify(f"{title_of(roster)} {roster.unit}")
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _plan(known: Composition, month: Month) -> sheets.SheetPlan:
    return sheets.SheetPlan(
        roster_id=known.roster.pk,
        revision=known.roster.revision,
        title=f"{title_of(known.roster)}, {known.roster.unit.title_name}",
        first_day=month.first_day,
        days=len(month.dates),
        people=[_person(known, month, index) for index in range(len(month.people))],
        letters=month.letters,
        closed={n: month.closed[d] for n, d in enumerate(month.dates) if d in month.closed},
    )


def _person(known: Composition, month: Month, index: int) -> sheets.SheetPerson:
    person = month.people[index]
    locked = (n for n in range(len(month.dates)) if month.is_locked(person, n))
    return sheets.SheetPerson(
        nip=person.nip,
        name=person.name,
        unit=person.unit,
        shown=month.shown(person),
        locked=frozenset(locked),
        revoked=known.revoked.get(person.employee_id),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A dry run: what would change, and what can't; nothing is saved here."""
    roster = scope.drafted(request, pk)
    if not roster.is_editable:
        raise Refused("Jadwal ini tidak dapat diubah lagi. Unduh saja untuk dibaca.", code="closed")
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = WorkbookForm(*sent)
    context: dict[str, Any] = {"roster": roster, "title": title_of(roster), "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            context |= _dry_run(known_of(roster), form.cleaned_data["berkas"])
        except Refused as refusal:
            form.add_error("berkas", refusal.message)
    return render(request, "schedules/roster_upload.html", context)


def _dry_run(known: Composition, file: UploadedFile[Any]) -> dict[str, Any]:
    passed = examine(file, purpose=StoredFile.Purpose.IMPORT)
    if passed.examined.kind is not XLSX:
        raise Refused("Ini bukan berkas XLSX. Unggah unduhan jadwal ini.", code="wrong_kind")
    month = month_of(known, letters=letters_of(known))
    found = sheets.compare(passed.examined.data, _plan(known, month))
    return {
        "found": found,
        "name": passed.name,
        "changes": found.changes[:SHOWN],
        "rejected": found.rejected[:SHOWN],
        "is_old": found.revision != known.roster.revision,
        "isian": write_cells(_cells(known, found)),
    }


def _cells(known: Composition, found: sheets.Comparison) -> Cells:
    ids = {line.employee.identity: line.employee_id for line in known.lines}
    cells: Cells = {}
    for change in found.changes:
        cells.setdefault(ids[change.nip], {})[change.date] = change.to
    return cells
