"""Are our promises true in this database? One line each; exit 1 if one is broken."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents import selectors as papers
from wfa.attendance import invariants as duty
from wfa.performance import invariants as performance
from workflows import invariants as procedure

PROMISES = [
    ("G1", "pengajuan berlaku ada dalam tepat satu SK terbit", papers.g1),
    ("G2", "nomor surat urut tanpa lompatan", papers.g2),
    ("G4", "tidak ada yang memutus perkaranya sendiri", procedure.g4),
    ("G5", "kuota tidak terlampaui, setiap hari memegang kursinya", procedure.g5),
    ("G6", "setiap langkah tercatat, jejak audit utuh", procedure.g6),
    ("G7", "naskah terbit tidak pernah berubah", papers.g7),
    ("G8", "gangguan server memperpanjang jendela presensi", duty.g8),
    ("G9", "waktu server yang menentukan presensi", duty.g9),
    ("G11", "foto hilang setelah masa simpannya", duty.g11),
    ("G11", "berkas bukti hilang setelah masa simpannya", performance.g11),
    ("G16", "galat tidak pernah menyetujui", procedure.g16),
    ("G17", "alur dan keadaan hukum sejalan", procedure.g17),
    ("G18", "setiap akibat yang merugikan diputus pejabat", duty.g18),
]


class Command(BaseCommand):
    help = "Periksa janji-janji sistem terhadap data: satu baris per janji."

    def handle(self, *_args: Any, **_options: Any) -> None:
        broken = 0
        for code, promise, ask in PROMISES:
            holds, checked, detail = ask()
            verdict = "BENAR" if holds else "SALAH"
            self.stdout.write(
                f"{code:4} {verdict}  {checked:>8} baris  {promise}  {detail}".rstrip()
            )
            broken += not holds
        if broken:
            raise CommandError(f"{broken} janji tidak terpenuhi.")
