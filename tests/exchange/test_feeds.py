"""One's own calendar: read back with the library, and by nobody else."""

import datetime
import hashlib

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.actors import sign_in, text_of
from tests.exchange.cases import clock, place, take_back
from wfa.audit.models import AuditEvent
from wfa.exchange.models import CalendarFeed
from wfa.exchange.services.feeds import make_feed, revoke_feed
from wfa.people.models import Employee

pytestmark = pytest.mark.django_db


def ahead(days=1):
    return timezone.localdate() + datetime.timedelta(days=days)


def weekday(n, start=7):
    """A date ahead that is the `n`th day of the week."""
    return next(ahead(start + d) for d in range(7) if ahead(start + d).weekday() == n)


def fetch(secret, **headers):
    return Client().get(reverse("kalender-ics", args=[secret]), headers=headers)


def events(secret):
    calendar = icalendar.Calendar.from_ical(fetch(secret).content)
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def only(secret):
    [event] = events(secret).values()
    return event


@pytest.fixture
def secret(ani):
    return make_feed(by=ani)


def test_a_whole_day_is_an_all_day_event_with_its_letter(secret, ani):
    place(ani, ahead())
    event = only(secret)
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (ahead(), ahead(2))
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("WFH", "Rumah")
    assert str(event["DESCRIPTION"]) == "Dasar: Surat Tugas Nomor 800/7/2026"
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 0)
    assert str(event["UID"]) == f"hari-{ani.pk}-{ahead():%Y%m%d}-full@luwes"


def test_half_a_day_has_its_hours_in_the_zone_of_the_region(secret, ani):
    friday = weekday(4)
    place(ani, friday, slot="pm")
    event = only(secret)
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    assert event["DTSTART"].params["TZID"] == "Asia/Jakarta"
    assert (f"{start:%H.%M}", f"{end:%H.%M}") == ("13.00", "16.30")
    assert start.utcoffset() == datetime.timedelta(hours=7)


@pytest.mark.parametrize(
    ("zone", "hours", "name"),
    [("Asia/Jakarta", 7, "WIB"), ("Asia/Makassar", 8, "WITA"), ("Asia/Jayapura", 9, "WIT")],
)
def test_the_zone_is_told_and_read_back(secret, ani, settings, zone, hours, name):
    settings.TIME_ZONE = zone
    place(ani, weekday(0), slot="am")
    calendar = icalendar.Calendar.from_ical(fetch(secret).content)
    [told] = calendar.walk("VTIMEZONE")
    assert str(told["TZID"]) == zone
    [standard] = told.walk("STANDARD")
    assert standard["TZOFFSETTO"].td == datetime.timedelta(hours=hours)
    assert str(standard["TZNAME"]) == name
    read = told.to_tz()
    noon = datetime.datetime(2026, 12, 31, 12, tzinfo=read)
    assert noon.utcoffset() == datetime.timedelta(hours=hours)
    [event] = calendar.walk("VEVENT")
    assert event["DTSTART"].dt.utcoffset() == datetime.timedelta(hours=hours)


def test_absences_are_told_and_office_days_arent(secret, ani):
    for n, where in enumerate(["leave", "duty_travel", "training", "office", "other_place"]):
        place(ani, ahead(n + 1), place=where)
    told = [str(event["SUMMARY"]) for event in events(secret).values()]
    assert told == ["Cuti", "Dinas luar", "Diklat", "WFA"]


