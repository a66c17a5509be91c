"""Fill an empty, migrated database with the demo region; all of it, or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from wfa.demo import accounts, clock, duty, guidance, region, schedules, stories
from wfa.demo.accounts import Account
from wfa.people import importers
from wfa.people.models import Employee, Region, Unit


class Command(BaseCommand):
    help = "Isi basis data kosong dengan daerah contoh dan akun demo bersandi acak."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if Region.objects.exists():
            self.stdout.write("Daerah sudah ada, jadi tidak ada yang diubah.")
            return
        if Unit.objects.exists() or Employee.objects.exclude(login="sistem").exists():
            raise CommandError("Basis data ini sudah berisi unit atau pegawai. Pakai yang kosong.")
        with transaction.atomic():
            made, requests = _fill()
        target = accounts.write(made)
        self._tell(made, requests, target)

    def _tell(self, made: list[Account], requests: int, target: Path) -> None:
        self.stdout.write(
            f"Daerah contoh siap: {Unit.objects.count()} unit, "
            f"{Employee.objects.count()} pegawai, {requests} pengajuan.\n"
        )
        self.stdout.write(accounts.table(made))
        self.stdout.write(f"Tersimpan di {target}, hanya terbaca oleh pemiliknya.")


def _fill() -> tuple[list[Account], int]:
    region.calendar()
    with clock.working_days_ago(stories.FOUNDED):
        region.calendar()  # in January the past lies in another year
        importers.load_sample()
        region.region()
        region.letterheads()
        cast = accounts.cast()
        region.policy(cast.bkd_head)
    requests = stories.tell(cast)
    schedules.tell(cast)
    guidance.tell(cast)
    duty.tell(cast)
    return accounts.open_accounts(cast), requests
