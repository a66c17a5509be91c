"""Fifteen thousand people at home, each signed in, with windows that open in a moment.

python -m bench.load.world FILE PEOPLE FIRST MINUTES SECOND MINUTES      (times as HH.MM)

Writes FILE with one line of JSON per person: session, and the addresses of both windows.
"""

from __future__ import annotations

import datetime
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.load.settings")
django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402
from django.utils.crypto import get_random_string  # noqa: E402

from bench.days import region  # noqa: E402
from wfa.attendance.models import ExpectedCheckIn, NoticeRead  # noqa: E402
from wfa.attendance.selectors.privacy import VERSION  # noqa: E402
from wfa.attendance.services import keep_in_step  # noqa: E402
from wfa.people.models import Employee  # noqa: E402
from wfa.policies.models import Policy  # noqa: E402
from wfa.schedules.models import Location, WorkDay  # noqa: E402

BATCH = 1000
_KEYS = ("", "_friday", "_ramadan", "_ramadan_friday")
_HOME = (-7.1, 112.4)


def main() -> None:
    file, people, *times = sys.argv[1:]
    call_command("migrate", verbosity=0)
    today = timezone.localdate()
    region.build(region.sizes(int(people)), today.year)
    _windows([f"{times[n]}–{times[n + 1]}" for n in range(0, len(times), 2)])
    staff = list(Employee.objects.filter(kind="asn").select_related("unit").order_by("pk"))
    _at_home(staff)
    keep_in_step(today)
    with Path(file).open("w") as out:
        for line in _lines(staff):
            out.write(json.dumps(line) + "\n")


def _windows(spans: list[str]) -> None:
    policy = Policy.objects.get(state=Policy.State.IN_FORCE)
    own = {f"checkin_windows{key}": spans for key in _KEYS}
    parameters = {**policy.parameters, **own, "checkin_grace": 0}
    Policy.objects.filter(pk=policy.pk).update(parameters=parameters, effective_from="2019-01-01")


def _at_home(staff: list[Employee]) -> None:
    today, now = timezone.localdate(), timezone.now()
    WorkDay.objects.bulk_create(
        [
            WorkDay(
                employee=person,
                unit=person.unit,
                date=today,
                place="home",
                source_kind="rota",
                source_id="beban",
                basis_text="Surat Tugas Nomor 800.1.11.1/1/BKD",
                written_at=now,
            )
            for person in staff
        ],
        batch_size=BATCH,
    )
    Location.objects.bulk_create(
        [
            Location(
                employee=person,
                latitude=round(_HOME[0] + n % 200 / 1000, 6),
                longitude=round(_HOME[1] + n // 200 / 1000, 6),
                radius_m=200,
                recorded_by=person,
                recorded_at=now,
            )
            for n, person in enumerate(staff)
        ],
        batch_size=BATCH,
    )
    NoticeRead.objects.bulk_create(
        [NoticeRead(employee=person, version=VERSION, read_at=now) for person in staff],
        batch_size=BATCH,
    )


def _lines(staff: list[Employee]) -> Iterator[dict[str, Any]]:
    """Who calls with what: session, point, and the ids of the expected check-ins in order."""
    store, ends = SessionStore(), timezone.now() + datetime.timedelta(hours=12)
    parts: dict[int, list[str]] = {}
    rows = ExpectedCheckIn.objects.order_by("window__opens_at")
    for pk, employee in rows.values_list("pk", "expectation__employee"):
        parts.setdefault(employee, []).append(str(pk))
    points = dict(Location.objects.values_list("employee", "latitude"))
    east = dict(Location.objects.values_list("employee", "longitude"))
    sessions = []
    for person in staff:
        key = get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789")
        held = {
            SESSION_KEY: str(person.pk),
            BACKEND_SESSION_KEY: "wfa.people.backends.PeopleBackend",
            HASH_SESSION_KEY: person.get_session_auth_hash(),
        }
        data = store.encode(held)
        sessions.append(Session(session_key=key, session_data=data, expire_date=ends))
        yield {
            "session": key,
            "windows": parts.get(person.pk, []),
            "at": [str(points[person.pk]), str(east[person.pk])],
        }
    Session.objects.bulk_create(sessions, batch_size=BATCH)


if __name__ == "__main__":
    main()
