"""Seats are taken at submission, given back on every way out, and never exceed the limit."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.actors import add_employee, far_working_days
from tests.workflows import cases
from wfa.requests.models import RequestDay, WorkRequest
from wfa.schedules.models import QuotaCounter, WorkDay
from wfa.schedules.selectors import board_for, where_was
from wfa.schedules.services import QuotaFullError, Seat, give_back_seats, take_seats
from workflows import invariants
from workflows.services import (
    close_examination,
    papers_drafted,
    papers_filed,
    papers_issued,
    perform,
)

DAY = datetime.date(2026, 8, 14)


@pytest.fixture(autouse=True)
def _promises_hold(db):
    yield
    for promise in (invariants.g4, invariants.g5, invariants.g6, invariants.g16, invariants.g17):
        holds, _, wrong = promise()
        assert holds, wrong


def taken():
    return sum(QuotaCounter.objects.values_list("taken", flat=True))


def board(region, *days, **parameters):
    region.policy.parameters = {"open": True, "min_present": 0, **parameters}
    region.policy.save(update_fields=["parameters"])
    return board_for([region.aplikasi, region.dinkes], days or [DAY])


def seat(unit, date=DAY, **more):
    return Seat(unit.pk, date, **more)


def test_taking_counts_up_to_the_limit_and_names_the_full_days(region, ani, budi):
    later = DAY + datetime.timedelta(days=7)
    one = board(region, DAY, later, quota_percent=50)
    take_seats([seat(region.aplikasi)], board=one)
    with pytest.raises(QuotaFullError) as full, transaction.atomic():
        take_seats([seat(region.aplikasi, later), seat(region.aplikasi)], board=one)
    assert full.value.dates == (DAY,)
    [shortage] = full.value.shortages
    assert (shortage.office, shortage.why, shortage.taken, shortage.limit) == (
        "Diskominfo",
        "quota",
        1,
        1,
    )
    assert taken() == 1
    give_back_seats([seat(region.aplikasi)])
    assert taken() == 0


def test_a_unit_without_seats_takes_none(region):
    with pytest.raises(QuotaFullError):
        take_seats([seat(region.dinkes)], board=board(region, quota_percent=100))
    assert not QuotaCounter.objects.exists()


def test_a_lower_limit_later_takes_nobodys_seat_but_gives_no_new_one(region, ani, budi):
    two = board(region, quota_percent=100)
    take_seats([seat(region.aplikasi)] * 2, board=two)
    lower = board(region, quota_percent=50)
    with pytest.raises(QuotaFullError), transaction.atomic():
        take_seats([seat(region.aplikasi)], board=lower)
    assert (taken(), QuotaCounter.objects.get().limit) == (2, 2)
    give_back_seats([seat(region.aplikasi)] * 2)
    assert taken() == 0


def test_the_database_refuses_one_seat_too_many(region):
    with pytest.raises(IntegrityError), transaction.atomic():
        QuotaCounter.objects.create(
            unit=region.dinkes, date=DAY, limit=1, room=5, structural_room=0, taken=2
        )


def test_the_database_refuses_an_empty_office(region):
    with pytest.raises(IntegrityError), transaction.atomic():
        QuotaCounter.objects.create(
            unit=region.dinkes, date=DAY, limit=5, room=2, structural_room=0, taken=2, absent=1
        )


def test_only_working_asn_of_the_opd_count(region, ani, budi, bambang):
    add_employee(region.aplikasi, "Cuti", standing="leave")
    add_employee(region.dinkes, "Orang Lain")
    all_of_them = board(region, quota_percent=100)
    assert all_of_them.of(region.diskominfo.pk, DAY).limit == 3


@pytest.fixture
def half(region, ani, dewi, budi, bambang):
    """Four people, half of them may be away."""
    region.policy.parameters = {"open": True, "quota_percent": 50, "min_present": 0}
    region.policy.save(update_fields=["parameters"])
    return region


def test_a_full_day_is_refused_at_submission_with_days_to_choose(half, ani, dewi, budi, pandu):
    day = far_working_days(1)
    for person in (ani, dewi):
        cases.submitted(person, day)
    late = cases.draft(pandu, day)
    [receipt] = perform("submit", [late], by=pandu)
    assert receipt.outcome == "refused"
    assert "penuh (2/2). Pilih " in receipt.sentence
    late.refresh_from_db()
    assert (late.state, late.dates) == ("draft", [day[0].isoformat()])
    assert taken() == 2


WAYS_OUT = {
    "withdraw": lambda c, p: cases.do("withdraw", c, c.applicant),
    "refuse": lambda c, p: cases.do("refuse", c, p["bambang"], note="Layanan terganggu."),
}


@pytest.mark.parametrize("way", WAYS_OUT)
def test_every_way_out_gives_the_seat_back(way, half, ani, bambang, budi):
    case = cases.submitted(ani)
    assert taken() == 2
    WAYS_OUT[way](case, {"bambang": bambang})
    assert taken() == 0
    assert set(RequestDay.objects.values_list("seat_unit", flat=True)) == {None}


def test_a_returned_request_keeps_its_seats_until_it_is_filed_anew(half, ani, budi):
    days = far_working_days(3)
    case = cases.submitted(ani, days[:2])
    cases.do("send_back", case, budi, note="Sebutkan keluarannya.")
    assert taken() == 2
    from wfa.requests.services import save_part

    save_part(WorkRequest.objects.get(pk=case.pk), by=ani, dates=[days[2].isoformat()])
    cases.do("submit", WorkRequest.objects.get(pk=case.pk), ani)
    assert dict(QuotaCounter.objects.values_list("date", "taken")) == {
        days[0]: 0,
        days[1]: 0,
        days[2]: 1,
    }


def test_approving_some_days_frees_the_others(half, ani, budi, bambang, citra):
    days = far_working_days(2)
    case = cases.proposed(ani, budi, bambang, days)
    cases.do("approve", case, citra, days={case.pk: [days[0]]})
    assert dict(QuotaCounter.objects.values_list("date", "taken")) == {days[0]: 1, days[1]: 0}


def test_undoing_a_refusal_takes_the_seat_again_or_says_that_it_is_gone(
    half, ani, dewi, pandu, budi, bambang, citra
):
    day = far_working_days(1)
    case = cases.proposed(ani, budi, bambang, day)
    refused = cases.do("refuse", case, citra, note="Layanan terganggu.")
    for person in (dewi, pandu):
        cases.submitted(person, day)
    [receipt] = perform("reopen", [refused], by=citra)
    assert receipt.outcome == "refused"
    assert "sudah terisi pegawai lain" in receipt.sentence
    cases.do("withdraw", WorkRequest.objects.get(applicant=dewi), dewi)
    assert cases.do("reopen", WorkRequest.objects.get(pk=case.pk), citra).state == "proposed"
    assert taken() == 2


def in_force(ani, budi, bambang, citra, days):
    case = cases.do("approve", cases.proposed(ani, budi, bambang, days), citra)
    close_examination(case.items.get().proposal, by=citra)
    papers_drafted([case])
    case = cases.do("enact", case, citra, document_number="800.1.11.1/0009/BKD/2026")
    papers_issued([case])
    papers_filed([case])
    return case


def test_the_days_are_written_when_the_request_comes_into_force(half, ani, budi, bambang, citra):
    days = far_working_days(2)
    case = in_force(ani, budi, bambang, citra, days)
    rows = WorkDay.objects.filter(employee=ani)
    assert {(d.date, d.place, d.unit_id) for d in rows} == {
        (day, "home", half.aplikasi.pk) for day in days
    }
    assert {d.source_id for d in rows} == {str(case.pk)}
    assert rows[0].basis_text == "Keputusan Nomor 800.1.11.1/0009/BKD/2026"


def test_a_day_taken_back_keeps_its_history(half, ani, budi, bambang, citra):
    """Who was where on 3 May can be answered for ever, also as it was known then."""
    days = far_working_days(2)
    case = in_force(ani, budi, bambang, citra, days)
    before = timezone.now()
    after = cases.do("recall", case, bambang, note="Ada kunjungan pusat.", days={case.pk: days[:1]})
    assert after.state == "in_force"
    assert where_was(ani, days[0]) is None
    assert where_was(ani, days[0], known_at=before).place == "home"
    assert where_was(ani, days[1]).place == "home"
    row = WorkDay.objects.get(employee=ani, date=days[0])
    assert row.withdrawn_why == "Dipanggil kembali ke kantor: Ada kunjungan pusat."
    assert dict(QuotaCounter.objects.values_list("date", "taken")) == {days[0]: 0, days[1]: 1}


def test_two_places_on_one_day_are_impossible_in_the_database(region, ani):
    row = {"employee": ani, "unit": region.diskominfo, "date": DAY, "place": "home"}
    rest = {
        "source_kind": "rota",
        "source_id": "1",
        "basis_text": "x",
        "written_at": timezone.now(),
    }
    WorkDay.objects.create(**row, **rest)
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkDay.objects.create(**row, **rest)
    WorkDay.objects.all().delete()
