"""What people fill in about papers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest

from documents.models import ArchiveEntry, Document
from documents.services.drafting import PAPERS
from wfa.people import services as people
from wfa.people.models import Employee
from wfa.requests.models import WorkRequest


class ComposeForm(forms.Form):
    """Gather approved requests: one decree with an annex, or one for each."""

    MODES = (
        ("kolektif", "Satu keputusan per OPD, dengan lampiran"),
        ("satuan", "Satu keputusan per pegawai"),
    )

    requests = forms.ModelMultipleChoiceField(
        label="Pengajuan",
        queryset=WorkRequest.objects.none(),
        error_messages={
            "required": "Belum ada pengajuan yang dipilih. Centang sedikitnya satu.",
            "invalid_choice": "Sebagian pengajuan sudah masuk keputusan lain. Muat ulang daftar.",
        },
    )
    mode = forms.ChoiceField(
        label="Bentuk", choices=MODES, initial="kolektif", widget=forms.RadioSelect
    )
    paper = forms.ChoiceField(
        label="Kertas",
        choices=[(paper, paper) for paper in PAPERS],
        initial="A4",
        widget=forms.RadioSelect,
    )
    conditions = forms.CharField(
        label="Kewajiban tambahan",
        help_text="Satu per baris. Dicetak sesudah kewajiban dalam kebijakan.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, ready: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["requests"].queryset = ready  # type: ignore[attr-defined]

    def choices(self) -> dict[str, Any]:
        """What `draft_decree` takes."""
        held = self.cleaned_data
        return {
            "single": held["mode"] == "satuan",
            "paper": held["paper"],
            "conditions": held["conditions"].splitlines(),
        }


class SignForm(forms.Form):
    """The act of will: read, and the account's own password again (PP 71/2019 Ps 62 and 64)."""

    has_read = forms.BooleanField(
        label="Saya telah membaca seluruh dokumen ini.",
        error_messages={"required": "Centang bahwa Anda telah membaca seluruh dokumen."},
    )
    password = forms.CharField(
        label="Sandi akun Anda",
        help_text="Untuk memastikan bahwa Anda sendiri yang menandatangani.",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Isi sandi akun Anda."},
    )

    def __init__(self, *args: Any, request: HttpRequest, user: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.user = request, user

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if not people.is_own_password(self.request, self.user, password):
            raise forms.ValidationError("Sandi tidak cocok. Ketik ulang sandi akun Anda.")
        return ""


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Alasan",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis alasannya, sedikitnya 10 huruf."},
    )


class RevokeForm(ReasonForm):
    """Whose approval is revoked, and why; the reason is printed."""

    requests = forms.ModelMultipleChoiceField(
        label="Pegawai",
        queryset=WorkRequest.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Centang sedikitnya satu pegawai."},
    )
    field_order = ("requests", "reason")

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        live = document.items.filter(is_live=True, request__state="in_force")
        field: Any = self.fields["requests"]
        field.queryset = WorkRequest.objects.filter(pk__in=live.values("request")).select_related(
            "applicant"
        )
        field.queryset = field.queryset.order_by("applicant__name", "pk")
        field.label_from_instance = lambda r: f"{r.applicant.full_name} ({r.number})"


class RecallForm(ReasonForm):
    """From which day everybody is back in the office, and why; the reason is printed."""

    since = forms.DateField(
        label="Kembali ke kantor mulai",
        help_text="Hari ini atau sesudahnya, dan tidak sebelum penutupan.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Tanggal belum diisi. Pilih hari pertama kembali ke kantor.",
            "invalid": "Tanggal tidak dikenali. Tulis seperti 17-08-2026.",
        },
    )
    paper = forms.ChoiceField(
        label="Kertas",
        choices=[(paper, paper) for paper in PAPERS],
        initial="A4",
        widget=forms.RadioSelect,
    )
    field_order = ("since", "reason", "paper")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = (
            "Dicetak dalam bagian Menimbang, sesudah kata karena. "
            "Contoh: pelayanan akhir tahun memerlukan kehadiran pegawai."
        )


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Kode verifikasi",
        help_text="32 huruf dan angka di bawah gambar QR, atau alamat lengkapnya.",
        max_length=200,
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
        ),
        error_messages={"required": "Isi kode verifikasi."},
    )


class ArchiveFilter(forms.Form):
    """Filters of the archive; all may stay empty."""

    q = forms.CharField(label="Cari uraian atau kode", required=False, max_length=100)
    tahun = forms.IntegerField(label="Tahun", required=False, min_value=2000, max_value=2200)
    nasib = forms.ChoiceField(
        label="Nasib akhir",
        required=False,
        choices=[("", "Semua"), *ArchiveEntry.Fate.choices],
    )
    isi = forms.ChoiceField(
        label="Isi",
        required=False,
        choices=[("", "Semua"), ("naskah", "Naskah"), ("kasus", "Berkas pengajuan")],
    )
