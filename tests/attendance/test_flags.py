"""Flags say what to look at. They never say more about anybody than the employee may read."""

import datetime
import itertools

import pytest
from django.utils import timezone

from tests.actors import add_employee
from tests.attendance.coming import EVENING, HOME, MORNING, NOON, come, raised, window_of
from tests.attendance.duty import MONDAY, expected
from wfa.attendance.models import CheckIn, Expectation, Flag
from wfa.attendance.rules.flags import Facts, Found, Seen, look
from wfa.attendance.rules.likeness import bands_of, distance, is_plain, mark_of
from wfa.attendance.rules.places import Position, position_of
from wfa.attendance.services.examining import examine_due
from wfa.attendance.services.flagging import examine_new

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]
AT = datetime.datetime(2026, 12, 7, 0, 20, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)
APPROVED = position_of(*HOME).point


def near(metres=0, accuracy=10):
    """A position so many metres north of the approved point."""
    return position_of(str(-7.816895 + metres / 111_195), "112.011398", str(accuracy))


def facts(**over):
    usual = {
        "at": AT,
        "claimed_at": AT,
        "queued": False,
        "is_upload": False,
        "hints": [],
        "position": near(),
        "approved": APPROVED,
        "radius_m": 200,
    }
    return Facts(**{**usual, **over})


def flags(**over):
    return [(found.kind, found.detail) for found in look(facts(**over))]


# --- rules ------------------------------------------------------------------------------------


def test_an_ordinary_check_in_has_no_flag():
    assert flags() == []


@pytest.mark.parametrize(
    ("metres", "accuracy", "is_flagged"),
    [(200, 0, False), (205, 0, True), (205, 10, False), (1_240, 400, True), (600, 400, False)],
)
def test_outside_counts_from_the_nearest_place_where_the_phone_may_be(metres, accuracy, is_flagged):
    found = flags(position=near(metres, accuracy))
    assert bool(found) == is_flagged
    if is_flagged:
        [(kind, detail)] = found
        assert kind == "outside"
        assert detail.endswith("dari titik yang disetujui; batasnya 200 meter.")


def test_how_far_is_told_as_people_write_it():
    assert flags(position=near(1_240)) == [
        ("outside", "1.240 meter dari titik yang disetujui; batasnya 200 meter.")
    ]
    [(_, detail)] = flags(position=near(12_400))
    assert detail.startswith("12,4 km dari")


def test_without_an_approved_point_nobody_is_outside():
    assert flags(position=near(99_000), approved=None) == []
    assert flags(position=near(99_000), radius_m=None) == []


@pytest.mark.parametrize(
    ("position", "kind"),
    [
        (None, "no_position"),
        (near(0, 501), "rough_position"),
        (Position(APPROVED, None), "rough_position"),
    ],
)
def test_no_position_and_a_rough_one(position, kind):
    assert [each for each, _ in flags(position=position)] == [kind]


@pytest.mark.parametrize(
    ("gap", "detail"),
    [
        (2 * MINUTE, ""),
        (-2 * MINUTE, ""),
        (2 * MINUTE + MINUTE / 60, "Jam ponsel lebih lambat 2 menit dari jam server."),
        (-62 * MINUTE, "Jam ponsel lebih cepat 1 jam 2 menit dari jam server."),
        (24 * 60 * MINUTE, "Jam ponsel lebih lambat 1 hari dari jam server."),
    ],
)
def test_a_clock_may_be_two_minutes_off(gap, detail):
    wanted = [("clock_gap", detail)] if detail else []
    assert flags(claimed_at=AT - gap) == wanted


def test_what_waited_in_the_queue_has_no_clock_gap_unless_it_comes_from_the_future():
    assert flags(claimed_at=AT - 90 * MINUTE, queued=True) == []
    assert [kind for kind, _ in flags(claimed_at=AT + 90 * MINUTE, queued=True)] == ["clock_gap"]
    assert flags(claimed_at=None) == []


@pytest.mark.parametrize(
    ("metres", "minutes", "is_flagged"),
    [(30_000, 8, True), (30_000, 10, False), (900, 0, False), (1_500, 0, True)],
)
def test_faster_than_two_hundred_kilometres_an_hour(metres, minutes, is_flagged):
    before = Seen(AT - minutes * MINUTE, near(metres, 0))
    found = flags(before=before, position=near(0, 0))
    assert bool(found) == is_flagged


