"""What is asked about people, duties, units and the region."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.db.models import Q, QuerySet
from django.utils import timezone

from wfa.people.models import Appointment, Duty, Employee, Region, Unit
from wfa.people.selectors import in_order

BAD_SIGN_IN = (
    "NIP atau sandi salah. Periksa keduanya, atau minta kode baru kepada pengelola kepegawaian."
)
PASSWORD_HINT = (
    "Paling sedikit 10 huruf atau angka, tidak hanya angka. "
    "Jangan memakai nama, NIP, atau sandi yang mudah ditebak."
)


class SpokenForm(forms.Form):
    """A form whose every error is a sentence that says what to do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages.update(_sentences(field))


def _sentences(field: forms.Field) -> dict[str, str]:
    chosen = isinstance(field, forms.ChoiceField)
    said = {
        "required": f"{field.label} belum dipilih. Pilih salah satu."
        if chosen
        else f"{field.label} belum diisi. Isi dulu, lalu kirim lagi.",
        "invalid_choice": "Pilihan ini tidak ada. Pilih dari daftar.",
    }
    if isinstance(field, forms.DateField):
        said["invalid"] = "Tanggal tidak dikenali. Tulis seperti 17-08-2026."
    if isinstance(field, forms.EmailField):
        said["invalid"] = "Pos-el tidak dikenali. Tulis seperti nama@contoh.go.id."
    return said


class UnitField(forms.ModelChoiceField[Unit]):
    """A unit of a scope, shown as a tree; the scope also decides what is accepted."""

    def within(self, scope: Q, empty: str) -> None:
        units = Unit.objects.filter(scope, is_active=True)
        self.queryset = units
        rows = [(unit.pk, f"{'· ' * depth}{unit.name}") for depth, unit in in_order(units)]
        self.choices = [("", empty), *rows]


def date(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d"), **options)


# --- sign-in and one's own account ---------------------------------------------------------


class SignInForm(AuthenticationForm):
    """NIP (blanks forgiven) or login name, and password."""

    error_messages = {"invalid_login": BAD_SIGN_IN, "inactive": BAD_SIGN_IN}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "NIP atau nama masuk"
        self.fields["password"].label = "Kata sandi"
        self.fields["username"].error_messages["required"] = "NIP belum diisi. Tulis 18 angka NIP."
        self.fields["password"].error_messages["required"] = "Kata sandi belum diisi. Isi dulu."

    def clean_username(self) -> str:
        """One spelling of a NIP, so that blanks don't open a new row of attempts."""
        return "".join(self.cleaned_data["username"].split()).lower()


class CodeForm(SpokenForm):
    code = forms.CharField(
        label="Kode masuk pertama",
        max_length=60,
        help_text="20 huruf dan angka pada slip. Tanda hubung boleh dilewati.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class NewPasswordForm(SpokenForm):
    """A password twice; `employee` so that it can't be the person's own name."""

    password = forms.CharField(
        label="Kata sandi baru",
        help_text=PASSWORD_HINT,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Ulangi kata sandi baru",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, employee: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.employee = employee

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.employee)
        return password

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if "password" in self.cleaned_data and again != self.cleaned_data["password"]:
            raise forms.ValidationError("Kedua kata sandi tidak sama. Tulis lagi yang sama persis.")
        return again


class OwnPasswordForm(NewPasswordForm):
    old = forms.CharField(
        label="Kata sandi sekarang",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["old", "password", "again"]

    def clean_old(self) -> str:
        old: str = self.cleaned_data["old"]
        if not self.employee.check_password(old):
            raise forms.ValidationError("Kata sandi sekarang salah. Periksa, lalu tulis lagi.")
        return old


class ContactForm(SpokenForm):
    email = forms.EmailField(
        label="Pos-el", required=False, help_text="Pemberitahuan dikirim ke alamat ini."
    )
    phone = forms.CharField(
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


class PeopleFilter(forms.Form):
    cari = forms.CharField(required=False, max_length=100)
    unit = UnitField(Unit.objects.none(), required=False)
    kedudukan = forms.ChoiceField(
        required=False, choices=[("", "Semua"), *Employee.Standing.choices]
    )
    jenis = forms.ChoiceField(
        required=False,
        choices=[
            ("", "Semua"),
            *[(value, label) for value, label in Employee.Employment.choices if value],
            ("official", "Pejabat di luar SIASN"),
            ("service", "Akun layanan"),
        ],
    )
    akun = forms.ChoiceField(required=False, choices=SIGN_IN_STATES)

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
    phone = ContactForm.base_fields["phone"]


# --- duties and offices --------------------------------------------------------------------


class HeldForm(SpokenForm):
    """Who, of which unit, from when to when, on which paper."""

    employee = forms.ModelChoiceField(
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
        people = self.fields["employee"]
        people.queryset = Employee.objects.filter(pk__in=[p.pk for p in found]).select_related(
            "unit"
        )
        people.label_from_instance = _described
        people.error_messages["required"] = "Pegawai belum dipilih. Cari, lalu pilih satu orang."
        self.fields["unit"].within(scope, "Pilih unit")
        self.fields["starts"].initial = timezone.localdate

    def clean(self) -> dict[str, Any]:
        clean: dict[str, Any] = super().clean() or {}
        starts, ends = clean.get("starts"), clean.get("ends")
        if starts and ends and ends < starts:
            self.add_error(
                "ends", "Tanggal akhir mendahului tanggal mulai. Pilih tanggal sesudahnya."
            )
        return clean


def _described(person: Employee) -> str:
    return " · ".join([person.full_name, person.identity, str(person.unit or "tanpa unit")])


class DutyForm(HeldForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Pilih tugas"), *Duty.Kind.choices]
        self.fields[
            "unit"
        ].help_text = "Penilai dan pengelola: OPD-nya. Tugas lain berlaku di seluruh instansi."


class OfficeForm(HeldForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
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


class HeldFilter(forms.Form):
    cari = forms.CharField(required=False, max_length=100)
    jenis = forms.ChoiceField(required=False)
    unit = UnitField(Unit.objects.none(), required=False)
    waktu = forms.ChoiceField(
        required=False,
        choices=[("", "Berlaku hari ini"), ("akan", "Akan datang"), ("lalu", "Sudah berakhir")],
    )


# --- units, region, mandate ----------------------------------------------------------------


class LetterheadForm(forms.ModelForm[Unit]):
    class Meta:
        model = Unit
        fields = ["short_name", "letter_code", "address", "phone", "email", "website"]
        help_texts = {
            "short_name": "Dipakai di daftar dan jabatan. Misalnya Diskominfo.",
            "letter_code": "Bagian nomor surat. Misalnya 414 atau DISKOMINFO.",
        }
        error_messages = {
            "email": {"invalid": "Pos-el tidak dikenali. Tulis seperti nama@contoh.go.id."}
        }


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
        self.fields["bkd"].within(Q(kind=Unit.Kind.OPD), "Pilih unit")


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
        self.fields["office"].within(Q(kind__in=[Unit.Kind.OPD, Unit.Kind.REGION]), "Pilih unit")
