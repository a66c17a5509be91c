"""What the retention of pictures, coordinates and called numbers takes today. Without --apply nothing goes."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from wfa.attendance.models import Purge
from wfa.attendance.services import purging


class Command(BaseCommand):
    help = "Hapus foto, koordinat, dan nomor panggilan yang masa simpannya berakhir."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--apply", action="store_true", help="benar-benar menghapus")

    def handle(self, *_args: Any, apply: bool, **_options: Any) -> None:
        for each in purging.due(timezone.localdate()):
            count = purging.purge(each) if apply else each.count
            label = Purge.What(each.what).label
            verb = "dihapus" if apply else "akan dihapus"
            self.stdout.write(
                f"{label}: {count} {verb}, sebelum {each.until} (disimpan {each.kept_days} hari)"
            )
        if not apply:
            self.stdout.write("Belum ada yang dihapus. Jalankan lagi dengan --apply.")
