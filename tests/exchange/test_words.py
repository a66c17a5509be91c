"""What leaves is spelled as the attendance application expects it."""

import datetime

import pytest

from wfa.exchange.rules.hours import hours_of
from wfa.exchange.rules.words import KINDS, cited, label_of
from wfa.schedules.models import Place

RAMADAN = [(datetime.date(2026, 2, 18), datetime.date(2026, 3, 19))]


def span(date, slot="full"):
    return tuple(f"{at:%H.%M}" for at in hours_of(datetime.date.fromisoformat(date), slot, RAMADAN))


@pytest.mark.parametrize(
    ("date", "slot", "hours"),
    [
        ("2026-11-02", "full", ("07.30", "16.00")),
        ("2026-11-05", "full", ("07.30", "16.00")),
        ("2026-11-06", "full", ("07.30", "16.30")),
        ("2026-02-17", "full", ("07.30", "16.00")),
        ("2026-02-18", "full", ("08.00", "15.00")),
        ("2026-02-20", "full", ("08.00", "15.30")),
        ("2026-03-19", "full", ("08.00", "15.00")),
        ("2026-03-20", "full", ("07.30", "16.30")),
        ("2028-02-29", "full", ("07.30", "16.00")),
        ("2026-11-02", "am", ("07.30", "12.00")),
        ("2026-11-02", "pm", ("13.00", "16.00")),
        ("2026-11-06", "am", ("07.30", "11.30")),
        ("2026-11-06", "pm", ("13.00", "16.30")),
        ("2026-02-20", "pm", ("12.30", "15.30")),
    ],
)
def test_hours_are_those_of_perpres_21_2023(date, slot, hours):
    assert span(date, slot) == hours


def _minutes(span):
    start, end = span
    return (end.hour - start.hour) * 60 + end.minute - start.minute


@pytest.mark.parametrize(("monday", "total"), [("2026-11-02", 37.5), ("2026-02-23", 32.5)])
def test_two_halves_of_every_day_make_the_week_of_the_law(monday, total):
    """37.5 hours a week without breaks, 32.5 in Ramadan (Perpres 21/2023 Ps 4)."""
    first = datetime.date.fromisoformat(monday)
    days = [first + datetime.timedelta(days=n) for n in range(5)]
    worked = sum(_minutes(hours_of(d, half, RAMADAN)) for d in days for half in ("am", "pm"))
    assert worked / 60 == total


@pytest.mark.parametrize(
    ("basis", "number", "dated"),
    [
        ("Keputusan Nomor 800/12/BKPSDM/2026", "800/12/BKPSDM/2026", None),
        (
            "Surat Tugas Nomor 800.1.11.1/2677/Sekre tanggal 5 Juni 2026",
            "800.1.11.1/2677/Sekre",
            datetime.date(2026, 6, 5),
        ),
        ("Surat Nomor 1/2028, tanggal 29 Februari 2028", "1/2028", datetime.date(2028, 2, 29)),
        ("Nomor 3 tanggal 31 Februari 2026", "3", None),
        ("Surat sakit dokter", "Surat sakit dokter", None),
        ("", "", None),
    ],
)
def test_number_and_date_are_read_from_the_citation(basis, number, dated):
    assert cited(basis) == (number, dated)


def test_every_place_has_a_kind_and_a_label():
    assert set(KINDS) == set(Place)
    assert label_of("home", "am") == "Rumah pagi"
