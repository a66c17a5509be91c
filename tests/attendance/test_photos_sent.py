"""How pictures arrive: as a bare body, by a form without script, and in a rush later."""

import random
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.actors import sign_in, text_of
from tests.attendance.coming import (
    after,
    photo,
    present,
    selfie,
    window_of,
)
from tests.attendance.duty import expected
from tests.files import corpus
from tests.files.test_services import files_below
from wfa.attendance.models import CheckIn
from wfa.attendance.rules.shedding import (
    CALM,
    LONGEST,
    MOST,
    QUIET,
    Bucket,
    Pulse,
    delay_for,
    retry_after,
)
from wfa.attendance.services import shedding
from wfa.attendance.services.shedding import valve
from wfa.attendance.views import checking_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


# --- pages ------------------------------------------------------------------------------------


def test_the_phone_sends_the_bare_picture(row, phone, work):
    assert photo(phone, row).json() == {"hasil": "diterima"}
    assert photo(phone, row).json() == {"hasil": "sudah"}
    work()
    assert photo(phone, row).json() == {"hasil": "sudah"}


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"\xff\xd8\xff" + b"x" * (8 << 20), 413),
        (b"<html>", 422),
        (b"", 422),
        (corpus.png_declaring(30_000, 30_000), 422),
    ],
)
def test_a_refused_picture_is_told_as_json(row, phone, data, status):
    answer = photo(phone, row, data)
    assert (answer.status_code, answer.json()["hasil"]) == (status, "ditolak")
    assert answer.json()["kalimat"].endswith(".")


def test_a_picture_that_broke_off_on_the_way_is_sent_again(row, phone, ani, media, rf):
    data = selfie()
    for stream in (BytesIO(data[:-100]), Broken()):
        request = rf.post("/", data, content_type="image/jpeg")
        request._stream, request.user = stream, ani
        assert checking_in.photo(request, row.pk).status_code == 400
    assert files_below(media) == []
    assert photo(phone, row).json() == {"hasil": "diterima"}


class Broken:
    """A connection that is gone."""

    def read(self, *_):
        raise OSError("connection reset")


def test_nobody_sends_a_picture_for_somebody_else(row, client, dewi):
    assert photo(sign_in(client, dewi), row).status_code == 404


