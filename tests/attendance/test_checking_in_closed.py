"""Until when a day still takes a check-in, and what one that came too late can't change any more."""

import datetime
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from tests.actors import open_policy, sign_in, text_of
from tests.attendance.breaching import refused
from tests.attendance.coming import NOON, come, has_read_notice, present, window_of
from tests.attendance.duty import MONDAY, away, came, expected, take_back
from wfa.attendance.models import CheckIn, Expectation
from wfa.attendance.rules.arrival import QUEUED
from wfa.attendance.selectors import breaches
from wfa.attendance.selectors.absence import absence_of
from wfa.attendance.services import keep_in_step, propose_due
from wfa.attendance.services.verifying import verify
from wfa.refusals import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


@pytest.fixture
def day(ani):
    return expected(ani)


def why(part):
    with pytest.raises(Refused) as refusal:
        come(part, queued=True)
    assert not CheckIn.objects.filter(expected=part).exists()
    return refusal.value


# --- until when --------------------------------------------------------------------------------


def test_a_phone_that_was_offline_is_heard_as_long_as_the_day_can_be_explained(clock, ani, day):
    other = window_of(day, NOON)
    assert day.explain_until == datetime.date(2026, 12, 9)
    clock("2026-12-09 23:59:59")
    assert come(window_of(day), queued=True).check_in.arrival == "afterwards"
    clock("2026-12-10 00:00")
    refusal = why(other)
    assert refusal.code == "over"
    assert refusal.message == (
        "Batas presensi siang Senin, 7 Desember 2026 sudah lewat. "
        "Waktu penjelasan juga sudah berakhir. Hubungi atasan Anda."
    )


def test_no_longer_than_a_phone_keeps_it_however_long_the_policy_is(clock, region, ani):
    open_policy(region.aplikasi, by=region.service, explain_days=10)
    part = window_of(expected(ani))
    clock("2026-12-14 08:00")  # a week after the grace of the morning
    assert why(part).message == (
        "Batas presensi pagi Senin, 7 Desember 2026 sudah lewat. "
        "Tulis penjelasan pada hari itu, paling lambat 21 Desember 2026."
    )
    clock("2026-12-14 07:59:59")
    assert come(part).check_in.arrival == "afterwards"


def test_the_server_and_the_phone_keep_it_equally_long():
    script = (Path(settings.BASE_DIR) / "assets/js/store.js").read_text()
    [days] = re.findall(r"^const LONGEST = (\d+) \* DAY;$", script, re.MULTILINE)
    assert datetime.timedelta(days=int(days)) == QUEUED


def test_a_question_of_the_superior_leaves_the_day_open(clock, ani, bambang, day):
    clock("2026-12-08 08:00")
    verify("clarify_day", [day], by=bambang, note="Di mana Anda?")
    assert come(window_of(day)).check_in.arrival == "afterwards"


@pytest.mark.parametrize(
    ("step", "at", "next_"),
    [
        ("invalidate_day", "2026-12-08 09:00", "Tulis penjelasan pada hari itu, paling lambat 10"),
        ("invalidate_day", "2026-12-11 09:00", "juga sudah berakhir. Hubungi atasan Anda."),
        ("verify_day", "2026-12-08 09:00", "Tidak ada lagi yang perlu dikirim."),
    ],
)
def test_what_was_judged_takes_no_proof_any_more(clock, bambang, day, step, at, next_):
    clock("2026-12-08 08:00")
    assert verify(step, [day], by=bambang, note="Menurut catatan.", opened=True)[0].ok
    clock(at)
    refusal = why(window_of(day))
    assert refusal.code == "judged"
    done = "tidak sah" if step == "invalidate_day" else "sah"
    said = f"Senin, 7 Desember 2026 sudah dinyatakan {done}, jadi presensi pagi ditutup."
    assert refusal.message.startswith(said)
    assert next_ in refusal.message


def judged(day, by, work):
    """Called tidak sah once the worker has seen that no picture came."""
    work()
    [receipt] = verify("invalidate_day", [day], by=by, note="Foto bukan dirinya.", opened=True)
    assert receipt.ok, receipt.sentence


def test_what_stands_is_answered_as_it_stands_however_late(clock, bambang, day, work):
    part = window_of(day)
    clock("2026-12-07 07:20")
    first = come(part)
    clock("2026-12-08 08:00")
    judged(day, bambang, work)
    clock("2026-12-20 08:00")
    again = come(part, key=first.check_in.key)
    assert (again.check_in.pk, again.sentence) == (first.check_in.pk, first.sentence)


def test_the_queue_is_told_for_good_and_the_page_says_it_too(clock, client, ani, bambang, day):
    part = window_of(day)
    clock("2026-12-08 08:00")
    verify("invalidate_day", [day], by=bambang, note="Tidak ada kabar.", opened=True)
    phone = sign_in(client, has_read_notice(ani))
    answer = present(phone, part, luring="1")
    assert answer.status_code == 409  # `sending.js` keeps no entry after that
    assert "Tulis penjelasan pada hari itu" in answer.json()["kalimat"]
    page = phone.get(reverse("presensi-isi", args=[part.pk]))
    assert (page.status_code, "Tulis penjelasan pada hari itu" in text_of(page)) == (409, True)
    assert CheckIn.objects.count() == 0


# --- what was judged without it ----------------------------------------------------------------


def late_proof(day):
    """What was taken in the time before it was refused: a check-in days after the verdict."""
    return came(day, "Pagi", "afterwards", at=timezone.now() + datetime.timedelta(days=3))


def test_a_check_in_after_the_verdict_empties_no_counter(clock, ani, bambang):
    day = refused(clock, ani, bambang, MONDAY)
    late_proof(day)
    assert absence_of(ani, 2026).dates == [MONDAY]
    today = timezone.localdate()
    [missed] = breaches.missed(timezone.now(), today)[ani.pk]
    assert missed.windows == ["Pagi", "Siang", "Sore"]
    assert propose_due() == 1


def test_one_that_came_before_the_verdict_was_seen_and_counts(clock, ani, bambang, day, work):
    clock("2026-12-08 07:00")
    come(window_of(day))
    clock("2026-12-08 08:00")
    judged(day, bambang, work)
    assert absence_of(ani, 2026).dates == []
    [missed] = breaches.missed(timezone.now(), timezone.localdate())[ani.pk]
    assert missed.windows == ["Siang", "Sore"]


def test_who_came_before_a_change_at_noon_was_there(clock, ani, day):
    clock("2026-12-07 07:20")
    come(window_of(day))
    clock("2026-12-07 11:00")
    take_back(ani, MONDAY)
    away(ani, MONDAY, place="other_place")
    keep_in_step(MONDAY)
    rows = Expectation.objects.filter(employee=ani)
    rows.update(verdict="invalid", verdict_at=clock("2026-12-08 08:00"))
    assert rows.count() == 2
    assert absence_of(ani, 2026).dates == []
