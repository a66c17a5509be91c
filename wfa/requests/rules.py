"""May this be asked, for these days, by this person? Pure rules that answer with reasons.

The form, the explanation beside the button and the service ask the same functions. A finding of
level BAD stops; WARN is told and lets through; OK is shown so that people see what was checked.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from wfa.calendars.wording import day, day_list, short_day
from wfa.people.models import Employee

if TYPE_CHECKING:
    from wfa.calendars.rules import Calendar
    from wfa.policies.selectors import RuleSet


class Level(StrEnum):
    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """What one rule says: a sentence, its source, and the field of the form it belongs to."""

    code: str
    level: Level
    sentence: str
    law: str = ""
    field: str = ""


@dataclass(frozen=True)
class Facts:
    """All a rule may look at; values only, gathered by `selectors.facts_for`."""

    today: datetime.date
    basis: str
    place: str
    dates: tuple[datetime.date, ...]
    other_days: tuple[datetime.date, ...]
    """Live days of the same person in other requests."""
    standing: str
    is_active: bool
    position: str
    position_since: datetime.date | None
    echelon: str
    rules: RuleSet
    calendar: Calendar
    filled: frozenset[str] = field(default_factory=frozenset)
    """Names of the parts of the form that are filled in."""
    criteria: tuple[tuple[str, bool], ...] = ()


PERMEN = "PermenPAN-RB 4/2025"


def check(facts: Facts) -> list[Finding]:
    """Everything that is looked at when a request is submitted, in the order people read it."""
    if switch := [f for f in _open(facts) if f.level is Level.BAD]:
        return switch
    return [
        *_person(facts),
        *_excluded(facts),
        *_criteria(facts),
        *_days(facts),
        *_week(facts),
        *_period(facts),
        *_lead(facts),
        *complete(facts),
    ]


def check_decision(facts: Facts) -> list[Finding]:
    """What must still hold when somebody decides: people and days change while a case waits."""
    return [*_person(facts), *_excluded(facts), *_chosen(facts), *_passed(facts), *_overlap(facts)]


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    return [f for f in findings if f.level is Level.BAD]


def complete(facts: Facts) -> list[Finding]:
    """Whether the case is "lengkap": all that the law asks for is there (Ps 30; R9)."""
    needed = [
        ("reason", "Alasan belum diisi. Tulis alasan Anda."),
        ("place", "Jenis tempat belum dipilih. Pilih satu."),
        ("place_address", "Alamat tempat kerja belum diisi. Tulis alamat lengkapnya."),
        ("plan", "Rencana kerja belum diisi. Tulis paling sedikit satu pekerjaan dan keluarannya."),
        ("phone", "Nomor HP aktif belum diisi. Tulis nomor yang bisa dihubungi."),
    ]
    if facts.basis == "special" and facts.rules.values.get("evidence_required", True):
        needed.insert(1, ("evidence", "Bukti dukung belum ada. Unggah paling sedikit satu berkas."))
    if facts.place == "other_place":  # Ps 12: another place follows from the work
        needed.insert(
            -2, ("place_reason", "Alasan memilih lokasi lain belum diisi. Tulis alasannya.")
        )
    missing = [
        Finding(f"missing_{name}", Level.BAD, sentence, f"{PERMEN} Pasal 30", name)
        for name, sentence in needed
        if name not in facts.filled
    ]
    if missing:
        return missing
    what = "Alasan, bukti dukung, rencana kerja, dan keluaran lengkap."
    if facts.basis != "special":
        what = "Alasan, rencana kerja, dan keluaran lengkap."
    return [Finding("complete", Level.OK, what, f"{PERMEN} Pasal 30")]


def _open(facts: Facts) -> Iterator[Finding]:
    rules = facts.rules
    if not rules.values["open"]:
        yield Finding(
            "policy_off",
            Level.BAD,
            "Kerja fleksibel sedang tidak dibuka di daerah ini. Tunggu pengumuman BKD.",
            rules.describe("open"),
        )
    track = {"special": "special_open", "task": "task_open"}.get(facts.basis)
    if track and not rules.values[track]:
        yield Finding(
            "track_off",
            Level.BAD,
            "Dasar pengajuan ini sedang tidak dibuka. Pilih dasar yang lain.",
            rules.describe(track),
            "basis",
        )
    if not facts.basis:
        yield Finding(
            "no_basis", Level.BAD, "Dasar pengajuan belum dipilih. Pilih satu.", "", "basis"
        )


def _person(facts: Facts) -> Iterator[Finding]:
    """PermenPAN-RB 4/2025 Ps 25 (1): not under discipline, not new in the post."""
    law = f"{PERMEN} Pasal 25 ayat (1) huruf a"
    standing = Employee.Standing
    if facts.standing in {standing.DISCIPLINE, standing.INVESTIGATION}:
        word = "menjalani" if facts.standing == standing.DISCIPLINE else "dalam proses"
        yield Finding(
            "discipline",
            Level.BAD,
            f"Pegawai sedang {word} hukuman disiplin. Ajukan lagi setelah selesai.",
            law,
        )
    elif not facts.is_active or facts.standing != standing.ACTIVE:
        yield Finding(
            "not_active",
            Level.BAD,
            "Pegawai tercatat tidak aktif bekerja. Tanyakan kepada pengelola kepegawaian.",
            "PP 11/2017 Pasal 1 angka 27",
        )
    else:
        yield Finding("discipline", Level.OK, "Tidak dalam proses hukuman disiplin.", law)
    yield from _new_in_position(facts)


def _new_in_position(facts: Facts) -> Iterator[Finding]:
    months = facts.rules.values["new_in_position_months"]
    law = _cite(f"{PERMEN} Pasal 25 ayat (1) huruf b", facts.rules, "new_in_position_months")
    since = facts.position_since
    if since is None:
        if months:
            yield Finding(
                "position_unknown",
                Level.WARN,
                "Tanggal mulai jabatan tidak tercatat. Penilai memeriksanya.",
                law,
            )
        return
    until = add_months(since, months)
    first = min(facts.dates, default=facts.today)
    if first < until:
        yield Finding(
            "new_in_position",
            Level.BAD,
            f"Pegawai baru menempati jabatan sejak {short_day(since)}. "
            f"Pilih hari mulai {short_day(until)}.",
            law,
            "dates",
        )
    else:
        yield Finding("new_in_position", Level.OK, f"Menjabat sejak {short_day(since)}.", law)


def _excluded(facts: Facts) -> Iterator[Finding]:
    rules, law = facts.rules, facts.rules.describe("excluded_echelons")
    what = ""
    if facts.echelon and facts.echelon in rules.values["excluded_echelons"]:
        what = "Eselon jabatan ini tetap bekerja di kantor."
    elif word := _named(facts.position, rules.values["excluded_positions"]):
        what, law = f"Jabatan {word} tetap bekerja di kantor.", rules.describe("excluded_positions")
    elif rules.values["excluded"]:
        what, law = "Unit ini tetap bekerja di kantor.", rules.describe("excluded")
    if what:
        yield Finding(
            "excluded", Level.BAD, f"{what} Tanyakan kepada BKD bila ada pengecualian.", law
        )
    if facts.place and facts.place not in rules.values["places"]:
        yield Finding(
            "place_closed",
            Level.BAD,
            "Jenis tempat ini tidak dibuka. Pilih jenis tempat yang lain.",
            _cite(f"{PERMEN} Pasal 12", rules, "places"),
            "place",
        )


def _cite(law: str, rules: RuleSet, key: str) -> str:
    """The article, and the policy too where one sets the value."""
    return law if rules.is_default(key) else f"{law} · {rules.describe(key)}"


def _named(position: str, words: Sequence[str]) -> str:
    """The excluded word that stands as a whole word in the position's name."""
    padded = f" {position.lower()} "
    return next((w for w in words if f" {w.lower()} " in padded), "")


