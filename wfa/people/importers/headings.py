"""Where the columns of a sheet stand: found by heading, whatever its case, blanks and order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from wfa.people.importers import cells
from wfa.people.importers.problems import Finding, refuse, warn

PEOPLE: Mapping[str, tuple[str, ...]] = {
    "nip": ("NIP BARU", "NIP"),
    "name": ("NAMA", "NAMA LENGKAP", "NAMA PEGAWAI", "NAMA PNS"),
    "unit": ("UNOR ID", "ID UNOR"),
    "unit_name": ("UNOR NAMA", "NAMA UNOR"),
    "siasn_id": ("PNS ID", "ID PNS", "ASN ID"),
    "front_title": ("GELAR DEPAN",),
    "back_title": ("GELAR BELAKANG",),
    "birth": ("TANGGAL LAHIR", "TGL LAHIR"),
    "sex": ("JENIS KELAMIN",),
    "phone": ("NOMOR HP", "NO HP", "NOMOR PONSEL", "HP"),
    "email": ("EMAIL", "POS EL"),
    "email_office": ("EMAIL GOV", "EMAIL DINAS"),
    "employment": ("JENIS PEGAWAI NAMA", "JENIS PEGAWAI"),
    "standing_code": ("KEDUDUKAN HUKUM ID", "KEDUDUKAN ID"),
    "standing_name": ("KEDUDUKAN HUKUM NAMA", "KEDUDUKAN HUKUM", "KEDUDUKAN NAMA"),
    "cpns": ("STATUS CPNS PNS",),
    "grade_id": ("GOL AKHIR ID",),
    "grade": ("GOL AKHIR NAMA", "GOL AKHIR", "GOLONGAN"),
    "position_kind": ("JENIS JABATAN ID",),
    "position_kind_name": ("JENIS JABATAN NAMA", "JENIS JABATAN"),
    "position": ("JABATAN NAMA", "NAMA JABATAN", "JABATAN"),
    "since": ("TMT JABATAN",),
    "echelon": ("ESELON ID",),
    "echelon_name": ("ESELON NAMA", "ESELON"),
    "since_cpns": ("TMT CPNS",),
    "since_pns": ("TMT PNS",),
    "since_grade": ("TMT GOLONGAN",),
}
"""What is read of the 69 columns; religion, marriage, NIK, tax number, address … are not."""

UNITS: Mapping[str, tuple[str, ...]] = {
    "id": ("Id", "UNOR ID"),
    "parent": ("DiatasanId", "ATASAN ID"),
    "name": ("NamaUnor", "UNOR NAMA"),
    "head_title": ("NamaJabatan",),
    "echelon": ("EselonId",),
    "code": ("CepatKode",),
    "head": ("PemimpinPnsId",),
    "kind": ("JenisUnorId",),
}
REQUIRED_OF_PEOPLE = ("nip", "name", "unit")
REQUIRED_OF_UNITS = ("id", "parent", "name")
LOOKED_AT = 25
"""Titles and merged cells may stand above the headings: so many filled rows are tried."""
_TELLING = 3


@dataclass(frozen=True, slots=True)
class Columns:
    """Index of each known column in the rows of one sheet, and the headings as they stand."""

    at: Mapping[str, int]
    headings: tuple[str, ...]

    def has(self, *names: str) -> bool:
        return any(name in self.at for name in names)

    def value(self, row: Sequence[object], name: str) -> object:
        index = self.at.get(name)
        return row[index] if index is not None and index < len(row) else None

    def is_repeated(self, row: Sequence[object]) -> bool:
        """The headings once more, or the row of numbers that forms print below them."""
        read = [(i, cells.heading(row[i])) for i in self.at.values() if i < len(row)]
        filled = [(i, found) for i, found in read if found]
        same = sum(found == self.headings[i] for i, found in filled)
        numbered = sum(found == str(i + 1) for i, found in filled)
        return len(filled) > 1 and len(filled) in (same, numbered)


def locate(row: Sequence[object], known: Mapping[str, tuple[str, ...]]) -> Columns | None:
    """Columns of a row of headings; None when the row is something else."""
    headings = tuple(cells.heading(value) for value in row)
    first: dict[str, int] = {}
    for index, found in enumerate(headings):
        first.setdefault(found, index)
    at = {}
    for name, aliases in known.items():
        spots = (first.get(cells.heading(alias)) for alias in aliases)
        if (index := next((s for s in spots if s is not None), None)) is not None:
            at[name] = index
    return Columns(at, headings) if len(at) >= _TELLING else None


def missing(
    columns: Columns, required: Sequence[str], known: Mapping[str, tuple[str, ...]]
) -> list[str]:
    """Headings that must be there and aren't."""
    return [known[name][0] for name in required if name not in columns.at]


def judge_people(columns: Columns) -> list[Finding]:
    """What is wrong with the headings of a sheet of people."""
    if absent := missing(columns, REQUIRED_OF_PEOPLE, PEOPLE):
        return [
            refuse(
                "column_missing",
                f"Lembar ini tanpa kolom {', '.join(absent)}. "
                "Tambahkan kolom itu dari SIASN, lalu unggah lagi.",
            )
        ]
    return [*_doubled(columns), *_without(columns)]


def _doubled(columns: Columns) -> list[Finding]:
    counts = Counter(columns.headings)
    names = {name: PEOPLE[name][0] for name, i in columns.at.items() if counts[columns.headings[i]] > 1}
    return [
        warn("column_twice", f"Kolom {title} ada lebih dari satu. Hanya yang pertama dibaca.")
        for title in names.values()
    ]


def _without(columns: Columns) -> Iterator[Finding]:
    """Columns that a sheet may lack, but whose lack concerns every row."""
    if not columns.has("standing_code", "standing_name"):
        yield warn(
            "standing_column_missing",
            "Kolom KEDUDUKAN HUKUM tidak ada. Pegawai baru dianggap aktif; periksa di SIASN.",
        )
    if not columns.has("phone", "email", "email_office"):
        yield warn(
            "contact_column_missing",
            "Kolom NOMOR HP dan EMAIL tidak ada. Kontak yang tersimpan tidak berubah.",
        )