def test_the_picture_takes_at_most_eight_queries(row, phone, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        assert photo(phone, row).status_code == 200


def uploaded(phone, part, data, name="IMG_1.JPG"):
    url = reverse("presensi-unggah", args=[part.pk])
    return phone.post(url, {"foto": SimpleUploadedFile(name, data, "image/jpeg")}, follow=True)


def test_without_script_both_steps_are_one_and_marked(clock, ani, phone, work):
    day = expected(ani)
    clock("2026-12-07 07:20:09")
    answer = uploaded(phone, window_of(day), selfie(size=(4_000, 3_000)))
    row = CheckIn.objects.get()
    said = f"Presensi pagi tercatat pukul 07.20.09 WIB. Nomor {row.receipt}."
    assert [str(each) for each in answer.context["messages"]] == [said]
    assert answer.redirect_chain[0][0] == reverse("presensi-saya")
    work()
    assert (after(row).source, row.photo_state) == ("upload", "kept")
    assert set(row.flags.values_list("kind", flat=True)) == {"uploaded", "no_position"}
    again = uploaded(phone, window_of(day), selfie(2))
    assert "sudah tercatat" in text_of(again)
    assert CheckIn.objects.count() == 1


def test_a_refused_upload_has_checked_in_and_asks_for_another(clock, ani, phone):
    day = expected(ani)
    clock("2026-12-07 07:20")
    answer = uploaded(phone, window_of(day), b"\0\0\0\x18ftypheic" + b"\0" * 99)
    row = CheckIn.objects.get()
    assert "Fotonya belum: Ini foto HEIC" in text_of(answer)
    assert answer.redirect_chain[0][0] == reverse("presensi-isi", args=[row.expected_id])
    assert 'name="foto"' in text_of(answer)
    uploaded(phone, window_of(day), selfie())
    assert after(row).photo_state == "received"


@pytest.mark.parametrize("sent", [{}, {"foto": ""}])
def test_an_upload_without_a_picture_says_what_to_do(clock, ani, phone, sent):
    day = expected(ani)
    clock("2026-12-07 07:20")
    url = reverse("presensi-unggah", args=[window_of(day).pk])
    assert "Belum ada foto yang dipilih" in text_of(phone.post(url, sent, follow=True))
    assert CheckIn.objects.count() == 0


# --- in a rush --------------------------------------------------------------------------------


def test_beyond_the_rate_pictures_are_asked_for_later_unread(row, phone, settings, media):
    settings.PHOTO_RATE = 0.5  # a stroke of one
    assert photo(phone, row).status_code == 200
    answer = photo(phone, row)
    assert (answer.status_code, answer.json()["hasil"]) == (503, "nanti")
    assert 5 <= int(answer.headers["Retry-After"]) <= 15


def test_the_body_is_not_read_when_load_is_shed(row, ani, settings, rf):
    class Body:
        def read(self, *_):
            pytest.fail("the body was read")

    settings.PHOTO_RATE = 0.1
    shedding.turned_away()
    request = rf.post("/", b"", content_type="image/jpeg")
    request._stream, request.user = Body(), ani
    assert [checking_in.photo(request, row.pk).status_code for _ in range(2)] == [503, 503]


def test_present_is_taken_whatever_the_rate(clock, ani, phone, settings):
    settings.PHOTO_RATE = 0.0001
    day = expected(ani)
    clock("2026-12-07 07:20")
    for _ in range(5):
        assert present(phone, window_of(day)).status_code == 200


def waiting(monkeypatch, count):
    valve.forget()
    monkeypatch.setattr(shedding.PendingFile.objects, "count", lambda: count)


def test_many_that_wait_spread_the_phones_and_give_them_longer(clock, ani, phone, monkeypatch):
    day = expected(ani)
    clock("2026-12-07 07:20")
    waiting(monkeypatch, QUIET + 3_000)
    monkeypatch.setattr(shedding, "_chance", lambda: 0.5)
    told = present(phone, window_of(day)).json()
    assert told["foto_tunda"] == 100
    assert told["foto_sampai"] == "2026-12-07T07:31:40+07:00"


def test_too_many_that_wait_turn_pictures_away(row, phone, monkeypatch):
    waiting(monkeypatch, MOST)
    answer = photo(phone, row)
    assert answer.status_code == 503
    waiting(monkeypatch, MOST - 1)
    assert photo(phone, row).status_code == 200


def test_delays_grow_with_what_waits_and_end():
    assert [delay_for(n, 0.999) for n in (0, QUIET)] == [0, 0]
    assert delay_for(QUIET + 15, 0.999) == 1
    assert delay_for(10**6, 0.9999) == LONGEST
    assert delay_for(10**6, 0.0) == 0
    assert (retry_after(0, 0.0), retry_after(10**6, 0.9999)) == (5, 255)


def test_a_crowds_pictures_come_after_the_crowd():
    assert delay_for(0, 0.999, CALM) == 0
    assert delay_for(0, 0.999, CALM + 1) == 30
    assert delay_for(0, 0.5, CALM + 2) == 30
    assert delay_for(QUIET + 1500, 0.999, CALM + 2) == 100
    assert delay_for(0, 0.9999, 500.0) == LONGEST


@pytest.mark.parametrize("rate", [1, 4, 17, 60])
def test_the_pulse_finds_the_rate_and_forgets_it(rate):
    pulse = Pulse()
    found = [pulse.beats(1000 + n / rate) for n in range(60 * rate)]
    assert found[0] < 1
    assert found[-1] == pytest.approx(rate, rel=0.1)
    assert pulse.beats(1000 + 120) < 1


def test_a_crowd_at_the_door_delays_its_pictures(clock, ani, phone, monkeypatch):
    day = expected(ani)
    clock("2026-12-07 07:20")
    monkeypatch.setattr(shedding, "_chance", lambda: 0.5)
    valve.forget()
    for _ in range(400):
        shedding.photo_delay()
    assert present(phone, window_of(day)).json()["foto_tunda"] == LONGEST // 2


def test_a_bucket_lets_the_rate_through_and_a_stroke_of_two_seconds():
    bucket = Bucket(10)
    assert sum(bucket.takes(100.0) for _ in range(50)) == 20
    assert sum(bucket.takes(101.0) for _ in range(50)) == 10
    steady = Bucket(10)
    chance = random.Random(1)
    times = sorted(chance.random() * 60 for _ in range(3_000))
    assert 600 <= sum(steady.takes(at) for at in times) <= 620
    assert all(Bucket(0).takes(n) for n in range(99))


def test_what_waits_is_counted_every_few_seconds_only(row, django_assert_num_queries):
    valve.forget()
    with django_assert_num_queries(1):
        for _ in range(5):
            shedding.photo_delay()
