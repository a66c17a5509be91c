"""Read UNOR.csv and SIASN.xlsx on the command line; only with --apply anything is saved."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wfa.people import importers
from wfa.refusals import Refused

_NAMES = {"units": "Unit", "people": "Pegawai"}
_WORDS = {
    "new": "baru", "changed": "berubah", "unchanged": "tetap",
    "missing": "tidak ada di berkas", "refused": "ditolak",
}  # fmt: skip


class Command(BaseCommand):
    help = "Baca unit dan pegawai dari berkas SIASN. Tanpa --apply tidak ada yang disimpan."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--units", type=Path, help="UNOR.csv (boleh tidak disertakan)")
        parser.add_argument("--people", type=Path, required=True, help="SIASN.xlsx")
        parser.add_argument("--apply", action="store_true", help="simpan hasilnya")
        parser.add_argument("--report", type=Path, help="tulis hasil lengkap sebagai JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        for path in filter(None, (options["units"], options["people"])):
            if not path.is_file():
                raise CommandError(f"Berkas {path} tidak ada. Periksa nama dan foldernya.")
        try:
            plan = importers.read(options["units"], options["people"])
            if options["report"]:
                _write(options["report"], plan.report())
            if options["apply"]:
                importers.apply(plan, by=importers.system_account())
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        self._tell(plan.report(), saved=options["apply"])

    def _tell(self, told: dict[str, Any], *, saved: bool) -> None:
        for part, name in _NAMES.items():
            counts = ", ".join(f"{told[part][key]} {word}" for key, word in _WORDS.items())
            self.stdout.write(f"{name}: {counts}.")
        severities = [problem["severity"] for problem in told["problems"]]
        refused, warned = severities.count("refused"), severities.count("warning")
        self.stdout.write(f"Catatan: {refused} penolakan, {warned} peringatan.")
        if saved:
            self.stdout.write("Tersimpan.")
        else:
            self.stdout.write("Belum ada yang disimpan. Tambahkan --apply untuk menyimpan.")


def _write(target: Path, told: dict[str, Any]) -> None:
    try:
        target.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"Laporan {target} tidak dapat ditulis. Periksa foldernya.") from error
