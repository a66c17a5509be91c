"""The picture of a check-in: taken quickly, examined by the worker, kept without a trace of more."""

import os
import time
from io import BytesIO

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image

from tests.attendance.coming import (
    after,
    come,
    raised,
    selfie,
    send_photo,
    window_of,
)
from tests.attendance.duty import expected
from tests.files import corpus
from tests.files.test_pictures import tags
from tests.files.test_services import files_below
from wfa.attendance.models import CheckIn
from wfa.attendance.services import hinting
from wfa.attendance.services.examining import examine_due
from wfa.attendance.services.photos import process_next
from wfa.files import services as files
from wfa.files import storage
from wfa.files.models import PendingFile
from wfa.refusals import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


# --- the way of a picture ---------------------------------------------------------------------


def test_a_picture_is_put_aside_and_kept_by_the_worker(row, work, media):
    assert send_photo(row) == "diterima"
    assert after(row).photo_state == "received"
    [raw] = files_below(media)
    assert raw.relative_to(media).parts[0] == storage.QUARANTINE
    assert work() == 2  # flags of place and time, and the picture
    assert (after(row).photo_state, row.pending, row.photo_at) == ("kept", None, timezone.now())
    assert files_below(media) == [files.path(row.photo)]
    assert PendingFile.objects.count() == 0
    assert raised(row) == {}


def test_what_is_kept_has_no_metadata_and_a_name_nobody_guesses(row, work):
    send_photo(row, corpus.photo_with_gps(size=(640, 480)))
    work()
    data = files.read_bytes(after(row).photo)
    assert tags(data) == set()
    assert corpus.SECRET not in data
    assert b"Exif" not in data
    assert row.photo.original_name == "foto.jpg"
    assert row.photo.stored_name.startswith("uploads/")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_kind_becomes_a_jpeg_of_at_most_960_pixels(row, work, kind):
    send_photo(row, selfie(size=(1_600, 1_200), kind=kind))
    work()
    kept = after(row).photo
    image = Image.open(BytesIO(files.read_bytes(kept)))
    assert (kept.content_type, image.format, image.size) == ("image/jpeg", "JPEG", (960, 720))


def test_a_thousand_tags_of_a_phone_leave_none(row, work):
    """EXIF, GPS, maker's note, XMP, IPTC, comment, preview: a scan of the bytes finds 0 of them."""
    data = corpus.phone_jpeg_with_preview()
    app = b"".join(
        b"\xff" + bytes([marker]) + len(body).to_bytes(2, "big") + body
        for marker in (*range(0xE1, 0xF0), 0xFE)
        for body in [b"\0" * 0 + corpus.SECRET * 4 + b"\0\0"]
        for body in [body]
    )
    send_photo(row, data[:2] + _padded(app) + data[2:])
    work()
    kept = files.read_bytes(after(row).photo)
    assert corpus.SECRET not in kept
    markers = {kept[at + 1] for at in range(len(kept) - 1) if kept[at] == 0xFF} & set(
        range(0xE1, 0xF0)
    )
    assert tags(kept) == set()
    assert (markers, kept.count(b"\xff\xfe")) == (set(), 0)


def _padded(app):
    """Lengths of segments count their own two bytes."""
    out, at = bytearray(), 0
    while at < len(app):
        length = int.from_bytes(app[at + 2 : at + 4], "big")
        body = app[at + 4 : at + 4 + length]
        out += app[at : at + 2] + (length + 2).to_bytes(2, "big") + body
        at += 4 + length
    return bytes(out)


def test_the_first_picture_stays_and_sending_again_is_harmless(row, work, media):
    assert send_photo(row) == "diterima"
    assert send_photo(after(row), selfie(2)) == "sudah"
    work()
    assert send_photo(after(row), selfie(3)) == "sudah"
    assert len(files_below(media)) == 1
    assert after(row).photo_state == "kept"


def test_a_second_sending_at_the_same_moment_leaves_nothing_behind(
    row, media, django_capture_on_commit_callbacks
):
    """Both saw that no picture was there yet; the loser's bytes are gone at once."""
    first, second = CheckIn.objects.get(), CheckIn.objects.get()
    send_photo(first)
    with django_capture_on_commit_callbacks(execute=True):
        assert send_photo(second, selfie(2)) == "sudah"
    assert PendingFile.objects.count() == 1
    assert len(files_below(media)) == 1


def test_a_picture_that_does_not_come_is_missed_and_flagged(clock, row, work):
    clock("2026-12-07 07:30:00")
    work()
    assert after(row).photo_state == "awaited"
    clock("2026-12-07 07:30:01")
    work()
    assert after(row).photo_state == "missing"
    assert raised(row) == {"no_photo": ""}
    assert (row.arrival, row.expected.expectation.verdict) == ("on_time", "waiting")


def test_a_late_picture_is_taken_for_a_day_and_says_when_it_came(clock, row, work):
    clock("2026-12-07 08:00")
    work()
    clock("2026-12-08 07:20:00")
    send_photo(after(row))
    work()
    assert after(row).photo_state == "kept"
    assert raised(row) == {"no_photo": "Foto baru datang pukul 07.20 WIB."}


def test_after_a_day_a_picture_is_too_late(clock, row, media):
    clock("2026-12-08 07:20:01")
    with pytest.raises(Refused, match="lebih dari sehari") as refused:
        send_photo(row)
    assert refused.value.code == "too_late"
    assert files_below(media) == []


