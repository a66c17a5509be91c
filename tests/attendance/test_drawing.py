"""A draw is fair, can be drawn again from its seed, and happens once a day."""

import datetime
from collections import Counter

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.actors import add_employee, appoint, open_policy, sign_in, text_of
from tests.attendance.duty import MONDAY, expected
from wfa.attendance.models import ResponseCall, RollCall
from wfa.attendance.rules.fairness import Draw, draw
from wfa.attendance.services import draw_due
from wfa.attendance.services.calling import start_call
from wfa.attendance.services.drawing import draw_by_hand
from wfa.audit.models import AuditEvent
from wfa.calendars.models import Holiday
from wfa.notifications.models import Message
from wfa.refusals import Refused

START = datetime.date(2026, 1, 5)


def working_days(count):
    day, found = START, []
    while len(found) < count:
        if day.weekday() < 5:
            found.append(day)
        day += datetime.timedelta(days=1)
    return found


@settings(max_examples=40, deadline=None)
@given(
    pool=st.integers(1, 40),
    people=st.integers(1, 8),
    days=st.integers(1, 160),
    seed=st.integers(0, 10_000),
)
def test_nobody_of_a_stable_pool_is_drawn_twice_more_than_another(pool, people, days, seed):
    past, drawn = [], Counter(dict.fromkeys(range(pool), 0))
    for n, today in enumerate(working_days(days)):
        found = draw(range(pool), people, past, seed=f"{seed}/{n}", today=today)
        assert len(found) == len(set(found)) == min(pool, people)
        drawn.update(found)
        past.append(Draw(today, found))
        assert max(drawn.values()) - min(drawn.values()) <= 1


def test_the_same_seed_draws_the_same_and_another_others():
    first = draw(range(50), 5, [], seed="a", today=START)
    assert draw(reversed(range(50)), 5, [], seed="a", today=START) == first
    assert draw(range(50), 5, [], seed="b", today=START) != first


def test_newcomers_need_not_catch_up_with_draws_of_years():
    old = [Draw(START - datetime.timedelta(days=100 + n), [1, 2]) for n in range(50)]
    counts = Counter()
    for n, today in enumerate(working_days(30)):
        found = draw([1, 2, 3], 1, old, seed=str(n), today=today)
        counts.update(found)
        old.append(Draw(today, found))
    assert counts == {1: 10, 2: 10, 3: 10}


# --- in the database -------------------------------------------------------------------------


@pytest.fixture
def policy(region):
    return open_policy(region.diskominfo, by=region.service, rollcall_people=2)


@pytest.fixture
def staff(clock, region):
    """Five people of Diskominfo at home on Monday, seen at six in the morning."""
    clock("2026-12-07 06:00")
    people = [add_employee(region.aplikasi, f"Staf {n}") for n in range(5)]
    for person in people:
        expected(person)
    return people


def test_the_policys_draw_happens_once_when_the_hours_begin(clock, policy, staff, region, pandu):
    assert draw_due() == 0
    clock("2026-12-07 07:30")
    assert (draw_due(), draw_due()) == (1, 0)
    row = RollCall.objects.get()
    assert (row.unit, row.date, row.pool, row.drawn_by) == (region.diskominfo, MONDAY, 5, None)
    pool = [person.pk for person in staff]
    assert row.people == draw(pool, 2, [], seed=row.seed, today=MONDAY)
    [event] = AuditEvent.objects.filter(action="roll_call_drawn")
    assert event.data == {"count": 2, "pool": 5}
    assert Message.objects.filter(recipient=pandu, subject="Panggilan diundi").count() == 1


@pytest.mark.django_db
def test_without_a_number_in_the_policy_nobody_is_drawn(clock, staff):
    clock("2026-12-07 08:00")
    assert draw_due() == 0


def test_there_is_no_draw_on_a_holiday_or_after_the_hours(clock, policy, staff):
    clock("2026-12-07 16:00")
    assert draw_due() == 0
    Holiday.objects.create(date=MONDAY, name="Libur daerah", kind="local")
    clock("2026-12-07 09:00")
    assert draw_due() == 0


def test_earlier_draws_of_the_opd_count(clock, policy, staff, region):
    often, once = staff[0].pk, [person.pk for person in staff[1:]]
    RollCall.objects.create(
        unit=region.diskominfo,
        date=MONDAY - datetime.timedelta(days=3),
        seed="x",
        pool=5,
        people=[often],
        drawn_at=datetime.datetime(2026, 12, 4, 1, tzinfo=datetime.UTC),
    )
    clock("2026-12-07 07:31")
    draw_due()
    drawn = RollCall.objects.get(date=MONDAY).people
    assert often not in drawn
    assert set(drawn) <= set(once)


def test_by_hand_once_a_day_by_those_of_the_opd(clock, staff, region, pandu, bambang, dodi):
    clock("2026-12-07 10:00")
    head = add_employee(region.aplikasi, "Kabid")
    appoint(head, region.aplikasi)
    for stranger in (dodi, head):
        with pytest.raises(Refused) as refusal:
            draw_by_hand(region.diskominfo, by=stranger)
        assert refusal.value.code == "no_right"
    row = draw_by_hand(region.diskominfo, by=pandu, people=4)
    assert (len(row.people), row.drawn_by) == (4, pandu)
    with pytest.raises(Refused) as refusal:
        draw_by_hand(region.diskominfo, by=bambang)
    assert refusal.value.code == "moved"


def test_nobody_at_home_nobody_drawn(clock, region, pandu):
    clock("2026-12-07 10:00")
    with pytest.raises(Refused, match="Tidak ada pegawai"):
        draw_by_hand(region.diskominfo, by=pandu)


def test_the_page_draws_and_lists_whom_to_call(clock, client, staff, pandu):
    clock("2026-12-07 10:00")
    sign_in(client, pandu)
    page = text_of(client.get(reverse("panggilan")))
    assert "Undi sekarang" in page
    url, unit = reverse("panggilan-undi"), pandu.unit.pk
    assert client.post(url, {"opd": unit, "jumlah": 0}).status_code == 422
    page = text_of(client.post(url, {"opd": unit, "jumlah": 2}, follow=True))
    assert page.count("Terundi") == 2
    assert "Undi sekarang" not in page
    drawn = RollCall.objects.get().people
    assert [person.full_name in page for person in staff] == [p.pk in drawn for p in staff]


def test_a_call_keeps_the_draw_it_came_from(clock, client, staff, pandu):
    clock("2026-12-07 10:00")
    row = draw_by_hand(pandu.unit, by=pandu, people=1)
    day = next(p for p in staff if p.pk == row.people[0]).expectations.get()
    sign_in(client, pandu).post(reverse("panggilan-mulai", args=[day.pk]), {"lewat": "phone"})
    assert ResponseCall.objects.get().roll_call == row
    other = next(p for p in staff if p.pk not in row.people).expectations.get()
    assert start_call(other, by=pandu, channel="phone").roll_call is None
