"""The way from an empty server to the first request, as a list of tasks with their state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from wfa.setup.rules.findings import Finding, Level, Page, worst
from wfa.setup.rules.region import ACCOUNT, OFFICIALS, PEOPLE, REGION
from wfa.setup.rules.times import CALENDAR, POLICY

LAST = "pemeriksaan"


class State(StrEnum):
    NOT_YET = "belum"
    PARTLY = "sebagian"
    DONE = "selesai"
    BLOCKED = "menunggu"


@dataclass(frozen=True)
class Part:
    """One task as it is planned: what for, after which others, on which page."""

    key: str
    title: str
    about: str
    pages: tuple[Page, ...]
    needs: tuple[str, ...] = ()


PARTS = (
    Part(
        ACCOUNT,
        "Akun pertama",
        "Administrator pertama dibuka di server; yang berikutnya lewat halaman.",
        (Page("tugas-beri", "Tunjuk administrator lain", "?jenis=administrator"),),
    ),
    Part(
        REGION,
        "Daerah dan lambang",
        "Nama, tempat penetapan, dan lambang tercetak pada setiap surat.",
        (Page("pengaturan", "Isi data daerah"),),
    ),
    Part(
        PEOPLE,
        "Unit dan pegawai",
        "Dua berkas SIASN diuji baca dahulu; pimpinan unit ikut terisi dari berkas itu.",
        (Page("impor", "Impor berkas SIASN"),),
    ),
    Part(
        OFFICIALS,
        "BKD dan pejabat",
        "Siapa yang menilai, mengusulkan, memutus, dan menandatangani.",
        (
            Page("pengaturan", "Pilih BKD"),
            Page("penyiapan-pejabat", "Pejabat setiap OPD"),
            Page("kewenangan", "Dasar kewenangan"),
        ),
        (REGION, PEOPLE),
    ),
    Part(
        CALENDAR,
        "Kalender kerja",
        "Hari libur menentukan hari yang boleh dipilih dan tenggat keputusan.",
        (Page("kalender", "Buka Kalender"), Page("kalender-ramadan", "Catat Ramadan")),
    ),
    Part(
        POLICY,
        "Kebijakan pertama",
        "Disusun dari contoh, lalu diberlakukan kepala BKD dengan dokumen hukumnya.",
        (Page("penyiapan-kebijakan", "Susun dari contoh"), Page("kebijakan", "Semua kebijakan")),
        (OFFICIALS,),
    ),
    Part(
        LAST,
        "Pemeriksaan akhir",
        "Semua yang kurang atau salah, dengan cara memperbaikinya.",
        (Page("penyiapan-pemeriksaan", "Lihat hasil pemeriksaan"),),
    ),
)


@dataclass(frozen=True)
class Task:
    """One task as it stands: its state, what is in order and what isn't."""

    number: int
    part: Part
    state: State
    done: tuple[Finding, ...]
    missing: tuple[Finding, ...]
    waits_for: str = ""
    """Which tasks come first, in words; "" = none."""


def tasks(findings: Sequence[Finding]) -> list[Task]:
    """The seven tasks from all findings about them, in order."""
    found: list[Task] = []
    for number, part in enumerate(PARTS, start=1):
        mine = [f for f in findings if f.task == part.key]
        first = [task for task in found if task.part.key in part.needs]
        waiting = [task for task in first if task.state in (State.NOT_YET, State.BLOCKED)]
        state = _last(findings) if part.key == LAST else state_of(mine)
        if waiting and state is State.NOT_YET:
            state = State.BLOCKED
        found.append(
            Task(
                number,
                part,
                state,
                tuple(f for f in mine if f.is_ok),
                tuple(sorted((f for f in mine if not f.is_ok), key=_wrong_first)),
                _after(waiting) if state is State.BLOCKED else "",
            )
        )
    return found


def state_of(findings: Sequence[Finding]) -> State:
    """The first finding is what the task is about; the others are what makes it whole."""
    if not findings or (findings[0].level is Level.WRONG and not findings[0].begun):
        return State.NOT_YET
    return State.DONE if worst(findings) is Level.OK else State.PARTLY


def next_step(steps: Sequence[Task]) -> Task | None:
    """The first step with something wrong that can be begun; None = a request can go its way."""
    open_now = [step for step in steps if step.state is not State.BLOCKED and step.missing]
    return next((s for s in open_now if s.missing[0].level is Level.WRONG), None)


def _last(findings: Sequence[Finding]) -> State:
    level = worst(f for f in findings if f.task != LAST)
    return {Level.WRONG: State.NOT_YET, Level.NEEDED: State.PARTLY, Level.OK: State.DONE}[level]


def _after(waiting: Sequence[Task]) -> str:
    numbers = " dan ".join(str(task.number) for task in waiting)
    return f"Kerjakan langkah {numbers} dahulu."


def _wrong_first(finding: Finding) -> bool:
    return finding.level is not Level.WRONG
