"""Two at once on PostgreSQL, with real threads: one row, one picture, the same answer, no error."""

import uuid

import pytest
from django.utils import timezone

from tests.attendance.coming import MORNING, NOON, come, selfie, send_photo, window_of
from tests.attendance.duty import MONDAY, expected, take_back
from tests.files.test_services import files_below
from tests.workflows.test_races import ROUNDS, at_once
from wfa.attendance.models import CheckIn, ExpectedCheckIn, Flag
from wfa.attendance.services.examining import examine_due
from wfa.files.models import PendingFile, StoredFile
from wfa.refusals import Refused

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("media"),
    pytest.mark.parametrize("round_", range(ROUNDS)),
]


@pytest.fixture
def day(clock, ani):
    found = expected(ani)
    clock("2026-12-07 07:20")
    return found


def sentences(results):
    assert not [r for r in results if isinstance(r, Exception)], results
    return [receipt.sentence for receipt in results]


def test_the_same_key_at_once_is_one_row_and_one_answer(round_, day):
    part, key = window_of(day), uuid.uuid4()
    results = at_once(*[lambda: come(part, key=key)] * 6)
    assert len(set(sentences(results))) == 1
    assert {receipt.is_repeated for receipt in results} == {False}
    assert {receipt.check_in.pk for receipt in results} == {CheckIn.objects.get().pk}


def test_two_tabs_at_once_are_one_row_and_the_other_is_told(round_, day):
    part = window_of(day)
    results = at_once(*[lambda: come(part)] * 6)
    assert sorted(receipt.is_repeated for receipt in results) == [False] + [True] * 5
    assert {receipt.check_in.pk for receipt in results} == {CheckIn.objects.get().pk}
    assert len(set(sentences(results))) == 2


def test_one_key_for_two_windows_at_once_stands_for_one(round_, clock, day):
    key, morning, noon = uuid.uuid4(), window_of(day, MORNING), window_of(day, NOON)
    clock("2026-12-07 12:50")
    results = at_once(lambda: come(morning, key=key), lambda: come(noon, key=key))
    sentences(results)
    assert {receipt.check_in.pk for receipt in results} == {CheckIn.objects.get().pk}


def test_a_recall_at_the_same_moment_leaves_no_half(round_, day, ani):
    """Either the person came first, and it counts; or the day was taken back, and they are told."""
    part = window_of(day)
    came, _ = at_once(lambda: come(part), lambda: take_back(ani, MONDAY))
    fresh = ExpectedCheckIn.objects.get(pk=part.pk)
    if isinstance(came, Refused):
        assert (CheckIn.objects.count(), fresh.withdrawn_at is None) == (0, False)
    else:
        assert (came.check_in.arrival, fresh.withdrawn_at) == ("on_time", None)


def test_a_picture_sent_twice_at_once_is_kept_once(round_, day, media):
    row = come(window_of(day)).check_in
    results = at_once(*[lambda n=n: send_photo(CheckIn.objects.get(), selfie(n)) for n in range(4)])
    assert sorted(map(str, results)) == ["diterima", "sudah", "sudah", "sudah"]
    assert PendingFile.objects.count() == 1
    assert len(files_below(media)) == 1
    examine_due()
    row.refresh_from_db()
    assert row.photo_state == "kept"
    assert files_below(media) == [media / StoredFile.objects.get().stored_name]


def test_two_workers_at_once_keep_each_picture_once(round_, day, dewi, clock, media):
    clock("2026-12-07 06:00")
    hers = expected(dewi)
    clock("2026-12-07 07:20")
    for number, each in enumerate((day, hers)):
        send_photo(come(window_of(each)).check_in, selfie(number))
    results = at_once(*[examine_due] * 3)
    assert not [r for r in results if isinstance(r, Exception)], results
    examine_due()
    assert set(CheckIn.objects.values_list("photo_state", flat=True)) == {"kept"}
    assert (StoredFile.objects.count(), PendingFile.objects.count()) == (2, 0)
    assert len(files_below(media)) == 2


def test_a_picture_that_comes_while_it_is_called_missing_is_taken(round_, clock, day):
    row = come(window_of(day)).check_in
    clock("2026-12-07 07:31")
    sent, swept = at_once(lambda: send_photo(row), examine_due)
    assert (str(sent), isinstance(swept, int)) == ("diterima", True)
    examine_due()
    row.refresh_from_db()
    assert (row.photo_state, row.photo_at) == ("kept", timezone.now())
    assert Flag.objects.get(kind="no_photo").detail == "Foto baru datang pukul 07.31 WIB."
