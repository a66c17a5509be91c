"""The account of a day to BKD: its numbers, its freezing, its corrections, and what is late."""

import datetime
import io

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from tests.actors import add_employee, open_policy, sign_in, text_of
from tests.attendance.duty import MONDAY, away, called, came, expected, take_back, whole
from wfa.attendance.models import DayAccount, Expectation, Window
from wfa.attendance.selectors import accounts
from wfa.attendance.services import keep_in_step
from wfa.attendance.services.accounts import is_whole, send_account
from wfa.attendance.services.verifying import verify
from wfa.audit.models import AuditEvent
from wfa.refusals import Refused

pytestmark = pytest.mark.django_db
EVERYWHERE = ["1/"]
"""The path of the whole region, whatever its number."""


@pytest.fixture(autouse=True)
def early(clock):
    clock("2026-12-07 06:00")


@pytest.fixture
def page(client):
    def get(user, name="rekap-hari", *args, query="", status=200):
        answer = sign_in(client, user).get(reverse(name, args=args) + query)
        assert answer.status_code == status
        return text_of(answer)

    return get


def owed_by(day):
    """{OPD: (expected, due, sent, late)} of a date"""
    return {
        str(each.opd): (
            each.numbers["expected"],
            str(each.due_on),
            each.sent is not None,
            each.is_late,
        )
        for each in accounts.owed_on([day], EVERYWHERE, timezone.now())
    }


def a_mixed_day(region, ani, dewi, budi, bambang):
    """One whole, one with a late morning and the rest missing, one without anything, one unasked."""
    fourth = add_employee(region.aplikasi, "Eka Putri")
    whole(expected(ani))
    half = expected(dewi)
    came(half, "Pagi", "late", flags=["outside"])
    called(half, bambang)
    expected(budi)
    expected(fourth)
    unasked = Expectation.objects.get(employee=fourth)
    unasked.check_ins.update(withdrawn_at=timezone.now())


# --- numbers -------------------------------------------------------------------------------------


def test_numbers_of_a_day_are_of_people(clock, region, ani, dewi, budi, bambang):
    a_mixed_day(region, ani, dewi, budi, bambang)
    now = clock("2026-12-07 18:00")
    verify("verify_day", Expectation.objects.filter(employee=ani), by=bambang)
    _, lines, numbers = accounts.account_now(region.diskominfo, MONDAY, now)
    assert numbers == {
        "expected": 4,
        "present": 1,
        "partial": 1,
        "missing": 1,
        "unasked": 1,
        "late": 1,
        "flagged": 1,
        "unanswered": 1,
        "verified": 1,
        "valid": 1,
        "clarify": 0,
        "invalid": 0,
        "waiting": 3,
    }
    assert [line["name"] for line in lines] == [
        "Budi Santoso",
        "Ani Lestari",
        "Dewi Anggraini",
        "Eka Putri",
    ]


def test_the_database_counts_what_the_lines_say(clock, region, ani, dewi, budi, dodi, bambang):
    a_mixed_day(region, ani, dewi, budi, bambang)
    expected(dodi)
    now = clock("2026-12-08 08:00")
    counted = accounts.numbers_by_opd([MONDAY], EVERYWHERE, now)
    for opd in (region.diskominfo, region.dinkes):
        _, _, numbers = accounts.account_now(opd, MONDAY, now)
        assert counted[opd.pk, MONDAY] == numbers


def test_an_approved_day_without_proof_is_no_presence(clock, region, ani):
    """Peers' mistake 16."""
    expected(ani)
    now = clock("2026-12-08 08:00")
    _, _, numbers = accounts.account_now(region.diskominfo, MONDAY, now)
    assert (numbers["present"], numbers["missing"]) == (0, 1)
    open_policy(region.diskominfo, by=region.service, checkin_asked=False)
    clock("2026-12-09 06:00")
    expected(ani, datetime.date(2026, 12, 9))
    _, _, numbers = accounts.account_now(
        region.diskominfo, datetime.date(2026, 12, 9), clock("2026-12-10 08:00")
    )
    assert (numbers["present"], numbers["unasked"]) == (0, 1)


