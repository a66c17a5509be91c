"""A step rests on days; where they were called sah or taken back since, it isn't given any more."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.actors import open_policy, sign_in, text_of
from tests.attendance.breaching import WHY, proposed, refused
from tests.attendance.duty import MONDAY
from wfa.attendance.models import Expectation, Reprimand
from wfa.attendance.rules.evidence import DayNow, Left, too_little
from wfa.attendance.services import propose_due
from wfa.attendance.services.proposing import record_by_hand
from wfa.attendance.services.reprimands import decide
from wfa.attendance.services.verifying import verify
from wfa.decisions.models import Decision
from wfa.refusals import Refused

DATES = [MONDAY + datetime.timedelta(days=n) for n in range(3)]
TOO_FEW = (
    "2 dari 3 hari kini dinyatakan sah. Presensi terlewat yang masih terhitung 3, "
    "kebijakan meminta 6. Pilih Tidak dilanjutkan."
)


@pytest.fixture
def days(db, clock, region, ani, bambang):
    """Three days without any check-in, all of them tidak sah; six missed windows are enough."""
    open_policy(region.diskominfo, by=region.service, missed_before_reprimand=6)
    found = [refused(clock, ani, bambang, date) for date in DATES]
    assert propose_due() == 1
    return found


@pytest.fixture
def row(days):
    return Reprimand.objects.get()


def called_sah(days, by):
    for day in days:
        [receipt] = verify("verify_day", [day], by=by, note="Listrik padam.", opened=True)
        assert receipt.ok, receipt.sentence


def why(act, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    return refusal.value


def test_days_that_are_sah_by_now_carry_no_step(days, row, bambang):
    called_sah(days[:2], bambang)
    refusal = why(decide, row, "confirm", by=bambang, note=WHY)
    assert (refusal.code, refusal.field, refusal.message) == ("too_little", "putusan", TOO_FEW)
    row.refresh_from_db()
    assert (row.state, Decision.objects.filter(step="confirm_reprimand").count()) == ("proposed", 0)
    assert decide(row, "drop", by=bambang, note="Dua hari ternyata sah.").state == "dropped"


def test_what_is_left_may_still_be_enough(days, row, bambang):
    called_sah(days[:1], bambang)
    assert decide(row, "confirm", by=bambang, note=WHY).state == "issued"


def test_a_day_that_is_tidak_sah_again_counts_again(clock, days, row, bambang):
    called_sah(days[:2], bambang)
    verify("invalidate_day", days[:1], by=bambang, note="Suratnya tidak benar.", opened=True)
    assert decide(row, "confirm", by=bambang, note=WHY).state == "issued"


def test_each_way_out_of_the_count_is_named(days, row, bambang):
    called_sah(days[:1], bambang)
    verify("clarify_day", days[1:2], by=bambang, note="Jelaskan lagi.")
    taken_back(days[2])
    message = why(decide, row, "confirm", by=bambang, note=WHY).message
    assert message.startswith("1 dari 3 hari kini ")
    for word in ("dinyatakan sah", "dimintai klarifikasi", "dibatalkan"):
        assert word in message
    assert "masih terhitung 0, kebijakan meminta 6" in message


def taken_back(day):
    rows = Expectation.objects.filter(pk=day.pk)
    rows.update(withdrawn_at=timezone.now(), withdrawn_why="Dicabut.")


@pytest.mark.django_db
def test_calls_of_a_day_that_was_taken_back_carry_none_either(clock, ani, pandu, bambang):
    row = proposed(clock, ani, pandu)
    taken_back(Expectation.objects.get(employee=ani))
    assert why(decide, row, "confirm", by=bambang, note=WHY).message == (
        "Hari itu kini dibatalkan. Panggilan tidak dijawab yang masih terhitung 0, "
        "kebijakan meminta 2. Pilih Tidak dilanjutkan."
    )


@pytest.mark.django_db
def test_what_a_superior_wrote_down_stands_by_itself(clock, ani, bambang):
    clock("2026-12-07 10:00")
    row = record_by_hand(ani, by=bambang, date=MONDAY, text="Di luar daerah tanpa izin.")
    assert decide(row, "confirm", by=bambang, note=WHY).state == "issued"


def test_the_page_shows_what_has_become_of_each_day(client, days, row, bambang):
    url = reverse("pembinaan-lihat", args=[row.pk])
    page = text_of(sign_in(client, bambang).get(url))
    assert "Sekarang hari ini" not in page
    called_sah(days[:2], bambang)
    page = text_of(client.get(url))
    assert page.count("Sekarang hari ini dinyatakan sah.") == 2
    assert TOO_FEW in page
    body = {"putusan": "konfirmasi", "level": "note", "note": WHY}
    answer = client.post(reverse("pembinaan-putuskan", args=[row.pk]), body)
    assert (answer.status_code, text_of(answer).count(TOO_FEW) > 1) == (422, True)
    done = client.post(
        reverse("pembinaan-putuskan", args=[row.pk]), {"putusan": "tidak", "note": WHY}, follow=True
    )
    assert TOO_FEW not in text_of(done)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["", ""], ""),
        (["dinyatakan sah", ""], "1 dari 2 hari kini dinyatakan sah. "),
        (["dinyatakan sah", "dibatalkan"], "1 dari 2 hari kini dinyatakan sah dan 1 dibatalkan. "),
    ],
)
def test_the_sentence_names_only_what_has_changed(words, said):
    days = [DayNow(date, word) for date, word in zip(DATES, words, strict=False)]
    assert too_little("checkins", Left(3, 3, days)) == ""
    rest = "Presensi terlewat yang masih terhitung 2, kebijakan meminta 3. Pilih Tidak dilanjutkan."
    assert too_little("checkins", Left(3, 2, days)) == said + rest


def test_a_date_in_two_halves_has_changed_only_where_both_have():
    half = [DayNow(MONDAY, "dinyatakan sah"), DayNow(MONDAY)]
    assert Left(3, 2, half).words == {MONDAY: ""}