def test_speed_is_reckoned_by_when_it_was_taken():
    """Two check-ins out of the queue come at the same second, and were taken hours apart."""
    before = Seen(AT - 300 * MINUTE, near(40_000))
    assert flags(before=before, claimed_at=AT - 10 * MINUTE, queued=True) == []
    [found] = look(facts(before=Seen(AT - 11 * MINUTE, near(40_000)), claimed_at=AT - 10 * MINUTE, queued=True))  # fmt: skip
    assert found == Found("speed", "40,0 km dalam 1 menit sejak presensi sebelumnya.")


def test_a_claim_older_than_two_days_is_not_believed():
    old = facts(claimed_at=AT - 49 * 60 * MINUTE, queued=True)
    assert old.taken_at == AT


def test_hints_and_uploads():
    assert [kind for kind, _ in flags(hints=["mock"], is_upload=True)] == ["mock", "uploaded"]
    assert flags(hints=["gerakan_lain"]) == []


EXACT = "Ketelitian lokasi di bawah 1 meter, tidak lazim pada ponsel."
TIMED = "Waktu titik lokasi berbeda lebih dari satu jam dari jam ponsel."


@pytest.mark.parametrize(
    ("hints", "detail"),
    [
        (["titik_teliti"], EXACT),
        (["titik_waktu"], TIMED),
        (["titik_waktu", "titik_teliti"], f"{EXACT} {TIMED}"),
        (["mock"], "Ketelitian atau waktu titik lokasi tidak lazim."),  # of a page from before
    ],
)
def test_a_hint_about_the_position_claims_no_more_than_the_phone_said(hints, detail):
    assert flags(hints=hints) == [("mock", detail)]
    words = f"{detail} {Flag.Kind.MOCK.label}"
    assert "buatan" not in words
    assert "palsu" not in words


def test_every_kind_of_flag_is_known_to_the_record():
    every = look(
        facts(
            position=near(9_000, 600),
            is_shared=True,
            claimed_at=AT - 9 * MINUTE,
            before=Seen(AT, near(-900_000)),
            hints=["mock"],
            is_upload=True,
        )
    )
    kinds = {found.kind for found in [*every, *look(facts(position=None))]}
    rest = {"like_photo", "no_photo", "unreadable"}
    assert kinds | rest == set(Flag.Kind.values)
    for found in every:
        assert len(found.detail.split()) <= 20
        assert len(found.detail) <= 200


def test_marks_of_pictures_fit_the_database_and_its_bands():
    dark_to_light = bytes(range(72))
    light_to_dark = bytes(range(72, 0, -1))
    assert (mark_of(dark_to_light), mark_of(light_to_dark)) == (0, -1)
    assert bands_of(-1) == (65_535,) * 4
    assert distance(-1, 0) == 64
    assert (is_plain(0), is_plain(-1), is_plain(0x0F0F0F0F0F0F0F0F)) == (True, True, False)
    with pytest.raises(ValueError, match="nine by eight"):
        mark_of(b"x")


def test_marks_three_bits_apart_always_share_a_band():
    base = 0x123456789ABCDEF0
    for bits in itertools.combinations(range(64), 3):
        other = base
        for bit in bits:
            other ^= 1 << bit
        assert any(a == b for a, b in zip(bands_of(base), bands_of(other), strict=True))


# --- looked for in what was taken -------------------------------------------------------------


def approve(expectation, point=HOME, radius=200):
    values = {"latitude": point[0], "longitude": point[1], "radius_m": radius}
    Expectation.objects.filter(pk=expectation.pk).update(**values)
    expectation.refresh_from_db()
    return expectation


def test_the_worker_looks_once_and_leaves_the_verdict_alone(clock, ani):
    day = approve(expected(ani), point=("-7.900000", "112.011398"))
    clock("2026-12-07 07:20")
    row = come(window_of(day), claimed_at=timezone.now() - 30 * MINUTE, hints=["mock"]).check_in
    assert examine_due() == 1
    assert set(raised(row)) == {"outside", "clock_gap", "mock"}
    row.refresh_from_db()
    day.refresh_from_db()
    assert (row.arrival, row.examined_at, day.verdict) == ("on_time", timezone.now(), "waiting")
    assert examine_due() == 0
    assert Flag.objects.count() == 3