def test_a_day_taken_back_is_cancelled_under_the_same_uid(secret, ani):
    place(ani, ahead())
    before = only(secret)
    take_back(ani, ahead())
    after = only(secret)
    assert after["UID"] == before["UID"]
    assert (after["STATUS"], after["SEQUENCE"]) == ("CANCELLED", 1)
    assert after["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt


def test_every_change_of_a_day_raises_its_sequence(secret, ani):
    told = []
    for where in ("home", "office", "leave", "home"):
        place(ani, ahead(), place=where)
        told.append((only(secret)["SEQUENCE"], only(secret)["STATUS"]))
        take_back(ani, ahead())
        told.append((only(secret)["SEQUENCE"], only(secret)["STATUS"]))
    assert [n for n, _ in told] == [0, 1, 2, 3, 4, 5, 6, 7]
    assert [status for _, status in told] == [
        *("CONFIRMED", "CANCELLED"),
        *("CANCELLED", "CANCELLED"),  # called back to the office
        *("CONFIRMED", "CANCELLED"),
        *("CONFIRMED", "CANCELLED"),
    ]


def test_a_day_that_was_halved_leaves_no_whole_day_behind(secret, ani):
    place(ani, ahead())
    take_back(ani, ahead())
    place(ani, ahead(), slot="am")
    told = {uid[-10:]: event["STATUS"] for uid, event in events(secret).items()}
    assert told == {"full@luwes": "CANCELLED", "5-am@luwes": "CONFIRMED"} or set(told.values()) == {
        "CANCELLED",
        "CONFIRMED",
    }


def test_sixty_days_back_and_all_that_comes(secret, ani):
    place(ani, ahead(-61), ahead(-60), ahead(400))
    take_back(ani, ahead(-60))
    assert sorted(uid[5:] for uid in events(secret)) == sorted(
        f"{ani.pk}-{ahead(n):%Y%m%d}-full@luwes" for n in (-60, 400)
    )


def test_the_last_day_of_february_in_a_leap_year_and_of_december(secret, ani):
    place(ani, datetime.date(2028, 2, 29), datetime.date(2027, 12, 31))
    told = sorted((e["DTSTART"].dt, e["DTEND"].dt) for e in events(secret).values())
    assert told == [
        (datetime.date(2027, 12, 31), datetime.date(2028, 1, 1)),
        (datetime.date(2028, 2, 29), datetime.date(2028, 3, 1)),
    ]


def test_nobody_elses_days_are_told(secret, ani, dewi):
    place(dewi, ahead())
    body = fetch(secret).content.decode()
    assert events(secret) == {}
    assert dewi.nip not in body
    assert ani.nip not in body


def test_text_stays_text(secret, ani):
    place(ani, ahead(), basis="Surat <script>;\nBEGIN:VEVENT\nUID:palsu, \\n END:VEVENT")
    event = only(secret)
    assert "BEGIN:VEVENT" in str(event["DESCRIPTION"])
    answer = fetch(secret)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.content.count(b"\r\nBEGIN:VEVENT") == 1


def test_unchanged_is_answered_with_304(secret, ani):
    place(ani, ahead())
    first = fetch(secret)
    assert first["Cache-Control"] == "private, max-age=900"
    again = fetch(secret, if_none_match=f'W/"x", {first["ETag"]}')
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    place(ani, ahead(2))
    assert fetch(secret, if_none_match=first["ETag"]).status_code == 200


def test_the_same_days_give_the_same_bytes_at_any_hour(secret, ani):
    place(ani, ahead())
    now = timezone.now().replace(hour=3)
    with clock(now):
        first = fetch(secret).content
    with clock(now + datetime.timedelta(hours=2)):
        assert fetch(secret).content == first


@pytest.mark.parametrize("secret", ["salah", "x" * 43, "..%2f", "'", "0" * 64])
def test_an_unknown_secret_isnt_there(db, secret):
    assert Client().get(f"/kalender/{secret}.ics").status_code == 404


def test_the_hash_is_no_way_in(secret, ani):
    kept = CalendarFeed.objects.get()
    assert kept.secret_hash == hashlib.sha256(secret.encode()).hexdigest()
    assert fetch(kept.secret_hash).status_code == 404


def test_revoked_or_renewed_the_old_address_is_gone(secret, ani):
    fresh = make_feed(by=ani)
    assert (fetch(secret).status_code, fetch(fresh).status_code) == (404, 200)
    assert revoke_feed(by=ani)
    assert not revoke_feed(by=ani)
    assert fetch(fresh).status_code == 404
    assert CalendarFeed.objects.count() == 2


def test_who_left_has_no_calendar(secret, ani):
    Employee.objects.filter(pk=ani.pk).update(is_active=False)
    assert fetch(secret).status_code == 404


def test_a_read_asks_few_questions(secret, ani, django_assert_num_queries):
    place(ani, *(ahead(n) for n in range(1, 30)))
    url = reverse("kalender-ics", args=[secret])
    with django_assert_num_queries(3):
        Client().get(url)


def test_the_address_is_shown_once_and_stands_in_no_log(client, ani):
    url = reverse("kalender-langganan")
    sign_in(client, ani)
    assert "Buat alamat" in text_of(client.get(url))
    shown = text_of(client.post(url))
    [secret] = [
        word.split(".ics")[0] for word in shown.split("/kalender/")[1:] if ".ics" in word[:60]
    ]
    assert fetch(secret).status_code == 200
    assert secret not in text_of(client.get(url))
    event = AuditEvent.objects.get(action="calendar_feed_made")
    assert secret not in str(event.data)
    client.post(reverse("kalender-langganan-cabut"))
    assert fetch(secret).status_code == 404
