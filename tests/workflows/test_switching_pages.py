"""The pages of the switch, and of who a new version touches."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.actors import add_employee, sign_in
from tests.workflows import cases
from wfa.policies import services as policies
from wfa.policies.models import Policy
from wfa.policies.selectors import rules_for
from wfa.requests.models import WorkRequest
from workflows.selectors.impact import of_version


def today():
    return timezone.localdate()


def answers(region, **changes):
    return {
        "unit": region.root.pk,
        "title": "Surat Edaran Bupati tentang Penghentian Kerja Fleksibel",
        "number": "800/123/2026",
        "dated": today().isoformat(),
        "effective_from": today().isoformat(),
        "pending": "tahan",
        "running": "terus",
        **changes,
    }


@pytest.fixture
def page(client, endah):
    return sign_in(client, endah)


def test_closing_is_shown_before_it_is_done(page, region, ani):
    cases.submitted(ani)
    response = page.post(reverse("sakelar-tutup"), answers(region))
    text = response.content.decode()
    assert "Siapa yang terkena" in text
    assert "2. Pengajuan yang sedang berjalan: 1" in text
    assert 'name="number" value="800/123/2026"' in text
    assert rules_for(region.root, today()).open


def test_said_once_more_it_is_closed(page, region, ani):
    cases.submitted(ani)
    response = page.post(reverse("sakelar-tutup"), answers(region, yakin="ya"), follow=True)
    text = response.content.decode()
    assert "ditutup mulai" in text
    assert "1 pengajuan" in text
    assert not rules_for(region.root, today()).open


def test_answers_can_be_changed_and_nothing_typed_is_lost(page, region):
    response = page.post(reverse("sakelar-tutup"), answers(region, pending="putus", ubah="ya"))
    form = response.context["form"]
    assert form["pending"].value() == "putus"
    assert form["number"].value() == "800/123/2026"
    assert rules_for(region.root, today()).open


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"number": ""}, "number", "Nomor dokumen belum diisi."),
        ({"running": "panggil"}, "since", "Tanggal belum diisi."),
        ({"effective_from": "2020-01-01"}, "effective_from", "Tidak berlaku surut."),
        ({"running": "panggil", "since": "2020-01-01"}, "since", "mendahului penutupan"),
        ({"pending": ""}, "pending", "Pilih apa yang terjadi"),
    ],
)
def test_missing_answer_is_told_at_its_field(page, region, changes, field, sentence):
    response = page.post(reverse("sakelar-tutup"), answers(region, **changes, yakin="ya"))
    assert response.status_code == 422
    assert sentence in str(response.context["form"].errors[field])
    assert rules_for(region.root, today()).open


def test_recall_leads_on_to_its_decree(page, region, ani, budi, bambang, citra):
    cases.in_state("in_force", applicant=ani, assessor=budi, head=bambang, bkd=citra)
    since = today() + datetime.timedelta(days=2)
    sent = answers(region, running="panggil", since=since.isoformat(), yakin="ya")
    response = page.post(reverse("sakelar-tutup"), sent)
    closing = Policy.objects.latest("version")
    assert response.url == f"{reverse('sk-panggil', args=[closing.pk])}?sejak={since.isoformat()}"
    text = page.get(response.url).content.decode()
    assert "1 persetujuan: 1 pegawai, 2 hari" in text
    assert f'value="{since.isoformat()}"' in text


def test_phase_that_would_open_again_is_told(page, region, endah):
    later = policies.draft(unit=region.root, parameters={"open": True}, by=endah)
    policies.enforce(
        later,
        by=endah,
        title="Perbup",
        number="31 Tahun 2026",
        dated=today(),
        effective_from=today() + datetime.timedelta(days=20),
    )
    text = page.post(reverse("sakelar-tutup"), answers(region)).content.decode()
    assert "membukanya lagi" in text
    assert f"Versi {later.version}" in text


def test_opening_shows_what_goes_on(page, region, ani):
    cases.submitted(ani)
    page.post(reverse("sakelar-tutup"), answers(region, yakin="ya"))
    url = reverse("sakelar-buka", args=[region.root.pk])
    assert "1 pengajuan dan 0 persetujuan" in page.get(url).content.decode()
    document = {k: v for k, v in answers(region).items() if k in {"title", "number", "dated"}}
    response = page.post(url, {**document, "effective_from": today().isoformat()}, follow=True)
    assert "dibuka lagi mulai" in response.content.decode()
    assert rules_for(region.root, today()).open


def test_open_unit_is_not_opened_again(page, region):
    response = page.get(reverse("sakelar-buka", args=[region.root.pk]), follow=True)
    assert "tidak sedang ditutup dengan sakelar" in response.content.decode()


@pytest.mark.parametrize("closed", [1, 3])
def test_switch_page_stays_within_its_queries(
    page, region, endah, closed, django_assert_max_num_queries
):
    for unit in (region.diskominfo, region.dinkes, region.setda)[:closed]:
        page.post(reverse("sakelar-tutup"), answers(region, unit=unit.pk, yakin="ya"))
    with django_assert_max_num_queries(14 + 5 * closed):
        page.get(reverse("sakelar"))


def test_version_shows_who_becomes_excluded_and_who_allowed(region, ani, endah):
    add_employee(region.dinkes, "Sari", echelon="41")
    add_employee(region.dinkes, "Lurah Satu", echelon="31")
    draft = policies.draft(
        unit=region.root,
        parameters={"open": True, "excluded_echelons": ["22", "41"]},
        by=endah,
    )
    found = of_version(draft, today())
    assert [(s.label, s.people) for s in found.newly_excluded] == [("Eselon IV.a", 1)]
    assert [(s.label, s.people) for s in found.newly_allowed] == [("Eselon III.a", 1)]
    assert (found.newly_closed, found.newly_opened) == (0, 0)


def test_version_that_excludes_a_unit_tells_its_people(region, ani, dodi, endah):
    parameters = {**region.policy.parameters, "excluded_units": [region.dinkes.pk]}
    draft = policies.draft(unit=region.root, parameters=parameters, by=endah)
    [shift] = of_version(draft, today()).newly_excluded
    assert (shift.label, shift.people) == ("Seluruh unit ini tetap bekerja di kantor", 1)


def test_version_tells_which_pending_cases_it_would_stop(region, ani, dewi, endah):
    cases.submitted(ani)
    cases.submitted(dewi)
    parameters = {**region.policy.parameters, "weekdays": [4]}
    draft = policies.draft(unit=region.root, parameters=parameters, by=endah)
    found = of_version(draft, today())
    assert found.pending == 2
    assert [(s.label, s.people) for s in found.refused] == [("Hari di luar yang dibuka", 2)]
    assert found.refused_cases == 2


def test_version_of_one_office_touches_nobody_else(region, ani, dodi, endah):
    cases.submitted(ani)
    draft = policies.draft(unit=region.dinkes, parameters={"open": False}, by=endah)
    found = of_version(draft, today())
    assert (found.people, found.pending, found.newly_closed) == (1, 0, 1)


def test_version_that_changes_nothing_touches_nobody(region, ani, endah):
    cases.submitted(ani)
    draft = policies.draft(unit=region.root, parameters=region.policy.parameters, by=endah)
    found = of_version(draft, today())
    assert (found.newly_excluded, found.newly_allowed, found.refused) == ([], [], [])


def test_effect_page_counts_without_naming_anybody(page, region, ani, endah):
    cases.submitted(ani)
    parameters = {**region.policy.parameters, "weekdays": [4], "excluded_echelons": ["11"]}
    draft = policies.draft(unit=region.root, parameters=parameters, by=endah)
    text = page.get(reverse("kebijakan-dampak", args=[draft.pk])).content.decode()
    assert "Hari di luar yang dibuka" in text
    assert "Eselon II.b" in text
    assert ani.name not in text


@pytest.mark.parametrize("rows", [1, 3])
def test_effect_page_stays_within_its_queries(
    page, region, endah, rows, django_assert_max_num_queries
):
    for n in range(rows):
        cases.submitted(add_employee(region.aplikasi, f"Pegawai {n}"))
    draft = policies.draft(unit=region.root, parameters={"open": False}, by=endah)
    with django_assert_max_num_queries(28):
        page.get(reverse("kebijakan-dampak", args=[draft.pk]))
    assert WorkRequest.objects.count() == rows