def test_a_picture_that_cannot_be_read_is_flagged_and_another_may_follow(clock, row, work, media):
    send_photo(row, selfie()[:3_000])
    work()
    said = "Gambar rusak atau tidak lengkap. Buka dan simpan ulang, lalu unggah lagi."
    assert (after(row).photo_state, row.photo_why, row.pending) == ("refused", said, None)
    assert raised(row) == {"unreadable": said}
    assert files_below(media) == []
    assert send_photo(row) == "diterima"
    work()
    assert (after(row).photo_state, row.photo_why) == ("kept", "")
    assert raised(row) == {"unreadable": said}  # what was seen stays seen


# --- the worker's trouble ---------------------------------------------------------------------


def test_a_worker_that_died_over_it_three_times_was_killed_by_it(clock, row, work, media):
    send_photo(row)
    pending = PendingFile.objects.get()
    for minutes in (0, 2, 4):
        clock(f"2026-12-07 07:{20 + minutes}")
        pending.refresh_from_db()
        assert files.claim(pending)  # and then nothing more is heard of it
    clock("2026-12-07 07:25:59")
    assert process_next() == 0  # somebody may still be at it
    clock("2026-12-07 07:26:01")
    work()
    assert after(row).photo_state == "refused"
    assert "tidak dapat diperiksa" in row.photo_why
    assert files_below(media) == []
    assert PendingFile.objects.count() == 0


def test_only_one_worker_takes_a_picture_up(row):
    send_photo(row)
    one, other = PendingFile.objects.get(), PendingFile.objects.get()
    assert [files.claim(one), files.claim(other)] == [True, False]


def test_a_full_disk_loses_no_picture_and_holds_up_no_other(
    clock, row, ani, dewi, work, monkeypatch
):
    hers = come(window_of(_again(clock, dewi))).check_in
    send_photo(row)
    send_photo(hers, selfie(7))
    write, failed = storage.write, []

    def full(name, data):
        if not failed:
            failed.append(name)
            raise OSError(28, "No space left on device")
        write(name, data)

    monkeypatch.setattr(storage, "write", full)
    work()
    assert sorted([after(row).photo_state, after(hers).photo_state]) == ["kept", "received"]
    assert PendingFile.objects.get().attempts == 0
    clock("2026-12-07 07:22:01")
    work()
    assert {after(row).photo_state, after(hers).photo_state} == {"kept"}


def _again(clock, person):
    clock("2026-12-07 06:00")
    day = expected(person)
    clock("2026-12-07 07:20")
    return day


def test_bytes_that_vanished_are_told_and_may_be_sent_again(row, work, media):
    send_photo(row)
    for place in files_below(media):
        place.unlink()
    work()
    assert (after(row).photo_state, row.photo_why[:12]) == ("refused", "Berkas hilan")
    assert send_photo(row) == "diterima"


def test_the_orphans_sweep_covers_the_quarantine_but_not_what_waits(row, media):
    send_photo(row)
    lost = storage.new_name(".raw", storage.QUARANTINE)
    storage.write(lost, b"x")
    for place in files_below(media):
        then = time.time() - 2 * 86_400
        os.utime(place, (then, then))
    assert files.remove_orphans(dry_run=False) == [lost]
    assert len(files_below(media)) == 1


def test_pictures_outlast_a_worker_that_is_away_for_a_weekend(clock, row, work):
    send_photo(row)
    clock("2026-12-14 07:20:00")
    work()
    assert after(row).photo_state == "kept"
    assert raised(row) == {}


def test_pictures_wait_for_a_week_at_most(clock, row, work, media):
    send_photo(row)
    clock("2026-12-14 07:20:01")
    work()
    assert after(row).photo_state == "refused"
    assert files_below(media) == []


def test_the_worker_is_told_at_once_and_then_every_few_seconds(monkeypatch):
    now, jobs = [100.0], []
    monkeypatch.setattr(hinting._Last, "at", float("-inf"))
    monkeypatch.setattr(hinting.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(hinting, "_enqueue", jobs.append)
    for moment in (100.0, 100.1, 100.2, 102.9, 103.1, 110.0):
        now[0] = moment
        hinting.soon()
    assert [round(wait, 1) for wait in jobs] == [0, 2.9, 2.9, 0]


def test_the_hint_is_a_job_of_the_worker(row, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(hinting._Last, "at", float("-inf"))
    with django_capture_on_commit_callbacks(execute=True):
        send_photo(row)
    [job] = DBTaskResult.objects.ready()
    assert job.task_path == "wfa.attendance.tasks.examine"
    assert job.task.call() == 2
    assert after(row).photo_state == "kept"


def test_where_time_runs_out_the_worker_goes_on_in_a_moment(clock, row, monkeypatch):
    """Not at once: other work of the worker gets its turn in between."""
    monkeypatch.setattr(hinting._Last, "at", float("-inf"))
    send_photo(row)
    assert examine_due(seconds=0) == 0
    assert (DBTaskResult.objects.count(), DBTaskResult.objects.ready().count()) == (1, 0)
    clock("2026-12-07 07:20:01")
    [job] = DBTaskResult.objects.ready()
    assert job.task.call() == 2