# --- sending -------------------------------------------------------------------------------------


def test_sending_freezes_numbers_lines_and_hash(clock, region, ani, pandu):
    day = whole(expected(ani))
    clock("2026-12-07 17:30")
    sent = send_account(region.diskominfo, MONDAY, by=pandu)
    account = sent.account
    assert sent.is_new
    assert sent.sentence == "Rekap Diskominfo, Senin, 7 Desember 2026, terkirim ke BKD."
    assert (account.round, account.capacity) == (1, "Pengelola kepegawaian Diskominfo")
    assert (account.numbers["expected"], account.numbers["waiting"]) == (1, 1)
    assert account.lines[0]["day"] == str(day.pk)
    assert len(account.sha256) == 64
    assert is_whole(DayAccount.objects.get())
    assert AuditEvent.objects.get().action == "account_sent"


def test_a_changed_line_breaks_the_seal(clock, region, ani, pandu):
    expected(ani)
    clock("2026-12-07 17:30")
    account = send_account(region.diskominfo, MONDAY, by=pandu).account
    account.lines[0]["verdict"] = "valid"
    assert not is_whole(account)
    with pytest.raises(IntegrityError), transaction.atomic():
        DayAccount.objects.filter(pk=account.pk).update(note="x")


def test_while_something_may_still_come_nothing_is_sent(clock, region, ani, pandu):
    expected(ani)
    clock("2026-12-07 16:50")
    with pytest.raises(Refused, match=r"Hari ini belum selesai. Kirim sesudah pukul 17.00 WIB."):
        send_account(region.diskominfo, MONDAY, by=pandu)
    assert DayAccount.objects.count() == 0


def test_a_longer_window_makes_the_account_wait(clock, region, ani, pandu):
    expected(ani)
    Window.objects.filter(name="Sore").update(extended_until=clock("2026-12-07 17:10"))
    clock("2026-12-07 17:05")
    with pytest.raises(Refused, match=r"17\.25"):
        send_account(region.diskominfo, MONDAY, by=pandu)


def test_where_nobody_was_expected_there_is_no_account(region, pandu):
    with pytest.raises(Refused, match="Tidak ada yang ditunggu"):
        send_account(region.diskominfo, MONDAY, by=pandu)


@pytest.mark.parametrize("who", ["budi", "citra", "endah", "ani", "bupati", "plh_tri"])
def test_only_the_opd_sends(clock, request, region, ani, who):
    expected(ani)
    clock("2026-12-07 18:00")
    user = request.getfixturevalue(who)
    with pytest.raises(Refused, match="Rekap dikirim oleh OPD-nya sendiri"):
        send_account(region.diskominfo, MONDAY, by=user)


def test_a_correction_is_a_further_round_with_a_note(clock, region, ani, pandu, bambang):
    day = expected(ani)
    clock("2026-12-07 18:00")
    send_account(region.diskominfo, MONDAY, by=pandu)
    verify("invalidate_day", [day], by=bambang, note="Tidak ada kabar.")
    with pytest.raises(Refused, match="Koreksi perlu catatan"):
        send_account(region.diskominfo, MONDAY, by=bambang, seen=1)
    sent = send_account(region.diskominfo, MONDAY, by=bambang, seen=1, note="Sudah diputus.")
    assert (sent.is_new, sent.account.round) == (True, 2)
    assert [a.numbers["invalid"] for a in DayAccount.objects.order_by("round")] == [0, 1]


def test_a_faster_colleague_is_information(clock, region, ani, pandu, bambang):
    expected(ani)
    clock("2026-12-07 18:00")
    first = send_account(region.diskominfo, MONDAY, by=pandu)
    second = send_account(region.diskominfo, MONDAY, by=bambang)
    assert (second.is_new, second.account) == (False, first.account)
    assert second.sentence == (
        "Rekap ini sudah dikirim oleh Pandu Wijaya pada 7 Desember 2026, 18.00 WIB."
    )


