"""What is asked when flexible work is switched off or on: a document, and three answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from wfa.calendars.forms import date_field
from wfa.people.models import Unit
from wfa.policies.selectors import switching_units

HOLD, DECIDE = "tahan", "putus"
GO_ON, RECALL = "terus", "panggil"


class DocumentForm(forms.Form):
    """The legal document that switches, and from which day."""

    title = forms.CharField(
        label="Judul dokumen",
        max_length=200,
        help_text="Misalnya Surat Edaran Bupati tentang Penghentian Kerja Fleksibel.",
        error_messages={
            "required": "Judul dokumen belum diisi. Tulis judul surat atau keputusannya.",
            "max_length": "Judul terlalu panjang. Tulis paling banyak 200 huruf.",
        },
    )
    number = forms.CharField(
        label="Nomor",
        max_length=120,
        error_messages={
            "required": "Nomor dokumen belum diisi. Tulis nomor surat atau keputusannya.",
            "max_length": "Nomor terlalu panjang. Tulis paling banyak 120 huruf.",
        },
    )
    dated = date_field("Tanggal dokumen")

    def basis(self) -> dict[str, Any]:
        """What the services take of the document."""
        held = self.cleaned_data
        return {key: held[key] for key in ("title", "number", "dated", "effective_from")}


class OpenForm(DocumentForm):
    effective_from = date_field("Dibuka lagi mulai", help_text="Hari ini atau sesudahnya.")


class CloseForm(DocumentForm):
    """Where, from when, and what becomes of what is pending and of what runs."""

    unit = forms.ModelChoiceField(
        label="Berlaku untuk",
        queryset=Unit.objects.none(),
        empty_label=None,
        help_text="Seluruh daerah, atau satu OPD.",
        error_messages={
            "required": "Unit belum dipilih. Pilih daerah atau satu OPD.",
            "invalid_choice": "Unit ini tidak dapat dipilih. Pilih daerah atau satu OPD.",
        },
    )
    effective_from = date_field(
        "Pengajuan baru berhenti mulai", help_text="Hari ini atau sesudahnya."
    )
    pending = forms.ChoiceField(
        label="Pengajuan yang sedang berjalan",
        widget=forms.RadioSelect,
        choices=[
            (HOLD, "Ditahan sampai dibuka lagi"),
            (DECIDE, "Tetap diputus"),
        ],
        initial=HOLD,
        error_messages={"required": "Pilih apa yang terjadi dengan pengajuan yang berjalan."},
    )
    running = forms.ChoiceField(
        label="Persetujuan yang sudah berlaku",
        widget=forms.RadioSelect,
        choices=[
            (GO_ON, "Diteruskan sampai habis"),
            (RECALL, "Dipanggil kembali dengan satu keputusan"),
        ],
        initial=GO_ON,
        error_messages={"required": "Pilih apa yang terjadi dengan persetujuan yang berlaku."},
    )
    since = date_field(
        "Kembali ke kantor mulai", required=False, help_text="Diisi bila dipanggil kembali."
    )
    field_order = (
        "unit",
        "title",
        "number",
        "dated",
        "effective_from",
        "pending",
        "running",
        "since",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = switching_units()

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("effective_from") and data["effective_from"] < timezone.localdate():
            self.add_error("effective_from", "Tidak berlaku surut. Pilih hari ini atau sesudahnya.")
        if data.get("dated") and data["dated"] > timezone.localdate():
            self.add_error(
                "dated", "Dokumen bertanggal sesudah hari ini. Isi tanggal penetapannya."
            )
        if data.get("running") == RECALL:
            self._check_since(data)
        return data

    def _check_since(self, data: dict[str, Any]) -> None:
        since, start = data.get("since"), data.get("effective_from")
        if since is None and "since" not in self.errors:
            self.add_error("since", "Tanggal belum diisi. Pilih hari pertama kembali ke kantor.")
        elif since and start and since < start:
            self.add_error("since", "Tanggal mendahului penutupan. Pilih hari itu atau sesudahnya.")
