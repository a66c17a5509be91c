"""BKD's pages on rosters: all OPDs of a month, one roster, verbs of the OPD, orders."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.actors import add_employee, add_unit, appoint, open_policy, sign_in, text_of
from tests.workflows import rosters as life
from wfa.audit.models import AuditEvent
from wfa.notifications.models import Message
from wfa.schedules.models import Roster
from wfa.schedules.services import start_extra
from workflows.forms.rosters import month_of
from workflows.services import perform_roster


@pytest.fixture
def office(region, bambang, ani, dewi, pandu, citra, endah):
    return region.diskominfo


@pytest.fixture
def reported(office, ani, bambang):
    away = {ani: dict.fromkeys(life.a_weekday(4), "R")}
    return life.in_state("reported", unit=office, head=bambang, bkd=None, away=away)


def desk(client, user, month=None, view=""):
    month = month or life.next_month()
    query = {"bulan": f"{month:%Y-%m}", "tampilan": view}
    return sign_in(client, user).get(reverse("jadwal-bkd"), query)


def decide(client, user, rosters, step="approve", **more):
    data = {"langkah": step, "pilih": [str(r.pk) for r in rosters], **more}
    return sign_in(client, user).post(reverse("jadwal-putus"), data)


# --- all OPDs of a month -------------------------------------------------------------------------


def test_the_month_lists_every_opd_with_counts(client, reported, citra):
    response = desk(client, citra, view="semua")
    page = text_of(response)
    assert [view["count"] for view in response.context["views"]] == [1, 3, 0, 4]
    assert "Dinkes" in page
    assert "Belum disusun" in page


def test_the_first_view_is_what_waits(client, reported, citra):
    rows = desk(client, citra).context["rows"]
    assert [row.roster for row in rows] == [reported]


def test_who_has_not_reported_stands_apart_with_the_deadline(client, reported, citra):
    month = timezone.localdate().replace(day=1)
    response = desk(client, citra, month, "belum")
    assert len(response.context["rows"]) == 4
    assert text_of(response).count("Belum melapor</span>") == 4
    assert "Ingatkan 4 OPD" in text_of(response)


def test_a_strange_month_is_the_next_one():
    today = datetime.date(2026, 12, 30)
    for text in ("", "2026-13", "kemarin", "2026-1", "٢٠٢٦-12"):
        assert month_of(text, today) == datetime.date(2027, 1, 1)
    assert month_of("2026-12", today) == datetime.date(2026, 12, 1)


def test_other_months_that_wait_are_named(client, reported, citra):
    response = desk(client, citra, datetime.date(2031, 1, 1))
    assert [month["n"] for month in response.context["elsewhere"]] == [1]


@pytest.mark.parametrize("stranger", ["ani", "bambang", "pandu", "dodi"])
def test_only_the_bkd_sees_it(client, reported, request, stranger):
    user = request.getfixturevalue(stranger)
    assert desk(client, user).status_code == 404
    address = reverse("jadwal-bkd-periksa", args=[reported.pk])
    assert client.get(address).status_code == 404


def test_a_draft_is_not_yet_on_the_desk(client, office, pandu, citra):
    roster = life.draft(office, pandu)
    sign_in(client, citra)
    assert client.get(reverse("jadwal-bkd-periksa", args=[roster.pk])).status_code == 404
    assert decide(client, citra, [roster]).status_code == 404


# --- deciding ------------------------------------------------------------------------------------


def test_many_are_approved_at_once_and_told_by_opd(client, reported, citra):
    response = decide(client, citra, [reported], bulan=f"{life.next_month():%Y-%m}")
    page = text_of(client.get(response.url))
    assert life.fresh(reported).state == "approved"
    assert "1 jadwal disetujui" in page
    assert "Urungkan 1" in page


def test_an_approval_is_undone_from_the_results(client, reported, citra):
    decide(client, citra, [reported])
    data = {"pilih": [str(reported.pk)], "bulan": f"{life.next_month():%Y-%m}"}
    client.post(reverse("jadwal-buka-lagi"), data)
    assert life.fresh(reported).state == "reported"


def test_a_return_without_a_reason_asks_for_it_and_keeps_the_choice(client, reported, citra):
    page = text_of(decide(client, citra, [reported], "send_back"))
    assert str(reported.pk) in page
    assert life.fresh(reported).state == "reported"
    again = decide(client, citra, [reported], "send_back", ditanya="1")
    assert again.status_code == 422
    assert "Alasan wajib diisi" in text_of(again)
    decide(client, citra, [reported], "send_back", catatan="Jumat terlalu penuh.", ditanya="1")
    assert life.fresh(reported).state == "returned"


def test_above_twenty_the_number_is_typed_again(client, region, citra, bambang, ani, dewi):
    rosters = [_reported_elsewhere(region, n) for n in range(21)]
    page = decide(client, citra, rosters)
    assert "Ketik 21 untuk melanjutkan" in text_of(page)
    wrong = decide(client, citra, rosters, ditanya="1", jumlah="20")
    assert wrong.status_code == 422
    decide(client, citra, rosters, ditanya="1", jumlah="21")
    assert Roster.objects.filter(state="approved").count() == 21


def _reported_elsewhere(region, n):
    opd = add_unit(region.root, f"DINAS KE {n:02}", "opd", f"D{n:02}")
    head = add_employee(opd, f"Kepala {n:02}", echelon="22")
    appoint(head, opd)
    staff = life.staff(opd, 3)
    day = life.working_days()[4]
    away = {staff[0]: {day: "R"}}
    return life.in_state("reported", unit=opd, head=head, bkd=None, away=away)


def test_somebody_who_was_faster_is_told_as_information(client, reported, citra, endah):
    life.do("approve", reported, endah)
    response = decide(client, citra, [reported])
    assert "1 sudah diputus." in text_of(client.get(response.url))


def test_nothing_chosen_is_said(client, reported, citra):
    response = sign_in(client, citra).post(reverse("jadwal-putus"), {"langkah": "approve"})
    assert response.status_code == 422
    assert "Belum ada jadwal yang dipilih" in text_of(response)


# --- one roster ----------------------------------------------------------------------------------


def test_the_roster_shows_its_days_against_the_quota(client, reported, citra):
    response = sign_in(client, citra).get(reverse("jadwal-bkd-periksa", args=[reported.pk]))
    page = text_of(response)
    assert "Memenuhi aturan" in page
    assert "1 dari 4 kursi" in page
    assert "Setujui" in page
    assert "Dilaporkan ke BKD" in page


def test_a_full_quota_is_told_and_nothing_about_it_is_red(client, office, ani, bambang, citra):
    open_policy(office, by=citra, quota_people=1)
    away = {ani: dict.fromkeys(life.a_weekday(4)[:1], "R")}
    full = life.in_state("reported", unit=office, head=bambang, bkd=None, away=away)
    response = sign_in(client, citra).get(reverse("jadwal-bkd-periksa", args=[full.pk]))
    page = text_of(response)
    assert "Memenuhi aturan" in page
    assert page.count('1 dari 1 kursi<span class="d-block small">penuh</span>') == 1
    for body in (page, text_of(desk(client, citra))):
        assert "1/1 penuh" in body
        assert "is-over" not in body


def test_who_has_moved_meanwhile_is_shown_before_the_decision(client, reported, citra, ani, region):
    ani.unit = region.dinkes
    ani.save()
    page = text_of(sign_in(client, citra).get(reverse("jadwal-bkd-periksa", args=[reported.pk])))
    assert "Tidak memenuhi aturan" in page
    assert "Ani Lestari" in page


def test_a_change_shows_what_was_and_what_becomes(client, office, ani, bambang, citra):
    friday, thursday = life.a_weekday(4)[0], life.a_weekday(3)[1]
    away = {ani: {friday: "R"}}
    running = life.in_state("in_force", unit=office, head=bambang, bkd=citra, away=away)
    changed = life.amendment(running, bambang, {ani: {friday: "K", thursday: "R"}})
    changed = life.reported(changed, bambang)
    response = sign_in(client, citra).get(reverse("jadwal-bkd-periksa", args=[changed.pk]))
    [row] = response.context["changes"]
    assert [(was, now) for _, was, now in row["days"]] == [
        ("WFH, rumah", "Kantor"),
        ("Kantor", "WFH, rumah"),
    ]
    assert "Ada rapat kerja." in text_of(response)
    assert "Perubahan jadwal" in text_of(desk(client, citra))


def test_who_stays_in_the_office_is_no_change(client, office, ani, budi, bambang, citra):
    [day] = life.working_days(count=1)
    extra = start_extra(office, [day], by=bambang, reason="Hari tambahan.")
    extra = life.reported(life.fill(extra, bambang, {ani: {day: "R"}, budi: {day: "K"}}), bambang)
    response = sign_in(client, citra).get(reverse("jadwal-bkd-periksa", args=[extra.pk]))
    assert [row["person"] for row in response.context["changes"]] == [ani]


def test_the_matrix_and_the_paper_are_one_click_away(client, reported, citra):
    page = text_of(sign_in(client, citra).get(reverse("jadwal-bkd-periksa", args=[reported.pk])))
    assert reverse("jadwal-matriks", args=[reported.pk]) in page
    assert reverse("naskah-jadwal", args=[reported.pk]) in page


# --- reminding -----------------------------------------------------------------------------------


def test_late_opds_are_reminded_once_a_day(client, office, citra, bambang, pandu):
    month = f"{timezone.localdate():%Y-%m}"
    sign_in(client, citra).post(reverse("jadwal-ingatkan"), {"bulan": month})
    told = Message.objects.filter(topic="nudge")
    assert {m.recipient for m in told} >= {bambang, pandu}
    before = told.count()
    assert AuditEvent.objects.filter(action="roster.reminded").exists()
    client.post(reverse("jadwal-ingatkan"), {"bulan": month})
    assert Message.objects.filter(topic="nudge").count() == before


# --- verbs of the OPD ----------------------------------------------------------------------------


def test_the_opd_reports_and_is_led_to_its_letter(client, office, ani, pandu):
    away = {ani: dict.fromkeys(life.a_weekday(4), "R")}
    roster = life.draft(office, pandu, None, away)
    response = sign_in(client, pandu).post(reverse("jadwal-laporkan", args=[roster.pk]))
    assert response.url == reverse("naskah-jadwal", args=[roster.pk])
    assert life.fresh(roster).state == "submitted"


def test_what_stands_against_it_is_told(client, office, ani, dewi, bambang, pandu):
    day = life.a_weekday(4)[0]
    roster = life.draft(office, pandu, None, {bambang: {day: "R"}})
    response = sign_in(client, pandu).post(reverse("jadwal-laporkan", args=[roster.pk]))
    assert response.url == reverse("jadwal-matriks", args=[roster.pk])
    assert life.fresh(roster).state == "draft"
    assert "masalah harus selesai" in text_of(client.get(response.url))


def test_the_opd_withdraws_what_is_not_reported(client, office, ani, pandu, plh_tri):
    away = {ani: dict.fromkeys(life.a_weekday(4), "R")}
    roster = life.do("submit", life.draft(office, pandu, None, away), pandu)
    address = reverse("jadwal-batal", args=[roster.pk])
    assert sign_in(client, plh_tri).post(address).status_code == 404
    sign_in(client, pandu).post(address)
    assert life.fresh(roster).state == "withdrawn"


# --- orders --------------------------------------------------------------------------------------


def order(client, user, office, step, **more):
    day = life.working_days()[3]
    data = {
        "units": [office.pk],
        "first_day": day,
        "last_day": day,
        "reason": "Banjir menutup jalan.",
        "basis": "Instruksi Bupati Nomor 3 Tahun 2026",
        "langkah": step,
        **more,
    }
    return sign_in(client, user).post(reverse("perintah-buat"), data)


def test_a_preview_says_who_stays_and_keeps_nothing(client, office, citra):
    response = order(client, citra, office, "pratinjau")
    [row] = response.context["preview"]
    assert row["home"] == 3
    assert row["stay"] == ["Bambang Hartono"]
    assert "Tetap di kantor" in text_of(response)
    assert not Roster.objects.exists()


def test_an_order_goes_straight_to_the_bkd_where_another_officer_decides(
    client, office, citra, endah
):
    order(client, citra, office, "ajukan")
    roster = Roster.objects.get()
    assert roster.state == "reported"
    [receipt] = perform_roster("approve", [roster], by=citra)
    assert not receipt.ok
    page = text_of(sign_in(client, citra).get(reverse("jadwal-bkd-periksa", args=[roster.pk])))
    assert "Pejabat BKD lain yang memutusnya" in page
    decide(client, endah, [roster])
    assert life.fresh(roster).state == "approved"


def test_a_saved_draft_stands_in_the_list(client, office, bambang):
    order(client, bambang, office, "simpan")
    page = text_of(client.get(reverse("perintah")))
    assert "Banjir menutup jalan." in page
    assert "Rancangan" in page


def test_what_was_typed_is_kept_when_something_is_missing(client, office, citra):
    response = order(client, citra, office, "pratinjau", basis="", last_day="2020-01-01")
    page = text_of(response)
    assert response.status_code == 422
    assert "Banjir menutup jalan." in page
    assert "Dasar belum diisi" in page


def test_nobody_orders_for_other_units(client, office, region, bambang):
    response = order(client, bambang, region.dinkes, "simpan")
    assert response.status_code == 422
    assert not Roster.objects.exists()


# --- budgets -------------------------------------------------------------------------------------


def test_the_page_asks_as_much_for_many_opds_as_for_few(client, region, reported, citra):
    few = _queries(client, citra)
    for n in range(6):
        _reported_elsewhere(region, n)
    many = _queries(client, citra)
    assert many == few
    assert many <= 16  # 9 of the page; session, account, rights and the frame ask the others


def _queries(client, user):
    desk(client, user)
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("jadwal-bkd"), {"bulan": f"{life.next_month():%Y-%m}"})
    return len(captured)


# --- drafts for all OPDs -------------------------------------------------------------------------


def draft_all(client, user, month):
    data = {"bulan": f"{month:%Y-%m}"}
    return sign_in(client, user).post(reverse("jadwal-susun"), data, follow=True)


def test_one_press_drafts_the_month_for_every_opd_that_has_not_begun(
    client, region, reported, citra, dinkes_staff
):
    from tests.actors import open_policy

    open_policy(region.root, by=region.service, rota_pattern="fixed_weekday", rota_weekdays=[4])
    month = reported.first_day
    assert "Susun rancangan untuk 3 OPD" in text_of(desk(client, citra, month, "belum"))
    page = text_of(draft_all(client, citra, month))
    drafts = Roster.objects.filter(state="draft").select_related("unit")
    assert region.dinkes in [roster.unit for roster in drafts]
    assert f"untuk {len(drafts)} OPD" in page
    assert life.fresh(reported).state == "reported"


@pytest.fixture
def dinkes_staff(region):
    return [add_employee(region.dinkes, f"Perawat {n}") for n in range(3)]


def test_without_a_pattern_in_the_policy_no_draft_is_made(client, region, reported, citra):
    page = text_of(draft_all(client, citra, reported.first_day))
    assert "menyusun sendiri" in page
    assert not Roster.objects.filter(state="draft").exists()


def test_a_month_that_is_over_has_no_button_and_makes_no_draft(client, office, citra):
    past = (timezone.localdate().replace(day=1) - datetime.timedelta(days=1)).replace(day=1)
    assert "Susun rancangan" not in text_of(desk(client, citra, past, "semua"))
    assert "sudah lewat" in text_of(draft_all(client, citra, past))
