"""Write UNOR.csv and SIASN.xlsx of a made-up region, in the layout that SIASN gives out.

`python sample/generate.py`: the same files every time. Nobody in them exists.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import random
import re
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

FOLDER = Path(__file__).parent
AGENCY = "ARJAMUKTI"
HEADINGS = re.split(
    r"[|\n]",
    """PNS ID|NIP BARU|NIP LAMA|NAMA|GELAR DEPAN|GELAR BELAKANG|TEMPAT LAHIR ID
TEMPAT LAHIR NAMA|TANGGAL LAHIR|JENIS KELAMIN|AGAMA ID|AGAMA NAMA|JENIS KAWIN ID
JENIS KAWIN NAMA|NIK|NOMOR HP|EMAIL|EMAIL GOV|ALAMAT|NPWP NOMOR|BPJS
JENIS PEGAWAI ID|JENIS PEGAWAI NAMA|KEDUDUKAN HUKUM ID|KEDUDUKAN HUKUM NAMA
STATUS CPNS PNS|KARTU ASN VIRTUAL|NOMOR SK CPNS|TANGGAL SK CPNS|TMT CPNS
NOMOR SK PNS|TANGGAL SK PNS|TMT PNS|GOL AWAL ID|GOL AWAL NAMA|GOL AKHIR ID
GOL AKHIR NAMA|TMT GOLONGAN|MK TAHUN|MK BULAN|JENIS JABATAN ID|JENIS JABATAN NAMA
JABATAN ID|JABATAN NAMA|TMT JABATAN|TINGKAT PENDIDIKAN ID|TINGKAT PENDIDIKAN NAMA
PENDIDIKAN ID|PENDIDIKAN NAMA|TAHUN LULUS|KPKN ID|KPKN NAMA|LOKASI KERJA ID
LOKASI KERJA NAMA|UNOR ID|UNOR NAMA|INSTANSI INDUK ID|INSTANSI INDUK NAMA
INSTANSI KERJA ID|INSTANSI KERJA NAMA|SATUAN KERJA INDUK ID|SATUAN KERJA INDUK NAMA
SATUAN KERJA KERJA ID|SATUAN KERJA KERJA NAMA|IS VALID NIK|NAMA SEKOLAH|FLAG IKD
ESELON ID|ESELON NAMA""",
)

# name, level below the region, kind, echelon of its head, staff besides the head
UNITS: list[tuple[str, int, str, str, int]] = [
    ("SEKRETARIAT DAERAH", 1, "opd", "21", 8),
    ("BAGIAN ORGANISASI", 2, "bidang", "31", 6),
    ("BAGIAN UMUM", 2, "bidang", "31", 6),
    ("SEKRETARIAT DPRD", 1, "opd", "22", 9),
    ("INSPEKTORAT DAERAH", 1, "opd", "22", 11),
    ("BADAN KEPEGAWAIAN DAN PENGEMBANGAN SUMBER DAYA MANUSIA", 1, "opd", "22", 9),
    ("BIDANG PENGADAAN DAN INFORMASI KEPEGAWAIAN", 2, "bidang", "32", 7),
    ("BIDANG PENILAIAN KINERJA DAN DISIPLIN", 2, "bidang", "32", 7),
    ("DINAS KOMUNIKASI DAN INFORMATIKA", 1, "opd", "22", 4),
    ("SEKRETARIAT", 2, "bidang", "31", 8),
    ("BIDANG APLIKASI INFORMATIKA", 2, "bidang", "32", 13),
    ("BIDANG INFORMASI DAN KOMUNIKASI PUBLIK", 2, "bidang", "32", 9),
    ("BADAN PERENCANAAN PEMBANGUNAN DAERAH", 1, "opd", "22", 13),
    ("DINAS KESEHATAN", 1, "opd", "22", 14),
    ("BIDANG KESEHATAN MASYARAKAT", 2, "bidang", "32", 6),
    ("UPTD PUSKESMAS KERTASARI", 2, "uptd", "41", 14),
    ("DINAS PENDIDIKAN", 1, "opd", "22", 13),
    ("SMP NEGERI 1 ARJAMUKTI", 2, "sekolah", "", 12),
    ("SD NEGERI MEKARWANGI", 2, "sekolah", "", 8),
    ("DINAS PENANAMAN MODAL DAN PELAYANAN TERPADU SATU PINTU", 1, "opd", "22", 12),
    ("SATUAN POLISI PAMONG PRAJA", 1, "opd", "22", 13),
    ("BADAN PENANGGULANGAN BENCANA DAERAH", 1, "opd", "22", 11),
    ("DINAS PERHUBUNGAN", 1, "opd", "22", 11),
    ("BIDANG LALU LINTAS", 2, "bidang", "32", 7),
    ("KECAMATAN CIBODAS", 1, "opd", "31", 9),
    ("KELURAHAN SUKAMAJU", 2, "kelurahan", "41", 5),
    ("KELURAHAN TANJUNGSARI", 2, "kelurahan", "41", 5),
    ("KECAMATAN MEKARWANGI", 1, "opd", "31", 9),
    ("KELURAHAN KERTASARI", 2, "kelurahan", "41", 5),
    ("DINAS PERPUSTAKAAN DAN KEARSIPAN", 1, "opd", "22", 9),
]
VACANT = {"DINAS KESEHATAN", "DINAS PERHUBUNGAN"}
TITLES = {
    "SEKRETARIAT DAERAH": "SEKRETARIS DAERAH",
    "SEKRETARIAT DPRD": "SEKRETARIS DPRD",
    "INSPEKTORAT DAERAH": "INSPEKTUR DAERAH",
    "SEKRETARIAT": "SEKRETARIS DINAS",
    "KECAMATAN CIBODAS": "CAMAT CIBODAS",
    "KECAMATAN MEKARWANGI": "CAMAT MEKARWANGI",
    "KELURAHAN SUKAMAJU": "LURAH SUKAMAJU",
    "KELURAHAN TANJUNGSARI": "LURAH TANJUNGSARI",
    "KELURAHAN KERTASARI": "LURAH KERTASARI",
}
MEN = re.findall(
    r"\w+",
    """ADE AGUS AHMAD ANDI ARIF ASEP BAGUS BAYU CAHYA DANI DEDI DIMAS DONI EKO FAJAR FIRMAN
