"""The plan of one's own day: read it, fill it in, send it again."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from wfa.attendance.models import Expectation
from wfa.calendars.wording import clock
from wfa.performance.forms.lines import Lines, PlanLines, begun, is_whole, typed, with_empty
from wfa.performance.rules.closing import plan_closed, report_closed
from wfa.performance.rules.lines import MOST_LINES
from wfa.performance.selectors import days
from wfa.performance.services import Sent, submit_plan
from wfa.performance.views.scope import me, of_person
from wfa.refusals import Refused

PREFIX = "baris"
_EMPTY = "Rencana masih kosong. Isi sedikitnya satu kegiatan."
_CUT = "Sebagian isian tidak sampai. Periksa barisnya, lalu kirim lagi."


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the plan or its form; a button adds rows or copies the last plan, another one sends."""
    screen = PlanScreen(request, get_object_or_404(days.own(me(request)), pk=pk))
    if request.method != "POST":
        return screen.show()
    if "tambah" in request.POST:
        return screen.refilled([*typed(screen.lines), {}])
    if "salin" in request.POST:
        return screen.refilled([*typed(screen.lines), *screen.rows_before])
    return screen.send()


class PlanScreen:
    """One day's plan on one page."""

    def __init__(self, request: HttpRequest, day_of: Expectation) -> None:
        self.request, self.day_of, self.by = request, day_of, me(request)
        self.plan = days.plan_of(day_of)
        self.closed = plan_closed(days.standing_of(day_of))
        self.problems: list[Any] = []
        self.lines: Lines = (
            PlanLines(request.POST, prefix=PREFIX) if request.method == "POST" else self._fresh()
        )

    def _fresh(self) -> Lines:
        """What is sent already, else what the request's work plan says, and empty rows."""
        rows = days.rows_of(self.plan) if self.plan else days.rows_of_request(self.day_of)
        return PlanLines(initial=with_empty(rows), prefix=PREFIX)  # type: ignore[no-any-return]

    @property
    def rows_before(self) -> list[dict[str, Any]]:
        return days.rows_before(self.day_of)

    def refilled(self, rows: list[dict[str, Any]]) -> HttpResponse:
        """The form with these rows, everything typed still in place; nothing is judged."""
        if len(rows) > MOST_LINES:
            self.problems = [f"Paling banyak {MOST_LINES} kegiatan. Sisanya tidak disalin."]
        self.lines = PlanLines(initial=with_empty(rows), prefix=PREFIX)
        return self.show(is_editing=True)

    def send(self) -> HttpResponse:
        lines = self._checked()
        if lines is None:
            return self.show(is_editing=True, status=422)
        try:
            sent = submit_plan(self.day_of, by=self.by, lines=lines)
        except Refused as refusal:
            self.problems = [refusal.message]
            return self.show(is_editing=True, status=422)
        tell(self.request, "Rencana", sent)
        return redirect("rencana", self.day_of.pk)

    def _checked(self) -> list[Any] | None:
        """The lines, or None with the sentences at their fields."""
        self.lines.is_valid()
        if not is_whole(self.lines):
            self.problems = [_CUT]
            return None
        rows = begun(self.lines)
        for number, row in enumerate(self.lines.forms, start=1):
            row.demand(f"baris {number}")
        self.problems = [] if rows else [_EMPTY]
        if self.problems or any(row.errors for row in self.lines.forms):
            return None
        numbers = {
            row["request_item"]: row["request_number"] for row in days.rows_of_request(self.day_of)
        }
        return [row.line(numbers) for row in rows]

    def show(self, *, is_editing: bool = False, status: int = 200) -> HttpResponse:
        of_person(self.request)
        wants = is_editing or self.plan is None or "ubah" in self.request.GET
        context = {
            "day_of": self.day_of,
            "plan": self.plan,
            "rows": days.planned_rows(self.day_of) if self.plan else [],
            "closed": self.closed,
            "is_editing": wants and (not self.closed or is_editing),
            "lines": numbered(self.lines),
            "management": self.lines.management_form,
            "problems": [*self.problems, *(row for row in self.lines.forms if row.errors)],
            "can_add": len(self.lines.forms) < MOST_LINES,
            "can_copy": bool(self.rows_before),
            "can_report": not report_closed(days.standing_of(self.day_of)),
            "from_request": any(row.initial.get("request_item") for row in self.lines.forms),
        }
        return render(self.request, "performance/plan.html", context, status=status)


def numbered(lines: Lines) -> list[dict[str, Any]]:
    """The rows with their number, and which of them are unfolded: the filled ones and one more."""
    rows, is_next = [], True
    for number, form in enumerate(lines.forms, start=1):
        is_open = form.is_begun or bool(form.errors) or is_next
        is_next = is_next and form.is_begun
        rows.append(
            {"form": form, "number": number, "is_open": is_open, "is_empty": not form.is_begun}
        )
    return rows


def tell(request: HttpRequest, what: str, sent: Sent) -> None:
    """What came of sending it."""
    if not sent.is_new:
        messages.info(request, f"{what} yang sama sudah terkirim. Tidak ada yang berubah.")
    elif sent.version > 1:
        messages.success(request, f"{what} versi {sent.version} terkirim pukul {clock(sent.at)}.")
    elif sent.is_late:
        said = f"{what} terkirim pukul {clock(sent.at)} dan tercatat terlambat."
        messages.warning(request, said)
    else:
        messages.success(request, f"{what} terkirim pukul {clock(sent.at)}.")
