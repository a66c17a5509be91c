"""A picture like an earlier one is flagged, without a name; one of the same desk is not."""

import datetime
from io import BytesIO

import pytest
from PIL import Image, ImageFilter

from tests.attendance.coming import (
    MORNING,
    NOON,
    after,
    come,
    raised,
    selfie,
    send_photo,
    window_of,
)
from tests.attendance.duty import expected
from tests.files import corpus
from wfa.attendance.models import Flag
from wfa.attendance.services.photos import process_next

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


# --- pictures like others ---------------------------------------------------------------------


def rewritten(data, size=(600, 450), quality=60, kind="JPEG"):
    """The same picture as another phone or messenger would send it."""
    out = BytesIO()
    Image.open(BytesIO(data)).convert("RGB").resize(size).save(out, kind, quality=quality)
    return out.getvalue()


def at_noon(clock, expectation, data, at="2026-12-07 12:50"):
    clock(at)
    row = come(window_of(expectation, NOON)).check_in
    send_photo(row, data)
    return row


@pytest.mark.parametrize(
    "again",
    [
        lambda data: data,
        lambda data: rewritten(data),
        lambda data: rewritten(data, (320, 240), 30),
        lambda data: rewritten(data, (960, 720), 95, "PNG"),
    ],
)
def test_ones_own_picture_of_before_is_found_again(clock, ani, work, again):
    day = expected(ani)
    clock("2026-12-07 07:20")
    first = come(window_of(day, MORNING)).check_in
    send_photo(first, selfie(5))
    work()
    second = at_noon(clock, day, again(selfie(5)))
    work()
    assert raised(first) == {}
    assert raised(second) == {"like_photo": "Mirip dengan foto sendiri pada 7 Desember 2026."}


def test_a_colleagues_picture_is_found_without_naming_anybody(clock, ani, dewi, dodi, work):
    mine, hers, his = (expected(person) for person in (ani, dewi, dodi))
    clock("2026-12-07 07:20")
    first = come(window_of(mine)).check_in
    send_photo(first, selfie(5))
    work()
    second, third = at_noon(clock, hers, rewritten(selfie(5))), at_noon(clock, his, selfie(5))
    work()
    said = "Mirip dengan foto pegawai lain pada 7 Desember 2026."
    assert raised(second)["like_photo"] == said
    assert "like_photo" not in raised(third)  # another OPD


def test_pictures_are_compared_over_ninety_days(clock, ani, work):
    data = selfie(5)
    for date, found in (("2026-12-07", 0), ("2027-03-08", 0), ("2027-03-10", 1)):
        clock(f"{date} 06:00")
        day = expected(ani, datetime.date.fromisoformat(date))
        at_noon(clock, day, data, f"{date} 12:50")
        work()
        assert Flag.objects.filter(kind="like_photo").count() == found
        clock(f"{date} 23:00")
        work()


def test_different_pictures_and_dark_ones_are_not_alike(clock, ani, dewi, work):
    day, hers = expected(ani), expected(dewi)
    clock("2026-12-07 07:20")
    send_photo(come(window_of(day)).check_in, selfie(1))
    send_photo(come(window_of(hers)).check_in, corpus.picture(size=(640, 480), color=(9, 9, 9)))
    work()
    at_noon(clock, day, selfie(2))
    at_noon(clock, hers, corpus.picture(size=(640, 480), color=(9, 9, 9)))
    work()
    assert Flag.objects.filter(kind="like_photo").count() == 0


def test_same_desk_another_moment_is_another_picture(clock, ani, work):
    """Honest people sit at the same desk each day: where they move, the mark moves further."""
    day = expected(ani)
    clock("2026-12-07 07:20")
    base = Image.open(BytesIO(selfie(5)))
    moved = base.copy()
    face = base.crop((200, 100, 440, 420)).filter(ImageFilter.GaussianBlur(3))
    moved.paste(face, (290, 60))
    out = BytesIO()
    moved.save(out, "JPEG")
    send_photo(come(window_of(day)).check_in, selfie(5))
    work()
    second = at_noon(clock, day, out.getvalue())
    work()
    assert raised(second) == {}


def test_looking_for_alike_ones_reads_by_bands_not_all(clock, ani, work, django_assert_max_num_queries):  # fmt: skip
    day = expected(ani)
    clock("2026-12-07 07:20")
    row = come(window_of(day)).check_in
    send_photo(row)
    with django_assert_max_num_queries(18):
        process_next()
    assert after(row).photo_hash is not None
    assert [row.band_1, row.band_4] == [row.photo_hash & 0xFFFF, row.photo_hash >> 48 & 0xFFFF]
