"""What officials fill in: filters, the selection, the assessment, decisions row by row."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from wfa.requests.models import WorkRequest
from workflows.models import Assessment
from workflows.permissions import AT_BKD, AT_OPD
from workflows.steps import STEPS

MOST = 500
"""Requests in one act."""
CONFIRM_ABOVE = 20
MOST_CONDITIONS = 10
NOTE_MISSING = "Alasan wajib diisi. Tulis apa yang harus diperbaiki atau mengapa ditolak."
_NOTE_LENGTH = 2000

VERBS = {
    "recommend": "Setujui untuk diusulkan",
    "approve": "Setujui",
    "send_back": "Kembalikan untuk perbaikan",
    "return_to_opd": "Kembalikan ke OPD",
    "refuse": "Tolak",
}


class UuidList(forms.Field):
    """The chosen requests: keys in the order given, each once, at most `MOST`."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {
        "required": "Belum ada pengajuan yang dipilih. Centang sedikitnya satu.",
        "invalid": "Pilihan tidak terbaca. Muat ulang halaman, lalu pilih lagi.",
        "many": f"Paling banyak {MOST} pengajuan sekali putus. Kurangi pilihannya.",
    }

    def to_python(self, value: Any) -> list[uuid.UUID]:
        try:
            found = list(dict.fromkeys(uuid.UUID(str(text)) for text in value or ()))
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"]) from error
        if len(found) > MOST:
            raise forms.ValidationError(self.error_messages["many"])
        return found


_SENTENCES = {"contoh": "catatan", "contoh_syarat": "syarat"}
"""{field of a chosen sentence: the text it goes to}"""


def with_reason(data: QueryDict) -> QueryDict:
    """The posted form with chosen sentences in their texts; what was typed stays in front.

    Browsers end lines with two characters; texts are kept with one.
    """
    merged = data.copy()
    for choice, text in _SENTENCES.items():
        chosen = data.get(choice, "").strip()
        typed = data.get(text, "").replace("\r\n", "\n").strip()
        missing = chosen if chosen not in typed else ""
        if text in data or missing:
            merged[text] = "\n".join(part for part in (typed, missing) if part)
    return merged


