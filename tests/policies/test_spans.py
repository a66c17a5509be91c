"""Times of the day as a policy writes them."""

import datetime

import pytest

from wfa.policies import spans


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("07.30", datetime.time(7, 30)),
        ("7:05", datetime.time(7, 5)),
        (" 23.59 ", datetime.time(23, 59)),
        ("24.00", None),
        ("7.5", None),
        ("pagi", None),
        ("", None),
    ],
)
def test_a_time_is_read_as_people_write_it(text, expected):
    assert spans.time_of(text) == expected


@pytest.mark.parametrize("dash", ["–", "-", " — ", " s.d. ", " sampai "])
def test_a_span_is_kept_in_one_form(dash):
    assert spans.canonical([f"7:15{dash}07.45"]) == ["07.15–07.45"]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["07.15–07.45", "12.45–13.15"], ""),
        (["07.15–07.45", "07.45–08.15"], ""),
        ([], "Tulis 1 sampai 6 jendela, satu per baris."),
        (
            [f"{hour:02}.00–{hour:02}.30" for hour in range(7, 14)],
            "Tulis 1 sampai 6 jendela, satu per baris.",
        ),
        (["pagi"], "“pagi” tidak terbaca. Tulis seperti 07.15–07.45."),
        (["07.15–07.18"], "“07.15–07.18” terlalu singkat. Beri sedikitnya 5 menit."),
        (["13.00–12.00"], "“13.00–12.00” terlalu singkat. Beri sedikitnya 5 menit."),
        (
            ["12.45–13.15", "07.15–07.45"],
            "Jendela harus berurutan dan tidak bertindihan. Perbaiki jamnya.",
        ),
        (
            ["07.15–08.00", "07.45–08.15"],
            "Jendela harus berurutan dan tidak bertindihan. Perbaiki jamnya.",
        ),
    ],
)
def test_windows_of_a_day_are_ordered_apart_and_at_most_six(lines, sentence):
    assert spans.problem_of(lines) == sentence
