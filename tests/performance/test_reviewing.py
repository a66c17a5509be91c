"""Rating reports: by the superior, never one's own, nothing unseen, nothing rewritten."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.actors import add_employee, appoint, give
from tests.attendance.duty import MONDAY, take_back
from tests.performance.cases import chosen, of_plan, rate, reported
from wfa.audit.models import AuditEvent
from wfa.notifications.models import Message
from wfa.performance.models import DailyReport, Review
from wfa.performance.services import review, submit_report
from wfa.refusals import Refused

pytestmark = pytest.mark.django_db


def test_a_rating_is_kept_as_values_and_logged(ani, bambang):
    report = reported(ani)
    receipt = rate(report, bambang, "very_good")
    report.refresh_from_db()
    row, event = Review.objects.get(), AuditEvent.objects.get(action="report_reviewed")
    assert (receipt.outcome, receipt.sentence) == ("done", "Dinilai Sangat Baik.")
    assert (report.rating, report.reviewed_at) == ("very_good", timezone.now())
    assert (row.reviewer_nip, row.reviewer_name, row.capacity, row.subject_nip) == (
        bambang.nip,
        bambang.full_name,
        "Kepala Diskominfo",
        ani.nip,
    )
    assert (event.actor_nip, event.data["rating"]) == (bambang.nip, "very_good")


def test_nobody_rates_their_own_not_even_as_head(bambang, bupati):
    report = reported(bambang)
    receipt = rate(report, bambang)
    assert (receipt.outcome, receipt.sentence) == (
        "refused",
        "Ini laporan Anda sendiri. Atasan Anda yang menilainya.",
    )
    assert rate(report, bupati).outcome == "done"


def test_only_who_leads_the_person_rates(region, ani, dewi, budi, pandu, citra, plh_tri):
    report = reported(ani)
    for person in (dewi, budi, pandu, citra, plh_tri):
        receipt = rate(report, person)
        assert (receipt.outcome, receipt.sentence[:28]) == (
            "refused",
            "Laporan ini di luar unit And",
        )
    assert Review.objects.count() == 0


def test_a_head_below_rates_the_unit_but_not_who_leads_it(region, ani, bambang):
    head = add_employee(region.aplikasi, "Kepala Bidang", echelon="32")
    appoint(head, region.aplikasi)
    acting = add_employee(region.aplikasi, "Pelaksana Harian")
    appoint(acting, region.aplikasi, "PLH")
    assert rate(reported(ani), head).outcome == "done"
    own = reported(head)
    assert rate(own, acting).outcome == "refused"
    assert rate(own, bambang).outcome == "done"


@pytest.mark.parametrize("rating", ["needs_work", "poor", "very_poor"])
def test_a_low_rating_without_a_word_is_refused(ani, bambang, rating):
    report = reported(ani)
    with pytest.raises(Refused, match="Umpan balik wajib untuk penilaian di bawah Baik") as told:
        rate(report, bambang, rating)
    assert told.value.field == "feedback"


def test_an_unknown_rating_is_refused(ani, bambang):
    with pytest.raises(Refused, match="Penilaian belum dipilih"):
        rate(reported(ani), bambang, "gemilang")


def test_a_version_that_wasnt_seen_isnt_rated(ani, bambang):
    report = reported(ani)
    seen = chosen(report)
    submit_report(report.expectation, by=ani, lines=of_plan(report.expectation, "24"))
    [receipt] = review([seen], by=bambang, rating="good")
    assert receipt.outcome == "refused"
    assert receipt.sentence.startswith("Pegawai baru saja memperbaiki laporan ini.")


def test_who_was_slower_is_told_who_rated(region, ani, bambang, bupati):
    report = reported(ani)
    rate(report, bambang)
    receipt = rate(report, bambang, "poor", "Kurang lengkap.")
    said = f"Sudah dinilai Baik oleh {bambang.full_name}, Senin, 7 Desember 2026, 07.00 WIB."
    assert (receipt.outcome, receipt.sentence) == ("same", said)
    assert Review.objects.count() == 1


def test_a_rating_is_corrected_by_a_further_one(ani, bambang):
    report = reported(ani)
    rate(report, bambang)
    receipt = rate(report, bambang, "poor", "Buktinya milik hari lain.", reviews=1)
    report.refresh_from_db()
    assert (receipt.outcome, report.rating) == ("done", "poor")
    assert [row.rating for row in report.reviews.all()] == ["good", "poor"]


def test_a_report_that_was_mended_is_rated_anew(ani, bambang):
    report = reported(ani)
    rate(report, bambang, "needs_work", "Lampirkan hasil ujinya.")
    submit_report(report.expectation, by=ani, lines=of_plan(report.expectation, "24"))
    report.refresh_from_db()
    assert rate(report, bambang).outcome == "done"
    assert [(row.number, row.version) for row in report.reviews.all()] == [(1, 1), (2, 2)]


def test_a_day_that_was_taken_back_isnt_rated(clock, ani, bambang):
    report = reported(ani)
    take_back(ani, MONDAY)
    assert rate(report, bambang).sentence.startswith("Hari ini sudah dibatalkan")


def test_many_at_once_each_with_a_receipt(ani, dewi, dodi, bambang):
    reports = [reported(person) for person in (ani, dewi, dodi)]
    rate(reports[0], bambang)
    receipts = review([chosen(r) for r in reports], by=bambang, rating="good")
    found = {r.report.expectation.employee.name: r.outcome for r in receipts}
    assert found == {
        "Ani Lestari": "same",
        "Dewi Anggraini": "done",
        "Dodi Firmansyah": "refused",
    }


@pytest.mark.parametrize("number", [1, 3, 30])
def test_many_take_as_many_queries_as_one(region, bambang, number, django_assert_max_num_queries):
    people = [add_employee(region.aplikasi, f"Pegawai {n}") for n in range(number)]
    picked = [chosen(reported(person)) for person in people]
    with django_assert_max_num_queries(16):
        receipts = review(picked, by=bambang, rating="needs_work", feedback="Lengkapi.")
    assert {r.outcome for r in receipts} == {"done"}


def test_employees_are_told_what_was_written_to_them(ani, dewi, bambang):
    rate(reported(ani), bambang, "needs_work", "Lampirkan hasil ujinya.")
    rate(reported(dewi), bambang)
    [message] = Message.objects.filter(subject__startswith="Laporan")
    assert (message.recipient, message.subject) == (
        ani,
        "Laporan 7 Desember 2026 dinilai: Butuh Perbaikan",
    )
    assert "Lampirkan hasil ujinya." in message.body


def test_a_right_ends_with_its_date(region, ani):
    was = add_employee(region.diskominfo, "Mantan Kepala")
    appoint(was, region.diskominfo, ends=MONDAY.replace(day=6))
    give(was, "penilai", region.diskominfo)
    assert rate(reported(ani), was).outcome == "refused"


# --- what must never be --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"rating": "gemilang"},
        {"rating": "poor", "feedback": ""},
        {"reviewer_nip": "1", "subject_nip": "1"},
        {"number": 1},
    ],
)
def test_a_rating_that_may_not_be_is_impossible(ani, bambang, wrong):
    report = reported(ani)
    rate(report, bambang)
    values = {
        "number": 2,
        "version": 1,
        "rating": "good",
        "at": timezone.now(),
        "subject_nip": "1",
        "reviewer_nip": "2",
        "reviewer_name": "B",
        "capacity": "Kepala",
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(report=report, **{**values, **wrong})


def test_ratings_are_never_rewritten(ani, bambang):
    rate(reported(ani), bambang)
    for act in (
        lambda: Review.objects.update(rating="poor"),
        lambda: Review.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="tidak boleh diubah"), transaction.atomic():
            act()
    assert DailyReport.objects.get().rating == "good"
