"""Keberatan: once, in time, answered in writing by somebody who didn't refuse."""

import datetime

import pytest
from django.utils import timezone

from documents import services as papers
from tests.actors import appoint, far_working_days
from tests.documents import cases as paper_cases
from tests.workflows import cases, promises
from wfa.calendars.selectors import add_working_days
from wfa.decisions.models import Decision
from wfa.notifications.models import Message
from wfa.refusals import Refused
from wfa.requests.models import WorkRequest
from wfa.schedules.models import QuotaCounter
from workflows.models import Objection
from workflows.services import (
    answer_objection,
    close_examination,
    file_objection,
    may_object,
    objection_until,
    perform,
)
from workflows.services.proposals import open_task

WHY = "Layanan dijaga dua rekan, lihat jadwal terlampir."


@pytest.fixture(autouse=True)
def promises_hold(db):
    yield
    promises.all_hold()


@pytest.fixture
def by_opd(ani, budi, bambang):
    """Refused by the head of the OPD: it never came to the BKD."""
    return cases.do("refuse", cases.submitted(ani), bambang, note="Layanan loket kosong.")


@pytest.fixture
def by_bkd(ani, budi, bambang, citra):
    """Refused by the verifier, the sitting closed."""
    request = cases.proposed(ani, budi, bambang)
    cases.do("refuse", request, citra, note="Bukti tidak cukup.")
    close_examination(request.items.get().proposal, by=citra)
    return fresh(request)


def fresh(row):
    return type(row)._default_manager.get(pk=row.pk)


def object_to(request, reason=WHY):
    return file_objection(request, by=request.applicant, reason=reason)


def told_before(request, working_days, *, late):
    """Move the refusal back: to the last moment in time for an objection today, or to the first
    that is too late."""
    day = timezone.localdate()
    while add_working_days(day, working_days) >= timezone.localdate():
        day -= datetime.timedelta(days=1)
    day += datetime.timedelta(days=not late)
    at = timezone.make_aware(datetime.datetime.combine(day, datetime.time(10)))
    WorkRequest.objects.filter(pk=request.pk).update(since=at)
    return fresh(request)


# --- filing ----------------------------------------------------------------------------------


@pytest.mark.parametrize("refused", ["by_opd", "by_bkd"])
def test_the_applicant_objects_once(refused, request, ani, endah):
    case = request.getfixturevalue(refused)
    objection = object_to(case)
    case = fresh(case)
    assert case.state == "objected"
    assert objection.due_on == add_working_days(timezone.localdate(), 10)
    assert (case.due_on, objection.reason) == (objection.due_on, WHY)
    told = Message.objects.filter(subject="Keberatan baru menunggu jawaban")
    assert list(told.values_list("recipient", flat=True)) == [endah.pk]
    answer_objection(objection, by=endah, upheld=True, note="Alasan penolakan tetap ada.")
    with pytest.raises(Refused) as no:
        object_to(fresh(case))
    assert no.value.message == "Keberatan atas pengajuan ini sudah pernah diajukan."


def test_the_last_day_is_the_21st_working_day(by_opd):
    case = told_before(by_opd, 21, late=False)
    told = timezone.localdate(case.since)
    assert objection_until(case) == add_working_days(told, 21) >= timezone.localdate()
    assert may_object(case, case.applicant) == ""
    assert object_to(case).pk


def test_after_21_working_days_it_is_too_late(by_opd):
    case = told_before(by_opd, 21, late=True)
    with pytest.raises(Refused) as no:
        object_to(case)
    assert no.value.message.startswith("Batas keberatan sudah lewat:")
    assert fresh(case).state == "refused"


def test_no_policy_shortens_the_limits_of_law(region, ani, bambang, endah):
    region.policy.parameters |= {"objection_days": 5, "objection_answer_days": 3}
    region.policy.save(update_fields=["parameters"])
    case = cases.do("refuse", cases.submitted(ani), bambang, note="Layanan loket kosong.")
    objection = object_to(told_before(case, 21, late=False))
    assert objection.due_on == add_working_days(timezone.localdate(), 10)


@pytest.mark.parametrize("who", ["dewi", "budi", "bambang", "pandu"])
def test_nobody_objects_for_somebody_else(who, by_opd, request):
    person = request.getfixturevalue(who)
    with pytest.raises(Refused) as no:
        file_objection(by_opd, by=person, reason=WHY)
    assert no.value.message == "Hanya pemohon yang dapat mengajukan keberatan."


