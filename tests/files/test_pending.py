"""Taken in a hurry, examined later: what ends a file that waits, and what doesn't."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from tests.files import corpus
from tests.files.test_services import files_below
from wfa.files import services, storage
from wfa.files.models import PendingFile, StoredFile
from wfa.people.models import Employee
from wfa.refusals import Refused

CHECK_IN = StoredFile.Purpose.CHECK_IN


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def ani(db):
    return Employee.objects.create_user("ani", name="Ani", kind=Employee.Kind.SERVICE)


def receive(ani, data=None, name="foto.jpg", size=None):
    data = corpus.photo_with_gps() if data is None else data
    size = len(data) if size is None else size
    return services.receive([data], size=size, name=name, purpose=CHECK_IN, by=ani)


@pytest.fixture
def settle(django_capture_on_commit_callbacks):
    """`settle(pending)`: process it; [what the two callers heard, inside a transaction]"""

    def run(pending):
        heard = []

        def hear(what):
            heard.append((what, connection.in_atomic_block))

        with django_capture_on_commit_callbacks(execute=True):
            stored = services.process(pending, kept=hear, refused=hear)
        return stored, heard

    return run


def test_what_is_received_waits_unread_in_quarantine(ani, media):
    pending = receive(ani, name="../../IMG_20261207.jpg")
    [place] = files_below(media)
    assert place == media / pending.stored_name
    assert place.read_bytes() == corpus.photo_with_gps()
    assert pending.stored_name.startswith("quarantine/")
    assert (pending.size, pending.received_from, pending.attempts) == (place.stat().st_size, ani, 0)
    assert StoredFile.objects.count() == 0


def test_processing_keeps_a_clean_picture_and_deletes_the_raw_one(ani, media, settle):
    stored, heard = settle(receive(ani, name="../../IMG_20261207.JPG"))
    assert heard == [(stored, True)]
    assert (stored.purpose, stored.content_type, stored.uploaded_by) == (
        "check_in",
        "image/jpeg",
        ani,
    )
    assert stored.original_name == "IMG_20261207.jpg"
    assert corpus.SECRET not in services.read_bytes(stored)
    assert files_below(media) == [services.path(stored)]
    assert PendingFile.objects.count() == 0


def test_a_refusal_is_told_once_and_deletes_the_raw_one(ani, media, settle):
    stored, heard = settle(receive(ani, corpus.moving("PNG"), "foto.png"))
    [(refusal, inside)] = heard
    assert (stored, refusal.code, inside) == (None, "animated_picture", True)
    assert files_below(media) == []
    assert PendingFile.objects.count() == 0


def test_what_cannot_be_noted_stays_and_is_due_again(ani, media):
    pending = receive(ani)
    assert services.claim(pending)

    def fail(_):
        raise RuntimeError("the database is away")

    with pytest.raises(RuntimeError):
        services.process(pending, kept=fail, refused=fail)
    pending.refresh_from_db()
    assert pending.attempts == 0
    assert (media / pending.stored_name).exists()
    assert StoredFile.objects.count() == 0


def test_a_claim_holds_for_two_minutes_and_counts(ani, monkeypatch):
    pending, other = receive(ani), PendingFile.objects.get()
    assert services.claim(pending)
    assert not services.claim(other)
    other.refresh_from_db()
    assert (other.attempts, other.due_at > timezone.now()) == (1, True)
    later = timezone.now() + datetime.timedelta(minutes=2, seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert other.due_at < later
    assert services.claim(other)


@pytest.mark.parametrize(
    ("data", "size", "code"),
    [
        (b"", 0, "empty"),
        (b"<svg/>", 6, "wrong_kind"),
        (corpus.picture()[:-9], len(corpus.picture()), "cut_off"),
        (corpus.picture(), 9 << 20, "too_large"),
        (b"\xff\xd8\xff" + b"x" * (8 << 20), 10, "too_large"),
    ],
)
def test_a_glance_refuses_without_a_trace(ani, media, data, size, code, django_assert_num_queries):
    with django_assert_num_queries(0), pytest.raises(Refused) as refused:
        receive(ani, data, size=size)
    assert refused.value.code == code
    assert files_below(media) == []


def test_reading_ends_at_the_limit_whatever_is_claimed(ani):
    """A sender who never stops is stopped after the limit, not after what is there."""
    read = []

    def endless():
        while True:
            read.append(1)
            yield b"\xff\xd8\xff" + b"x" * (1 << 20)

    with pytest.raises(Refused):
        services.receive(endless(), size=100, name="a.jpg", purpose=CHECK_IN, by=ani)
    assert len(read) == 8


def test_a_name_that_is_not_ours_is_no_place_in_quarantine():
    for name in ("quarantine/../../x", "quarantine/ab/cd/" + "a" * 32, "elsewhere/ab/cd/x.raw"):
        with pytest.raises(ValueError, match="not a stored name"):
            storage.path_of(name)


def test_grey_dots_of_a_stored_picture(ani, settle):
    stored, _ = settle(receive(ani, corpus.picture(size=(640, 480), color=(90, 90, 90))))
    assert services.grey_of(stored, 9, 8) == bytes([90]) * 72
