"""Fill in the national holidays and cuti bersama; safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wfa.calendars.services import seed
from wfa.refusals import Refused


class Command(BaseCommand):
    help = "Mengisi hari libur nasional dan cuti bersama. Perubahan petugas tidak ditimpa."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--years", nargs="+", type=int, required=True, help="mis. 2026 2027")

    def handle(self, *_args: Any, **options: Any) -> None:
        for year in options["years"]:
            try:
                counts = seed(year)
            except Refused as refusal:
                raise CommandError(refusal.message) from refusal
            self.stdout.write(
                f"{year}: {counts.new} baru, {counts.changed} berubah, {counts.unchanged} tetap, "
                f"{counts.kept} milik petugas, {counts.removed} dihapus"
            )
