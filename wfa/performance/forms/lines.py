"""The lines of a plan and of a report, as people type them.

Nothing typed is lost: a row that can't be read stays in its fields, with the sentence beside it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django import forms
from django.forms.formsets import BaseFormSet

from wfa.calendars.wording import number
from wfa.performance.models import PlanRow, ReportRow
from wfa.performance.rules.lines import MOST_LINES, MOST_MINUTES, PlanLine, ReportLine
from wfa.performance.rules.lines import minutes_between as between
from wfa.requests.forms import Text

EMPTY_ROWS = 3
"""So many empty rows stand below what is filled in; a button adds more."""
_THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?", re.ASCII)


class Amount(forms.CharField):
    """A quantity as it is written in Indonesia: 1.250 or 2,5. At most two decimals."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *, label: str) -> None:
        super().__init__(label=label, required=False)

    def prepare_value(self, value: Any) -> Any:
        return number(value.normalize()) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        text = "".join(str(value or "").split())
        if not text:
            return None
        plain = text.replace(".", "") if _THOUSANDS.fullmatch(text) else text
        try:
            found = Decimal(plain.replace(",", "."))
        except InvalidOperation:
            found = Decimal("NaN")
        if not found.is_finite() or not 0 <= found < 10**8 or found != round(found, 2):
            raise forms.ValidationError(
                f"{self.label} bukan angka yang dapat dibaca. Tulis seperti 24 atau 2,5.",
                code="not_a_number",
            )
        return found


def _time(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": f"{label} tidak dikenali. Tulis seperti 08.30."},
    )


def _text(model: type[PlanRow] | type[ReportRow], name: str, label: str, **options: Any) -> Text:
    limit = int(getattr(model._meta.get_field(name), "max_length", 0) or 0)
    return Text(label=label, limit=limit, **options)


class LineForm(forms.Form):
    """One row. `TYPED`: fields that make it begun; `MISSING`: what a begun row still needs."""

    TYPED: ClassVar[tuple[str, ...]]
    MISSING: ClassVar[Mapping[str, str]]
    AT_LEAST: ClassVar[Mapping[str, Decimal]] = {}
    is_asked = False
    """Whether it must be filled in even when nothing was typed."""

    @property
    def kept(self) -> dict[str, Any]:
        return dict(getattr(self, "cleaned_data", {}))

    @property
    def is_begun(self) -> bool:
        """Whether anything was typed in it, readable or not."""
        if not self.is_bound:
            return any(self.initial.get(name) not in (None, "") for name in self.TYPED)
        names = (self.add_prefix(name) for name in self.TYPED)
        return any(str(self.data.get(name, "")).strip() for name in names)

    def demand(self, place: str) -> None:
        """Sentences for what a begun row lacks; `place` names it: "baris 2"."""
        if not (self.is_begun or self.is_asked):
            return
        for name, sentence in self.MISSING.items():
            if name not in self.errors and self.kept.get(name) in (None, ""):
                self.add_error(name, sentence.format(place))
        for name, least in self.AT_LEAST.items():
            value = self.kept.get(name)
            if value is not None and value < least:
                self.add_error(name, f"Target pada {place} harus lebih dari 0.")
        self._demand_times(place)

    def _demand_times(self, place: str) -> None:
        starts, ends = self.kept.get("starts"), self.kept.get("ends")
        if {"starts", "ends"} & set(self.errors):
            return
        if (starts is None) != (ends is None):
            name = "ends" if ends is None else "starts"
            self.add_error(name, f"Isi kedua jam pada {place}, atau kosongkan keduanya.")
        elif starts and ends and ends <= starts:
            self.add_error("ends", f"Jam selesai pada {place} harus sesudah jam mulai.")


class PlanLineForm(LineForm):
    """One planned activity."""

    activity = _text(PlanRow, "activity", "Kegiatan")
    target = Amount(label="Target")
    measure = _text(PlanRow, "measure", "Satuan", help_text="Contoh: dokumen, layar, berkas.")
    output = _text(PlanRow, "output", "Keluaran", help_text="Hasil yang dapat diperiksa.")
    starts = _time("Jam mulai")
    ends = _time("Jam selesai")
    skp_item = _text(PlanRow, "skp_item", "Butir SKP")
    request_item = forms.IntegerField(required=False, widget=forms.HiddenInput)

    TYPED = ("activity", "target", "measure", "output")
    MISSING = {
        "activity": "Kegiatan pada {} belum diisi. Tulis, atau kosongkan barisnya.",
        "target": "Target pada {} belum diisi. Tulis jumlahnya, contoh 24.",
        "measure": "Satuan pada {} belum diisi. Contoh: dokumen.",
        "output": "Keluaran pada {} belum diisi. Tulis hasilnya, contoh laporan.",
    }
    AT_LEAST = {"target": Decimal("0.01")}

    def line(self, numbers: Mapping[int, str]) -> PlanLine:
        """The row as a value; `numbers`: {row of the request's plan: number of the request}."""
        kept = self.kept
        item = kept["request_item"] if kept.get("request_item") in numbers else None
        return PlanLine(
            **{name: kept[name] for name in ("activity", "target", "measure", "output")},
            starts=kept["starts"],
            ends=kept["ends"],
            skp_item=kept["skp_item"],
            request_item=item,
            request_number=numbers[item] if item else "",
        )


