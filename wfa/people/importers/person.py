"""One row of SIASN.xlsx as a person: cleaned values and what is wrong with them.

Only what an account needs is read: no religion, marriage, identity card, tax number, address.
The date of birth is compared with the NIP and then forgotten.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from wfa.people.importers import codes, sentences
from wfa.people.importers import values as cells
from wfa.people.importers.reader import Column, Row
from wfa.people.importers.sentences import Verdict, verdict
from wfa.people.models import Employee, Position

COLUMNS = (
    Column("id", "PNS ID", ("PNSID",)),
    Column("nip", "NIP BARU", ("NIPBARU", "NIP"), required=True),
    Column("name", "NAMA", ("NAMA", "NAMALENGKAP"), required=True),
    Column("front_title", "GELAR DEPAN", ("GELARDEPAN",)),
    Column("back_title", "GELAR BELAKANG", ("GELARBELAKANG",)),
    Column("birth", "TANGGAL LAHIR", ("TANGGALLAHIR", "TGLLAHIR")),
    Column("sex", "JENIS KELAMIN", ("JENISKELAMIN",)),
    Column("phone", "NOMOR HP", ("NOMORHP", "NOHP")),
    Column("email", "EMAIL", ("EMAIL",)),
    Column("email_gov", "EMAIL GOV", ("EMAILGOV",)),
    Column("kind", "JENIS PEGAWAI NAMA", ("JENISPEGAWAINAMA",)),
    Column("standing_id", "KEDUDUKAN HUKUM ID", ("KEDUDUKANHUKUMID",)),
    Column("standing", "KEDUDUKAN HUKUM NAMA", ("KEDUDUKANHUKUMNAMA",)),
    Column("status", "STATUS CPNS PNS", ("STATUSCPNSPNS",)),
    Column("since_cpns", "TMT CPNS", ("TMTCPNS",)),
    Column("since_pns", "TMT PNS", ("TMTPNS",)),
    Column("since_grade", "TMT GOLONGAN", ("TMTGOLONGAN",)),
    Column("grade_id", "GOL AKHIR ID", ("GOLAKHIRID",)),
    Column("grade", "GOL AKHIR NAMA", ("GOLAKHIRNAMA", "GOLAKHIR")),
    Column("position_kind_id", "JENIS JABATAN ID", ("JENISJABATANID",)),
    Column("position_kind", "JENIS JABATAN NAMA", ("JENISJABATANNAMA",)),
    Column("position", "JABATAN NAMA", ("JABATANNAMA",)),
    Column("position_since", "TMT JABATAN", ("TMTJABATAN",)),
    Column("unit", "UNOR ID", ("UNORID",), required=True),
    Column("echelon_id", "ESELON ID", ("ESELONID",)),
    Column("echelon", "ESELON NAMA", ("ESELONNAMA",)),
)
LABELS = {column.key: column.label for column in COLUMNS}
_DATES = ("birth", "since_cpns", "since_pns", "since_grade", "position_since")
_LIMITS = {"name": 150, "front_title": 40, "back_title": 60, "position": 200, "id": 40}
_STANDINGS = {
    Employee.Standing.RETIRED: "retired",
    Employee.Standing.LEAVE: "leave",
    Employee.Standing.STUDY: "study",
    Employee.Standing.PENSION_PREPARATION: "mpp",
    Employee.Standing.DISCIPLINE: "discipline",
    Employee.Standing.INVESTIGATION: "investigation",
    Employee.Standing.INACTIVE: "inactive",
}


@dataclass
class Person:
    """`values` hold what the row says about fields of `Employee`, and nothing else.

    The unit stands as its SIASN id in `unit_key`, the position as (name, kind).
    """

    sheet: str
    row: int
    nip: str
    """As it is written, for the report."""
    identity: str
    """The NIP if it is one; numbers that lost digits make different people look the same."""
    siasn_id: str
    name: str
    unit_key: str
    position: tuple[str, str] | None
    values: dict[str, Any]
    verdicts: list[Verdict] = field(default_factory=list)

    @property
    def where(self) -> str:
        return f"{self.sheet or 'berkas'} baris {self.row}"


def read(row: Row, columns: frozenset[str], today: datetime.date) -> Person:
    """The person of a row. A wrong cell costs a verdict, never the file."""
    return _Reading(row, columns, today).person()


class _Reading:
    """Takes one row apart, collecting verdicts on the way."""

    def __init__(self, row: Row, columns: frozenset[str], today: datetime.date) -> None:
        self.row = row
        self.columns = columns
        self.today = today
        self.verdicts: list[Verdict] = []
        found = {key: cells.text(value) for key, value in row.cells.items() if key not in _DATES}
        self.words = {key: text.value for key, text in found.items()}
        self.number, wrong = sentences.nip(row.cells.get("nip"), self.words.get("nip", ""))
        self.is_numbered = wrong is None
        self._say_all(wrong)
        self._stray("apostrophe", [key for key, text in found.items() if text.apostrophe])
        spaced = [key for key, text in found.items() if text.blanks]
        if self.is_numbered and " " in self.words.get("nip", "") and "nip" not in spaced:
            spaced.append("nip")
        self._stray("blanks", spaced)

    def person(self) -> Person:
        name = self._cut("name")
        if not name:
            self._say("name_missing")
        unit = self.words.get("unit", "")
        if not unit:
            self._say("unit_missing")
        values = self._values(name)
        return Person(
            sheet=self.row.sheet,
            row=self.row.number,
            nip=self.number,
            identity=self.number if self.is_numbered else "",
            siasn_id=self._cut("id"),
            name=name,
            unit_key=unit,
            position=self._position(),
            values=values,
            verdicts=self.verdicts,
        )

    def _values(self, name: str) -> dict[str, Any]:
        """Fields of columns that the sheet hasn't are left out, so that they stay as they are."""
        dates = {key: self._date(key) for key in _DATES if key in self.row.cells}
        work = codes.employment(
            self.words.get("kind", ""), self.row.sheet, self.words.get("status", ""), self.number
        )
        values: dict[str, Any] = {"name": name, "employment": work.value}
        self._add(values, "front_title", self._cut("front_title"))
        self._add(values, "back_title", self._cut("back_title"))
        self._add(values, "position_since", dates.get("position_since"))
        values |= self._sex_and_number(dates.get("birth"), work)
        values |= self._standing() | self._grade(work) | self._contact()
        if self.columns & {"echelon", "echelon_id"}:
            written = self.words.get("echelon_id", ""), self.words.get("echelon", "")
            values["echelon"] = codes.echelon(*written)
        return values

    def _add(self, values: dict[str, Any], key: str, value: object) -> None:
        if key in self.columns:
            values[key] = value

    def _sex_and_number(
        self, birth: datetime.date | None, work: Employee.Employment
    ) -> dict[str, Any]:
        written = self.words.get("sex", "")
        sex = codes.sex(written)
        if sex is None:
            self._say("sex_unknown", written=written)
        if self.is_numbered:
            contract = work in (Employee.Employment.PPPK, Employee.Employment.PPPK_PART_TIME)
            self.verdicts += sentences.against_number(
                self.number, birth, sex or "", contract=contract, work=work.label
            )
        return {"sex": sex or sentences.sex_in(self.number)}

    def _standing(self) -> dict[str, Any]:
        if not self.columns & {"standing", "standing_id"}:
            return {}
        code, name = self.words.get("standing_id", ""), self.words.get("standing", "")
        standing = codes.standing(code, name)
        if not code and not name:
            self._say("standing_missing")
            standing = Employee.Standing.ACTIVE
        standing = standing or Employee.Standing.INACTIVE
        if standing in _STANDINGS:
            self._say(_STANDINGS[standing], written=name or code)
        return {"standing": standing.value}

    def _grade(self, work: Employee.Employment) -> dict[str, Any]:
        if not self.columns & {"grade", "grade_id"}:
            return {}
        name, code = self.words.get("grade", ""), self.words.get("grade_id", "")
        grade = codes.grade(name, code, work)
        if grade is None:
            self._say("grade_unknown", written=name or code)
        return {"grade": grade or "", "rank": codes.RANKS.get(grade or "", "")}

    def _contact(self) -> dict[str, Any]:
        """An empty cell doesn't take away what somebody wrote in Luwes."""
        if not self.columns & {"phone", "email", "email_gov"}:
            return {}
        values = {}
        if phone := self._phone():
            values["phone"] = phone
        if email := self._email("email") or self._email("email_gov"):
            values["email"] = email
        if not any(self.words.get(key) for key in ("phone", "email", "email_gov")):
            self._say("no_contact")
        return values

    def _phone(self) -> str:
        written = self.words.get("phone", "")
        digits = "".join(char for char in written if char.isdigit())
        if not written:
            return ""
        if not 6 <= len(digits) <= 18 or len(written) > 30:
            self._say("phone_unknown", written=written)
            return ""
        if digits.startswith("8") and written[0] != "+" and len(digits) >= 9:
            self._say("phone_zero")
            return f"0{written}"[:30]
        return written

    def _email(self, key: str) -> str:
        written = self.words.get(key, "")
        if not written:
            return ""
        try:
            validate_email(written)
        except ValidationError:
            self._say("email_unknown", written=written)
            return ""
        return written if len(written) <= 254 else ""

    def _position(self) -> tuple[str, str] | None:
        name = self._cut("position")
        kind = codes.position_kind(
            self.words.get("position_kind_id", ""), self.words.get("position_kind", "")
        )
        return (name, Position.Kind(kind).value) if name else None

    def _date(self, key: str) -> datetime.date | None:
        raw = self.row.cells[key]
        try:
            day = cells.date(raw)
        except ValueError:
            self._say("date_unreadable", label=LABELS[key], written=str(raw).strip())
            return None
        if day and day > self.today:
            self._say("future_date", label=LABELS[key], day=f"{day:%d-%m-%Y}")
        return day

    def _cut(self, key: str) -> str:
        """Text that fits its column of the database."""
        written, limit = self.words.get(key, ""), _LIMITS[key]
        if len(written) > limit:
            self._say("cut", label=LABELS[key], limit=limit)
        return written[:limit].rstrip()

    def _stray(self, code: str, keys: list[str]) -> None:
        if keys:
            self._say(code, labels=", ".join(LABELS[key] for key in keys[:4]))

    def _say(self, code: str, **words: object) -> None:
        self._say_all(verdict(code, **words))

    def _say_all(self, *found: Verdict | None) -> None:
        self.verdicts += [one for one in found if one]