def test_the_filer_does_not_object_in_ones_place(by_opd, pandu):
    WorkRequest.objects.filter(pk=by_opd.pk).update(filed_by=pandu)
    with pytest.raises(Refused):
        file_objection(fresh(by_opd), by=pandu, reason=WHY)


def test_an_objection_needs_its_reason(by_opd):
    with pytest.raises(Refused) as no:
        object_to(by_opd, reason="  ")
    assert no.value.field == "reason"
    assert fresh(by_opd).state == "refused"


@pytest.mark.parametrize("state", ["submitted", "returned", "approved", "withdrawn"])
def test_only_a_refusal_can_be_objected_to(state, ani, budi, bambang, citra):
    case = cases.in_state(state, applicant=ani, assessor=budi, head=bambang, bkd=citra)
    with pytest.raises(Refused) as no:
        object_to(case)
    assert no.value.message == "Keberatan hanya atas pengajuan yang ditolak."


def test_while_the_sitting_is_open_the_refusal_can_still_be_undone(ani, budi, bambang, citra):
    case = cases.do("refuse", cases.proposed(ani, budi, bambang), citra, note="Bukti tidak cukup.")
    with pytest.raises(Refused) as no:
        object_to(case)
    assert "belum menutup pemeriksaan" in no.value.message


# --- who answers -----------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["budi", "bambang", "citra", "plh_tri", "ines", "adi", "dodi"])
def test_only_the_head_of_the_bkd_or_the_ppk_answers(who, by_opd, request):
    objection = object_to(by_opd)
    with pytest.raises(Refused):
        answer_objection(objection, by=request.getfixturevalue(who), upheld=True, note="Tetap.")
    assert fresh(by_opd).state == "objected"


@pytest.mark.parametrize("who", ["endah", "bupati"])
def test_each_of_them_may(who, by_opd, request):
    person = request.getfixturevalue(who)
    answer_objection(object_to(by_opd), by=person, upheld=True, note="Alasan penolakan tetap ada.")
    objection = Objection.objects.get()
    assert (objection.upheld, objection.decided_by) == (True, person)


def test_who_refused_never_answers(ani, budi, bambang, endah, bupati):
    case = cases.do("refuse", cases.proposed(ani, budi, bambang), endah, note="Bukti tidak cukup.")
    close_examination(case.items.get().proposal, by=endah)
    objection = object_to(case)
    with pytest.raises(Refused) as no:
        answer_objection(objection, by=endah, upheld=True, note="Tetap.")
    assert no.value.message.startswith("Anda yang menolak pengajuan ini.")
    answer_objection(objection, by=bupati, upheld=False, note="Bukti sudah memadai.")
    assert fresh(case).state == "proposed"


def test_the_head_of_an_opd_who_acts_at_the_bkd_does_not_answer_for_themself(
    by_opd, bambang, region, bupati
):
    appoint(bambang, region.bkpsdm, "PLT")
    objection = object_to(by_opd)
    with pytest.raises(Refused) as no:
        answer_objection(objection, by=bambang, upheld=True, note="Tetap.")
    assert no.value.message.startswith("Anda yang menolak pengajuan ini.")


def test_nobody_answers_their_own_objection(ani, by_opd, region):
    appoint(ani, region.bkpsdm, "PLH")
    with pytest.raises(Refused) as no:
        answer_objection(object_to(by_opd), by=ani, upheld=False, note="Kabul.")
    assert no.value.message.startswith("Ini pengajuan Anda sendiri.")


# --- the answer ------------------------------------------------------------------------------


def test_an_upheld_refusal_stands_and_is_told(by_bkd, ani, endah):
    answer_objection(object_to(by_bkd), by=endah, upheld=True, note="Bukti memang tidak cukup.")
    case = fresh(by_bkd)
    assert (case.state, case.due_on) == ("refused", None)
    assert Decision.objects.get(step="uphold").capacity == "Kepala BKPSDM"
    told = Message.objects.get(recipient=ani, subject="Keberatan Anda dijawab: penolakan tetap")
    assert "Bukti memang tidak cukup." in told.body


@pytest.mark.parametrize("refused", ["by_opd", "by_bkd"])
def test_an_overturned_refusal_is_examined_again_and_reaches_a_decree(
    refused, request, ani, citra, endah
):
    case = request.getfixturevalue(refused)
    answer_objection(object_to(case), by=endah, upheld=False, note="Layanan ternyata terjaga.")
    case = fresh(case)
    assert case.state == "proposed"
    assert set(case.days.values_list("state", flat=True)) == {"asked"}
    assert set(cases.taken().values()) == {1}
    proposal = case.items.get(is_open=True).proposal
    assert open_task(proposal).flow_task.name == "examine"
    promises.all_hold()
    cases.do("approve", case, citra)
    close_examination(proposal, by=citra)
    [decree] = papers.draft_decree([fresh(case)], by=citra)
    paper_cases.issue(papers.sign(decree, by=endah))
    assert fresh(case).state == "in_force"
    assert open_task(proposal) is None
    assert Message.objects.filter(
        recipient=ani, subject="Keberatan Anda dikabulkan, BKD memeriksa lagi"
    ).exists()


