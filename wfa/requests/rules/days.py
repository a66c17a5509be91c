"""The chosen days: working days, ahead, free, not too many, and with a seat. Pure."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from wfa.calendars.wording import day, day_list, short_day
from wfa.requests.rules.facts import PERMEN, Facts, Finding, Level, add_months, cite, monday
from wfa.schedules.rules import free_days, full_sentence


def chosen(facts: Facts) -> Iterator[Finding]:
    if not facts.dates:
        sentence = "Belum ada hari yang dipilih. Pilih paling sedikit satu."
        yield Finding("no_days", Level.BAD, sentence, "", "dates")


def days(facts: Facts) -> Iterator[Finding]:
    if not facts.dates:
        yield from chosen(facts)
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
    yield from passed(facts)
    yield from overlap(facts)


def passed(facts: Facts) -> Iterator[Finding]:
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


def overlap(facts: Facts) -> Iterator[Finding]:
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
    claimed = [date for date in sorted(facts.dates) if date in facts.claims]
    for date in claimed:
        sentence = f"{day_list([date])} sudah diatur: {facts.claims[date].label}. Hapus hari itu."
        yield Finding("overlap", Level.BAD, sentence, law, "dates")
    if facts.dates and not both and not claimed:
        what = "Tidak bentrok dengan pengajuan lain, jadwal unit, atau cuti."
        yield Finding("overlap", Level.OK, what, law)


def week(facts: Facts) -> Iterator[Finding]:
    """At most two working days a week (Ps 13 ayat 1); special circumstances are free of it."""
    law = f"{PERMEN} Pasal 13 ayat (1)"
    if facts.basis == "special":
        yield Finding("week", Level.OK, "Keadaan khusus: tidak dibatasi dua hari seminggu.", law)
        return
    limit = facts.rules.values["max_days_per_week"]
    by_rota = {d for d, claim in facts.claims.items() if claim.is_away}
    weeks = Counter(monday(d) for d in {*facts.dates, *facts.other_days, *by_rota})
    own = {monday(d) for d in facts.dates}
    over = sorted(w for w in own if weeks[w] > limit)
    for week in over:
        yield Finding(
            "week",
            Level.BAD,
            f"{weeks[week]} hari pada minggu {short_day(week)}, paling banyak {limit}. "
            f"Kurangi {weeks[week] - limit} hari.",
            cite(law, facts.rules, "max_days_per_week"),
            "dates",
        )
    if own and not over:
        most = max(weeks[w] for w in own)
        yield Finding(
            "week", Level.OK, f"Paling banyak {most} hari seminggu, batasnya {limit}.", law
        )


def period(facts: Facts) -> Iterator[Finding]:
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


def lead(facts: Facts) -> Iterator[Finding]:
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


def quota(facts: Facts, *, known_full: frozenset[datetime.date] = frozenset()) -> Iterator[Finding]:
    """No more people away than the policy gives seats for; waiting requests hold theirs (R7).

    `known_full`: days that were lost to somebody faster.
    """
    seats = facts.seats
    law = cite(f"{PERMEN} Pasal 13", facts.rules, "quota_percent")
    full = sorted({*known_full, *(d for d in facts.dates if d in seats and seats[d].full)})
    for date in full:
        sentence = f"Kuota {day_list([date])} sudah terisi pegawai lain. Hapus hari itu."
        if date in seats:
            lost = replace(seats[date], taken=max(seats[date].taken, seats[date].limit))
            sentence = full_sentence(date, lost, instead_of(facts, date))
        yield Finding("quota", Level.BAD, sentence, law, "dates")
    if seats and facts.dates and not full:
        least = min((seats[d].left for d in facts.dates if d in seats), default=0)
        yield Finding("quota", Level.OK, f"Kuota masih ada: sisa {least} kursi atau lebih.", law)


def instead_of(facts: Facts, full: datetime.date) -> list[datetime.date]:
    """Free days to choose instead of a full one: they break no other rule about days."""
    values = facts.rules.values
    others = {*facts.dates, *facts.other_days, *facts.claims} - {full}
    weeks = Counter(monday(d) for d in others)
    weekdays = values["weekdays"] if facts.basis == "task" else range(7)
    first = facts.calendar.add_working_days(facts.today, values["lead_days"])
    last = add_months(min([full, *facts.dates]), values["max_period_months"])

    def fits(date: datetime.date) -> bool:
        room = facts.basis == "special" or weeks[monday(date)] < values["max_days_per_week"]
        return room and date not in others and date.weekday() in weekdays and first <= date <= last

    open_days = [date for date in sorted(facts.seats) if fits(date)]
    return free_days(full, open_days, lambda date: not facts.seats[date].full)