def _criteria(facts: Facts) -> Iterator[Finding]:
    """PermenPAN-RB 4/2025 Ps 23: all criteria of the task are met (track karakteristik tugas)."""
    if facts.basis != "task":
        return
    law = f"{PERMEN} Pasal 23"
    if not facts.criteria or not all(met for _, met in facts.criteria):
        yield Finding(
            "criteria",
            Level.BAD,
            "Belum semua kriteria tugas terpenuhi. Centang semuanya, atau pilih keadaan khusus.",
            law,
            "criteria",
        )
    else:
        yield Finding("criteria", Level.OK, "Semua kriteria tugas terpenuhi.", law)


def _chosen(facts: Facts) -> Iterator[Finding]:
    if not facts.dates:
        sentence = "Belum ada hari yang dipilih. Pilih paling sedikit satu."
        yield Finding("no_days", Level.BAD, sentence, "", "dates")


def _days(facts: Facts) -> Iterator[Finding]:
    if not facts.dates:
        yield from _chosen(facts)
        return
    off = [d for d in facts.dates if not facts.calendar.is_working_day(d)]
    if off:
        yield Finding(
            "holiday",
            Level.BAD,
            f"{day_list(off)} bukan hari kerja. Hapus hari itu.",
            "Kalender kerja daerah",
            "dates",
        )
    weekdays = facts.rules.values["weekdays"]
    wrong = [d for d in facts.dates if d not in off and d.weekday() not in weekdays]
    if wrong and facts.basis == "task":
        yield Finding(
            "weekday",
            Level.BAD,
            f"{day_list(wrong)} di luar hari yang dibuka. Pilih hari lain.",
            facts.rules.describe("weekdays"),
            "dates",
        )
    yield from _passed(facts)
    yield from _overlap(facts)


