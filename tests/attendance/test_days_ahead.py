"""Nobody judges, and nobody accounts for, a day that isn't over."""

import datetime

import pytest
from django.urls import reverse

from tests.actors import open_policy, sign_in
from tests.attendance.duty import MONDAY, came, expected, whole
from wfa.attendance.models import DayAccount, Expectation
from wfa.attendance.services.accounts import send_account
from wfa.attendance.services.verifying import verify
from wfa.decisions.models import Decision
from wfa.refusals import Refused

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + datetime.timedelta(days=1)
STEPS = ["verify_day", "clarify_day", "invalidate_day"]


@pytest.fixture(autouse=True)
def early(clock):
    clock("2026-12-07 06:00")


@pytest.fixture
def easy(region):
    """A policy for which neither check-ins nor plan make a day sah."""
    open_policy(region.diskominfo, by=region.service, valid_needs=["report"])


@pytest.mark.parametrize("step", STEPS)
def test_a_day_ahead_is_not_judged_whatever_its_policy_wants(ani, bambang, step):
    day = expected(ani, TUESDAY)
    Expectation.objects.filter(pk=day.pk).update(needs=[])
    day.refresh_from_db()
    [receipt] = verify(step, [day], by=bambang, note="Alasan.", opened=True)
    assert (receipt.outcome.value, receipt.sentence) == (
        "refused",
        "Harinya belum tiba. Putuskan sesudah hari itu selesai.",
    )
    assert Decision.objects.count() == 0


def test_a_forged_form_gets_no_further(client, ani, bambang):
    day = expected(ani, TUESDAY)
    Expectation.objects.filter(pk=day.pk).update(needs=[])
    sign_in(client, bambang)
    body = {"langkah": "invalidate_day", "pilih": [str(day.pk)], "catatan": "Kosong."}
    for more in ({}, {"dibuka": "1"}):
        client.post(reverse("verifikasi-putuskan"), {**body, **more})
    day.refresh_from_db()
    assert (day.verdict, Decision.objects.count()) == ("waiting", 0)


def test_today_is_judged_as_soon_as_nothing_wanted_may_still_come(clock, easy, ani, bambang):
    day = expected(ani)
    clock("2026-12-07 15:00")
    [receipt] = verify("invalidate_day", [day], by=bambang, note="Kosong.", opened=True)
    assert receipt.sentence.startswith("Hari ini belum selesai.")
    whole(day)
    assert verify("verify_day", [day], by=bambang)[0].ok


def test_an_account_of_a_day_ahead_is_not_sent(easy, region, ani, pandu):
    day = expected(ani, TUESDAY)
    Expectation.objects.filter(pk=day.pk).update(needs=[])
    with pytest.raises(Refused, match="Harinya belum tiba") as refusal:
        send_account(region.diskominfo, TUESDAY, by=pandu)
    assert refusal.value.code == "not_over"
    assert DayAccount.objects.count() == 0


def test_an_account_waits_for_every_window_also_where_check_ins_make_no_day_sah(
    clock, easy, region, ani, pandu
):
    day = expected(ani)
    came(day, "Pagi")
    day.report_at = clock("2026-12-07 15:00")
    day.save(update_fields=["report_at"])
    with pytest.raises(Refused, match=r"Kirim sesudah pukul 17\.00 WIB"):
        send_account(region.diskominfo, MONDAY, by=pandu)
    clock("2026-12-07 17:00")
    assert send_account(region.diskominfo, MONDAY, by=pandu).is_new


def test_it_waits_for_nobody_who_has_come(clock, easy, region, ani, pandu):
    day = whole(expected(ani))
    clock("2026-12-07 16:20")
    assert send_account(region.diskominfo, day.date, by=pandu).is_new
