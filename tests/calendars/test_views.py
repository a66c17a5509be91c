"""The calendar's pages: a year, a form that loses nothing, a seed by one button."""

from datetime import date

import pytest
from django.urls import reverse

from tests.actors import sign_in, text_of
from wfa.audit.models import AuditEvent
from wfa.calendars import services
from wfa.calendars.models import Holiday, RamadanPeriod

NEW = {"date": "2026-07-01", "name": "Hari Jadi Kabupaten", "kind": "local"}


@pytest.fixture
def page(client, adi):
    return sign_in(client, adi)


def test_year_shows_its_holidays_and_the_zone(page):
    services.seed(2026)
    text = text_of(page.get(reverse("kalender"), {"tahun": "2026"}))
    assert "Senin, 17 Agustus 2026" in text
    assert "Cuti bersama" in text
    assert "Zona waktu WIB" in text


@pytest.mark.parametrize("year", ["", "abcd", "20266", "0001", "²026"])
def test_nonsense_as_year_shows_this_year(page, year):
    assert page.get(reverse("kalender"), {"tahun": year}).status_code == 200


def test_year_without_the_national_list_warns(page):
    text = text_of(page.get(reverse("kalender"), {"tahun": "2030"}))
    assert "Libur nasional tahun ini belum diisi." in text
    assert "Belum ada hari libur pada tahun ini" in text


def test_filling_a_year_leads_there(page):
    response = page.post(reverse("kalender-isi"), {"year": "2027"})
    assert response.url == f"{reverse('kalender')}?tahun=2027"
    assert Holiday.objects.filter(date__year=2027).exists()
    assert AuditEvent.objects.filter(action="calendar_seeded", actor_nip="adi").exists()


@pytest.mark.parametrize("year", ["", "dua ribu", "1", "999999999999"])
def test_filling_nonsense_gets_a_sentence(page, year):
    response = page.post(reverse("kalender-isi"), {"year": year})
    assert response.status_code == 200
    assert response.context["seed_form"].errors["year"]


def test_added_holiday_is_no_working_day(page):
    response = page.post(reverse("kalender-tambah"), NEW)
    assert response.url == f"{reverse('kalender')}?tahun=2026"
    assert not services.is_working_day(date(2026, 7, 1))


def test_error_keeps_what_was_typed(page):
    services.seed(2026)
    taken = {**NEW, "date": "2026-08-17"}
    response = page.post(reverse("kalender-tambah"), taken)
    text = text_of(response)
    assert response.status_code == 200
    assert "Senin, 17 Agustus 2026 sudah tercatat: Hari Kemerdekaan Republik Indonesia." in text
    assert 'value="Hari Jadi Kabupaten"' in text
    assert 'value="2026-08-17"' in text


@pytest.mark.parametrize(
    ("field", "value"),
    [("date", ""), ("date", "31-02-2026"), ("date", "1890-01-01"), ("name", ""), ("kind", "x")],
)
def test_wrong_input_gets_a_sentence_at_its_field(page, field, value):
    response = page.post(reverse("kalender-tambah"), {**NEW, field: value})
    assert response.status_code == 200
    assert response.context["form"].errors[field]
    assert not Holiday.objects.exists()


def test_indonesian_dates_are_understood(page):
    page.post(reverse("kalender-tambah"), {**NEW, "date": "01-07-2026"})
    assert Holiday.objects.get().date == date(2026, 7, 1)


def test_change_is_shown_with_what_was_there(page):
    services.seed(2027)
    eid = Holiday.objects.get(date=date(2027, 3, 10))
    url = reverse("kalender-ubah", args=[eid.pk])
    assert 'value="2027-03-10"' in text_of(page.get(url))
    page.post(url, {"date": "2027-03-10", "name": "Idul Fitri 1448 H", "kind": "national"})
    eid.refresh_from_db()
    assert (eid.name, eid.is_estimate, eid.is_edited) == ("Idul Fitri 1448 H", False, True)


def test_removed_national_holiday_stays_visible_as_cancelled(page):
    services.seed(2026)
    day = Holiday.objects.get(date=date(2026, 12, 24))
    page.post(reverse("kalender-hapus", args=[day.pk]))
    assert services.is_working_day(date(2026, 12, 24))
    text = text_of(page.get(reverse("kalender"), {"tahun": "2026"}))
    assert "Dibatalkan, hari kerja" in text


def test_removal_takes_a_post(page):
    page.post(reverse("kalender-tambah"), NEW)
    url = reverse("kalender-hapus", args=[Holiday.objects.get().pk])
    assert page.get(url).status_code == 405
    page.post(url)
    assert not Holiday.objects.exists()


def test_ramadan_is_added_and_changed_on_one_page(page):
    url = reverse("kalender-ramadan")
    page.post(url, {"starts": "2026-02-18", "ends": "2026-03-19"})
    period = RamadanPeriod.objects.get()
    change = f"{url}?ubah={period.pk}"
    assert 'value="2026-02-18"' in text_of(page.get(change))
    page.post(change, {"starts": "2026-02-19", "ends": "2026-03-20"})
    period.refresh_from_db()
    assert period.starts == date(2026, 2, 19)


def test_wrong_ramadan_keeps_what_was_typed(page):
    response = page.post(
        reverse("kalender-ramadan"), {"starts": "2026-02-18", "ends": "2026-02-20"}
    )
    assert "29 atau 30 hari" in text_of(response)
    assert 'value="2026-02-18"' in text_of(response)


@pytest.mark.parametrize("pk", ["99999", "9" * 18])
def test_unknown_ramadan_is_not_found(page, pk):
    assert page.get(reverse("kalender-ramadan"), {"ubah": pk}).status_code == 404


@pytest.mark.parametrize("years", [1, 3])
def test_year_has_a_fixed_number_of_queries(page, years, django_assert_max_num_queries):
    for year in range(2026, 2026 + years):
        services.seed(year)
    with django_assert_max_num_queries(14):
        page.get(reverse("kalender"), {"tahun": "2026"})


def test_employee_does_not_find_the_calendar(client, ani):
    sign_in(client, ani)
    assert client.get(reverse("kalender")).status_code == 404
    assert client.post(reverse("kalender-tambah"), NEW).status_code == 404
