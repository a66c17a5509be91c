"""What is asked about people, duties, units and the region."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from wfa.people.models import Appointment, Duty, Employee, Region, Unit
from wfa.people.selectors import in_order


class SpokenForm(forms.Form):
    """A form whose every error is a sentence that says what to do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages.update(_sentences(field))


def _sentences(field: forms.Field) -> dict[str, str]:
    said = {
        "required": f"{field.label} {_missing(field)}",
        "invalid_choice": "Pilihan ini tidak ada. Pilih dari daftar.",
    }
    if isinstance(field, forms.DateField):
        said["invalid"] = "Tanggal tidak dikenali. Tulis seperti 17-08-2026."
    if isinstance(field, forms.EmailField):
        said["invalid"] = "Pos-el tidak dikenali. Tulis seperti nama@contoh.go.id."
    return said


def _missing(field: forms.Field) -> str:
    if isinstance(field, forms.ChoiceField):
        return "belum dipilih. Pilih salah satu."
    if isinstance(field, forms.FileField):
        return "belum diunggah. Pilih berkasnya."
    if isinstance(field, forms.DateField):
        return "belum diisi. Pilih tanggalnya."
    return "belum diisi. Isi dulu, lalu kirim lagi."


if TYPE_CHECKING:
    _UnitChoice = forms.ModelChoiceField[Unit]
    _PersonChoice = forms.ModelChoiceField[Employee]
else:
    _UnitChoice = _PersonChoice = forms.ModelChoiceField


class UnitField(_UnitChoice):
    """A unit of a scope, shown as a tree; the scope also decides what is accepted."""

    def within(self, scope: Q, empty: str) -> bool:
        """Offer the units of `scope`; whether there is any."""
        units = Unit.objects.filter(scope, is_active=True)
        self.queryset = units
        rows = [(unit.pk, f"{'· ' * depth}{unit.title_name}") for depth, unit in in_order(units)]
        self.choices = [("", empty), *rows]
        return bool(rows)


def _unit(form: forms.Form, name: str = "unit") -> UnitField:
    return cast(UnitField, form.fields[name])


def _choice(form: forms.Form, name: str) -> forms.ChoiceField:
    return cast(forms.ChoiceField, form.fields[name])