class DecideForm(forms.Form):
    """One step on the chosen requests; above `CONFIRM_ABOVE` their number is typed again."""

    langkah = forms.ChoiceField(choices=[(name, VERBS[name]) for name in {*AT_OPD, *AT_BKD}])
    pilih = UuidList()
    catatan = forms.CharField(
        label="Catatan",
        required=False,
        max_length=_NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    jumlah = forms.CharField(label="Jumlah", required=False, max_length=10)

    def lacks_note(self) -> bool:
        step = STEPS[self.cleaned_data["langkah"]]
        return step.noted and not self.cleaned_data.get("catatan")

    def lacks_number(self) -> bool:
        count = len(self.cleaned_data["pilih"])
        return count > CONFIRM_ABOVE and self.cleaned_data.get("jumlah") != str(count)


class AssessmentForm(forms.Form):
    """The OPD's assessment of one case (criteria, workload, conditions, effect, substitute)."""

    criteria = forms.MultipleChoiceField(
        label="Kriteria tugas yang terpenuhi",
        help_text="Sudah dicentang menurut pernyataan pegawai. Ubah bila tidak sesuai.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    workload = forms.ChoiceField(
        label="Beban kerja",
        required=False,
        choices=[("", "Belum dinilai"), *Assessment.Workload.choices],
    )
    conditions = forms.CharField(label="Kondisi kerja", required=False, max_length=300)
    service_impact = forms.CharField(label="Dampak layanan", required=False, max_length=300)
    substitute = forms.CharField(label="Pengganti", required=False, max_length=200)
    catatan = forms.CharField(
        label="Catatan",
        help_text="Wajib bila mengembalikan atau menolak. Pegawai membaca catatan ini.",
        required=False,
        max_length=_NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, case: WorkRequest, criteria: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", _assessed(case, criteria, kwargs.pop("before", None)))
        super().__init__(*args, **kwargs)
        field: Any = self.fields["criteria"]
        field.choices = criteria
        if case.basis != WorkRequest.Basis.TASK:
            del self.fields["criteria"]

    def assessment(self) -> dict[str, Any]:
        """What `perform("recommend", assessment=…)` takes for the request."""
        held = dict(self.cleaned_data)
        held.pop("catatan", None)
        if "criteria" in self.fields:
            field: Any = self.fields["criteria"]
            held["criteria"] = {key: key in held["criteria"] for key, _ in field.choices}
        return held


def _assessed(
    case: WorkRequest, criteria: Sequence[tuple[str, str]], before: Mapping[str, Any] | None
) -> dict[str, Any]:
    """What stands in the form at first: the assessment taken back in this round, else the case's."""
    met = before["criteria"] if before else case.criteria
    found: dict[str, Any] = {"criteria": [key for key, _ in criteria if met.get(key)]}
    if before is None:
        return {**found, "substitute": case.substitute}
    names = ("workload", "conditions", "service_impact", "substitute")
    return {**found, **{name: before[name] for name in names}, "catatan": before["note"]}


class FilterForm(forms.Form):
    """Filters of the OPD's inbox; what can't be read is as if it weren't there."""

    DUE = (("lewat", "Lewat batas"), ("hari-ini", "Habis hari ini"), ("minggu-ini", "Minggu ini"))
    KIND = (("wfh", "WFH, di rumah"), ("wfa", "WFA, tempat lain"))

    q = forms.CharField(required=False, max_length=100)
    unit = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    hari = forms.DateField(required=False)
    tenggat = forms.ChoiceField(required=False, choices=[("", "Semua tenggat"), *DUE])
    jenis = forms.ChoiceField(required=False, choices=[("", "WFH dan WFA"), *KIND])
    dasar = forms.ChoiceField(
        required=False, choices=[("", "Semua dasar"), *WorkRequest.Basis.choices]
    )

    def wanted(self, today: datetime.date) -> dict[str, Any]:
        """Arguments of `selectors.search_cases`."""
        self.is_valid()
        held = self.cleaned_data
        kind = held.get("jenis")
        return {
            "text": held.get("q", ""),
            "unit": held.get("unit"),
            "day": held.get("hari"),
            "due": due_span(held.get("tenggat", ""), today),
            "at_home": kind == "wfh" if kind else None,
            "basis": held.get("dasar", ""),
        }


class DeskFilterForm(forms.Form):
    """Filters of the BKD's inbox."""

    opd = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    tenggat = forms.ChoiceField(required=False, choices=[("", "Semua tenggat"), *FilterForm.DUE])

    def wanted(self, today: datetime.date) -> dict[str, Any]:
        """Arguments of `selectors.search_proposals`."""
        self.is_valid()
        held = self.cleaned_data
        return {"opd": held.get("opd"), "due": due_span(held.get("tenggat", ""), today)}


def due_span(
    word: str, today: datetime.date
) -> tuple[datetime.date | None, datetime.date | None] | None:
    """The first and last deadline that a word of the filter stands for; None = all."""
    sunday = today + datetime.timedelta(days=6 - today.weekday())
    spans = {
        "lewat": (None, today - datetime.timedelta(days=1)),
        "hari-ini": (today, today),
        "minggu-ini": (today, sunday),
    }
    return spans.get(word)


class ViewForm(forms.Form):
    """The name under which somebody keeps a list."""

    nama = forms.CharField(
        label="Nama tampilan",
        max_length=40,
        error_messages={"required": "Nama belum diisi. Tulis nama untuk tampilan ini."},
    )


class ReasonForm(forms.Form):
    """A sentence that an office often needs; `choices` are the steps one manages."""

    step = forms.ChoiceField(
        label="Dipakai untuk", error_messages={"required": "Pilih dipakai untuk apa."}
    )
    text = forms.CharField(
        label="Kalimat",
        help_text="Sebut apa yang kurang, lalu apa yang harus dilakukan.",
        max_length=300,
        error_messages={"required": "Kalimat belum diisi. Tulis satu kalimat lengkap."},
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        step: Any = self.fields["step"]
        step.choices = choices


class ProposeForm(forms.Form):
    """Which recommended requests go, and what the BKD should know."""

    pilih = UuidList()
    catatan = forms.CharField(
        label="Catatan untuk BKD",
        help_text="Pemeriksa BKD membaca catatan ini di samping surat usulan.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ItemForm(forms.Form):
    """The BKD's decision on one request: all or some of its days, with conditions, or a reason."""

    langkah = forms.ChoiceField(choices=[(name, VERBS[name]) for name in AT_BKD])
    hari = forms.MultipleChoiceField(
        label="Hari yang disetujui",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    syarat = forms.CharField(
        label="Syarat",
        help_text="Satu kalimat pada setiap baris. Syarat tercantum pada keputusan.",
        required=False,
        max_length=_NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    catatan = forms.CharField(
        label="Alasan",
        help_text="Wajib bila mengembalikan atau menolak. Pegawai membaca alasan ini.",
        required=False,
        max_length=_NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, dates: Sequence[datetime.date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dates = list(dates)
        days: Any = self.fields["hari"]
        days.choices = [(d.isoformat(), d.isoformat()) for d in dates]

    def clean(self) -> dict[str, Any]:
        held = super().clean() or {}
        step = held.get("langkah", "")
        if step and STEPS[step].noted and not held.get("catatan"):
            self.add_error("catatan", NOTE_MISSING)
        if step == "approve" and not held.get("hari"):
            self.add_error(
                "hari", "Belum ada hari yang dipilih. Pilih sedikitnya satu, atau tolak."
            )
        if len(self.conditions(held)) > MOST_CONDITIONS:
            self.add_error("syarat", f"Paling banyak {MOST_CONDITIONS} syarat. Gabungkan sebagian.")
        return held

    def conditions(self, held: Mapping[str, Any] | None = None) -> list[str]:
        text = str((held or self.cleaned_data).get("syarat", ""))
        return [line.strip() for line in text.splitlines() if line.strip()]

    def chosen(self) -> list[datetime.date] | None:
        """The days to approve; None = all of them."""
        picked = set(self.cleaned_data["hari"])
        days = [d for d in self.dates if d.isoformat() in picked]
        return None if len(days) == len(self.dates) else days


class RowDecisions:
    """The examiner's table as it was typed: a decision and a reason for each request."""

    def __init__(self, typed: Mapping[str, tuple[str, str]], picked: Sequence[str] = ()) -> None:
        self.typed = dict(typed)
        self.picked = set(picked)
        self.errors: dict[str, str] = {}

    @classmethod
    def read(cls, data: QueryDict) -> RowDecisions:
        prefix = "keputusan-"
        typed = {
            key: (str(data.get(f"{prefix}{key}")), str(data.get(f"alasan-{key}", "")))
            for key in (name.removeprefix(prefix) for name in data if name.startswith(prefix))
        }
        kept = {k: (s if s in AT_BKD else "", n) for k, (s, n) in typed.items() if s or n}
        return cls(kept, data.getlist("pilih"))

    def groups(self) -> dict[tuple[str, str], list[uuid.UUID]]:
        """{(step, reason): requests}: one call of the door for each."""
        found: dict[tuple[str, str], list[uuid.UUID]] = {}
        for key, (step, note) in self.typed.items():
            if step:
                reason = note.strip()
                found.setdefault((step, reason), []).append(uuid.UUID(key))
        return found

    def is_valid(self) -> bool:
        for key, (step, note) in self.typed.items():
            if step and not _is_uuid(key):
                self.errors[""] = str(UuidList.default_error_messages["invalid"])
            elif step and STEPS[step].noted and not note.strip():
                self.errors[key] = NOTE_MISSING
            elif len(note) > _NOTE_LENGTH:
                self.errors[key] = f"Alasan paling panjang {_NOTE_LENGTH} huruf. Ringkaskan."
        if not any(step for step, _ in self.typed.values()):
            self.errors[""] = "Belum ada keputusan yang dipilih. Pilih sedikitnya satu."
        return not self.errors

    def without(self, done: Sequence[str]) -> dict[str, tuple[str, str]]:
        """What was typed for other rows: kept for the next page."""
        return {key: value for key, value in self.typed.items() if key not in set(done)}


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
