"""What is asked about the month of an office: a pattern, a day, a reason, a file."""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from wfa.calendars.forms import date_field
from wfa.calendars.rules import Calendar
from wfa.calendars.wording import DAYS, day
from wfa.people.forms import SpokenForm
from wfa.people.models import Unit
from wfa.refusals import Refused
from wfa.schedules.letters import LETTERS
from wfa.schedules.patterns import KIND_LABELS, Kind, Pattern

MAX_CELLS = 20_000
"""More cells than a large OPD has on one page; no honest page sends more."""
EVERYBODY, SHOWN, TICKED = "semua", "tampil", "centang"
_UNIT = "unit-"
_BROKEN = "Isian tidak terbaca. Muat ulang halaman ini, lalu ulangi."

Cells = dict[int, dict[datetime.date, str]]


def read_cells(text: str, *, without: Collection[str] = ()) -> Cells:
    """{employee: {date: letter}} of the compact JSON that the grid sends.

    `without`: "employee/date" of cells to be left out.
    """
    try:
        sent = json.loads(text or "{}")
        pairs = [(int(pk), dict(days)) for pk, days in dict(sent).items()]
        found = {
            pk: {datetime.date.fromisoformat(d): str(x)[:1].upper() or "." for d, x in days.items()}
            for pk, days in pairs
        }
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise Refused(_BROKEN, code="unreadable") from error
    if sum(map(len, found.values())) > MAX_CELLS:
        raise Refused("Terlalu banyak perubahan sekaligus. Simpan sebagian dulu.", code="too_many")
    kept = {
        pk: {d: x for d, x in days.items() if f"{pk}/{d.isoformat()}" not in without}
        for pk, days in found.items()
    }
    return {pk: days for pk, days in kept.items() if days}


def write_cells(cells: Mapping[int, Mapping[datetime.date, str]]) -> str:
    """The compact JSON of these cells."""
    plain = {str(pk): {d.isoformat(): x for d, x in days.items()} for pk, days in cells.items()}
    return json.dumps(plain, separators=(",", ":"))


class PatternForm(SpokenForm):
    """Paint a pattern over the draft: which one, and for whom."""

    pola = forms.ChoiceField(label="Pola", required=False)
    hari = forms.TypedMultipleChoiceField(
        label="Hari",
        required=False,
        coerce=int,
        choices=[(str(n), name) for n, name in enumerate(DAYS[:5])],
        widget=forms.CheckboxSelectMultiple,
    )
    bagian = forms.IntegerField(
        label="Bagian pegawai per hari (persen)",
        required=False,
        min_value=0,
        max_value=100,
        error_messages={"min_value": "Isi 0 sampai 100.", "max_value": "Isi 0 sampai 100."},
    )
    huruf = forms.ChoiceField(label="Tempat", required=False)
    untuk = forms.ChoiceField(label="Untuk", required=False)
    timpa = forms.BooleanField(
        label="Timpa isian tangan",
        required=False,
        help_text="Tanpa centang, sel yang diisi sendiri tetap seperti adanya.",
    )
    benih = forms.IntegerField(
        required=False, min_value=0, max_value=10**9, widget=forms.HiddenInput
    )
    tampil = forms.CharField(required=False, max_length=8000, widget=forms.HiddenInput)
    revisi = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, units: Sequence[Unit], letters: str, policy: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        own = [("", f"Pola kebijakan: {policy}")] if policy else []
        kinds = [(kind.value, label) for kind, label in KIND_LABELS.items()]
        _choose(self, "pola", [*own, *(kinds if own else [("", "Pilih pola"), *kinds])])
        away = [(x, LETTERS[x].label) for x in letters if x in "RAB"]
        _choose(self, "huruf", away)
        whom = [
            (EVERYBODY, "Semua pegawai"),
            *((f"{_UNIT}{unit.pk}", str(unit)) for unit in units),
            (SHOWN, "Yang tampil menurut saringan"),
            (TICKED, "Yang dicentang"),
        ]
        _choose(self, "untuk", whom)
        self._has_policy = bool(policy)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        kind = data.get("pola") or ""
        if not kind and not self._has_policy and "pola" not in self.errors:
            self.add_error("pola", "Pola belum dipilih. Pilih salah satu.")
        if kind == Kind.FIXED_WEEKDAY and not data.get("hari") and "hari" not in self.errors:
            self.add_error("hari", "Hari belum dipilih. Pilih paling sedikit satu.")
        return data

    def pattern(self) -> Pattern | None:
        """What to paint; None = the pattern of the policy of each day."""
        data = self.cleaned_data
        if not data["pola"]:
            return None
        share, kind = data.get("bagian"), Kind(data["pola"])
        return Pattern(
            kind,
            weekdays=tuple(data["hari"]) if kind is Kind.FIXED_WEEKDAY else (),
            share=50 if share is None else share,
            letter=data["huruf"] or "R",
        )

    def unit_id(self) -> int | None:
        whom = self.cleaned_data["untuk"]
        return int(whom.removeprefix(_UNIT)) if whom.startswith(_UNIT) else None

    def shown(self) -> set[int]:
        """Ids the page itself named as in view."""
        return {int(pk) for pk in self.cleaned_data["tampil"].split() if pk.isdigit()}