def date(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d"), **options)


def phone() -> forms.CharField:
    return forms.CharField(
        label="Nomor HP",
        required=False,
        max_length=30,
        validators=[
            RegexValidator(
                r"^\+?[0-9 ()-]{6,30}$", "Nomor HP tidak dikenali. Tulis seperti 0812 3456 7890."
            )
        ],
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )


# --- people --------------------------------------------------------------------------------

SIGN_IN_STATES = [
    ("", "Semua"),
    ("belum", "Belum pernah masuk"),
    ("sudah", "Sudah pernah masuk"),
    ("nonaktif", "Akun nonaktif"),
]


class FilterForm(forms.Form):
    """Filters above a list; what can't be read is left out, for a list has nothing to lose."""

    cari = forms.CharField(
        label="Nama atau NIP", required=False, max_length=100, widget=forms.TextInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cari"].widget.input_type = "search"
        for field in self.fields.values():
            chosen = isinstance(field.widget, forms.Select)
            field.widget.attrs["class"] = "form-select" if chosen else "form-control"


class PeopleFilter(FilterForm):
    unit = UnitField(Unit.objects.none(), label="Unit", required=False)
    kedudukan = forms.ChoiceField(
        label="Kedudukan hukum", required=False, choices=[("", "Semua"), *Employee.Standing.choices]
    )
    jenis = forms.ChoiceField(
        label="Jenis",
        required=False,
        choices=[
            ("", "Semua"),
            *[(value, label) for value, label in Employee.Employment.choices if value],
            ("official", "Pejabat di luar SIASN"),
            ("service", "Akun layanan"),
        ],
    )
    akun = forms.ChoiceField(label="Akun", required=False, choices=SIGN_IN_STATES)

    def __init__(self, *args: Any, scope: Q, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _unit(self).within(scope, "Semua unit")

    def narrow(self, found: QuerySet[Employee]) -> QuerySet[Employee]:
        """`found` as far as it fits what was chosen; what can't be read is left out."""
        chosen = self.cleaned_data
        if unit := chosen.get("unit"):
            found = found.filter(unit__path__startswith=unit.path)
        if chosen.get("kedudukan"):
            found = found.filter(standing=chosen["kedudukan"])
        if kind := chosen.get("jenis"):
            found = found.filter(Q(kind=kind) | Q(employment=kind))
        return found.filter(_account_state(chosen.get("akun") or ""))


def _account_state(state: str) -> Q:
    """Closed accounts are shown only where they are asked for."""
    if state == "nonaktif":
        return Q(is_active=False)
    if state:
        return Q(is_active=True, last_login__isnull=state == "belum")
    return Q(is_active=True)


class AccountForm(SpokenForm):
    name = forms.CharField(label="Nama lengkap", max_length=150)
    kind = forms.ChoiceField(
        label="Jenis akun",
        choices=[c for c in Employee.Kind.choices if c[0] != Employee.Kind.ASN],
        initial=Employee.Kind.OFFICIAL,
        help_text="Pegawai ASN tidak dibuat di sini; mereka masuk lewat impor SIASN.",
        widget=forms.RadioSelect,
    )
    login = forms.CharField(
        label="Nama masuk",
        max_length=60,
        help_text="Huruf kecil, angka, titik, atau tanda hubung. Misalnya bupati.",
        validators=[
            RegexValidator(
                r"^[a-zA-Z][a-zA-Z0-9.-]{2,59}$",
                "Nama masuk mulai dengan huruf, paling sedikit 3 huruf, tanpa spasi.",
            )
        ],
    )
    email = forms.EmailField(label="Pos-el", required=False)
    phone = phone()


# --- duties and offices --------------------------------------------------------------------


class PersonField(_PersonChoice):
    def label_from_instance(self, obj: Employee) -> str:
        return " · ".join([obj.full_name, obj.identity, str(obj.unit or "tanpa unit")])


class HeldForm(SpokenForm):
    """Who, of which unit, from when to when, on which paper."""

    employee = PersonField(
        Employee.objects.none(), label="Pegawai", widget=forms.RadioSelect, empty_label=None
    )
    kind = forms.ChoiceField(label="Tugas", choices=[])
    unit = UnitField(Unit.objects.none(), label="Unit")
    starts = date("Mulai")
    ends = date("Sampai", required=False, help_text="Kosongkan bila sampai ada perubahan.")
    basis_number = forms.CharField(label="Nomor surat dasar", max_length=120, required=False)
    basis_date = date("Tanggal surat dasar", required=False)

    def __init__(self, *args: Any, found: Iterable[Employee], scope: Q, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = cast(PersonField, self.fields["employee"])
        people.queryset = Employee.objects.filter(pk__in=[p.pk for p in found]).select_related(
            "unit"
        )
        people.error_messages["required"] = "Pegawai belum dipilih. Cari, lalu pilih satu orang."
        _unit(self).within(scope, "Pilih unit")
        self.fields["starts"].initial = timezone.localdate

    def clean(self) -> dict[str, Any]:
        clean: dict[str, Any] = super().clean() or {}
        starts, ends = clean.get("starts"), clean.get("ends")
        if starts and ends and ends < starts:
            self.add_error(
                "ends", "Tanggal akhir mendahului tanggal mulai. Pilih tanggal sesudahnya."
            )
        return clean


class DutyForm(HeldForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choice(self, "kind").choices = [("", "Pilih tugas"), *Duty.Kind.choices]
        self.fields[
            "unit"
        ].help_text = "Penilai dan pengelola: OPD-nya. Tugas lain berlaku di seluruh instansi."


class OfficeForm(HeldForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = _choice(self, "kind")
        kind.label, kind.choices = "Sebagai", [("", "Pilih"), *_OFFICES]
        self.fields["unit"].label = "Pimpinan unit"
        self.fields["unit"].error_messages["required"] = "Unit belum dipilih. Pilih satu unit."
        self.fields["basis_number"].help_text = "Wajib untuk Plt., Plh., dan Pj."


_OFFICES = [
    (Appointment.Kind.PLH, "Pelaksana harian (Plh.)"),
    (Appointment.Kind.PLT, "Pelaksana tugas (Plt.)"),
    (Appointment.Kind.PJ, "Penjabat (Pj.)"),
    (Appointment.Kind.DEFINITIVE, "Definitif"),
]


class EndForm(SpokenForm):
    ends = date("Hari terakhir")


class HeldFilter(FilterForm):
    jenis = forms.ChoiceField(label="Jenis", required=False)
    unit = UnitField(Unit.objects.none(), label="Unit", required=False)
    waktu = forms.ChoiceField(
        label="Waktu",
        required=False,
        choices=[("", "Berlaku hari ini"), ("akan", "Akan datang"), ("lalu", "Sudah berakhir")],
    )

    def __init__(
        self, *args: Any, kinds: type[models.TextChoices], scope: Q, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choice(self, "jenis").choices = [("", "Semua"), *kinds.choices]
        _unit(self).within(scope, "Semua unit")


# --- units, region, mandate ----------------------------------------------------------------


class LetterheadForm(SpokenForm):
    short_name = forms.CharField(
        label="Nama pendek",
        max_length=60,
        required=False,
        help_text="Dipakai di daftar dan jabatan. Misalnya Diskominfo.",
    )
    letter_code = forms.CharField(
        label="Kode pada nomor surat",
        max_length=30,
        required=False,
        help_text="Misalnya 414 atau DISKOMINFO.",
    )
    address = forms.CharField(label="Alamat", max_length=200, required=False)
    phone = forms.CharField(label="Telepon", max_length=40, required=False)
    email = forms.EmailField(label="Pos-el", required=False)
    website = forms.CharField(label="Laman", max_length=80, required=False)


class RegionForm(SpokenForm):
    kind = forms.ChoiceField(label="Jenis daerah", choices=Region.Kind.choices)
    name = forms.CharField(
        label="Nama tanpa jenis", max_length=80, help_text="Misalnya Arjamukti, tanpa Kabupaten."
    )
    seat = forms.CharField(
        label="Tempat penetapan", max_length=80, help_text="Tertulis pada surat keputusan."
    )
    bkd = UnitField(
        Unit.objects.none(),
        label="Unit yang menjadi BKD",
        help_text="Kepala unit ini memutus usulan OPD.",
    )
    emblem = forms.FileField(
        label="Lambang daerah",
        required=False,
        help_text="Gambar PNG atau JPEG. Kosongkan bila tidak diganti.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bkd = _unit(self, "bkd")
        # before the first import there is none to choose
        bkd.required = bkd.within(Q(kind=Unit.Kind.OPD), "Pilih unit")
        if not bkd.required:
            bkd.help_text = "Dipilih setelah unit diimpor dari SIASN."


class MandateForm(SpokenForm):
    office = UnitField(
        Unit.objects.none(),
        label="Pimpinan unit yang menandatangani",
        help_text="Biasanya BKD.",
    )
    on_behalf_of = forms.CharField(
        label="Atas nama",
        max_length=120,
        required=False,
        help_text="Misalnya BUPATI ARJAMUKTI. Kosongkan bila bertindak atas nama sendiri.",
    )
    title = forms.CharField(
        label="Judul dasar kewenangan",
        max_length=200,
        help_text="Misalnya Keputusan Bupati tentang Pendelegasian Wewenang.",
    )
    basis_number = forms.CharField(label="Nomor", max_length=120)
    basis_date = date("Tanggal")
    starts = date("Berlaku mulai")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _unit(self, "office").within(Q(kind__in=[Unit.Kind.OPD, Unit.Kind.REGION]), "Pilih unit")
