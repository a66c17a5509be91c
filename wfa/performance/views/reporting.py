"""The report of one's own day: results of what was planned, what came besides, and what shows it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from wfa.attendance.models import Expectation
from wfa.performance import services
from wfa.performance.forms.lines import (
    Lines,
    OtherResults,
    Results,
    begun,
    is_whole,
    typed,
    with_empty,
)
from wfa.performance.forms.report import SummaryForm
from wfa.performance.models import PlanRow, ReportEvidence, ReportRow
from wfa.performance.rules.closing import report_closed
from wfa.performance.rules.lines import MOST_LINES, ReportLine
from wfa.performance.selectors import days
from wfa.performance.services.evidence import MOST_FILES, MOST_LINKS
from wfa.performance.views.planning import numbered, tell
from wfa.performance.views.scope import me, of_person
from wfa.refusals import Refused

PLANNED, OTHER = "rencana", "lain"
_NOTHING = "Laporan belum berisi hasil. Isi sedikitnya satu kegiatan."
_MOVED = "Rencana berubah sejak halaman dibuka. Salin isian Anda, muat ulang, lalu isi lagi."
_FIELDS = ("realised", "result", "note", "minutes", "starts", "ends")
_OTHER = ("activity", "measure", "output", *_FIELDS)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the report or its form; buttons add a row or evidence, take evidence off, or send."""
    screen = ReportScreen(request, get_object_or_404(days.own(me(request)), pk=pk))
    if request.method != "POST":
        return screen.show()
    if "hapus" in request.POST:
        return screen.take_off(request.POST["hapus"])
    if "unggah" in request.POST:
        return screen.attach_only()
    if "tambah" in request.POST:
        return screen.refilled(1)
    return screen.send()


