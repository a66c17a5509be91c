"""When our service was down, and what that gives back. Pure."""

import datetime

import pytest

from wfa.attendance.rules.outages import MINUTE, Outage, Sample, extended, outages, touching

OPENS = datetime.datetime(2026, 12, 7, 5, 45, tzinfo=datetime.UTC)
CLOSES = OPENS + 30 * MINUTE
UP = Sample(served=40, probes=4)


def at(minute):
    return OPENS + minute * MINUTE


def day(**changed):
    """All minutes of the window and an hour more are up, but m<minute>=sample."""
    samples = {at(n): UP for n in range(90)}
    samples.update({at(int(key[1:])): sample for key, sample in changed.items()})
    return samples


@pytest.mark.parametrize(
    ("sample", "seconds"),
    [
        (UP, 0),
        (Sample(), 60),  # nothing ran
        (Sample(served=3), 0),  # the worker was away, people were served
        (Sample(probes_failed=4), 60),
        (Sample(probes=2, probes_failed=2), 30),
        (Sample(probes=3, probes_failed=1, served=9), 15),
        (Sample(served=20, probes_failed=4), 0),  # only the probe couldn't get through
        (Sample(probes_failed=4, came=2), 0),
        (Sample(served=2, errors=5, probes_failed=4, came=2), 60),
        (Sample(served=2, errors=9), 60),
        (Sample(served=2, errors=9, probes=3, probes_failed=1), 60),
        (Sample(errors=5, probes=4), 0),  # one page fails, in a quiet minute
        (Sample(served=2, errors=19, probes=4), 0),
        (Sample(served=2, errors=20, probes=4), 60),
        (Sample(served=90, errors=100, probes=4), 60),  # half of a crowd
        (Sample(served=90, errors=9, probes=4), 0),
        (Sample(came=1), 0),
    ],
)
def test_a_minute_tells_how_long_we_were_away(sample, seconds):
    assert sample.down_seconds == seconds


def test_less_than_a_minute_is_no_outage():
    assert outages(day(m5=Sample(probes=2, probes_failed=2)), OPENS, CLOSES) == []


def test_two_halves_of_a_minute_are_one():
    half = Sample(probes=2, probes_failed=2)
    assert outages(day(m5=half, m6=half), OPENS, CLOSES) == [Outage(at(5), at(7), 60)]


def test_a_minute_that_has_not_ended_is_not_judged():
    samples = {at(n): UP for n in range(10)}
    assert outages(samples, OPENS, at(10) + MINUTE / 2) == []
    assert outages(samples, OPENS, at(11)) == [Outage(at(10), at(11), 60)]


@pytest.mark.parametrize(
    ("starts", "ends", "until"),
    [
        (6, 12, 36),  # inside: six minutes more
        (0, 30, 60),  # all of it: all of it again
        (-10, 5, 35),  # began before the window: only what lies inside counts
        (25, 50, 55),  # outlasts the window: five minutes from its end on
        (-20, -5, 30),
        (31, 40, 30),
    ],
)
def test_everybody_gets_back_what_we_took(starts, ends, until):
    outage = Outage(at(starts), at(ends), (ends - starts) * 60)
    assert extended(OPENS, CLOSES, [outage]) == at(until)


def test_an_outage_in_the_time_gained_counts_again():
    first = Outage(at(10), at(20), 600)
    second = Outage(at(32), at(34), 120)
    assert extended(OPENS, CLOSES, [first, second]) == at(42)


def touched(samples, now):
    return [(o.starts, o.ends) for o in touching(samples, OPENS, CLOSES, now)]


def test_a_window_is_touched_by_what_falls_into_it_and_into_the_time_gained():
    down = Sample(probes_failed=4)
    samples = day(m10=down, m11=down, m31=down, m40=down)
    assert touched(samples, at(80)) == [(at(10), at(12)), (at(31), at(32))]


def test_an_outage_that_lasts_is_followed_to_its_end_however_long_after_the_window():
    samples = {at(n): UP for n in (*range(20), *range(700, 900))}
    assert touched(samples, at(800)) == [(at(20), at(700))]
    assert touched(samples, at(600)) == [(at(20), at(600))]
    assert touched(samples, at(10)) == []


def test_one_hundred_outages_never_shorten_a_window():
    many = [Outage(at(n), at(n + 1), 60) for n in range(0, 30, 2)]
    assert extended(OPENS, CLOSES, many) == at(45)