def test_the_same_decimals_as_somebody_of_another_place_are_flagged_on_both(clock, ani, dodi):
    mine = approve(expected(ani))
    his = approve(expected(dodi), point=("-7.816000", "112.011000"))
    clock("2026-12-07 07:20")
    first = come(window_of(mine)).check_in
    examine_due()
    assert raised(first) == {}
    second = come(window_of(his)).check_in
    examine_due()
    said = "Titiknya sama persis dengan titik pegawai lain."
    assert (raised(first)["shared_position"], raised(second)["shared_position"]) == (said, said)
    text = " ".join([*raised(first).values(), *raised(second).values()])
    assert not any(person.name in text or person.nip in text for person in (ani, dodi))


def test_people_of_one_home_share_its_point(clock, ani, dewi):
    rows = [approve(expected(person)) for person in (ani, dewi)]
    clock("2026-12-07 07:20")
    for row in rows:
        come(window_of(row))
    examine_due()
    assert Flag.objects.count() == 0


def test_another_day_or_another_decimal_is_not_the_same_point(clock, ani, dodi):
    clock("2026-12-07 07:20")
    come(window_of(approve(expected(ani))))
    come(window_of(approve(expected(dodi), point=("-7.8169", "112.0114"))),
         position=position_of("-7.816896", "112.011398", "12"))  # fmt: skip
    clock("2026-12-08 06:00")
    tuesday = expected(dodi, datetime.date(2026, 12, 8))
    clock("2026-12-08 07:20")
    come(window_of(approve(tuesday, point=("-7.8169", "112.0114"))))
    examine_new()
    assert Flag.objects.count() == 0


def test_nobody_flies_between_two_windows(clock, ani):
    day, other = expected(ani), expected(add_employee(ani.unit, "Wati"))
    clock("2026-12-07 07:44")
    come(window_of(day, MORNING))
    clock("2026-12-07 12:46")
    there = come(
        window_of(day, NOON), position=position_of("-6.175392", "106.827153", "9")
    ).check_in
    clock("2026-12-07 16:00")
    back = come(window_of(day, EVENING), position=None).check_in
    examine_new()
    assert raised(there) == {}  # 600 km in five hours
    assert set(raised(back)) == {"no_position"}
    clock("2026-12-07 16:06")
    come(window_of(other, NOON))
    clock("2026-12-07 16:10")
    late = come(window_of(other, EVENING), position=position_of("-6.175392", "106.827153", "9")).check_in  # fmt: skip
    examine_new()
    assert raised(late)["speed"] == "600,6 km dalam 4 menit sejak presensi sebelumnya."


def test_a_check_in_without_a_position_hides_no_journey(clock, ani):
    day = expected(ani)
    clock("2026-12-07 12:50")
    come(window_of(day, MORNING))
    come(window_of(day, NOON), position=None)
    clock("2026-12-07 16:00")
    row = come(window_of(day, EVENING), position=position_of("1.0", "97.0", "9")).check_in
    examine_new()
    assert "speed" in raised(row)


@pytest.mark.parametrize("count", [1, 3])
def test_many_take_as_many_queries_as_one(clock, region, count, django_assert_max_num_queries):
    people = [add_employee(region.aplikasi, f"Pegawai {n}") for n in range(count)]
    days = [expected(person) for person in people]
    clock("2026-12-07 07:20")
    for day in days:
        come(window_of(day))
    with django_assert_max_num_queries(7):
        assert examine_new() == count


def test_a_flag_stands_once_whoever_looks(clock, ani):
    day = expected(ani)
    clock("2026-12-07 07:20")
    row = come(window_of(day), position=None).check_in
    examine_new()
    CheckIn.objects.filter(pk=row.pk).update(examined_at=None)
    examine_new()
    assert Flag.objects.count() == 1


def test_the_day_shows_what_was_flagged_to_the_employee(clock, ani):
    """The promise of part 5: nothing is flagged behind anybody's back."""
    day = expected(ani, MONDAY)
    clock("2026-12-07 07:20")
    row = come(window_of(day), position=None).check_in
    examine_due()
    assert [str(flag) for flag in row.flags.all()] == ["Tanpa lokasi"]
