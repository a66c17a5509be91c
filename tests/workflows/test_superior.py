"""The direct superior is heard once per round, before the OPD recommends, where policy asks."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.actors import add_employee, add_unit, appoint, far_working_days, give
from tests.workflows import cases, promises
from wfa.notifications.models import Message
from wfa.people.models import Appointment
from wfa.people.permissions import authority
from wfa.refusals import Refused
from wfa.requests.models import WorkRequest
from workflows import selectors
from workflows.models import SuperiorView
from workflows.services import give_view, perform

WAITS = "Atasan langsung belum memberi pertimbangan. Tunggu atau ingatkan atasan."


@pytest.fixture(autouse=True)
def promises_hold(db):
    yield
    promises.all_hold()


@pytest.fixture
def asked(region):
    """The policy asks for the view."""
    region.policy.parameters |= {"superior_step": True}
    region.policy.save(update_fields=["parameters"])
    return region.policy


@pytest.fixture
def kabid(region):
    person = add_employee(region.aplikasi, "Kurnia Adi", echelon="31")
    appoint(person, region.aplikasi)
    return person


def view(request, by, *, agrees=True, note="Pekerjaannya dapat dibawa pulang."):
    return give_view(request, by=by, agrees=agrees, note=note)


def recommend(request, by):
    [receipt] = perform("recommend", [request], by=by)
    return receipt


def waiting(person):
    return [str(c) for c in selectors.views_waiting(person, authority(person))]


def test_the_opd_recommends_only_after_the_view(asked, ani, kabid, budi):
    request = cases.submitted(ani)
    assert recommend(request, budi).sentence == WAITS
    assert waiting(kabid) == [str(request)]
    given = view(request, kabid)
    assert given.capacity == "Kepala Bidang Aplikasi"
    assert waiting(kabid) == []
    assert recommend(request, budi).outcome == "done"


def test_a_view_against_it_stops_nobody(asked, ani, kabid, budi):
    request = cases.submitted(ani)
    view(request, kabid, agrees=False, note="Loket kosong hari itu.")
    assert recommend(request, budi).outcome == "done"
    assert SuperiorView.objects.get().agrees is False


def test_the_superior_is_told_first_and_the_opd_after_the_view(asked, ani, kabid, budi):
    request = cases.submitted(ani)
    first = Message.objects.get(subject="Pengajuan menunggu pertimbangan Anda")
    assert first.recipient == kabid
    assert not Message.objects.filter(recipient=budi).exists()
    view(request, kabid)
    assert Message.objects.filter(recipient=budi, subject="Pengajuan siap dinilai").exists()


def test_without_the_policy_nobody_waits_for_a_view(ani, kabid, budi):
    request = cases.submitted(ani)
    assert waiting(kabid) == []
    with pytest.raises(Refused) as no:
        view(request, kabid)
    assert no.value.code == "not_asked"
    assert recommend(request, budi).outcome == "done"


def test_a_running_case_keeps_the_policy_of_its_submission(region, ani, kabid, budi):
    request = cases.submitted(ani)
    region.policy.enforced_at = timezone.now() - datetime.timedelta(days=400)
    region.policy.save()
    from tests.actors import open_policy

    open_policy(region.diskominfo, by=region.service, superior_step=True)
    type(region.policy).objects.filter(unit=region.diskominfo).update(enforced_at=timezone.now())
    assert waiting(kabid) == []
    assert recommend(request, budi).outcome == "done"


def test_with_no_superior_below_the_opd_the_step_is_skipped(asked, budi, pandu, bambang, region):
    give(bambang, "penilai", region.diskominfo)
    request = cases.submitted(pandu)
    assert selectors.superiors_of(request) == []
    assert recommend(request, budi).outcome == "done"


def test_the_head_of_a_sub_unit_has_no_superior_there(asked, region, kabid, budi):
    region.policy.parameters |= {"excluded_echelons": []}
    region.policy.save(update_fields=["parameters"])
    request = cases.submitted(kabid)
    with pytest.raises(Refused) as no:
        view(request, kabid)
    assert no.value.code == "no_right"
    assert recommend(request, budi).outcome == "done"


def test_the_nearest_superior_comes_first_and_each_above_may_too(asked, region, ani, kabid, budi):
    seksi = add_unit(region.aplikasi, "SEKSI PENGEMBANGAN APLIKASI", "subbagian")
    kasi = add_employee(seksi, "Lukman Hakim")
    appoint(kasi, seksi)
    ani.unit = seksi
    ani.save()
    request = cases.submitted(ani)
    assert selectors.superiors_of(request) == [kasi, kabid]
    view(request, kabid)
    assert recommend(request, budi).outcome == "done"


@pytest.mark.parametrize("who", ["dewi", "budi", "bambang", "citra", "endah", "plh_tri", "bupati"])
def test_nobody_else_gives_the_view(who, asked, ani, kabid, request):
    case = cases.submitted(ani)
    with pytest.raises(Refused) as no:
        view(case, request.getfixturevalue(who))
    assert no.value.code == "no_right"


def test_a_superior_is_heard_once_in_a_round_and_again_in_the_next(asked, ani, kabid, budi):
    request = cases.submitted(ani)
    view(request, kabid)
    with pytest.raises(Refused) as no:
        view(request, kabid)
    assert no.value.code == "already_given"
    returned = cases.do("send_back", request, budi, note="Sebutkan keluarannya.")
    again = cases.do("submit", returned, ani)
    assert recommend(again, budi).sentence == WAITS
    view(again, kabid)
    assert SuperiorView.objects.filter(request=request).count() == 2


def test_a_view_needs_its_words(asked, ani, kabid):
    with pytest.raises(Refused) as no:
        view(cases.submitted(ani), kabid, note="  ")
    assert (no.value.code, no.value.field) == ("note_missing", "note")


def test_after_the_opd_has_decided_no_view_is_given(asked, ani, kabid, bambang):
    request = cases.do("refuse", cases.submitted(ani), bambang, note="Loket kosong.")
    with pytest.raises(Refused) as no:
        view(request, kabid)
    assert no.value.code == "not_waiting"


def test_after_a_transfer_of_the_superior_the_successor_is_heard(asked, region, ani, kabid, dewi):
    request = cases.submitted(ani)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Appointment.objects.filter(employee=kabid).update(ends=yesterday)
    appoint(dewi, region.aplikasi)
    with pytest.raises(Refused):
        view(request, kabid)
    assert waiting(dewi) == [str(request)]
    view(request, dewi)


def test_when_the_post_falls_vacant_the_opd_goes_on(asked, ani, kabid, budi):
    request = cases.submitted(ani)
    assert recommend(request, budi).sentence == WAITS
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Appointment.objects.filter(employee=kabid).update(ends=yesterday)
    assert recommend(request, budi).outcome == "done"


def test_an_acting_superior_is_heard_in_that_capacity(asked, region, ani, dewi):
    appoint(dewi, region.aplikasi, "PLH", ends=timezone.localdate())
    assert view(cases.submitted(ani), dewi).capacity == "Plh. Kepala Bidang Aplikasi"


def test_a_superior_who_filed_for_somebody_is_not_waited_for(asked, ani, kabid, budi):
    request = cases.submitted(ani)
    WorkRequest.objects.filter(pk=request.pk).update(filed_by=kabid)
    request = WorkRequest.objects.get(pk=request.pk)
    with pytest.raises(Refused):
        view(request, kabid)
    assert waiting(kabid) == []
    assert recommend(request, budi).outcome == "done"


def test_bulk_of_200_with_the_view_takes_at_most_40_queries(asked, region, kabid, budi, bambang):
    people = [add_employee(region.aplikasi, f"Pegawai {n}") for n in range(200)]
    days = far_working_days(1)
    requests = [cases.submitted(person, days) for person in people]
    now = timezone.now()
    SuperiorView.objects.bulk_create(
        SuperiorView(
            request=r, round=1, superior=kabid, capacity="Kepala", at=now, agrees=True, note="Ya."
        )
        for r in requests[:100]
    )
    with CaptureQueriesContext(connection) as done:
        receipts = perform("recommend", requests, by=budi)
    assert [r.outcome for r in receipts] == ["done"] * 100 + ["refused"] * 100
    assert len(done) <= 40, len(done)
