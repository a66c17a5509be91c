"""Calling back to the office: one, a unit, all; effective at once, and only over one's own."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.actors import add_employee, appoint, far_working_days
from tests.documents import cases as paper_cases
from tests.workflows import cases, promises
from wfa.decisions.models import Decision
from wfa.notifications.models import Message
from wfa.people.permissions import authority
from wfa.refusals import Refused
from wfa.requests.models import WorkRequest
from wfa.schedules.selectors import where_was
from workflows import selectors
from workflows.services import perform

WHY = "Pemeriksaan BPK, semua hadir di kantor."


@pytest.fixture(autouse=True)
def promises_hold(db):
    yield
    promises.all_hold()


@pytest.fixture
def place(budi, bambang, citra):
    """Puts people in force on the same two days, three weeks ahead."""

    def put(*people):
        asked = paper_cases.approved(people, assessor=budi, head=bambang, bkd=citra)
        return cases.in_force(asked, citra)

    return put


@pytest.fixture
def kabid(region):
    """Head of the sub-unit in which Ani and Dewi work."""
    person = add_employee(region.aplikasi, "Kurnia Adi", echelon="31")
    appoint(person, region.aplikasi)
    return person


def fresh(request):
    return WorkRequest.objects.get(pk=request.pk)


def recall(requests, by, **data):
    return perform("recall", requests, by=by, note=WHY, **data)


def seen(person, since=None):
    """Names of those whom the page offers to call back."""
    since = since or timezone.localdate()
    running = selectors.running(authority(person), person, since)
    return [p.name for p in selectors.recallable(running, since)]


def test_one_person_is_called_back_at_once(place, ani, bambang):
    [request] = place(ani)
    first, second = far_working_days(2)
    before = timezone.now()
    [receipt] = recall([request], bambang)
    assert (receipt.outcome, receipt.sentence) == ("done", "Dipanggil kembali ke kantor.")
    assert fresh(request).state == "cancelled"
    assert where_was(ani, first) is None
    assert where_was(ani, first, known_at=before).place == "home"
    assert cases.taken() == {first: 0, second: 0}
    told = Message.objects.get(recipient=ani, subject="Anda dipanggil kembali ke kantor")
    assert WHY in told.body
    decision = Decision.objects.get(step="recall")
    assert (decision.capacity, decision.note) == ("Kepala Diskominfo", WHY)
    assert decision.data["dates"] == [d.isoformat() for d in (first, second)]


def test_a_recall_from_a_later_day_leaves_the_days_before_it(place, ani, bambang):
    [request] = place(ani)
    first, second = far_working_days(2)
    recall([request], bambang, since=second)
    case = fresh(request)
    assert (case.state, case.last_day) == ("in_force", first)
    assert where_was(ani, first) is not None
    assert where_was(ani, second) is None


def test_a_recall_takes_today_too_and_never_what_has_passed(place, ani, bambang):
    [request] = place(ani)
    case = cases.move_days(request, (timezone.localdate() - request.first_day).days)
    recall([case], bambang)
    assert fresh(case).state == "cancelled"
    assert where_was(ani, timezone.localdate()) is None


def test_a_day_that_was_worked_stays_and_the_case_ends_by_itself(place, ani, bambang):
    [request] = place(ani)
    case = cases.move_days(request, (timezone.localdate() - request.first_day).days - 1)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    recall([case], bambang, since=timezone.localdate() - datetime.timedelta(days=30))
    case = fresh(case)
    assert (case.state, case.last_day) == ("in_force", yesterday)
    assert where_was(ani, yesterday).place == "home"
    assert cases.end_due() == 1
    assert fresh(case).state == "ended"


def test_a_whole_unit_is_called_back_with_a_receipt_each(place, ani, dewi, kabid, bambang):
    requests = place(ani, dewi)
    assert seen(kabid) == ["Ani Lestari", "Dewi Anggraini"]
    receipts = recall(requests, kabid)
    assert [r.outcome for r in receipts] == ["done", "done"]
    assert seen(kabid) == []
    assert Message.objects.filter(subject="Anda dipanggil kembali ke kantor").count() == 2


def test_the_head_of_a_sub_unit_reaches_only_their_own_people(place, ani, pandu, kabid):
    mine, other = place(ani, pandu)
    assert seen(kabid) == ["Ani Lestari"]
    own, foreign = recall([mine, other], kabid)
    assert own.outcome == "done"
    assert foreign.sentence == "Anda tidak berwenang melakukan ini pada unit tersebut."
    assert fresh(other).state == "in_force"


@pytest.mark.parametrize("who", ["budi", "citra", "pandu", "dodi", "plh_tri", "ines", "adi"])
def test_who_does_not_lead_them_calls_nobody_back(who, place, ani, request):
    person = request.getfixturevalue(who)
    [case] = place(ani)
    [receipt] = recall([case], person)
    assert receipt.outcome == "refused"
    assert seen(person) == []


@pytest.mark.parametrize("who", ["endah", "bupati"])
def test_the_heads_of_bkd_and_region_reach_everybody(who, place, ani, dewi, request):
    requests = place(ani, dewi)
    receipts = recall(requests, request.getfixturevalue(who))
    assert {r.outcome for r in receipts} == {"done"}


def test_nobody_calls_themselves_back(place, kabid, region, bambang):
    region.policy.parameters = {**region.policy.parameters, "excluded_echelons": []}
    region.policy.save(update_fields=["parameters"])
    [case] = place(kabid)
    assert seen(kabid) == []
    [receipt] = recall([case], kabid)
    assert receipt.sentence == "Ini pengajuan Anda sendiri. Pejabat lain yang memutusnya."
    assert seen(bambang) == ["Kurnia Adi"]


def test_an_approved_request_without_its_decree_is_called_back_too(ani, dewi, budi, bambang, citra):
    first, second = paper_cases.approved([ani, dewi], assessor=budi, head=bambang, bkd=citra)
    recall([first], bambang)
    assert fresh(first).state == "cancelled"
    assert not first.items.get().is_open
    assert fresh(second).state == "approved"


def test_a_recall_needs_its_reason(place, ani, bambang):
    [request] = place(ani)
    with pytest.raises(Refused) as no:
        perform("recall", [request], by=bambang, note=" ")
    assert no.value.code == "note_missing"
    assert fresh(request).state == "in_force"


def test_called_back_twice_is_information(place, ani, bambang, endah):
    [request] = place(ani)
    recall([request], bambang)
    [again] = recall([request], endah)
    assert again.outcome == "same"
    assert again.sentence.startswith("Sudah dipanggil kembali ke kantor oleh Bambang Hartono")


def test_when_no_day_is_left_from_then_on_nothing_is_taken(place, ani, bambang):
    [request] = place(ani)
    later = far_working_days(3)[2]
    assert seen(bambang, later) == []
    [receipt] = recall([request], bambang, since=later)
    assert receipt.sentence.startswith("Tidak ada hari yang masih dapat dibatalkan.")


@pytest.mark.parametrize("step", ["recall", "cancel"])
def test_bulk_of_200_takes_at_most_40_queries(step, place, region, bambang, budi, endah):
    people = [add_employee(region.aplikasi, f"Pegawai {n}") for n in range(200)]
    requests = place(*people)
    with CaptureQueriesContext(connection) as done:
        receipts = perform(step, requests, by=bambang, note=WHY)
    assert {r.outcome for r in receipts} == {"done"}
    assert len(done) <= 40, len(done)
    assert set(cases.taken().values()) == {0}


def test_bulk_of_200_not_yet_in_force_takes_at_most_40_queries(region, ani, bambang, budi, citra):
    """Ani stays, so the proposal goes on; one that is emptied costs the engine's own steps too."""
    people = [add_employee(region.aplikasi, f"Pegawai {n}") for n in range(200)]
    _, *requests = paper_cases.approved([ani, *people], assessor=budi, head=bambang, bkd=citra)
    with CaptureQueriesContext(connection) as done:
        perform("recall", requests, by=bambang, note=WHY)
    assert len(done) <= 40, len(done)
    assert WorkRequest.objects.exclude(state="cancelled").get().applicant == ani
