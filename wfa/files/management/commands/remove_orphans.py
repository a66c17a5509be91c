"""Remove files that no row knows. Without --apply nothing is removed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from wfa.files import services


class Command(BaseCommand):
    help = "Hapus berkas unggahan tanpa catatan yang berumur lebih dari sehari."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--apply", action="store_true", help="benar-benar menghapus")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        apply = bool(options["apply"])
        names = services.remove_orphans(dry_run=not apply)
        for name in names:
            self.stdout.write(name)
        verb = "dihapus" if apply else "akan dihapus. Jalankan lagi dengan --apply"
        self.stdout.write(f"{len(names)} berkas {verb}.")