def test_an_overturned_case_that_is_refused_again_is_final(by_opd, citra, endah):
    answer_objection(object_to(by_opd), by=endah, upheld=False, note="Periksa lagi.")
    case = cases.do("refuse", fresh(by_opd), citra, note="Kuota unit dipakai layanan.")
    close_examination(case.items.get(is_open=True).proposal, by=citra)
    assert may_object(fresh(case), case.applicant) == (
        "Keberatan atas pengajuan ini sudah pernah diajukan."
    )


def test_an_answer_needs_its_words(by_opd, endah):
    with pytest.raises(Refused) as no:
        answer_objection(object_to(by_opd), by=endah, upheld=True, note=" ")
    assert (no.value.code, no.value.field) == ("note_missing", "note")


def test_answering_twice_says_who_answered(by_opd, endah, bupati):
    objection = object_to(by_opd)
    answer_objection(objection, by=endah, upheld=True, note="Alasan penolakan tetap ada.")
    receipt = answer_objection(objection, by=bupati, upheld=False, note="Kabul.")
    assert receipt.outcome == "same"
    assert receipt.sentence.startswith("Sudah tetap ditolak oleh Endah Sulistyowati")
    assert fresh(objection).upheld is True


def test_silence_decides_nothing(by_opd, endah):
    """The answer is late; the case waits until a named person writes it."""
    objection = object_to(by_opd)
    late = add_working_days(timezone.localdate(), -3)
    Objection.objects.filter(pk=objection.pk).update(due_on=late)
    WorkRequest.objects.filter(pk=by_opd.pk).update(due_on=late)
    assert fresh(by_opd).state == "objected"
    answer_objection(fresh(objection), by=endah, upheld=False, note="Layanan ternyata terjaga.")
    assert fresh(by_opd).state == "proposed"


# --- seats and days --------------------------------------------------------------------------


def test_a_full_day_stops_the_overturn_and_changes_nothing(region, ani, dewi, bambang, endah):
    case = cases.do("refuse", cases.submitted(ani), bambang, note="Layanan loket kosong.")
    objection = object_to(case)
    region.policy.parameters = {"open": True, "quota_percent": 50}
    region.policy.save(update_fields=["parameters"])
    [first] = far_working_days(1)
    cases.submitted(dewi, [first])
    before = Decision.objects.count()
    with pytest.raises(Refused) as no:
        answer_objection(objection, by=endah, upheld=False, note="Layanan ternyata terjaga.")
    assert "sudah terisi pegawai lain" in no.value.message
    assert "setelah ada kursi kosong" in no.value.message
    assert fresh(case).state == "objected"
    assert Decision.objects.count() == before
    assert not case.items.exists()
    assert QuotaCounter.objects.get(date=first).taken == 1


def test_only_the_days_that_lie_ahead_are_examined_again(by_opd, endah):
    case = cases.move_days(by_opd, (timezone.localdate() - by_opd.first_day).days - 1)
    answer_objection(object_to(case), by=endah, upheld=False, note="Layanan ternyata terjaga.")
    days = dict(case.days.order_by("date").values_list("date", "state"))
    assert list(days.values()) == ["refused", "asked"]
    assert fresh(case).first_day == max(days)


def test_when_all_days_have_passed_the_answer_can_only_be_in_words(by_opd, endah):
    case = cases.move_days(by_opd, (timezone.localdate() - by_opd.last_day).days - 1)
    objection = object_to(case)
    with pytest.raises(Refused) as no:
        answer_objection(objection, by=endah, upheld=False, note="Kabul.")
    assert no.value.message.startswith("Semua harinya sudah lewat.")
    answer_objection(objection, by=endah, upheld=True, note="Benar, tetapi harinya lewat.")
    assert fresh(case).state == "refused"


def test_the_same_objection_can_not_be_answered_past_its_page(by_opd, endah):
    object_to(by_opd)
    [receipt] = perform("uphold", [fresh(by_opd)], by=endah, note="Tetap.")
    assert receipt.sentence == "Jawaban keberatan hanya lewat halaman keberatan."
