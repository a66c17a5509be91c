"""Work that has stopped: letters that didn't go out, cases that nobody may decide."""

from __future__ import annotations

from collections.abc import Iterator

from wfa.calendars import wording
from wfa.setup.facts import Backlog
from wfa.setup.rules.findings import Finding, Group, Level, Page


def findings(backlog: Backlog) -> Iterator[Finding]:
    yield _counted(
        backlog.dead_letters,
        "dead_letters",
        Level.NEEDED,
        "surat elektronik dihentikan setelah berkali-kali gagal",
        "Baca sebabnya di Surat mati, lalu kirim ulang.",
        Page("surat-mati", "Buka Surat mati"),
        "Tidak ada surat elektronik yang dihentikan.",
    )
    yield _counted(
        backlog.late_letters,
        "late_letters",
        Level.NEEDED,
        "surat elektronik tertunda lebih dari satu jam",
        "Periksa pekerja latar dan EMAIL_URL.",
        None,
        "Tidak ada surat elektronik yang tertunda.",
    )
    yield _counted(
        backlog.late_papers,
        "late_papers",
        Level.WRONG,
        "naskah bernomor belum terbit lebih dari satu jam",
        "Periksa pekerja latar, lalu buka Surat Keputusan bagian proses.",
        None,
        "Tidak ada naskah yang tertunda terbit.",
    )
    yield from _undecided(backlog.stuck)


def _counted(
    count: int, code: str, level: Level, what: str, remedy: str, page: Page | None, ok: str
) -> Finding:
    if not count:
        return Finding(Group.BACKLOG, code, Level.OK, ok)
    sentence = f"{wording.number(count)} {what}."
    return Finding(Group.BACKLOG, code, level, sentence, remedy, page=page)


def _undecided(stuck: dict[str, int]) -> Iterator[Finding]:
    if not stuck:
        sentence = "Setiap pengajuan yang menunggu punya pejabat yang dapat memutus."
        yield Finding(Group.BACKLOG, "no_decider", Level.OK, sentence)
    for label, count in stuck.items():
        yield Finding(
            Group.BACKLOG,
            "no_decider",
            Level.WRONG,
            f"{wording.number(count)} pengajuan {label} tidak punya pejabat yang dapat memutus.",
            "Tunjuk pimpinan atau penilai unitnya; perkara kepala OPD diputus kepala daerah.",
            page=Page("penyiapan-pejabat", "Lihat pejabat", "?kurang=kepala"),
        )
