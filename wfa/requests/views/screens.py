"""The three steps of filing. Each one stores what was typed before anything is judged."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from wfa.refusals import Refused
from wfa.requests import selectors, services
from wfa.requests.forms import MAX_PLAN_ROWS, DaysForm, PlanFormSet, ReasonForm, WorkForm
from wfa.requests.models import WorkRequest
from wfa.requests.rules import Finding, blocking, check, check_decision, complete
from wfa.requests.views import days
from wfa.requests.views.scope import person
from wfa.schedules.selectors import quota_unit

STEPS = ("Jenis dan alasan", "Tanggal dan tempat", "Rencana kerja", "Periksa dan ajukan")
_PREFIX = "rencana"


class Screen:
    """One step: its form, what it stores, and what the rules say about its fields."""

    number: ClassVar[int]
    template: ClassVar[str]
    parts: ClassVar[frozenset[str]]
    """Fields of the rules' findings that belong to this step."""
    form: Any

    def __init__(self, request: HttpRequest, case: WorkRequest) -> None:
        self.request, self.case, self.by = request, case, person(request)
        self.data = request.POST if request.method == "POST" else None
        self.facts = selectors.facts_of(case)
        self.notes: list[str] = []
        """Sentences that belong to no field."""
        self.bind()

    def bind(self) -> None:
        raise NotImplementedError

    def store(self) -> None:
        """Keep everything that can be kept; the rest stays in the form with its sentence."""
        self.form.is_valid()
        self._save(self.form.values())

    def _save(self, values: dict[str, Any]) -> None:
        if values:
            services.save_part(self.case, by=self.by, **values)
        self.case = selectors.own(self.by).get(pk=self.case.pk)
        self.facts = selectors.facts_of(self.case)

    @property
    def is_wrong(self) -> bool:
        return bool(self.form.errors or self.notes)

    def demand(self) -> None:
        """What is missing or against the rules, at its field."""
        for finding in self._findings():
            if finding.field in self.form.fields:
                if finding.field not in self.form.errors:
                    self.form.add_error(finding.field, finding.sentence)
            else:
                self.notes.append(finding.sentence)

    def _findings(self) -> list[Finding]:
        found = blocking([*check(self.facts), *complete(self.facts)])
        mine = [f for f in found if f.field in self.parts]
        return list({finding.code: finding for finding in mine}.values())

    def rules(self) -> list[Finding]:
        """What stands beside the form: the rules that this step can break."""
        return check_decision(self.facts)

    def context(self) -> dict[str, Any]:
        return {"form": self.form, "problems": [self.form, *self.notes]}


class ReasonScreen(Screen):
    number = 1
    template = "requests/reason.html"
    parts = frozenset({"basis", "reason", "criteria", "evidence"})
    form: ReasonForm

    def bind(self) -> None:
        case = self.case
        self.was_health = case.reason_kind == WorkRequest.Reason.HEALTH
        initial = {
            "basis": case.basis,
            "reason_kind": case.reason_kind,
            "reason": case.reason,
            "criteria": [key for key, met in case.criteria.items() if met],
        }
        criteria = selectors.criteria_of(self.facts.rules)
        self.form = ReasonForm(self.data, initial=initial, criteria=criteria)
        self.file_errors: list[str] = []

    def attach(self, *, must: bool) -> bool:
        """Take the chosen file in; `must`: say so when none was chosen."""
        upload = self.request.FILES.get("berkas")
        if not isinstance(upload, UploadedFile):
            self.file_errors += (
                ["Belum ada berkas yang dipilih. Pilih satu berkas."] if must else []
            )
            return False
        try:
            services.add_evidence(self.case, upload, by=self.by, is_health=self._is_health())
        except Refused as refusal:
            self.file_errors.append(refusal.message)
            return False
        self._save({})
        return True

    def _is_health(self) -> bool:
        """As ticked; where the kind has just become "kesehatan" the box could not yet be preset."""
        became = self.case.reason_kind == WorkRequest.Reason.HEALTH and not self.was_health
        return became or "kesehatan" in self.request.POST

    @property
    def is_wrong(self) -> bool:
        return super().is_wrong or bool(self.file_errors)

    def demand(self) -> None:
        super().demand()
        if not self.case.reason_kind and "reason_kind" not in self.form.errors:
            self.form.add_error("reason_kind", "Jenis alasan belum dipilih. Pilih satu.")
        evidence = [f.sentence for f in self._findings() if f.field == "evidence"]
        self.notes = [note for note in self.notes if note not in evidence]
        self.file_errors += [] if self.file_errors else evidence

    def rules(self) -> list[Finding]:
        about = {"discipline", "not_active", "new_in_position", "position_unknown", "excluded"}
        return [f for f in super().rules() if f.code in about]

    def context(self) -> dict[str, Any]:
        errors = [Refused(text, field="berkas") for text in self.file_errors]
        return super().context() | {
            "problems": [self.form, *self.notes, *errors],
            "tracks": self._tracks(),
            "file_errors": self.file_errors,
            "evidence": list(
                self.case.evidence.select_related("file").order_by("file__uploaded_at")
            ),
            "max_files": services.MAX_EVIDENCE,
            "is_health": self._preset(),
        }

    def _preset(self) -> bool:
        if self.data is None:
            return self.was_health
        return "kesehatan" in self.data or self.data.get("reason_kind") == "health"

    def _tracks(self) -> list[dict[str, Any]]:
        values, basis = self.facts.rules.values, self.form["basis"].value()
        rows = []
        for number, (value, label) in enumerate(WorkRequest.Basis.choices):
            key = f"{value}_open"
            rows.append(
                {
                    "value": value,
                    "label": label,
                    "id": f"id_basis_{number}",
                    "checked": basis == value,
                    "open": values[key],
                    "why": self.facts.rules.describe(key),
                }
            )
        return rows