def _choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
    field.choices = choices


class ReasonForm(SpokenForm):
    """Why a month in force is changed, or an extra day asked for."""

    reason = forms.CharField(
        label="Alasan",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Dicetak dalam surat usulan kepada BKD.",
    )


class ExtraForm(ReasonForm):
    """An extra day for chosen people, on proposal of the OPD."""

    first = date_field("Mulai tanggal")
    last = date_field("Sampai tanggal", required=False, help_text="Kosongkan untuk satu hari.")
    weekdays = forms.TypedMultipleChoiceField(
        label="Hanya hari",
        required=False,
        coerce=int,
        choices=[(str(n), name) for n, name in enumerate(DAYS[:5])],
        widget=forms.CheckboxSelectMultiple,
        help_text="Tanpa centang: semua hari kerja.",
    )
    field_order = ("first", "last", "weekdays", "reason")

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and first < timezone.localdate():
            self.add_error("first", "Tanggal sudah lewat. Pilih mulai hari ini.")
        if first and last and last < first:
            self.add_error("last", "Tanggal akhir sebelum tanggal awal. Perbaiki salah satunya.")
        if first and last and (last - first).days >= 62:
            self.add_error("last", "Paling lama 62 hari. Pilih tanggal akhir yang lebih dekat.")
        return self.cleaned_data

    def dates(self, calendar: Calendar) -> list[datetime.date]:
        """The working days that were chosen."""
        data = self.cleaned_data
        wanted = set(data["weekdays"])
        days = calendar.working_days(data["first"], data["last"] or data["first"])
        return [date for date in days if not wanted or date.weekday() in wanted]


class WorkbookForm(SpokenForm):
    berkas = forms.FileField(
        label="Berkas XLSX",
        help_text="Unduhan dari halaman ini yang sudah diubah, paling besar 20 MB.",
    )


class PersonForm(forms.Form):
    """The days of one person, one choice each; also without a script."""

    revisi = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, days: Sequence[tuple[datetime.date, str]], letters: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(x, LETTERS[x].label) for x in letters]
        for date, letter in days:
            extra = [] if letter in letters else [(letter, "Belum ditentukan")]
            self.fields[date.isoformat()] = forms.ChoiceField(
                label=day(date), choices=[*extra, *choices], initial=letter
            )

    def cells(self) -> dict[datetime.date, str]:
        """What differs from what the page showed."""
        return {
            datetime.date.fromisoformat(name): letter
            for name, letter in self.cleaned_data.items()
            if name != "revisi" and letter != self.fields[name].initial
        }