class ResultForm(LineForm):
    """What came of a planned activity; what was planned stands beside it and isn't typed."""

    plan_row = forms.IntegerField(required=False, widget=forms.HiddenInput)
    realised = Amount(label="Capaian")
    result = _text(ReportRow, "result", "Hasil", help_text="Apa yang selesai, atau mengapa tidak.")
    minutes = forms.IntegerField(
        label="Lama (menit)",
        required=False,
        min_value=1,
        max_value=MOST_MINUTES,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": "Lama bukan angka. Tulis menitnya, contoh 90.",
            "min_value": "Lama paling sedikit 1 menit. Kosongkan bila tidak dihitung.",
            "max_value": "Lama melebihi satu hari. Tulis menitnya, contoh 90.",
        },
    )
    starts = _time("Jam mulai")
    ends = _time("Jam selesai")
    note = _text(ReportRow, "note", "Keterangan")

    TYPED: ClassVar[tuple[str, ...]] = ("realised", "result", "minutes", "note")
    MISSING = {
        "realised": "Capaian pada {} belum diisi. Tulis jumlahnya; 0 bila tidak jadi.",
        "result": "Hasil pada {} belum diisi. Tulis apa yang selesai.",
    }

    def line(self, row: PlanRow | None = None) -> ReportLine:
        kept = self.kept
        return ReportLine(
            activity=row.activity if row else kept["activity"],
            measure=row.measure if row else kept["measure"],
            output=row.output if row else kept["output"],
            target=row.target if row else None,
            plan_row=row.pk if row else None,
            realised=kept["realised"],
            result=kept["result"],
            note=kept["note"],
            minutes=_minutes(kept),
            starts=kept["starts"],
            ends=kept["ends"],
        )


def _minutes(kept: Mapping[str, Any]) -> int | None:
    """As typed, else as long as from one time to the other."""
    minutes: int | None = kept["minutes"]
    starts: datetime.time | None = kept["starts"]
    ends: datetime.time | None = kept["ends"]
    return minutes if minutes or not (starts and ends) else between(starts, ends)


class OtherResultForm(ResultForm):
    """An activity that wasn't planned, with what came of it."""

    activity = _text(ReportRow, "activity", "Kegiatan")
    measure = _text(ReportRow, "measure", "Satuan", help_text="Contoh: dokumen, layar, berkas.")
    output = _text(ReportRow, "output", "Keluaran")

    TYPED = ("activity", "measure", "output", *ResultForm.TYPED)
    MISSING = {
        "activity": "Kegiatan pada {} belum diisi. Tulis, atau kosongkan barisnya.",
        **ResultForm.MISSING,
        "measure": "Satuan pada {} belum diisi. Contoh: dokumen.",
    }


def _many(form: type[LineForm]) -> Any:
    return forms.formset_factory(form, extra=0, max_num=MOST_LINES, absolute_max=MOST_LINES)


PlanLines = _many(PlanLineForm)
Results = _many(ResultForm)
OtherResults = _many(OtherResultForm)
Lines = BaseFormSet[Any]


def with_empty(rows: Iterable[Mapping[str, Any]], extra: int = EMPTY_ROWS) -> list[dict[str, Any]]:
    """These rows and some empty ones, as many as there may be."""
    return [*map(dict, rows), *({} for _ in range(extra))][:MOST_LINES]


def typed(lines: Lines) -> list[dict[str, str]]:
    """What was typed in the begun rows, as it was typed."""
    return [
        {name: str(form.data.get(form.add_prefix(name), "")) for name in form.fields}
        for form in lines.forms
        if form.is_begun
    ]


def is_whole(lines: Lines) -> bool:
    """Whether the rows came back as they were sent out: nothing cut off on the way."""
    return bool(lines.management_form.is_valid()) and not lines.non_form_errors()


def begun(lines: Lines) -> Sequence[Any]:
    return [form for form in lines.forms if form.is_begun]
