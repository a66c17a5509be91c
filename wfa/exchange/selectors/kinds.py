"""What kind of day each person has, for a comparison with the attendance application."""

from __future__ import annotations

from itertools import islice

from wfa.exchange.rules.comparing import Key
from wfa.exchange.rules.words import KINDS, OFFICE_KIND
from wfa.exchange.selectors.days import Ask, PersonDay, person_days
from wfa.exchange.selectors.names import Directory

_BATCH = 2_000


def kinds_of(ask: Ask) -> dict[Key, str]:
    """{(NIP, date): kind}; of two halves the one that isn't at the office."""
    directory, kinds = Directory(), dict[Key, str]()
    days = person_days(ask)
    while batch := list(islice(days, _BATCH)):
        directory.meet((day.employee_id for day in batch), with_spots=False)
        for day in batch:
            kinds[directory.person(day.employee_id).nip, day.date] = _kind(day)
    return kinds


def _kind(day: PersonDay) -> str:
    told = [KINDS[row.place] for row in day.standing]
    return next((kind for kind in told if kind != OFFICE_KIND), OFFICE_KIND)