def _passed(facts: Facts) -> Iterator[Finding]:
    """A day that has passed can't be approved (UU 30/2014 Ps 58 ayat 6: not retroactive)."""
    passed = [d for d in facts.dates if d < facts.today]
    if passed:
        yield Finding(
            "passed",
            Level.BAD,
            f"{day_list(passed)} sudah lewat. Pilih hari yang akan datang.",
            "UU 30/2014 Pasal 58 ayat (6)",
            "dates",
        )


def _overlap(facts: Facts) -> Iterator[Finding]:
    """One person, one place a day (R27)."""
    law = "PP 11/2017 Pasal 1 angka 27"
    both = sorted(set(facts.dates) & set(facts.other_days))
    if both:
        yield Finding(
            "overlap",
            Level.BAD,
            f"{day_list(both)} sudah ada pada pengajuan lain. Hapus hari itu.",
            law,
            "dates",
        )
    elif facts.dates:
        yield Finding("overlap", Level.OK, "Tidak bentrok dengan pengajuan lain.", law)


def _week(facts: Facts) -> Iterator[Finding]:
    """At most two working days a week (Ps 13 ayat 1); special circumstances are free of it."""
    law = f"{PERMEN} Pasal 13 ayat (1)"
    if facts.basis == "special":
        yield Finding("week", Level.OK, "Keadaan khusus: tidak dibatasi dua hari seminggu.", law)
        return
    limit = facts.rules.values["max_days_per_week"]
    weeks = Counter(monday(d) for d in {*facts.dates, *facts.other_days})
    own = {monday(d) for d in facts.dates}
    over = sorted(w for w in own if weeks[w] > limit)
    for week in over:
        yield Finding(
            "week",
            Level.BAD,
            f"{weeks[week]} hari pada minggu {short_day(week)}, paling banyak {limit}. "
            f"Kurangi {weeks[week] - limit} hari.",
            _cite(law, facts.rules, "max_days_per_week"),
            "dates",
        )
    if own and not over:
        most = max(weeks[w] for w in own)
        yield Finding(
            "week", Level.OK, f"Paling banyak {most} hari seminggu, batasnya {limit}.", law
        )


def _period(facts: Facts) -> Iterator[Finding]:
    months = facts.rules.values["max_period_months"]
    law = facts.rules.describe("max_period_months")
    if not facts.dates:
        return
    last, latest = max(facts.dates), add_months(min(facts.dates), months)
    horizon = add_months(facts.today, months)
    if last > latest or min(facts.dates) > horizon:
        yield Finding(
            "period",
            Level.BAD,
            f"Satu pengajuan paling lama {months} bulan. Pilih hari sampai "
            f"{short_day(min(latest, horizon))}.",
            law,
            "dates",
        )


def _lead(facts: Facts) -> Iterator[Finding]:
    """Filed early enough to be decided before the first day (R12)."""
    if not facts.dates or min(facts.dates) < facts.today:
        return
    days = facts.rules.values["lead_days"]
    law = f"{days} hari kerja sebelumnya · {facts.rules.describe('lead_days')}"
    latest = facts.calendar.add_working_days(min(facts.dates), -days)
    if facts.today > latest:
        earliest = facts.calendar.add_working_days(facts.today, days)
        yield Finding(
            "lead",
            Level.BAD,
            f"Hari pertama terlalu dekat. Pilih mulai {day(earliest)}.",
            law,
            "dates",
        )
    else:
        yield Finding("lead", Level.OK, f"Diajukan cukup awal: batasnya {day(latest)}.", law)


def monday(date: datetime.date) -> datetime.date:
    """The Monday of the date's week."""
    return date - datetime.timedelta(days=date.weekday())


def add_months(date: datetime.date, months: int) -> datetime.date:
    """The same day `months` later, or the last day of that month."""
    years, month = divmod(date.month - 1 + months, 12)
    first = datetime.date(date.year + years, month + 1, 1)
    next_first = (first + datetime.timedelta(days=31)).replace(day=1)
    return min(
        first + datetime.timedelta(days=date.day - 1), next_first - datetime.timedelta(days=1)
    )