class ReportScreen:
    """One day's report on one page."""

    def __init__(self, request: HttpRequest, day_of: Expectation) -> None:
        self.request, self.day_of, self.by = request, day_of, me(request)
        self.report = days.report_of(day_of)
        self.closed = report_closed(days.standing_of(day_of))
        self.planned = {row.pk: row for row in days.planned_rows(day_of)}
        self.problems: list[Any] = []
        self.is_wrong = False
        data = request.POST if request.method == "POST" else None
        initial = {"summary": self.report.summary if self.report else ""}
        self.form = SummaryForm(data, initial=initial)
        self.results: Lines = Results(data, initial=self._results(), prefix=PLANNED)
        self.others: Lines = (
            OtherResults(data, prefix=OTHER)
            if data is not None
            else OtherResults(initial=with_empty(self._others()), prefix=OTHER)
        )
        self._beside()

    def _results(self) -> list[dict[str, Any]]:
        """One row per planned activity, with what was reported, else with the hours as planned."""
        sent = {row.plan_row_id: row for row in self._sent() if row.plan_row_id}
        return [
            {"plan_row": pk, **_values(sent[pk], _FIELDS)}
            if pk in sent
            else {"plan_row": pk, "starts": row.starts, "ends": row.ends}
            for pk, row in self.planned.items()
        ]

    def _others(self) -> list[dict[str, Any]]:
        return [_values(row, _OTHER) for row in self._sent() if not row.plan_row_id]

    def _sent(self) -> list[ReportRow]:
        return list(self.report.rows.order_by("order")) if self.report else []

    def _beside(self) -> None:
        """Give each result the planned row that stands beside it."""
        for form in self.results.forms:
            key = form["plan_row"].value()
            form.planned = self.planned.get(int(key)) if str(key).isdecimal() else None

    # --- what the buttons do ---------------------------------------------------------------------

    def refilled(self, extra: int = 0) -> HttpResponse:
        """The form as it was typed, with so many more empty rows; nothing is judged."""
        rows = typed(self.others)
        self.others = OtherResults(initial=with_empty([*rows, *({},) * extra]), prefix=OTHER)
        planned = [
            {name: str(form.data.get(form.add_prefix(name), "")) for name in form.fields}
            for form in self.results.forms
        ]
        self.results = Results(initial=planned, prefix=PLANNED)
        self._beside()
        self.form = SummaryForm(initial={"summary": self.request.POST.get("summary", "")})
        return self.show(is_editing=True, status=422 if self.is_wrong else 200)

    def attach_only(self) -> HttpResponse:
        if self._attach():
            messages.success(self.request, "Bukti tersimpan. Kirim laporan bila sudah lengkap.")
        elif not self.is_wrong:
            self._say("Belum ada berkas atau tautan. Pilih berkas, atau tempel tautannya.")
        return self.refilled()

    def take_off(self, key: str) -> HttpResponse:
        own = ReportEvidence.objects.filter(expectation=self.day_of, removed_at__isnull=True)
        evidence = get_object_or_404(own.select_related("expectation"), pk=_uuid(key))
        try:
            services.remove_evidence(evidence, by=self.by)
        except Refused as refusal:
            self._say(refusal)
        else:
            messages.success(self.request, "Bukti dihapus dari laporan.")
        return self.refilled()

    def _attach(self) -> bool:
        """Take in the file and the address that were given; whether anything came in."""
        came = False
        for add in self._given():
            try:
                add()
                came = True
            except Refused as refusal:
                self._say(Refused(refusal.message, field=refusal.field or "berkas"))
        return came

    def _given(self) -> Iterator[Any]:
        upload = self.request.FILES.get("berkas")
        link = self.request.POST.get("tautan", "").strip()
        if isinstance(upload, UploadedFile):
            yield lambda: services.add_file(self.day_of, upload, by=self.by)
        if link:
            yield lambda: services.add_link(self.day_of, link, by=self.by)

    def send(self) -> HttpResponse:
        self._attach()
        lines = self._checked()
        if lines is None or self.is_wrong:
            return self.show(is_editing=True, status=422)
        summary = self.form.cleaned_data["summary"]
        try:
            sent = services.submit_report(self.day_of, by=self.by, lines=lines, summary=summary)
        except Refused as refusal:
            self._say(refusal)
            return self.show(is_editing=True, status=422)
        tell(self.request, "Laporan", sent)
        return redirect("laporan-harian", self.day_of.pk)

    # --- judging what was typed ------------------------------------------------------------------

    def _checked(self) -> list[ReportLine] | None:
        """The lines, or None with the sentences at their fields."""
        valid = [self.form.is_valid(), self.results.is_valid(), self.others.is_valid()]
        if not (is_whole(self.results) and is_whole(self.others) and self._matches()):
            self._say(_MOVED)
            return None
        for number, row in enumerate(self.results.forms, start=1):
            row.is_asked = True
            row.demand(f"kegiatan {number}")
        for number, row in enumerate(self.others.forms, start=1):
            row.demand(f"kegiatan tambahan {number}")
        if not all(valid) or any(row.errors for row in self._rows()):
            self.is_wrong = True
            return None
        lines = [row.line(row.planned) for row in self.results.forms]
        lines += [row.line() for row in begun(self.others)]
        if not lines:
            self._say(_NOTHING)
        return lines or None

    def _matches(self) -> bool:
        """Whether the page that was filled in shows the plan as it is."""
        named: list[PlanRow | None] = [form.planned for form in self.results.forms]
        return None not in named and {row.pk for row in named if row} == set(self.planned)

    def _rows(self) -> list[Any]:
        return [*self.results.forms, *self.others.forms]

    def _say(self, problem: Any) -> None:
        self.is_wrong = True
        self.problems.append(problem)

    def show(self, *, is_editing: bool = False, status: int = 200) -> HttpResponse:
        of_person(self.request)
        evidence = list(days.evidence_of(self.day_of))
        wants = is_editing or self.report is None or "ubah" in self.request.GET
        context = {
            "day_of": self.day_of,
            "report": self.report,
            "plan": days.plan_of(self.day_of),
            "rows": self._sent(),
            "review": self._review(),
            "closed": self.closed,
            "is_editing": wants and (not self.closed or is_editing),
            "form": self.form,
            "results": self.results,
            "others": numbered(self.others),
            "others_management": self.others.management_form,
            "problems": [*self.problems, *(r for r in self._rows() if r.errors), self.form],
            "is_wrong": self.is_wrong,
            "can_add": len(self.others.forms) < MOST_LINES,
            "evidence": evidence,
            "file_error": _of_field(self.problems, "berkas"),
            "link_error": _of_field(self.problems, "tautan"),
            "link": self.request.POST.get("tautan", "") if self.is_wrong else "",
            "can_upload": sum(1 for each in evidence if each.file_id) < MOST_FILES,
            "can_link": sum(1 for each in evidence if each.link) < MOST_LINKS,
        }
        return render(self.request, "performance/report.html", context, status=status)

    def _review(self) -> Any:
        return self.report.reviews.order_by("-number").first() if self.report else None


def _values(row: ReportRow, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _of_field(problems: list[Any], field: str) -> str:
    found = [each.message for each in problems if getattr(each, "field", "") == field]
    return " ".join(found)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