# --- what is late --------------------------------------------------------------------------------


def test_what_is_owed_is_due_by_the_policy_of_the_opd(clock, region, ani, dodi):
    open_policy(region.dinkes, by=region.service, account_days=3)
    for person in (ani, dodi):
        expected(person)
    clock("2026-12-09 08:00")
    assert owed_by(MONDAY) == {
        "Diskominfo": (1, "2026-12-08", False, True),
        "Dinkes": (1, "2026-12-10", False, False),
    }
    assert [(str(e.opd), e.date) for e in accounts.overdue(EVERYWHERE, timezone.localdate())] == [
        ("Diskominfo", MONDAY)
    ]


def test_what_was_sent_late_stays_late_and_a_correction_does_not_make_it_so(
    clock, region, ani, dodi, pandu, plh_tri
):
    for person in (ani, dodi):
        expected(person)
    clock("2026-12-08 09:00")
    send_account(region.diskominfo, MONDAY, by=pandu)
    clock("2026-12-10 09:00")
    send_account(region.diskominfo, MONDAY, by=pandu, seen=1, note="Koreksi.")
    send_account(region.dinkes, MONDAY, by=plh_tri)
    assert owed_by(MONDAY) == {
        "Diskominfo": (1, "2026-12-08", True, False),
        "Dinkes": (1, "2026-12-08", True, True),
    }
    assert accounts.overdue(EVERYWHERE, timezone.localdate()) == []


def test_a_day_that_was_taken_back_is_not_owed(clock, region, ani):
    expected(ani)
    take_back(ani, MONDAY)
    clock("2026-12-10 09:00")
    assert accounts.overdue(EVERYWHERE, timezone.localdate()) == []
    assert owed_by(MONDAY) == {}


def test_what_changed_since_it_was_sent_is_told(clock, region, ani, pandu, bambang):
    day = expected(ani)
    clock("2026-12-08 09:00")
    send_account(region.diskominfo, MONDAY, by=pandu)
    [owed] = accounts.owed_on([MONDAY], EVERYWHERE, timezone.now())
    assert owed.has_changed is False
    verify("invalidate_day", [day], by=bambang, note="Tidak ada kabar.")
    [owed] = accounts.owed_on([MONDAY], EVERYWHERE, timezone.now())
    assert owed.has_changed is True


# --- pages ---------------------------------------------------------------------------------------


def test_the_opd_sees_its_days_and_sends_one(clock, page, client, region, ani, pandu):
    expected(ani)
    clock("2026-12-08 09:00")
    text = page(pandu)
    assert "Senin, 7 Desember 2026" in text
    assert "Belum dikirim" in text
    query = f"?opd={region.diskominfo.pk}&tanggal=2026-12-07"
    assert "1 hari belum diverifikasi. Rekap tetap dapat dikirim." in page(pandu, query=query)
    body = {"opd": region.diskominfo.pk, "tanggal": "2026-12-07", "putaran": 0}
    answer = client.post(reverse("rekap-kirim"), body)
    account = DayAccount.objects.get()
    assert answer.url == reverse("rekap-lihat", args=[account.pk])
    text = page(pandu, "rekap-lihat", account.pk)
    assert account.sha256 in text
    assert "Ani Lestari" in text
    answer = client.post(reverse("rekap-kirim"), {**body, "putaran": 1})
    assert (answer.status_code, "Koreksi perlu catatan" in text_of(answer)) == (422, True)


def test_the_bkd_sees_all_opds_of_a_date_with_the_evidence_one_click_away(
    clock, page, region, ani, dodi, pandu, citra
):
    days = [expected(person) for person in (ani, dodi)]
    clock("2026-12-08 09:00")
    send_account(region.diskominfo, MONDAY, by=pandu)
    text = page(citra, query="?tanggal=2026-12-07")
    assert "Dinas Komunikasi dan Informatika" in text
    assert "Dinas Kesehatan" in text
    assert "1 dari 2" in text
    account = DayAccount.objects.get()
    assert reverse("pengawasan-hari", args=[days[0].pk]) in page(citra, "rekap-lihat", account.pk)
    clock("2026-12-10 09:00")
    assert "Lewat batas dan belum dikirim" in page(citra, query="?tanggal=2026-12-07")
    query = f"?opd={region.dinkes.pk}&tanggal=2026-12-07"
    text = page(citra, query=query)
    assert "Belum dikirim OPD" in text
    assert "Kirim rekap" not in text


