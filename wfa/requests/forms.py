"""The forms of filing. They judge only what can't be stored; what is missing is told by the rules.

So a half-filled step is a valid form: it is kept as a draft, however incomplete.
"""

from __future__ import annotations

from typing import Any

from django import forms

from wfa.calendars.wording import number
from wfa.requests.models import PlanItem, State, WorkRequest

MAX_PLAN_ROWS = 20


class Text(forms.CharField):
    """A line or text that may stay empty; a line break counts as one character.

    Without maxlength in the page: browsers cut a pasted text silently, a sentence doesn't.
    """

    def __init__(self, *, label: str, limit: int, rows: int = 0, **options: Any) -> None:
        if rows:
            options["widget"] = forms.Textarea(attrs={"rows": rows})
        super().__init__(label=label, required=False, **options)
        self.limit = limit

    def to_python(self, value: Any) -> Any:
        return (super().to_python(value) or "").replace("\r\n", "\n")

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > self.limit:
            raise forms.ValidationError(
                f"{self.label} terlalu panjang: {number(len(value))} huruf. "
                f"Ringkas menjadi paling banyak {number(self.limit)} huruf.",
                code="too_long",
            )


def _length(model: type[WorkRequest] | type[PlanItem], name: str) -> int:
    return int(getattr(model._meta.get_field(name), "max_length", 0))


def _text(name: str, label: str, **options: Any) -> Text:
    return Text(label=label, limit=_length(WorkRequest, name), **options)


