"""Until when things may change, what a report needs, what a rating needs: without a database."""

import datetime
from decimal import Decimal

import pytest

from tests.performance.cases import result
from wfa.performance.forms.lines import Amount
from wfa.performance.rules import rating
from wfa.performance.rules.closing import Standing, is_late, plan_closed, report_closed
from wfa.performance.rules.lines import content, figure, minutes_between, problems

DAY = datetime.date(2026, 12, 7)
NEXT = datetime.date(2026, 12, 8)
LATER = datetime.date(2026, 12, 10)


def day_of(**facts):
    values = {"date": DAY, "today": DAY, "explain_until": datetime.date(2026, 12, 9)}
    return Standing(**{**values, **facts})


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({}, None),
        ({"today": datetime.date(2026, 12, 4)}, None),
        ({"today": datetime.date(2026, 12, 9), "has_plan": True}, None),
        ({"has_report": True}, None),
        ({"today": LATER}, "Ditutup sejak batas penjelasan lewat, Rabu, 9 Desember 2026."),
        ({"withdrawn_why": "Dipanggil kembali: rapat."}, "Hari ini dibatalkan: Dipanggil kembali"),
        ({"has_plan": True, "is_decided": True}, "Atasan sudah memutus hari ini, jadi rencana"),
        ({"is_decided": True}, None),
        ({"has_plan": True, "has_report": True}, "Laporan hari ini sudah dikirim"),
    ],
)
def test_a_plan_may_change_until_the_report_or_a_verdict(facts, sentence):
    found = plan_closed(day_of(**facts))
    assert [text[: len(sentence)] for text in found] == [sentence] if sentence else found == []


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({}, None),
        ({"today": datetime.date(2026, 12, 4)}, "Laporan dibuka pada hari itu, Senin, 7 Desember"),
        ({"today": datetime.date(2026, 12, 9)}, None),
        ({"today": LATER}, "Ditutup sejak batas penjelasan lewat"),
        ({"has_report": True, "rating": "needs_work"}, None),
        ({"has_report": True, "rating": "good"}, "Atasan sudah menilai laporan ini"),
        ({"has_report": True, "rating": "poor"}, "Atasan sudah menilai laporan ini"),
        ({"has_report": True, "is_decided": True}, "Atasan sudah memutus hari ini, jadi laporan"),
        ({"is_decided": True}, None),
    ],
)
def test_a_report_may_change_until_it_is_rated(facts, sentence):
    found = report_closed(day_of(**facts))
    assert [text[: len(sentence)] for text in found] == [sentence] if sentence else found == []


def test_late_is_after_the_moment_and_nothing_without_one():
    due = datetime.datetime(2026, 12, 7, 10, tzinfo=datetime.UTC)
    second = datetime.timedelta(seconds=1)
    assert [is_late(due, due), is_late(due, due + second), is_late(None, due)] == [
        False,
        True,
        False,
    ]
    assert is_late(due, None) is False


def test_every_planned_activity_is_answered_for():
    assert problems([result(plan_row=1), result(plan_row=2)], {1, 2}) == []
    assert problems([], set()) == ["Laporan belum berisi hasil. Isi sedikitnya satu kegiatan."]
    [missing] = problems([result(plan_row=1)], {1, 2})
    assert missing.startswith("Ada kegiatan rencana tanpa hasil.")
    [moved] = problems([result(plan_row=9)], set())
    assert moved.startswith("Rencana berubah")
    [long] = problems([result(minutes=1000), result(minutes=441)], set())
    assert long.startswith("Jumlah menit melebihi satu hari.")


def test_a_version_is_plain_values():
    line = result(realised="2.50", starts=datetime.time(8), ends=datetime.time(9, 30))
    kept = content([line], summary="Lancar")
    assert kept["summary"] == "Lancar"
    assert {k: kept["rows"][0][k] for k in ("realised", "starts", "ends", "target")} == {
        "realised": "2.5",
        "starts": "08:00",
        "ends": "09:30",
        "target": None,
    }


def test_figures_and_minutes():
    assert [figure(Decimal(text)) for text in ("24.00", "2.50", "0", "100")] == [
        "24",
        "2.5",
        "0",
        "100",
    ]
    assert minutes_between(datetime.time(7, 45), datetime.time(9, 15)) == 90


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("24", "24"),
        ("2,5", "2.5"),
        ("2.5", "2.5"),
        ("1.250", "1250"),
        ("1.250,75", "1250.75"),
        (" 3 ", "3"),
        ("", None),
    ],
)
def test_quantities_are_read_as_they_are_written_here(text, value):
    assert Amount(label="Target").clean(text) == (Decimal(value) if value else None)


@pytest.mark.parametrize(
    "text", ["banyak", "-1", "1e3x", "NaN", "inf", "1,234", "999999999", "=1+1"]
)
def test_what_is_no_quantity_is_told_with_an_example(text):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError) as told:
        Amount(label="Target").clean(text)
    assert told.value.messages == [
        "Target bukan angka yang dapat dibaca. Tulis seperti 24 atau 2,5."
    ]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({}, None),
        ({"is_own": True}, "Ini laporan Anda sendiri."),
        ({"in_scope": False}, "Laporan ini di luar unit Anda."),
        ({"withdrawn_why": "Dipanggil."}, "Hari ini sudah dibatalkan"),
        ({"version": 2}, "Pegawai baru saja memperbaiki laporan ini."),
    ],
)
def test_who_may_not_rate_is_told_why(facts, sentence):
    base = {
        "is_own": False,
        "in_scope": True,
        "withdrawn_why": "",
        "version": 1,
        "seen_version": 1,
    }
    found = rating.reasons(rating.Subject(**{**base, **facts}))
    assert [text[: len(sentence)] for text in found] == [sentence] if sentence else found == []


def test_ratings_below_baik_need_a_word():
    words = {value: rating.needs_feedback(value) for value in rating.Rating.values}
    assert words == {
        "very_good": False,
        "good": False,
        "needs_work": True,
        "poor": True,
        "very_poor": True,
    }
