"""What the set-up asks on pages of its own: the first policy, assessors of many OPDs at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from wfa.people.forms import SpokenForm, UnitField, date
from wfa.people.models import Employee, Unit
from wfa.setup.facts import Office


@dataclass(frozen=True)
class Sample:
    """A first policy that may be taken as it is; `parameters` holds what it sets itself."""

    key: str
    label: str
    about: str
    parameters: dict[str, Any]


SAMPLES = (
    Sample(
        "peraturan",
        "Sampai batas peraturan",
        "Paling banyak 2 hari seminggu, Senin sampai Jumat (PermenPAN-RB 4/2025 Pasal 13).",
        {"open": True},
    ),
    Sample(
        "jumat",
        "Hanya hari Jumat",
        "Satu hari seminggu, seperti anjuran SE Mendagri 800.1.5/3349/SJ.",
        {"open": True, "weekdays": [4], "max_days_per_week": 1},
    ),
    Sample(
        "khusus",
        "Hanya keadaan khusus",
        "Untuk pegawai dengan keadaan khusus dan buktinya (PermenPAN-RB 4/2025 Pasal 30).",
        {"open": True, "task_open": False},
    ),
)


class FirstPolicyForm(SpokenForm):
    sample = forms.ChoiceField(
        label="Contoh",
        choices=[(s.key, f"{s.label}. {s.about}") for s in SAMPLES],
        initial=SAMPLES[0].key,
        widget=forms.RadioSelect,
    )
    unit = UnitField(
        Unit.objects.none(),
        label="Berlaku untuk",
        help_text="Seluruh instansi, atau satu OPD sebagai percobaan.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, UnitField)  # noqa: S101  (declared above)
        unit.within(Q(kind__in=[Unit.Kind.REGION, Unit.Kind.OPD]), "Pilih unit")

    def parameters(self) -> dict[str, Any]:
        chosen = self.cleaned_data["sample"]
        return next(dict(s.parameters) for s in SAMPLES if s.key == chosen)


class AssessorsForm(SpokenForm):
    """One decree of appointment, and for each OPD the NIP of its assessor; empty = not now."""

    basis_number = forms.CharField(label="Nomor surat dasar", max_length=120)
    basis_date = date("Tanggal surat dasar")
    starts = date("Mulai")

    def __init__(self, *args: Any, offices: Iterable[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts"].initial = timezone.localdate
        self.units = {self.name_of(o.unit): o.unit for o in offices}
        for name, unit in self.units.items():
            self.fields[name] = forms.CharField(
                label=unit.title_name, required=False, max_length=30
            )

    @staticmethod
    def name_of(unit: Unit) -> str:
        return f"nip_{unit.pk}"

    def rows(self) -> list[forms.BoundField]:
        return [self[name] for name in self.units]

    def clean(self) -> dict[str, Any]:
        clean: dict[str, Any] = super().clean() or {}
        typed = {n: "".join(str(clean.get(n, "")).split()) for n in self.units}
        asked = {name: nip for name, nip in typed.items() if nip}
        if not asked and not self.errors:
            self.add_error(None, "Belum ada NIP yang diisi. Isi sedikitnya untuk satu OPD.")
        known = Employee.objects.filter(nip__in=asked.values()).select_related("unit")
        by_nip = {person.nip: person for person in known}
        for name, nip in asked.items():
            self._take(name, by_nip.get(nip))
        clean["chosen"] = {n: by_nip[nip] for n, nip in asked.items() if n not in self.errors}
        return clean

    def _take(self, name: str, person: Employee | None) -> None:
        unit = self.units[name]
        if person is None:
            self.add_error(name, "NIP ini tidak dikenal. Periksa angkanya, atau impor dulu.")
        elif person.unit is None or person.unit.opd_id != unit.pk:
            where = person.unit.opd or person.unit if person.unit else "tanpa unit"
            self.add_error(
                name,
                f"{person.full_name} bekerja di {where}. Pilih pegawai OPD ini, "
                "atau beri tugasnya satu per satu.",
            )
