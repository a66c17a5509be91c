"""A trial in phases: one document, two to six phases, checked together."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date

from wfa.calendars.forms import date_field
from wfa.calendars.wording import ROMAN
from wfa.policies import trial
from wfa.policies.forms.fields import field_of, read
from wfa.policies.forms.units import choose_unit, unit_field
from wfa.policies.forms.versions import BasisForm
from wfa.policies.parameters import PARAMETERS
from wfa.policies.trial import FEWEST, FIELDS, MOST, ONLY_FOR, PlannedPhase

COUNT, ADD, REMOVE = "jumlah", "tambah", "hapus"
"""How many phases the page holds, and the buttons that add one or take one away."""


class TrialForm(BasisForm):
    """For which unit the trial is, and on which document it rests."""

    unit = unit_field()
    field_order = ("unit", "title", "number", "dated")

    def __init__(self, *args: Any, letters: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = choose_unit(self, letters=letters, keep=str(self["unit"].value() or ""))

    def clean_dated(self) -> datetime.date:
        dated: datetime.date = self.cleaned_data["dated"]
        if dated > timezone.localdate():
            raise forms.ValidationError(
                "Dokumen bertanggal sesudah hari ini. Isi tanggal penetapannya."
            )
        return dated


class PhaseForm(forms.Form):
    """One phase: its name, its days, and the rules of its schedule."""

    name = forms.CharField(
        label="Nama fase",
        max_length=60,
        error_messages={
            "required": "Nama fase belum diisi. Tulis misalnya Fase I.",
            "max_length": "Nama terlalu panjang. Tulis paling banyak 60 huruf.",
        },
    )
    starts = date_field("Mulai")
    ends = date_field("Sampai", required=False)

    def __init__(self, *args: Any, place: int, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "prefix": _prefix(place)})
        self.about = f"Fase ke-{place + 1}"
        for field, key in FIELDS.items():
            parameter = PARAMETERS[key]
            default = parameter.default
            shown = list(default) if isinstance(default, tuple) else default
            self.fields[field] = field_of(parameter, shown)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        for field, key in FIELDS.items():
            if field in data:
                data[field] = read(PARAMETERS[key], data[field])
        for field, pattern in ONLY_FOR.items():
            if data.get("pattern", pattern) != pattern:
                self.errors.pop(field, None)  # not asked under this pattern, so not wrong either
        return data

    def planned(self) -> PlannedPhase:
        """Of a valid form."""
        data = {**dict.fromkeys(FIELDS), **self.cleaned_data}
        return PlannedPhase(data["name"], data["starts"], data["ends"], trial.values_of(data))


class TrialForms:
    """The page as a whole. Adding or removing a phase keeps what was typed and judges nothing."""

    def __init__(self, data: QueryDict | None, *, unit: str = "", letters: str = "") -> None:
        self.is_bound = data is not None and not {ADD, REMOVE} & set(data)
        if data is None:
            self.head = TrialForm(initial={"unit": unit}, letters=letters)
            self.phases = _unbound([_fresh(place) for place in range(FEWEST)])
        elif self.is_bound:
            self.head = TrialForm(data)
            self.phases = [PhaseForm(data, place=n) for n in range(_count(data))]
        else:
            self.head = TrialForm(initial=data.dict())
            self.phases = _unbound(_changed(data))

    @property
    def may_add(self) -> bool:
        return len(self.phases) < MOST

    @property
    def may_remove(self) -> bool:
        return len(self.phases) > FEWEST

    def all(self) -> list[forms.Form]:
        return [self.head, *self.phases]

    def is_valid(self) -> bool:
        """Each form by itself; where all are right, the phases together."""
        valid = [form.is_valid() for form in self.all()]  # every form tells what is wrong
        if not all(valid):
            return False
        for each in trial.problems(self.planned(), timezone.localdate()):
            self.phases[each.place].add_error(each.field, each.message)
        return not self.errors

    @property
    def errors(self) -> bool:
        return any(form.errors for form in self.all())

    def planned(self) -> list[PlannedPhase]:
        return [form.planned() for form in self.phases]


def _prefix(place: int) -> str:
    return f"fase-{place}"


def _unbound(initials: Sequence[dict[str, Any]]) -> list[PhaseForm]:
    return [PhaseForm(initial=each, place=n) for n, each in enumerate(initials)]


def _count(data: QueryDict) -> int:
    text = data.get(COUNT, "")
    return min(max(int(text), FEWEST), MOST) if text.isascii() and text.isdigit() else FEWEST


def _fresh(place: int, starts: datetime.date | None = None) -> dict[str, Any]:
    return {"name": f"Fase {ROMAN[place]}", "starts": starts}


def _changed(data: QueryDict) -> list[dict[str, Any]]:
    """What was typed in each phase, with one more or one less."""
    typed = [_typed(data, place) for place in range(_count(data))]
    gone = data.get(REMOVE, "")
    if gone.isascii() and gone.isdigit() and len(typed) > FEWEST:
        return [each for place, each in enumerate(typed) if place != int(gone)]
    if ADD in data and len(typed) < MOST:
        ended = _date(typed[-1]["ends"])
        typed.append(_fresh(len(typed), ended + trial.ONE_DAY if ended else None))
    return typed


def _typed(data: QueryDict, place: int) -> dict[str, Any]:
    names = ("name", "starts", "ends", *FIELDS)
    found: dict[str, Any] = {name: data.get(f"{_prefix(place)}-{name}", "") for name in names}
    return {**found, "weekdays": data.getlist(f"{_prefix(place)}-weekdays")}


def _date(text: str) -> datetime.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