class ReasonForm(forms.Form):
    """Step 1: on what ground, and why."""

    basis = forms.ChoiceField(
        label="Dasar pengajuan",
        choices=WorkRequest.Basis.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Pilih dasar pengajuan dari daftar."},
    )
    reason_kind = forms.ChoiceField(
        label="Jenis alasan",
        choices=[("", "Pilih jenis alasan"), *WorkRequest.Reason.choices],
        required=False,
        error_messages={"invalid_choice": "Pilih jenis alasan dari daftar."},
    )
    reason = _text(
        "reason",
        "Alasan",
        rows=4,
        help_text="Tulis singkat mengapa Anda perlu bekerja fleksibel. Jangan menulis diagnosis; "
        "unggah buktinya saja.",
    )
    criteria = forms.MultipleChoiceField(
        label="Tugas Anda memenuhi semua kriteria ini",
        help_text="Centang yang sesuai. Penilai memeriksanya lagi.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Kriteria berubah. Periksa dan centang lagi."},
    )

    def __init__(self, *args: Any, criteria: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [key for key, _ in criteria]
        self.fields["criteria"].choices = criteria  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What can be stored of what was typed."""
        kept = dict(self.cleaned_data)
        if "criteria" in kept:
            kept["criteria"] = {key: key in kept["criteria"] for key in self.keys}
        return kept


class DaysForm(forms.Form):
    """Step 2: which days, and where."""

    dates = forms.MultipleChoiceField(
        label="Hari kerja fleksibel",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Ada hari yang tidak dapat dipilih. Pilih dari daftar."},
    )
    place = forms.ChoiceField(
        label="Tempat kerja",
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Pilih jenis tempat dari daftar."},
    )
    place_address = _text(
        "place_address",
        "Alamat lengkap tempat kerja",
        help_text="Jalan, nomor, desa atau kelurahan, kecamatan. "
        "Untuk rumah: alamat domisili pada data kepegawaian.",
    )
    place_reason = _text(
        "place_reason",
        "Alasan memilih lokasi ini",
        help_text="Hubungkan dengan pekerjaan Anda.",
    )

    def __init__(self, *args: Any, days: list[str], places: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(WorkRequest.Place.choices)
        self.fields["dates"].choices = [(day, day) for day in days]  # type: ignore[attr-defined]
        self.fields["place"].choices = [(p, labels[p]) for p in places]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        kept = dict(self.cleaned_data)
        if "dates" in kept:
            kept["dates"] = sorted(set(kept["dates"]))
        return kept


class WorkForm(forms.Form):
    """Step 3, below the plan: what the work hangs on, and how to reach the person."""

    work_item = _text(
        "work_item",
        "Butir SKP terkait",
        help_text="Salin dari sasaran kinerja Anda tahun ini.",
    )
    equipment = _text(
        "equipment",
        "Sarana kerja",
        help_text="Contoh: laptop dinas, internet rumah, akses e-office.",
    )
    phone = _text(
        "phone", "Nomor HP aktif", help_text="Nomor yang dapat dihubungi selama jam kerja."
    )
    substitute = _text(
        "substitute",
        "Pengganti atau kontak layanan",
        help_text="Siapa di kantor yang melayani bila Anda tidak ada.",
    )

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class PlanRowForm(forms.Form):
    """One row of the work plan."""

    activity = Text(label="Pekerjaan", limit=_length(PlanItem, "activity"))
    target = Text(label="Target", limit=_length(PlanItem, "target"))
    measure = Text(label="Satuan", limit=_length(PlanItem, "measure"))
    output = Text(label="Keluaran", limit=_length(PlanItem, "output"))
    due = forms.DateField(
        label="Tenggat",
        required=False,
        widget=forms.DateInput,
        error_messages={"invalid": "Tanggal tidak dikenal. Tulis seperti 2026-08-28."},
    )

    MISSING = {
        "activity": "Pekerjaan pada baris {} belum diisi. Tulis, atau kosongkan barisnya.",
        "target": "Target pada baris {} belum diisi. Tulis jumlahnya, contoh 24.",
        "measure": "Satuan pada baris {} belum diisi. Contoh: layar, dokumen.",
        "output": "Keluaran pada baris {} belum diisi. Tulis hasilnya, contoh: laporan.",
    }

    def values(self) -> dict[str, Any]:
        """The row as it can be stored; empty when nothing was typed."""
        kept = dict(getattr(self, "cleaned_data", {}))
        kept.pop("DELETE", None)
        if not any(kept.values()):
            return {}
        texts = {name: kept.get(name, "") for name in self.MISSING}
        return {**texts, "due": kept.get("due")}

    def demand(self, place: int) -> None:
        """A row that was begun is finished."""
        values = self.values()
        for name, sentence in self.MISSING.items() if values else ():
            if not values[name] and name not in self.errors:
                self.add_error(name, sentence.format(place))


PlanFormSet = forms.formset_factory(
    PlanRowForm, extra=0, max_num=MAX_PLAN_ROWS, absolute_max=MAX_PLAN_ROWS
)


# --- the list --------------------------------------------------------------------------------

GROUPS: dict[str, tuple[str, tuple[State, ...]]] = {
    "saya": ("Perlu Anda lengkapi", (State.DRAFT, State.RETURNED)),
    "proses": (
        "Sedang diproses",
        (State.SUBMITTED, State.RECOMMENDED, State.PROPOSED, State.APPROVED, State.OBJECTED),
    ),
    "berlaku": ("Berlaku", (State.IN_FORCE,)),
    "selesai": (
        "Selesai atau berhenti",
        (State.ENDED, State.REFUSED, State.WITHDRAWN, State.CANCELLED, State.REVOKED),
    ),
}
"""{name in the address: (what people read, the states in it)}; each state stands in one."""


class ListForm(forms.Form):
    """Narrowing one's own list down; what can't be read narrows nothing."""

    keadaan = forms.ChoiceField(
        label="Keadaan",
        choices=[("", "Semua keadaan"), *((key, label) for key, (label, _) in GROUPS.items())],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    tahun = forms.ChoiceField(
        label="Tahun", required=False, widget=forms.Select(attrs={"class": "form-select"})
    )

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Semua tahun"), *((str(year), str(year)) for year in years)]
        self.fields["tahun"].choices = choices  # type: ignore[attr-defined]
