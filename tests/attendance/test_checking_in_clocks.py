"""No clock puts a check-in into the wrong slot: three zones, edges, phones a day off."""

import datetime
import random
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from tests.attendance.coming import (
    come,
    window_of,
)
from tests.attendance.duty import MONDAY, expected
from tests.workflows.clockwork import ZONES
from wfa.attendance.models import CheckIn
from wfa.attendance.rules.arrival import Arrival, Span, arrival, claim_of
from wfa.attendance.rules.windows import windows_of
from wfa.policies.selectors import rules_for
from wfa.refusals import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


# --- 10,000 moments ---------------------------------------------------------------------------

SECOND = datetime.timedelta(seconds=1)
DAY = datetime.timedelta(hours=24)


def _cases(count):
    """(zone, date, lines of the policy, grace, the server's moment, the phone's): windows that
    don't touch, moments around their edges and anywhere, phones up to a day off."""
    chance = random.Random(20261207)
    for n in range(count):
        zone = ZoneInfo(list(ZONES.values())[n % 3])
        date = MONDAY + datetime.timedelta(days=chance.randrange(5))
        edges = sorted(chance.sample(range(6 * 60, 18 * 60, 5), 2 * chance.randint(1, 6)))
        spans = list(zip(edges[::2], edges[1::2], strict=True))
        grace = chance.choice([0, 1, 15])
        minute = chance.choice([*edges, *(end + grace for _, end in spans), chance.randrange(1440)])
        midnight = datetime.datetime.combine(date, datetime.time(), zone)
        at = midnight + datetime.timedelta(minutes=minute) + chance.choice([-1, 0, 1]) * SECOND
        phone = at + chance.choice([-1, 1]) * chance.random() * DAY
        yield zone, date, spans, grace, at.astimezone(datetime.UTC), phone


def _rules(held, spans, grace):
    lines = [f"{a // 60:02}.{a % 60:02}–{b // 60:02}.{b % 60:02}" for a, b in spans]
    keys = ("checkin_windows", "checkin_windows_friday")
    values = {**held.values, **dict.fromkeys(keys, lines), "checkin_grace": grace}
    return replace(held, values=values)


def _by_hand(at, zone, date, span, grace):
    """What a person with a wall clock of the region would say of one window."""
    local = at.astimezone(zone)
    seconds = (local.date() - date).days * 86_400
    seconds += local.hour * 3600 + local.minute * 60 + local.second
    opens, closes = span[0] * 60, span[1] * 60
    if seconds < opens:
        return "too_early"
    if seconds < closes:
        return "on_time"
    return "late" if seconds < closes + grace * 60 else "afterwards"


def test_no_slot_is_wrong_in_ten_thousand_cases_of_three_zones(region):
    held = rules_for(region.aplikasi, MONDAY)
    wrong = []
    for zone, date, spans, grace, at, phone in _cases(10_000):
        planned = windows_of(_rules(held, spans, grace), date, "full", ramadan=False, zone=zone)
        late = datetime.timedelta(minutes=grace)
        found = [
            str(arrival(at, Span(each.opens_at, each.closes_at, each.closes_at + late)))
            for each in planned
        ]
        if found != [_by_hand(at, zone, date, span, grace) for span in spans]:
            wrong.append((zone, at, spans))
        assert claim_of(phone.isoformat()) == phone  # kept, and asked nothing
    assert wrong == []


def outcome(part, claim):
    """(how it counts, the server's moment); nothing was taken where it was too early"""
    try:
        row = come(part, claimed_at=claim).check_in
    except Refused as refusal:
        return refusal.code, None
    return row.arrival, row.at


@pytest.mark.parametrize("zone", ZONES)
def test_the_whole_way_in_each_zone_with_phones_a_day_off(monkeypatch, settings, ani, zone):
    """The same edges through the services, where the phone says anything at all."""
    from tests.workflows.clockwork import Clock

    settings.TIME_ZONE = ZONES[zone]
    now = Clock(monkeypatch, zone)
    wanted = {
        "07:14:59": "too_early",
        "07:15:00": "on_time",
        "07:44:59": "on_time",
        "07:45:00": "late",
        "08:00:00": "afterwards",
    }
    for n, (text, counts) in enumerate(wanted.items()):
        date = datetime.date(2026, 12, 7) + datetime.timedelta(days=n)
        now(f"{date} 06:00")
        part = window_of(expected(ani, date))
        at = now(f"{date} {text}")
        for hours in (-24, 24):
            claim = at + datetime.timedelta(hours=hours)
            assert outcome(part, claim) == (counts, None if counts == "too_early" else at)


def test_arrival_values_are_those_of_the_record():
    taken = {str(each) for each in Arrival} - {"too_early"}
    assert taken == set(CheckIn.Arrival.values)
