"""Calendar and policies: by which days is counted, and whether anybody may ask at all."""

from __future__ import annotations

from collections.abc import Iterator

from wfa.calendars import wording
from wfa.people.models import Unit
from wfa.setup.facts import Facts
from wfa.setup.rules.findings import Finding, Group, Level, Page, names

CALENDAR, POLICY = "kalender", "kebijakan"


def findings(facts: Facts) -> Iterator[Finding]:
    yield from _years(facts)
    yield _ramadan(facts)
    yield _policy(facts)


def _years(facts: Facts) -> Iterator[Finding]:
    for year, is_filled in facts.years.items():
        now = year == facts.today.year
        code = "calendar_now" if now else "calendar_next"
        if is_filled:
            sentence = f"Libur nasional {year} sudah terisi."
            yield Finding(Group.RULES, code, Level.OK, sentence, task=CALENDAR)
        else:
            yield Finding(
                Group.RULES,
                code,
                Level.WRONG if now else Level.NEEDED,
                f"Libur nasional {year} belum terisi, jadi hari libur terhitung hari kerja.",
                f"Isi daftar nasional {year} di Kalender.",
                CALENDAR,
                Page("kalender", "Buka Kalender", f"?tahun={year}"),
            )


def _ramadan(facts: Facts) -> Finding:
    """The shorter hours of Ramadan (Perpres 21/2023 Ps 4) hold on recorded dates only."""
    if facts.ramadan:
        day = wording.short_day(facts.ramadan)
        sentence = f"Ramadan sampai {day} sudah tercatat."
        return Finding(Group.RULES, "ramadan", Level.OK, sentence, task=CALENDAR)
    return Finding(
        Group.RULES,
        "ramadan",
        Level.NEEDED,
        "Ramadan berikutnya belum tercatat, jadi jam kerjanya belum dikenal.",
        "Catat hari pertama dan terakhirnya setelah ditetapkan.",
        CALENDAR,
        Page("kalender-ramadan", "Catat Ramadan"),
    )


def _policy(facts: Facts) -> Finding:
    """Somewhere a policy in force opens flexible work; a region may well begin with one OPD."""
    rules = facts.rules
    if rules.open_at:
        everywhere = any(unit.kind == Unit.Kind.REGION for unit in rules.open_at)
        where = "seluruh instansi" if everywhere else names(rules.open_at)
        sentence = f"Kerja fleksibel dibuka untuk {where}."
        return Finding(Group.RULES, "policy", Level.OK, sentence, task=POLICY)
    if rules.upcoming and rules.upcoming.effective_from:
        start = wording.short_day(rules.upcoming.effective_from)
        return _closed(facts, Level.NEEDED, f"{rules.upcoming} mulai berlaku {start}.")
    if rules.draft:
        level = Level.NEEDED if rules.ever else Level.WRONG
        return _closed(facts, level, f"{rules.draft} masih rancangan, belum diberlakukan.")
    if rules.ever:
        return _closed(facts, Level.NEEDED, "Tidak ada kebijakan yang membuka kerja fleksibel.")
    return _closed(facts, Level.WRONG, "Belum ada kebijakan, jadi pegawai belum dapat mengajukan.")


def _closed(facts: Facts, level: Level, sentence: str) -> Finding:
    rules = facts.rules
    next_one = rules.upcoming or rules.draft
    page = Page("penyiapan-kebijakan", "Susun kebijakan pertama")
    remedy = "Susun rancangan dari contoh, lalu kepala BKD memberlakukannya."
    if next_one:
        page = Page("kebijakan-lihat", f"Buka versi {next_one.version}", pk=next_one.pk)
        remedy = "Kepala BKD memberlakukannya dengan nomor dan tanggal dokumen hukumnya."
    if rules.upcoming:
        remedy = "Tunggu tanggalnya, atau berlakukan versi lain yang mulai lebih awal."
    elif rules.ever and not rules.draft:
        page, remedy = Page("kebijakan", "Buka Kebijakan"), "Biarkan, atau susun versi baru."
    return Finding(
        Group.RULES, "policy", level, sentence, remedy, POLICY, page, begun=next_one is not None
    )
