"""Homes that were left lose their point and address after a year; the record of them stays."""

import datetime
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.module_loading import import_string

from tests.actors import add_employee, sign_in, text_of
from tests.exchange.cases import clock, day, moment, place
from wfa.audit.labels import label
from wfa.audit.models import AuditEvent
from wfa.exchange.selectors import Ask, headings, records
from wfa.schedules.models import Location
from wfa.schedules.services import blank_due
from wfa.schedules.services.locations import record_location, spot_of

pytestmark = pytest.mark.django_db
LEFT = moment("2026-11-10T14:00")


def home(person, latitude, at, address="Jl. Melati 4, Kediri"):
    with clock(at):
        spot = spot_of(Decimal(latitude), Decimal("112.011398"), 200, address=address)
        return record_location(person, spot, by=person)


def swept(at):
    with clock(at):
        return blank_due()


def rows(date):
    found = records(Ask(date, date), "baris")
    return [dict(zip(headings("baris"), each.values, strict=True)) for each in found]


@pytest.fixture
def moved(ani):
    """Ani's first home, left on 10 November 2026; the second one still counts."""
    first = home(ani, "-7.1", moment("2026-10-01T08:00"))
    home(ani, "-7.2", LEFT)
    return first


def test_a_home_goes_when_it_ended_more_than_a_year_ago(moved, ani):
    assert swept(moment("2027-11-10T23:00")) == 0
    assert swept(moment("2027-11-11T00:10")) == 1
    moved.refresh_from_db()
    assert (moved.latitude, moved.longitude, moved.address) == (None, None, "")
    assert moved.blanked_at == moment("2027-11-11T00:10")
    assert (moved.employee, moved.recorded_by, moved.ended_at, moved.radius_m) == (
        ani,
        ani,
        LEFT,
        200,
    )
    now = Location.objects.get(employee=ani, ended_at__isnull=True)
    assert (str(now.latitude), now.address) == ("-7.200000", "Jl. Melati 4, Kediri")


def test_the_log_tells_how_many_and_nobodys_name(moved, ani):
    swept(moment("2027-11-11T08:00"))
    event = AuditEvent.objects.get(action="locations_blanked")
    assert (event.actor_nip, event.data) == ("", {"count": 1, "until": "2026-11-11"})
    assert ani.nip not in str(event.target_id)
    assert label(event.action) == "Titik lokasi lama dihapus"


def test_twice_is_once(moved):
    assert [swept(moment("2027-12-01T08:00")) for _ in range(3)] == [1, 0, 0]
    assert AuditEvent.objects.filter(action="locations_blanked").count() == 1


def test_the_region_says_how_long(region, moved):
    region.policy.parameters = {**region.policy.parameters, "keep_coordinates_days": 30}
    region.policy.save()
    assert swept(moment("2026-12-10T08:00")) == 0
    assert swept(moment("2026-12-11T08:00")) == 1


def test_the_worker_does_it():
    assert "wfa.schedules.services.blank_due" in settings.SWEEPS
    assert import_string("wfa.schedules.services.blank_due")() == 0


@pytest.mark.parametrize("count", [1, 4])
def test_it_costs_the_same_for_many(region, count):
    for n in range(count):
        person = add_employee(region.aplikasi, f"Orang {n}")
        home(person, "-7.1", moment("2026-10-01T08:00"))
        home(person, "-7.2", LEFT)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert swept(moment("2027-12-01T08:00")) == count
    assert len(asked) <= 14


def test_a_great_many_go_in_small_pieces(region, ani, monkeypatch):
    monkeypatch.setattr("wfa.schedules.services.keeping.BATCH", 2)
    for n in range(6):
        home(ani, f"-7.{n + 1}", LEFT + datetime.timedelta(hours=n))
    assert swept(moment("2027-12-01T08:00")) == 5
    events = AuditEvent.objects.filter(action="locations_blanked").order_by("pk")
    assert [event.data["count"] for event in events] == [2, 2, 1]


# --- what others read of it ----------------------------------------------------------------------


def test_the_export_of_past_days_goes_on_without_the_point(moved, ani):
    place(ani, day("2026-11-04"), day("2026-11-12"))
    before = rows(day("2026-11-04"))
    swept(moment("2027-12-01T08:00"))
    [past] = rows(day("2026-11-04"))
    assert (past["lat"], past["lon"], past["radius_m"]) == ("", "", "")
    changed = {key for key in past if past[key] != before[0][key]}
    assert changed == {"lat", "lon", "radius_m"}
    assert str(rows(day("2026-11-12"))[0]["lat"]) == "-7.200000"


def test_an_older_home_never_stands_in_for_one_that_was_blanked(ani):
    home(ani, "-7.1", moment("2026-10-01T08:00"))
    home(ani, "-7.2", moment("2026-10-20T08:00"))
    home(ani, "-7.3", LEFT)
    Location.objects.filter(latitude="-7.2").update(
        latitude=None, longitude=None, address="", blanked_at=LEFT
    )
    place(ani, day("2026-11-04"))
    assert [row["lat"] for row in rows(day("2026-11-04"))] == [""]


def test_the_file_and_the_page_of_ones_home_still_open(client, moved, ani, citra):
    place(ani, day("2026-11-04"))
    swept(moment("2027-12-01T08:00"))
    page = text_of(sign_in(client, ani).get(reverse("lokasi-saya")))
    assert "-7.200000" in page
    assert "-7.100000" not in page
    asked = {"dari": "2026-11-01", "sampai": "2026-11-30", "layout": "baris", "format": "xlsx"}
    answer = sign_in(client, citra).get(reverse("presensi-unduh"), asked)
    assert answer.status_code == 200
    assert len(answer.getvalue()) > 1000


# --- what the database holds -------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"latitude": None},
        {"latitude": None, "longitude": None},
        {"blanked_at": LEFT},
        {"blanked_at": LEFT, "latitude": None, "longitude": None},
        {"blanked_at": LEFT, "latitude": None, "longitude": None, "address": "", "ended_at": None},
    ],
)
def test_half_a_blanking_is_impossible(moved, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        Location.objects.filter(pk=moved.pk).update(**change)