GILANG HADI HENDRA IMAM IRFAN JAJANG JOKO KURNIA LUTHFI MULYADI NANANG OKTA PRASETYO
RAHMAT RIZKI SIGIT SLAMET TAUFIK TEGUH UJANG WAHYU WAWAN YUDI YUSUF""",
)
WOMEN = re.findall(
    r"\w+",
    """AISYAH ANISA ASTUTI AYU CITRA DESI DEWI DIAN EKA ELI ERNA FITRI HANA INDAH INTAN
IRMA KARTIKA LESTARI LILIS LINA MAYA MELATI NENENG NIA NOVI NUR PUTRI RATNA RINA
RINI SARI SITI SRI SUSI TITIN TUTI WATI WULAN YANTI YULI""",
)
FAMILY = re.findall(
    r"\w+",
    """ANGGRAINI FIRMANSYAH GUNAWAN HAKIM HARTONO HIDAYAT IRAWAN JAUHARI KOSASIH KURNIAWAN
KUSUMA LAKSANA MAHENDRA MAULANA NUGRAHA NURJAMAN PERMANA PRATAMA PURNAMA RAMDANI
ROHMAN SAEFUDIN SANTOSO SAPUTRA SETIAWAN SOLIHIN SUDRAJAT SUHERMAN SUPRIATNA SURYANA
SUTISNA TARYANA WIBOWO WIDODO WIJAYA YULIANTO ZAKARIA""",
)
JOBS = {
    "DINAS KOMUNIKASI DAN INFORMATIKA": [
        ("2", "Pranata Komputer Ahli Pertama"),
        ("2", "Pranata Komputer Ahli Muda"),
        ("2", "Pranata Hubungan Masyarakat Ahli Pertama"),
        ("4", "Penelaah Teknis Kebijakan"),
    ],
    "DINAS KESEHATAN": [("2", "Perawat Terampil"), ("2", "Bidan Ahli Pertama")],
    "DINAS PENDIDIKAN": [("2", "Guru Ahli Pertama"), ("2", "Guru Ahli Muda")],
    "INSPEKTORAT DAERAH": [("2", "Auditor Ahli Pertama"), ("2", "Auditor Ahli Muda")],
    "BADAN KEPEGAWAIAN DAN PENGEMBANGAN SUMBER DAYA MANUSIA": [
        ("2", "Analis Sumber Daya Manusia Aparatur Ahli Pertama"),
        ("4", "Penata Layanan Operasional"),
        ("2", "Arsiparis Ahli Pertama"),
    ],
}
COMMON = [
    ("4", "Penelaah Teknis Kebijakan"),
    ("4", "Pengolah Data dan Informasi"),
    ("4", "Pengadministrasi Perkantoran"),
    ("2", "Analis Kebijakan Ahli Pertama"),
    ("2", "Perencana Ahli Pertama"),
]
POSTS = {"1": "Jabatan Struktural", "2": "Jabatan Fungsional", "4": "Jabatan Pelaksana"}
GRADES = ["II/c", "II/d", "III/a", "III/b", "III/c", "III/d", "IV/a"]
CITIES = ["Bandung", "Cirebon", "Garut", "Kuningan", "Majalengka", "Sumedang", "Tasikmalaya"]
PNS = "PNS Daerah Kabupaten/Kota yang bekerja pada Kabupaten/Kota"


@dataclass
class UnitRow:
    key: str
    parent: UnitRow | None
    name: str
    level: int
    kind: str
    echelon: str
    staff: int
    head: str = ""

    @property
    def opd(self) -> str:
        return self.name if self.level < 2 or self.parent is None else self.parent.name


@dataclass
class Maker:
    """Draws people one by one; `serial` keeps every NIP different."""

    dice: random.Random
    serial: int = 0
    sheets: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {"PNS": [], "PPPK": [], "PPPK PARUH WAKTU": []}
    )

    def person(self, unit: UnitRow, sheet: str, echelon: str = "") -> dict[str, Any]:
        self.serial += 1
        dice = self.dice
        sex = dice.choice("MF")
        born = datetime.date(dice.randint(1970, 1997), dice.randint(1, 12), dice.randint(1, 28))
        first, last = dice.choice(MEN if sex == "M" else WOMEN), dice.choice(FAMILY)
        kind, job = ("1", head_title(unit)) if echelon else self.job(unit)
        row: dict[str, Any] = dict.fromkeys(HEADINGS)
        row |= {
            "PNS ID": key(f"person {self.serial}"),
            "NIP BARU": self.number(born, sex, sheet),
            "NAMA": f"{first} {last}",
            "GELAR BELAKANG": dice.choice([None, "S.Kom.", "S.E.", "S.Sos.", "S.A.P.", "A.Md."]),
            "TEMPAT LAHIR NAMA": dice.choice(CITIES),
            "TANGGAL LAHIR": f"{born:%d-%m-%Y}",
            "JENIS KELAMIN": sex,
            "NOMOR HP": f"0812{dice.randint(10_000_000, 99_999_999)}",
            "EMAIL": f"{first.lower()}.{last.lower()}{self.serial}@arjamukti.example",
            "KEDUDUKAN HUKUM ID": "01" if sheet == "PNS" else "71",
            "KEDUDUKAN HUKUM NAMA": "Aktif" if sheet == "PNS" else "PPPK Aktif",
            "JENIS PEGAWAI NAMA": PNS if sheet == "PNS" else sheet,
            "STATUS CPNS PNS": "P",
            "JENIS JABATAN ID": kind,
            "JENIS JABATAN NAMA": POSTS[kind],
            "JABATAN NAMA": job,
            "TMT JABATAN": f"01-{dice.randint(1, 12):02}-{dice.randint(2019, 2024)}",
            "UNOR ID": unit.key,
            "UNOR NAMA": unit.name,
            "INSTANSI INDUK NAMA": "Pemerintah Kab. Arjamukti",
            "INSTANSI KERJA NAMA": "Pemerintah Kab. Arjamukti",
            "GOL AKHIR NAMA": self.grade(sheet, echelon),
        }
        if echelon:
            roman = {"2": "II", "3": "III", "4": "IV"}[echelon[0]]
            row |= {"ESELON ID": echelon, "ESELON NAMA": f"{roman}.{'ab'[int(echelon[1]) - 1]}"}
        self.sheets[sheet].append(row)
        return row

    def job(self, unit: UnitRow) -> tuple[str, str]:
        return self.dice.choice(JOBS.get(unit.opd, COMMON) + COMMON[:1])

    def grade(self, sheet: str, echelon: str) -> str:
        if sheet != "PNS":
            return self.dice.choice(["V", "VII", "IX", "X"])
        return {"2": "IV/b", "3": "IV/a", "4": "III/d"}.get(echelon[:1]) or self.dice.choice(GRADES)

    def number(self, born: datetime.date, sex: str, sheet: str) -> str:
        """A NIP that agrees with birth, sex and kind."""
        mark = "1" if sex == "M" else "2"
        if sheet == "PNS":
            start = (
                f"{min(born.year + self.dice.randint(23, 27), 2021)}{self.dice.randint(1, 12):02}"
            )
        else:
            start = f"{self.dice.randint(2021, 2024)}21"
        return f"{born:%Y%m%d}{start}{mark}{self.serial:03}"


def key(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper()


def head_title(unit: UnitRow) -> str:
    return TITLES.get(unit.name, f"KEPALA {unit.name}")


def units() -> list[UnitRow]:
    root = UnitRow(key("root"), None, f"PEMERINTAH KABUPATEN {AGENCY}", 0, "instansi", "", 0)
    rows, above = [root], {0: root}
    for name, level, kind, echelon, staff in UNITS:
        parent = above[level - 1]
        rows.append(
            UnitRow(key(f"{parent.name}/{name}"), parent, name, level, kind, echelon, staff)
        )
        above[level] = rows[-1]
    return rows


def populate(rows: list[UnitRow], maker: Maker) -> None:
    for unit in rows:
        if unit.echelon and unit.name not in VACANT:
            unit.head = maker.person(unit, "PNS", unit.echelon)["PNS ID"]
        elif unit.kind == "sekolah":
            unit.head = maker.person(unit, "PNS")["PNS ID"]
        if unit.name in VACANT:  # somebody who can act for the vacant head
            maker.person(unit, "PNS", "31")["JABATAN NAMA"] = f"SEKRETARIS {unit.name}"
        for number in range(unit.staff):
            sheet = "PNS" if number % 5 < 3 else "PPPK" if number % 5 == 3 else "PPPK PARUH WAKTU"
            maker.person(unit, sheet)


def spoil(sheets: dict[str, list[dict[str, Any]]], heads: set[str]) -> None:
    """The faults that real files have, a few of each; never on a head."""
    staff = [row for row in sheets["PNS"] if row["PNS ID"] not in heads and not row["ESELON ID"]]
    rows = staff[20::9]
    rows[0]["NIP BARU"] = rows[0]["NIP BARU"][:17]
    rows[1]["TANGGAL LAHIR"] = "31-12-1999"
    rows[2]["JENIS KELAMIN"] = "F" if rows[2]["JENIS KELAMIN"] == "M" else "M"
    rows[3]["UNOR ID"] = key("a unit that nobody knows")
    rows[4]["NAMA"] = " "
    rows[5]["NIP BARU"] = f"'{rows[5]['NIP BARU']}"
    rows[6]["NAMA"] = f"  {rows[6]['NAMA'].replace(' ', '   ')} "
    rows[7] |= {"KEDUDUKAN HUKUM ID": "15", "KEDUDUKAN HUKUM NAMA": "Kena Hukuman Disiplin"}
    rows[8] |= {"KEDUDUKAN HUKUM ID": "99", "KEDUDUKAN HUKUM NAMA": "Pensiun"}
    sheets["PPPK"][7] |= {"NOMOR HP": None, "EMAIL": None}
    sheets["PPPK"][19]["TMT JABATAN"] = "01-03-2062"
    sheets["PPPK"].append({**sheets["PPPK"][11]})
    twice = {**sheets["PPPK PARUH WAKTU"][5]}
    twice["UNOR ID"] = sheets["PPPK PARUH WAKTU"][30]["UNOR ID"]
    sheets["PPPK PARUH WAKTU"].append(twice)


def write_units(rows: list[UnitRow], target: Path) -> None:
    titles = ("Id InstansiId DiatasanId EselonId NamaUnor NamaJabatan CepatKode IndukUnorId "
              "PemimpinPnsId JenisUnorId")  # fmt: skip
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, delimiter=";", lineterminator="\n")
        out.writerow(titles.split())
        for number, unit in enumerate(rows):
            title = f"BUPATI {AGENCY}" if number == 0 else head_title(unit)
            opd = unit if unit.level < 2 or unit.parent is None else unit.parent
            parent = unit.parent.key if unit.parent else ""
            out.writerow(
                [unit.key, AGENCY, parent, unit.echelon, "--" * unit.level + unit.name, title,
                 f"{number:06}", opd.key, unit.head, unit.kind]
            )  # fmt: skip


def write_people(sheets: dict[str, list[dict[str, Any]]], target: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    book.properties.created = book.properties.modified = datetime.datetime(2026, 7, 1)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        odd = name == "PPPK"
        sheet.append([f"{h.title()} " if i % 9 == 0 else h.title() for i, h in enumerate(HEADINGS)]
                     if odd else HEADINGS)  # fmt: skip
        for row in rows:
            sheet.append([_cell(row[h], h, name) for h in HEADINGS])
    raw = BytesIO()
    book.save(raw)
    target.write_bytes(_repacked(raw.getvalue()))


def _cell(value: Any, heading: str, sheet: str) -> Any:
    """One sheet holds real dates, the others text."""
    if sheet == "PPPK PARUH WAKTU" and heading in ("TANGGAL LAHIR", "TMT JABATAN") and value:
        return datetime.datetime.strptime(value, "%d-%m-%Y")
    return value


def _repacked(data: bytes) -> bytes:
    """The same bytes every time: a workbook's ZIP would hold the minute of its making."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _fixed_times(content)
            info = zipfile.ZipInfo(name, (2026, 7, 1, 0, 0, 0))
            new.writestr(info, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _fixed_times(core: bytes) -> bytes:
    return re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-07-01T00:00:00Z", core)


def main(folder: Path = FOLDER) -> None:
    maker = Maker(random.Random(2026))  # noqa: S311  (made-up people, not secrets)
    rows = units()
    populate(rows, maker)
    spoil(maker.sheets, {unit.head for unit in rows})
    write_units(rows, folder / "UNOR.csv")
    write_people(maker.sheets, folder / "SIASN.xlsx")


if __name__ == "__main__":
    main()