def test_the_account_of_another_opd_is_not_there(clock, page, region, dodi, pandu, plh_tri):
    expected(dodi)
    clock("2026-12-08 09:00")
    account = send_account(region.dinkes, MONDAY, by=plh_tri).account
    page(pandu, "rekap-lihat", account.pk, status=404)
    page(pandu, query=f"?opd={region.dinkes.pk}&tanggal=2026-12-07", status=404)
    page(pandu, query="?opd=x", status=404)


def test_a_round_before_says_that_there_is_a_later_one(clock, page, region, ani, pandu):
    expected(ani)
    clock("2026-12-08 09:00")
    first = send_account(region.diskominfo, MONDAY, by=pandu).account
    send_account(region.diskominfo, MONDAY, by=pandu, seen=1, note="Koreksi.")
    assert "Ada koreksi sesudah ini" in page(pandu, "rekap-lihat", first.pk)


def test_the_account_as_a_spreadsheet(clock, client, region, ani, pandu):
    Expectation.objects.filter(pk=expected(ani).pk)
    came(Expectation.objects.get(), "Pagi")
    ani.name = "=HYPERLINK(1)"
    ani.save()
    clock("2026-12-08 09:00")
    account = send_account(region.diskominfo, MONDAY, by=pandu).account
    url = f"{reverse('pengawasan-xlsx')}?isi=rekap&rekap={account.pk}"
    answer = sign_in(client, pandu).get(url)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    row = [cell.value for cell in sheet[2]]
    assert row[1].startswith("'=")
    assert row[3] == "Pagi: 07.16 WIB; Siang: tidak ada; Sore: tidak ada"
    assert all(cell.data_type != "f" for cell in sheet[2])


@pytest.mark.parametrize("query", ["?isi=lain", "?isi=rekap", "?isi=rekap&rekap=x"])
def test_a_spreadsheet_of_nothing_is_not_there(client, bambang, query):
    assert sign_in(client, bambang).get(reverse("pengawasan-xlsx") + query).status_code == 404


def test_empty_pages_say_so(page, pandu, citra):
    assert "Tidak ada yang direkap" in page(pandu)
    assert "Tidak ada yang direkap" in page(citra)
    assert "Tidak ada yang direkap" in page(citra, query="?tanggal=x")


# --- budgets -------------------------------------------------------------------------------------


@pytest.mark.parametrize("people", [1, 3, 60])
def test_accounts_ask_the_same_however_many(
    people, clock, client, region, pandu, citra, django_assert_max_num_queries
):
    for n in range(people):
        away(add_employee(region.aplikasi, f"Pegawai {n}"), MONDAY)
    keep_in_step(MONDAY)
    for day in Expectation.objects.select_related("employee"):
        came(day, "Pagi", flags=["outside"])
    clock("2026-12-08 08:00")
    sign_in(client, pandu)
    query = f"?opd={region.diskominfo.pk}&tanggal=2026-12-07"
    with django_assert_max_num_queries(20):
        client.get(reverse("rekap-hari") + query)
    with django_assert_max_num_queries(20):
        send_account(region.diskominfo, MONDAY, by=pandu)
    with django_assert_max_num_queries(24):
        client.get(reverse("rekap-hari"))
    account = DayAccount.objects.get()
    sign_in(client, citra)
    with django_assert_max_num_queries(24):
        client.get(f"{reverse('rekap-hari')}?tanggal=2026-12-07")
    with django_assert_max_num_queries(14):
        client.get(reverse("rekap-lihat", args=[account.pk]))
