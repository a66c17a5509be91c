"""The legal wording that decrees share (UU 12/2011 Lampiran II, UU 30/2014 Ps 52 and 55)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from documents.kinds import parts
from documents.kinds.base import Signature
from wfa.calendars import wording
from wfa.people.models import Unit
from wfa.requests.models import WorkRequest

ORDINALS = (
    "KESATU",
    "KEDUA",
    "KETIGA",
    "KEEMPAT",
    "KELIMA",
    "KEENAM",
    "KETUJUH",
    "KEDELAPAN",
)
NATIONAL = (
    "Undang-Undang Nomor 30 Tahun 2014 tentang Administrasi Pemerintahan (Lembaran Negara Tahun "
    "2014 Nomor 292, Tambahan Lembaran Negara Nomor 5601) sebagaimana telah diubah dengan "
    "Undang-Undang Nomor 6 Tahun 2023 (Lembaran Negara Tahun 2023 Nomor 41, Tambahan Lembaran "
    "Negara Nomor 6856)",
    "Undang-Undang Nomor 20 Tahun 2023 tentang Aparatur Sipil Negara (Lembaran Negara Tahun 2023 "
    "Nomor 141, Tambahan Lembaran Negara Nomor 6897)",
    "Peraturan Pemerintah Nomor 94 Tahun 2021 tentang Disiplin Pegawai Negeri Sipil (Lembaran "
    "Negara Tahun 2021 Nomor 202, Tambahan Lembaran Negara Nomor 6718)",
    "Peraturan Presiden Nomor 21 Tahun 2023 tentang Hari Kerja dan Jam Kerja Instansi Pemerintah "
    "dan Pegawai Aparatur Sipil Negara",
    "Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi Nomor 4 Tahun 2025 "
    "tentang Pelaksanaan Tugas Kedinasan Pegawai Aparatur Sipil Negara secara Fleksibel pada "
    "Instansi Pemerintah",
)
"""By rank of the regulation, then by date; law and government regulation with their gazette."""


def issuer(signature: Signature, unit: Unit) -> str:
    """Whose decree it is: a mandate's giver (a.n.), else the head of the issuing unit."""
    acting = signature.capacity is not None and signature.capacity.kind != "D"
    if signature.on_behalf_of and not acting:
        return signature.on_behalf_of.upper()
    place = parts.this_region()
    return f"{parts.head_title(signature.office or unit)} {parts.region_name(place).upper()}"


def recalling(requests: Sequence[WorkRequest], signature: Signature) -> list[str]:
    """National law first, then the region's own policy, then the basis of the signer's right."""
    policies = {r.policy_id: r.policy for r in requests if r.policy and r.policy.document_number}
    ordered = sorted(policies.values(), key=lambda p: (p.document_date, p.pk))
    local = [
        f"{p.document_title} Nomor {p.document_number} tanggal {wording.short_day(p.document_date)}"
        for p in ordered
        if p.document_date
    ]
    bases = [signature.mandate] if signature.mandate else []
    basis = signature.capacity.basis if signature.capacity else ""
    if signature.capacity and signature.capacity.kind != "D" and basis:
        bases.append(f"Surat penugasan {signature.capacity.label} {basis}")
    return [f"{line};" for line in dict.fromkeys([*NATIONAL, *local, *bases])]


def clauses(texts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """KESATU, KEDUA, …: each {label, text, person, points}."""
    return [
        {"label": label, "person": None, "points": [], **each}
        for label, each in zip(ORDINALS, texts, strict=False)
    ]
