"""What the pages of a check-in answer: to phones, to the queue, to strangers."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.actors import sign_in, text_of
from tests.attendance.coming import (
    MORNING,
    NOON,
    come,
    has_read_notice,
    present,
    window_of,
)
from tests.attendance.duty import MONDAY, expected, take_back
from wfa.attendance.models import CheckIn
from wfa.attendance.rules.challenge import GESTURES
from wfa.attendance.services.checking_in import gesture_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


@pytest.fixture
def day(ani):
    return expected(ani)


# --- pages ------------------------------------------------------------------------------------


def test_the_phone_gets_a_receipt_with_the_servers_time(clock, day, phone):
    clock("2026-12-07 12:47:05")
    part = window_of(day, NOON)
    answer = present(phone, part)
    row = CheckIn.objects.get()
    assert answer.status_code == 200
    assert answer.json() == {
        "hasil": "diterima",
        "kalimat": "Presensi siang tercatat pukul 12.47.05 WIB.",
        "nomor": row.receipt,
        "pukul": "12.47.05 WIB",
        "kedatangan": "on_time",
        "foto": f"/presensi-saya/foto/{row.pk}/",
        "foto_sampai": "2026-12-07T12:57:05+07:00",
        "foto_tunda": 0,
    }
    assert "no-store" in answer.headers["Cache-Control"]
    again = present(phone, part).json()
    assert (again["hasil"], again["nomor"]) == ("sudah", row.receipt)


def test_the_queue_says_that_it_waited(clock, day, phone):
    clock("2026-12-07 09:00")
    answer = present(phone, window_of(day), luring="1", tanda="mock, <b>, x" + ",y" * 9).json()
    assert answer["kedatangan"] == "afterwards"
    assert answer["kalimat"].endswith("diterima kemudian, pukul 09.00.00 WIB. Atasan menilainya.")
    row = CheckIn.objects.get()
    assert (row.queued, row.hints) == (True, ["mock", "x", "y", "y", "y"])
    assert row.claimed_at == datetime.datetime(2026, 12, 7, 0, 20, tzinfo=datetime.UTC)


def test_nonsense_about_time_and_place_keeps_nobody_out(clock, day, phone):
    clock("2026-12-07 07:20")
    sent = {"pukul": "kapan", "lintang": "'", "bujur": "x" * 500, "ketelitian": "-"}
    assert present(phone, window_of(day), **sent).status_code == 200
    row = CheckIn.objects.get()
    assert (row.claimed_at, row.latitude, row.arrival) == (None, None, "on_time")


@pytest.mark.parametrize(("at", "over"), [("06:00", {}), ("07:20", {"kunci": "bukan"})])
def test_a_refusal_is_json_with_a_sentence(clock, day, phone, at, over):
    clock(f"2026-12-07 {at}")
    answer = present(phone, window_of(day), **over)
    assert answer.status_code == 409
    assert answer.json()["hasil"] == "ditolak"
    assert answer.json()["kalimat"].endswith(".")
    assert CheckIn.objects.count() == 0


def test_a_script_without_a_session_is_told_so_and_never_sent_elsewhere(day, client, phone):
    part = window_of(day)
    client.logout()
    for name, pk in (("presensi-hadir", part.pk), ("presensi-foto", part.pk)):
        answer = client.post(reverse(name, args=[pk]))
        assert (answer.status_code, answer.json()["hasil"]) == (401, "masuk")
    answer = client.get(reverse("presensi-sinkron"))
    assert (answer.status_code, answer.json()["hasil"]) == (401, "masuk")
    assert client.get(reverse("presensi-isi", args=[part.pk])).status_code == 302


def test_the_page_asks_for_the_gesture_and_opens_camera_and_place_only(clock, day, phone):
    clock("2026-12-07 07:20")
    part = window_of(day)
    answer = phone.get(reverse("presensi-isi", args=[part.pk]))
    assert GESTURES[gesture_of(part)] in text_of(answer)
    assert 'enctype="multipart/form-data"' in text_of(answer)
    policy = answer.headers["Permissions-Policy"]
    assert {"camera=(self)", "geolocation=(self)", "microphone=()"} <= set(policy.split(", "))
    part.refresh_from_db()
    assert part.contact_at == timezone.now()


def test_who_has_not_read_the_notice_reads_it_first_and_has_reached_us(clock, day, client, ani):
    clock("2026-12-07 07:44:59")
    part = window_of(day)
    url = reverse("presensi-isi", args=[part.pk])
    answer = sign_in(client, ani).get(url)
    assert answer.url.startswith(reverse("presensi-pemberitahuan"))
    part.refresh_from_db()
    assert part.contact_at == timezone.now()


def test_a_look_ahead_or_without_reading_is_no_contact(clock, day, phone):
    part = window_of(day)
    url = reverse("presensi-isi", args=[part.pk])
    assert phone.get(url).status_code == 200
    clock("2026-12-07 07:20")
    phone.head(url)
    part.refresh_from_db()
    assert part.contact_at is None


def test_the_page_of_a_day_taken_back_says_so(clock, ani, day, phone):
    part = window_of(day)
    take_back(ani, MONDAY)
    answer = phone.get(reverse("presensi-isi", args=[part.pk]))
    assert answer.status_code == 409
    assert "tidak ditunggu lagi" in text_of(answer)


def test_nobody_opens_or_sends_for_somebody_else(clock, day, client, dewi):
    clock("2026-12-07 07:20")
    part = window_of(day)
    hers = sign_in(client, has_read_notice(dewi))
    assert hers.get(reverse("presensi-isi", args=[part.pk])).status_code == 404
    assert present(hers, part).status_code == 404
    assert hers.post(reverse("presensi-unggah", args=[part.pk])).status_code == 302  # no picture
    assert CheckIn.objects.count() == 0


def test_the_phone_learns_of_todays_windows_and_of_nothing_else(clock, ani, day, phone, dewi):
    tomorrow = expected(ani, datetime.date(2026, 12, 8))
    expected(dewi)
    clock("2026-12-07 07:20")
    come(window_of(day, MORNING))
    told = phone.get(reverse("presensi-sinkron")).json()
    assert [each["nama"] for each in told["jendela"]] == ["Siang", "Sore"]
    noon = window_of(day, NOON)
    assert told["jendela"][0] == {
        "id": str(noon.pk),
        "nama": "Siang",
        "tanggal": "2026-12-07",
        "buka": "2026-12-07T05:45:00+00:00",
        "tutup": "2026-12-07T06:15:00+00:00",
        "terlambat_sampai": "2026-12-07T06:30:00+00:00",
        "gerakan": gesture_of(noon),
        "hadir_url": f"/presensi-saya/{noon.pk}/hadir/",
    }
    assert str(window_of(tomorrow).pk) not in str(told)
    assert told["sekarang"] == "2026-12-07T07:20:00+07:00"
    assert len(told["csrf"]) == 64
    assert ani.nip not in str(told)
    assert ani.name not in str(told)


def test_before_the_notice_was_read_the_phone_learns_no_window(clock, day, client, ani):
    """With them it takes pictures and places without network (UU 27/2022 Ps 21)."""
    clock("2026-12-07 07:20")
    sync = reverse("presensi-sinkron")
    told = sign_in(client, ani).get(sync).json()
    assert (told["baca_dulu"], told["jendela"]) == (True, [])
    assert told["siapa"]
    has_read_notice(ani)
    told = client.get(sync).json()
    assert (told["baca_dulu"], len(told["jendela"])) == (False, 3)


def test_nobody_is_asked_to_read_it_for_a_day_without_windows(clock, client, ani):
    """Their phone asks again half an hour later, as everybody's does."""
    clock("2026-12-07 07:20")
    told = sign_in(client, ani).get(reverse("presensi-sinkron")).json()
    assert (told["baca_dulu"], told["jendela"]) == (False, [])


def test_the_queue_knows_its_person_again_and_nobody_elses(client, ani, dewi):
    def told(person):
        return sign_in(client, person).get(reverse("presensi-sinkron")).json()["siapa"]

    assert told(ani) == told(ani)
    assert told(ani) != told(dewi)


def test_the_page_takes_at_most_eight(clock, day, phone, django_assert_max_num_queries):
    clock("2026-12-07 07:20")
    part = window_of(day)
    with django_assert_max_num_queries(8):
        assert present(phone, part).status_code == 200


def test_the_phones_question_takes_three(clock, day, phone, django_assert_num_queries):
    with django_assert_num_queries(3):  # session, person, windows
        phone.get(reverse("presensi-sinkron"))
