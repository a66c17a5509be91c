"""Flexible work switched off and on: Lumajang's December, with its document and three answers."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.actors import sign_in, text_of
from tests.workflows import cases
from wfa.audit.models import AuditEvent
from wfa.notifications.models import Message
from wfa.policies import services as policies
from wfa.policies.selectors import closures_for, rules_for
from wfa.refusals import Refused
from wfa.requests.models import WorkRequest
from workflows.selectors.impact import of_closing
from workflows.services import perform
from workflows.services.switching import closing_of, switch_off, switch_on

DAY = datetime.timedelta(days=1)


def today():
    return timezone.localdate()


def basis(number="800/123/2026", start=None):
    return {
        "title": "Surat Edaran Bupati tentang Penghentian Kerja Fleksibel",
        "number": number,
        "dated": today() - DAY,
        "effective_from": start or today(),
    }


def close(unit, by, *, hold=True, start=None):
    return switch_off(unit, by=by, hold=hold, **basis(start=start))


def receipt(step, request, by, **data):
    [found] = perform(step, [request], by=by, **data)
    return found


def test_new_filings_stop_and_say_so(region, ani, endah):
    waiting = cases.draft(ani)
    close(region.root, endah)
    found = receipt("submit", waiting, ani)
    assert not found.ok
    assert "sedang tidak dibuka" in found.sentence


def test_pending_cases_are_held_at_every_desk(region, ani, dewi, budi, bambang, citra, endah):
    asked = cases.submitted(ani)
    proposed = cases.proposed(dewi, budi, bambang)
    close(region.root, endah)
    held = (
        "Ditahan: kerja fleksibel ditutup dengan Surat Edaran Bupati tentang Penghentian Kerja "
        "Fleksibel nomor 800/123/2026. Dilanjutkan setelah dibuka lagi."
    )
    assert receipt("recommend", asked, budi).sentence == held
    assert receipt("approve", proposed, citra).sentence == held


def test_held_cases_may_still_be_taken_back_sent_back_and_refused(
    region, ani, dewi, budi, bambang, citra, endah
):
    mine, theirs = cases.submitted(ani), cases.proposed(dewi, budi, bambang)
    close(region.root, endah)
    assert receipt("withdraw", mine, ani).ok
    assert receipt("refuse", theirs, citra, note="Layanan memerlukan kehadiran.").ok


def test_pending_cases_are_decided_where_that_was_the_answer(region, ani, budi, endah):
    asked = cases.submitted(ani)
    close(region.root, endah, hold=False)
    assert receipt("recommend", asked, budi).ok


def test_what_was_held_goes_on_by_itself_when_it_opens_again(region, ani, budi, endah):
    asked = cases.submitted(ani)
    before = dict(region.policy.parameters)
    close(region.root, endah)
    version = switch_on(region.root, by=endah, **basis("800/200/2026"))
    assert version.parameters == {**before, "open": True}
    assert closures_for([region.aplikasi], today()) == {region.aplikasi.pk: None}
    assert receipt("recommend", asked, budi).ok
    assert cases.draft(ani, cases.far_working_days(4)[2:]).pk
    event = AuditEvent.objects.get(action="flexible_work_opened")
    assert event.data["resumed"] == 1


def test_case_keeps_its_version_through_closing_and_opening(region, ani, budi, endah):
    asked = cases.submitted(ani)
    close(region.root, endah)
    switch_on(region.root, by=endah, **basis("800/200/2026"))
    cases.do("recommend", asked, budi)
    assert WorkRequest.objects.get(pk=asked.pk).policy == region.policy


def test_one_office_can_be_closed_alone(region, ani, budi, endah):
    asked = cases.submitted(ani)
    closing = close(region.diskominfo, endah)
    assert not rules_for(region.aplikasi, today()).open
    assert rules_for(region.dinkes, today()).open
    assert closures_for([region.aplikasi, region.dinkes], today()) == {
        region.aplikasi.pk: closing,
        region.dinkes.pk: None,
    }
    assert not receipt("recommend", asked, budi).ok


def test_closing_that_begins_later_begins_by_itself(region, ani, budi, endah):
    asked = cases.submitted(ani)
    closing = close(region.root, endah, start=today() + DAY)
    assert rules_for(region.root, today()).open
    assert not rules_for(region.root, today() + DAY).open
    assert closures_for([region.aplikasi], today() + DAY)[region.aplikasi.pk] == closing
    assert receipt("recommend", asked, budi).ok


def test_closing_set_up_for_later_can_be_taken_back(region, endah):
    closing = close(region.root, endah, start=today() + DAY)
    policies.take_back(closing, by=endah, reason="Bupati menunda penghentian.")
    assert rules_for(region.root, today() + DAY).open


def test_closing_of_the_region_decides_about_pending_cases_whatever_an_office_says(
    region, ani, budi, endah
):
    """An office that once closed and decided all the same doesn't slip out of the region's hold."""
    own = policies.draft(unit=region.diskominfo, parameters={"held_when_closed": False}, by=endah)
    policies.enforce(own, by=endah, **basis())
    asked = cases.submitted(ani)
    close(region.root, endah)
    assert not receipt("recommend", asked, budi).ok


def test_what_is_closed_is_not_closed_again(region, endah):
    close(region.root, endah)
    with pytest.raises(Refused, match="sudah tertutup"):
        close(region.diskominfo, endah)


def test_what_was_not_switched_off_is_not_switched_on(region, endah):
    assert closing_of(region.root, today()) is None
    with pytest.raises(Refused, match="tidak ditutup dengan sakelar"):
        switch_on(region.root, by=endah, **basis())


@pytest.mark.parametrize("who", ["adi", "citra", "bambang", "ani"])
def test_only_who_may_enforce_a_policy_switches(region, endah, who, request):
    person = request.getfixturevalue(who)
    with pytest.raises(Refused, match="tidak berwenang"):
        close(region.root, person)
    assert rules_for(region.root, today()).open


def test_switch_without_a_document_is_refused(region, endah):
    with pytest.raises(Refused, match="Nomor dokumen belum diisi"):
        switch_off(region.root, by=endah, hold=True, **{**basis(), "number": " "})
    assert rules_for(region.root, today()).open


def test_everything_else_is_copied_into_the_version_that_closes(region, endah):
    closing = close(region.root, endah)
    wanted = {**region.policy.parameters, "open": False, "held_when_closed": True}
    assert closing.parameters == wanted
    event = AuditEvent.objects.get(action="flexible_work_closed")
    assert (event.data["hold"], event.data["number"]) == (True, "800/123/2026")


def test_who_waits_and_the_head_of_the_office_are_told(region, ani, budi, bambang, endah):
    cases.submitted(ani)
    Message.objects.all().delete()
    close(region.root, endah)
    told = Message.objects.filter(subject="Kerja fleksibel ditutup")
    assert {m.recipient_id for m in told} == {ani.pk, bambang.pk}
    assert all("800/123/2026" in m.body for m in told)


def test_preview_counts_the_three_answers(region, ani, dewi, budi, bambang, citra, endah):
    dates = cases.far_working_days(2)
    cases.in_state("in_force", applicant=dewi, assessor=budi, head=bambang, bkd=citra)
    cases.submitted(ani, dates)
    touched = of_closing(region.root, today())
    assert touched.pending == [("Menunggu penilaian OPD", 1)]
    assert (touched.running, touched.running_people, touched.running_days) == (1, 1, 2)
    assert of_closing(region.root, dates[1]).running_days == 1
    assert of_closing(region.dinkes, today()).pending_total == 0


def test_pages_tell_whose_closing_holds_a_case(client, region, ani, dodi, budi, endah):
    """Only Diskominfo is closed: its inbox says so, the case of another OPD goes on."""
    held, free = cases.submitted(ani), cases.submitted(dodi)
    closing = close(region.diskominfo, endah)
    page = sign_in(client, budi).get(reverse("kotak-masuk"))
    assert len(page.context["closings"]) == 1
    assert closing.document_number in page.context["closings"][0]
    assert closing.document_number in text_of(
        client.get(reverse("kotak-masuk-kasus", args=[held.pk]))
    )
    assert "Ditahan" not in text_of(sign_in(client, dodi).get(reverse("pengajuan", args=[free.pk])))
