"""Dates, times and numbers in words."""

import datetime
from datetime import UTC, date
from decimal import Decimal

import pytest

from wfa.calendars import wording


def test_day_names_the_weekday_and_month():
    assert wording.day(date(2026, 6, 5)) == "Jumat, 5 Juni 2026"
    assert wording.short_day(date(2026, 6, 5)) == "5 Juni 2026"
    assert wording.month(date(2026, 6, 5)) == "Juni 2026"


def test_leap_day_has_its_own_name():
    assert wording.day(date(2028, 2, 29)) == "Selasa, 29 Februari 2028"


def test_moment_is_told_in_the_zone_of_the_region():
    at = datetime.datetime(2026, 8, 3, 1, 15, tzinfo=UTC)
    assert wording.moment(at) == "Senin, 3 Agustus 2026, 08.15 WIB"
    assert wording.clock(at) == "08.15 WIB"


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Asia/Jakarta", "Kamis, 31 Desember 2026, 23.30 WIB"),
        ("Asia/Makassar", "Jumat, 1 Januari 2027, 00.30 WITA"),
        ("Asia/Jayapura", "Jumat, 1 Januari 2027, 01.30 WIT"),
    ],
)
def test_turn_of_the_year_depends_on_the_zone(settings, zone, text):
    settings.TIME_ZONE = zone
    at = datetime.datetime(2026, 12, 31, 16, 30, tzinfo=UTC)
    assert wording.moment(at) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, None, "0"),
        (8528, None, "8.528"),
        (1234.56, None, "1.234,56"),
        (-1234567, None, "-1.234.567"),
        (1234.0, None, "1.234"),
        (Decimal("1.50"), None, "1,50"),
        (1234, 2, "1.234,00"),
        (0.125, 2, "0,13"),
        (99.99, 0, "100"),
        (1e20, None, "100.000.000.000.000.000.000"),
    ],
)
def test_number_uses_dots_for_thousands(value, decimals, text):
    assert wording.number(value, decimals) == text


def test_nip_is_grouped_and_other_text_is_left_alone():
    assert wording.nip("196804111993031009") == "19680411 199303 1 009"
    for text in ("", "12345", "19680411199303100x", "1968041119930310099"):
        assert wording.nip(text) == text


def test_join_spells_a_list():
    assert wording.join([]) == ""
    assert wording.join(["a"]) == "a"
    assert wording.join(["a", "b"]) == "a dan b"
    assert wording.join(["a", "b", "c"]) == "a, b, dan c"


def _days(*texts):
    return [date.fromisoformat(text) for text in texts]


@pytest.mark.parametrize(
    ("dates", "text"),
    [
        ([], ""),
        (["2026-08-21"], "Jumat, 21 Agustus 2026"),
        (["2026-08-28", "2026-08-21", "2026-08-21"], "Jumat, 21 dan 28 Agustus 2026"),
        (["2026-08-07", "2026-08-14", "2026-08-21"], "Jumat, 7, 14 dan 21 Agustus 2026"),
        (
            ["2026-08-20", "2026-08-21", "2026-08-24"],
            "Kamis 20, Jumat 21 dan Senin 24 Agustus 2026",
        ),
        (["2026-08-28", "2026-09-04"], "Jumat, 28 Agustus dan 4 September 2026"),
        (["2026-12-31", "2027-01-07"], "Kamis, 31 Desember 2026 dan 7 Januari 2027"),
        (["2026-12-31", "2027-01-04"], "Kamis 31 Desember 2026 dan Senin 4 Januari 2027"),
        (["2026-01-30", "2027-01-29"], "Jumat, 30 Januari 2026 dan 29 Januari 2027"),
    ],
)
def test_day_list_names_month_and_year_where_they_change(dates, text):
    assert wording.day_list(_days(*dates)) == text


def test_many_days_become_a_count_and_a_span():
    first = date(2026, 8, 3)
    eight = [first + datetime.timedelta(days=n) for n in range(8)]
    assert " hari" not in wording.day_list(eight)
    nine = [first + datetime.timedelta(days=n) for n in range(9)]
    assert wording.day_list(nine) == "9 hari, 3–11 Agustus 2026"
    weeks = [date(2026, 12, 3) + datetime.timedelta(weeks=n) for n in range(10)]
    assert wording.day_list(weeks) == "10 hari, 3 Desember 2026–4 Februari 2027"
    months = [first + datetime.timedelta(days=n) for n in range(0, 89, 8)]
    assert wording.day_list(months) == "12 hari, 3 Agustus–30 Oktober 2026"


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"),
        (1023, "1.023 B"),
        (217_088, "212 KB"),
        (1024**2 - 1, "1,0 MB"),
        (1_468_006, "1,4 MB"),
        (2 * 1024**3, "2,0 GB"),
    ],
)
def test_size_is_short(count, text):
    assert wording.size(count) == text


def test_roman_knows_twelve_months():
    assert [wording.roman(n) for n in (1, 4, 8, 12)] == ["I", "IV", "VIII", "XII"]
    for wrong in (0, 13):
        with pytest.raises(ValueError):
            wording.roman(wrong)