class DaysScreen(Screen):
    number = 2
    template = "requests/days.html"
    parts = frozenset({"dates", "place", "place_address", "place_reason"})
    form: DaysForm

    def bind(self) -> None:
        self.choices = days.choices(self.case, self.facts, self._picked())
        self.dates = days.listed(self.choices)
        initial = {name: getattr(self.case, name) for name in self.parts}
        places = [*self.facts.rules.values["places"]]
        if self.case.place and self.case.place not in places:
            places.append(self.case.place)
        offered = [d.isoformat() for d in self.dates]
        self.form = DaysForm(self.data, initial=initial, days=offered, places=places)

    def _picked(self) -> list[datetime.date]:
        """The days ticked now; what isn't a date is told by the form."""
        if self.data is None:
            return selectors.asked_dates(self.case)
        found = (_date(text) for text in self.data.getlist("dates")[:400])
        horizon = selectors.last_choice(self.facts)
        kept = selectors.asked_dates(self.case)
        return [d for d in found if d and (d in kept or self.facts.today < d <= horizon)]

    def rules(self) -> list[Finding]:
        apart = ("missing_", "complete", "criteria", "no_days")
        return [f for f in check(self.facts) if not f.code.startswith(apart)]

    def context(self) -> dict[str, Any]:
        values = self.facts.rules.values
        return super().context() | {
            "months": days.months(self.choices, self.dates),
            "week_limit": self.choices.limit,
            "lead_days": values["lead_days"],
            "lead_law": self.facts.rules.describe("lead_days"),
            "quota_unit": quota_unit(self.case.applicant, self.case.unit),
        }


class PlanScreen(Screen):
    number = 3
    template = "requests/plan.html"
    parts = frozenset({"plan", "phone"})
    form: WorkForm

    def bind(self) -> None:
        names = WorkForm.base_fields
        initial = {name: getattr(self.case, name) for name in names}
        self.form = WorkForm(self.data, initial=initial)
        if self.data is not None:
            self.rows = PlanFormSet(self.data, prefix=_PREFIX)
        else:
            self.rows = PlanFormSet(initial=self._rows(), prefix=_PREFIX)

    def _rows(self) -> list[dict[str, Any]]:
        names = ("activity", "target", "measure", "output", "due")
        rows = [{name: getattr(row, name) for name in names} for row in self.case.plan.all()]
        return rows or [{}]

    def store(self) -> None:
        self.rows.is_valid()
        if self.rows.management_form.is_valid():
            rows = [values for row in self.rows.forms if (values := row.values())]
            services.save_plan(self.case, by=self.by, rows=rows)
        super().store()

    def add_row(self) -> None:
        """One more empty row, everything typed still in place."""
        assert self.data is not None  # noqa: S101  (only a POST adds rows)
        total = min(len(self.rows.forms) + 1, MAX_PLAN_ROWS)
        data = self.data.copy()
        data[f"{_PREFIX}-TOTAL_FORMS"] = str(total)
        self.rows = PlanFormSet(data, prefix=_PREFIX)
        field = self.rows.forms[-1].fields["activity"]
        field.widget.attrs["autofocus"] = True

    @property
    def is_wrong(self) -> bool:
        return super().is_wrong or not self.rows.is_valid()

    def demand(self) -> None:
        super().demand()
        for number, row in enumerate(self.rows.forms, start=1):
            row.demand(number)

    def rules(self) -> list[Finding]:
        return []

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "rows": self.rows,
            "problems": [*self.notes, self.rows, self.form],
            "full": len(self.rows.forms) >= MAX_PLAN_ROWS,
        }


SCREENS: dict[int, type[Screen]] = {s.number: s for s in (ReasonScreen, DaysScreen, PlanScreen)}


def _date(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
