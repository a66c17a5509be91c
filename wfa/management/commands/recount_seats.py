"""Counts the seats of all offices anew, after units were moved in the tree."""

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from wfa.calendars.wording import number
from workflows.seats import recount


class Command(BaseCommand):
    help = "Menghitung ulang kursi kuota dari hari-hari yang tercatat, sejak suatu tanggal."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--sejak", type=datetime.date.fromisoformat, default=None, help="tanggal, 2026-12-01"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        since = options["sejak"] or timezone.localdate()
        rows = recount(since)
        self.stdout.write(f"{number(rows)} hari kantor dihitung ulang sejak {since:%d-%m-%Y}.")
