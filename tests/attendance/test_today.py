"""What the card says of today: the one thing to do, how long there is, the windows in a row."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from wfa.attendance.rules.board import State, state_of
from wfa.attendance.rules.today import Spot, card_of, left

WIB = ZoneInfo("Asia/Jakarta")
WINDOWS = (("Pagi", "07:15", "07:45"), ("Siang", "12:45", "13:15"), ("Sore", "16:00", "16:30"))
GRACE = datetime.timedelta(minutes=15)


def moment(text):
    return datetime.datetime.fromisoformat(f"2026-12-07 {text}").replace(tzinfo=WIB)


def spots(now, came=(), **extra):
    """The windows of a day at `now`; `came`: {name: (arrival, when)}"""
    came, found = dict(came), []
    for name, opens, ends in WINDOWS:
        arrival, at = came.get(name, ("", None))
        span = (moment(opens), moment(ends), moment(ends) + GRACE)
        state = state_of(arrival, *span, moment(now))
        found.append(Spot(name, name, state, *span, at=at and moment(at), **extra))
    return found


def card(now, place="home", **came):
    return card_of(spots(now, came), place, moment(now))


MORNING = ("on_time", "07:31")


def test_an_open_window_is_the_one_thing_to_do():
    found = card("12:50", Pagi=MORNING)
    assert found.title == "Presensi siang sedang dibuka"
    assert f"{found.line} {found.left}. {found.after}" == (
        "Ditutup pukul 13.15 WIB, 25 menit lagi. Siapkan wajah dan lokasi rumah Anda."
    )
    assert (found.spot.name, found.seconds) == ("Siang", 25 * 60)
    assert [spot.words for spot in found.spots] == ["tercatat 07.31", "12.45–13.15", "16.00–16.30"]
    assert [spot.css for spot in found.spots] == ["is-ok", "is-now", "is-later"]


def test_in_the_grace_a_check_in_still_counts_as_late():
    found = card("13:20", Pagi=MORNING)
    assert found.title == "Presensi siang sudah ditutup"
    assert found.line == "Masih diterima sebagai terlambat sampai pukul 13.30 WIB,"
    assert (found.spot.name, found.left) == ("Siang", "10 menit lagi")


def test_between_windows_the_card_says_when_the_next_opens_and_what_was_missed():
    found = card("12:00")
    assert found.title == "Presensi siang dibuka pukul 12.45 WIB"
    assert (found.line, found.left, found.after) == (
        "Dibuka",
        "45 menit lagi",
        "Presensi pagi terlewat.",
    )
    assert found.spot is None
    assert (card("09:00", Pagi=MORNING).line, card("09:00").left) == ("", "")


def test_the_end_of_the_day_says_whether_it_is_complete():
    came = {"Pagi": MORNING, "Siang": ("late", "13:20"), "Sore": ("on_time", "16:05")}
    assert card("18:00", **came).title == "Presensi hari ini lengkap"
    found = card("18:00", Siang=("afterwards", "15:40"))
    assert found.title == "Presensi hari ini sudah selesai"
    assert found.line == "Presensi pagi dan sore terlewat."
    assert [spot.words for spot in found.spots] == [
        "terlewat",
        "diterima kemudian 15.40",
        "terlewat",
    ]


def test_what_was_missed_may_still_be_sent_and_is_judged_by_a_person():
    found = card("13:20", Siang=("on_time", "12:50"))
    assert [(spot.name, words) for spot, words in found.also] == [("Pagi", "Kirim presensi pagi")]


def test_an_extension_by_an_outage_is_told():
    found = card_of(spots("12:50", is_extended=True), "home", moment("12:50"))
    assert found.line == "Diperpanjang karena gangguan layanan sampai pukul 13.15 WIB,"
    assert found.spots[1].words == "12.45–13.15, diperpanjang"


def test_a_picture_that_failed_is_told_beside_its_window():
    spot = spots("12:00", {"Pagi": MORNING}, photo_failed=True)[0]
    assert (spot.words, spot.css) == ("tercatat 07.31, foto gagal", "is-warn")
    assert spot.again == "Kirim ulang foto pagi"


def test_elsewhere_than_at_home_no_home_is_spoken_of():
    assert card("12:50", "other_office").after == "Siapkan wajah dan lokasi kerja Anda."


def test_a_day_without_windows_asks_for_nothing():
    found = card_of([], "home", moment("12:50"))
    assert (found.title, found.spot) == ("Hari ini tanpa presensi", None)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 menit lagi"),
        (60, "1 menit lagi"),
        (61, "2 menit lagi"),
        (3600, "1 jam lagi"),
        (3900, "1 jam 5 menit lagi"),
        (0, "0 menit lagi"),
    ],
)
def test_time_that_is_left_in_words(seconds, words):
    assert left(seconds) == words


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_words_and_a_picture(state):
    spot = Spot("x", "Pagi", state, moment("07:15"), moment("07:45"), moment("08:00"))
    assert spot.words
    assert spot.icon in {"empty", "clock", "check", "cross"}
