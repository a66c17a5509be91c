"""Sample data of the page /komponen/, which shows every component in its states."""

import datetime
from types import SimpleNamespace
from typing import Any

from django import forms, template
from django.core.paginator import Paginator
from django.utils.datastructures import MultiValueDict

from documents.models import Document
from wfa.requests.models import State

register = template.Library()


class SampleForm(forms.Form):
    """One field of each kind; the two errors are on purpose."""

    nip = forms.CharField(label="NIP", help_text="18 angka, contoh 19680411 199303 1 009.")
    superior = forms.CharField(label="NIP atasan langsung")
    kind = forms.ChoiceField(
        label="Jenis",
        choices=[("home", "WFH, bekerja dari rumah"), ("other", "WFA, bekerja dari tempat lain")],
    )
    place = forms.ChoiceField(
        label="Tempat kerja",
        widget=forms.RadioSelect,
        choices=[("home", "Rumah terdaftar: Jalan Melati 14"), ("other", "Alamat lain")],
    )
    address = forms.CharField(label="Alamat lengkap", required=False)
    channels = forms.MultipleChoiceField(
        label="Kirim pemberitahuan lewat",
        widget=forms.CheckboxSelectMultiple,
        choices=[("email", "Pos-el dinas"), ("wa", "WhatsApp")],
    )
    start = forms.DateField(label="Mulai berlaku", widget=forms.DateInput, required=False)
    reason = forms.CharField(
        label="Alasan menolak",
        help_text="Wajib diisi. Pegawai membaca alasan ini.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    file = forms.FileField(label="Bukti dukung", help_text="PDF, JPG, atau PNG, paling besar 5 MB.")
    true = forms.BooleanField(
        label="Saya menyatakan jawaban ini benar.", help_text="Pernyataan tersimpan."
    )


@register.simple_tag
def gallery() -> dict[str, Any]:
    """Everything the page needs."""
    return {
        "states": list(State.values),
        "papers": list(Document.State.values),
        "form": _form(),
        "rules": _rules(),
        "way": _way(),
        "stopped": [*_way()[:1], {"label": "Ditolak", "who": "Tri Yulianto", "state": "stop"}],
        "history": _history(),
        "views": _views(),
        "days": _days(),
        "receipts": _receipts(),
        "page": Paginator(range(95), 10).page(4),
        "steps": ["Jenis dan alasan", "Tanggal dan tempat", "Rencana kerja", "Periksa dan ajukan"],
        "rows": _rows(),
        "now": datetime.datetime(2026, 8, 3, 1, 15, tzinfo=datetime.UTC),
        "dates": [datetime.date(2026, 8, 21), datetime.date(2026, 8, 28)],
        "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    }


def _form() -> SampleForm:
    form = SampleForm(
        {
            "nip": "19900214 201402 2 003",
            "superior": "19680411 199303 1 00",
            "kind": "home",
            "place": "home",
            "channels": ["email"],
            "reason": "Tenaga di kantor tidak cukup.",
            "true": "on",
        },
        MultiValueDict(),
    )
    form.errors.clear()
    form.add_error("superior", "NIP harus terdiri dari 18 digit angka. Anda menulis 17.")
    form.add_error("channels", "Pilih paling sedikit dua cara agar kabar tidak terlewat.")
    return form


def _rules() -> list[dict[str, str]]:
    law = "PermenPAN-RB 4/2025 Pasal"
    return [
        {"level": "bad", "sentence": "Kuota Jumat, 14 Agustus penuh.", "law": "Kebijakan daerah"},
        {
            "level": "warn",
            "sentence": "Tinggal 1 pejabat struktural di kantor hari itu.",
            "law": "SE MenPAN-RB 19/2020; Kebijakan daerah versi 3",
        },
        {"level": "ok", "sentence": "1 hari pada minggu itu.", "law": f"{law} 13 ayat (1)"},
        {"level": "ok", "sentence": "Tidak bentrok dengan cuti atau libur.", "law": ""},
    ]


def _way() -> list[dict[str, str]]:
    return [
        {"label": "Diajukan", "who": "Anda", "when": "Kamis, 30 Juli", "state": "done"},
        {
            "label": "Penilaian OPD",
            "who": "Tri Yulianto",
            "when": "Jumat, 31 Juli",
            "state": "done",
        },
        {"label": "Usulan ke BKD", "who": "Diskominfo", "when": "3 Agustus", "state": "done"},
        {"label": "Persetujuan BKD", "who": "BKPSDM", "when": "sejak 3 Agustus", "state": "now"},
        {"label": "Penetapan SK", "who": "Kepala BKPSDM", "state": "later"},
        {"label": "Berlaku", "who": "21 dan 28 Agustus", "state": "later"},
    ]


def _history() -> list[dict[str, str]]:
    return [
        {
            "icon": "clock",
            "tone": "now-i",
            "text": "Menunggu penilaian OPD",
            "meta": "Sejak Jumat, 31 Juli 2026",
        },
        {
            "icon": "return",
            "tone": "warn",
            "text": "Dikembalikan oleh Tri Yulianto, Plh. Kepala Diskominfo",
            "meta": "Kamis, 30 Juli 2026, 15.02 WIB",
            "note": "Sebutkan keluaran dan jumlahnya.",
        },
        {
            "icon": "up",
            "tone": "ok",
            "text": "Diajukan oleh Nur Kholis",
            "meta": "Rabu, 29 Juli 2026, 08.11 WIB",
        },
    ]


def _views() -> list[dict[str, Any]]:
    return [
        {"label": "Giliran saya", "url": "#tab", "count": 14, "current": True},
        {"label": "Melewati batas", "url": "#tab", "count": 2},
        {"label": "Semua", "url": "#tab", "count": None},
    ]


def _days() -> list[dict[str, Any]]:
    full = "Penuh. Hapus centang hari ini."
    taken = "Sudah Anda ajukan sebagai WFA. Lihat Pengajuan Saya."
    rows: list[tuple[int, str, str, str, dict[str, Any]]] = [
        (7, "Jumat, 7 Agustus", "sisa 2", "is-few", {}),
        (13, "Kamis, 13 Agustus", "", "", {"disabled": True, "why": taken}),
        (14, "Jumat, 14 Agustus", "penuh", "is-full", {"checked": True, "bad": True, "why": full}),
        (28, "Jumat, 28 Agustus", "sisa 6", "", {"checked": True}),
    ]
    return [
        {"value": n, "id": f"hari-{n}", "label": label, "left": left, "mood": mood} | more
        for n, label, left, mood, more in rows
    ]


def _receipts() -> list[dict[str, Any]]:
    return [
        {"tone": "ok", "title": "9 disetujui.", "text": "Pegawai dan OPD diberi tahu."},
        {
            "tone": "same",
            "title": "1 sudah disetujui sebelumnya.",
            "lines": ["Siti Maesaroh: sudah disetujui oleh Arif Budiman, pukul 09.38 WIB."],
        },
        {
            "tone": "bad",
            "title": "1 tidak dapat disetujui.",
            "text": "Tetap terpilih di bawah.",
            "lines": ["Nur Kholis: cutinya pada 28 Agustus tercatat. Kembalikan pengajuannya."],
        },
    ]


def _rows() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(name="Fitria Anggraini", line="WFH · Jumat, 7 Agustus", age="3 hari kerja"),
        SimpleNamespace(name="Bagus Prasetyo", line="WFH · Jumat, 21 Agustus", age="2 hari kerja"),
        SimpleNamespace(name="Nur Kholis", line="WFA · Rabu, 12 Agustus", age="hari ini"),
    ]
