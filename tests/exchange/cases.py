"""Days as facts, and an attendance application that reads them."""

import datetime
import itertools
import time
from unittest import mock

from django.utils import timezone

from wfa.exchange.rules.signing import NONCE, SIGNATURE, TIMESTAMP, Message, sign
from wfa.exchange.services.systems import add_system, renew_key
from wfa.schedules.models import WorkDay
from wfa.schedules.services import Placed, take_back_rows, write_days

_nonces = itertools.count(1)


def place(person, *dates, place="home", slot="full", basis="Surat Tugas Nomor 800/7/2026", at=None):
    """The days of one paper, as if it had been issued at `at`."""
    placed = Placed(person.pk, person.unit_id, dates, place, "1", basis, slot=slot)
    with clock(at):
        write_days([placed], source_kind="rota")


def take_back(person, *dates, at=None, slot=None):
    rows = WorkDay.objects.filter(employee=person, date__in=dates, withdrawn_at=None)
    rows = rows.filter(slot=slot) if slot else rows
    with clock(at):
        return take_back_rows(list(rows.values_list("pk", flat=True)), why="Dipanggil ke kantor.")


def clock(at):
    """The server's clock shows `at` inside; None = as it is."""
    return mock.patch.object(timezone, "now", return_value=at or timezone.now())


def moment(text):
    return timezone.make_aware(datetime.datetime.fromisoformat(text))


def day(text):
    return datetime.date.fromisoformat(text)


def system(by, mode="pull", layout="baris", push_url=""):
    """(connection, its key)"""
    made = add_system(name="K-Mob", layout=layout, mode=mode, push_url=push_url, by=by)
    key = renew_key(made, by=by)
    made.refresh_from_db()
    return made, key


def signed(key, path, query="", *, nonce=None, at=None, method="GET", body=b""):
    """Headers of a signed request, as the test client takes them."""
    stamp = str(int(at if at is not None else time.time()))
    nonce = nonce or f"nonce-nomor-{next(_nonces):08}"
    message = Message(method, path, query, stamp, nonce, body)
    return {SIGNATURE: sign(key, message), TIMESTAMP: stamp, NONCE: nonce}
