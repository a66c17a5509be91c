"""Open the account of the first administrator of an empty server, and show the way in once."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from wfa.people import services
from wfa.refusals import Refused


class Command(BaseCommand):
    help = "Buka akun administrator pertama pada server kosong; mengulanginya membuat kode baru."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--login", required=True, help="nama masuk, misalnya administrator")
        parser.add_argument("--name", required=True, help="nama lengkap orangnya")
        parser.add_argument(
            "--agency", required=True, help='nama instansi, misalnya "Pemerintah Kabupaten Contoh"'
        )
        parser.add_argument("--email", default="", help="pos-el orangnya")

    def handle(self, *_args: Any, **options: Any) -> None:
        asked = {name: options[name] for name in ("login", "name", "agency", "email")}
        try:
            person, code = services.open_first_administrator(**asked)
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        address = settings.BASE_URL + reverse("masuk-pertama-kode", args=[code])
        self.stdout.write(f"Akun {person.login} siap sebagai administrator.")
        self.stdout.write(f"Buka sekali saja, dalam {services.FIRST_SIGN_IN_DAYS} hari:")
        self.stdout.write(address)
        self.stdout.write(f"Setelah masuk, buka {settings.BASE_URL}{reverse('penyiapan')}.")
