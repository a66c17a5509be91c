"""The pages of policies: nothing typed is lost, nothing in force is changed."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.actors import open_policy, sign_in
from wfa.policies import services
from wfa.policies.forms import OWN
from wfa.policies.kinds import NUMBERS
from wfa.policies.models import Policy
from wfa.policies.parameters import EDITABLE

BASIS = {"title": "Peraturan Bupati", "number": "12 Tahun 2026", "dated": "2026-01-12"}


@pytest.fixture
def page(client, endah):
    return sign_in(client, endah)


@pytest.fixture
def draft(region, endah):
    return services.draft(unit=region.root, parameters={"open": True}, by=endah)


def typed(response, **changes):
    """What the browser would send from the form of `response`, with changes."""
    form, data = response.context["form"], {}
    for each in EDITABLE:
        value = form[each.key].value()
        if value is not None and value is not False and value != []:
            data[each.key] = value
        if form[OWN + each.key].value():
            data[OWN + each.key] = "on"
    return {k: v for k, v in {**data, **changes}.items() if v is not None}


def test_empty_list_says_what_to_do(client, region, endah):
    Policy.objects.all().delete()
    text = sign_in(client, endah).get(reverse("kebijakan")).content.decode()
    assert "Belum ada kebijakan" in text
    assert "Buat versi pertama" in text


def test_list_tells_the_state_of_each_version(page, region, draft):
    text = page.get(reverse("kebijakan")).content.decode()
    assert "Kerja fleksibel dibuka untuk seluruh daerah." in text
    assert "Rancangan" in text
    assert f"Versi {draft.version}" in text


@pytest.mark.parametrize("rows", [1, 3])
def test_list_has_a_fixed_number_of_queries(
    page, region, endah, rows, django_assert_max_num_queries
):
    for _ in range(rows):
        open_policy(region.dinkes, by=endah)
        services.draft(unit=region.diskominfo, parameters={}, by=endah)
    with django_assert_max_num_queries(16):
        page.get(reverse("kebijakan"))


def test_new_version_starts_from_what_is_in_force(page, region):
    response = page.post(reverse("kebijakan-baru"), {"unit": region.root.pk})
    policy = Policy.objects.get(state="draft")
    assert response.url == reverse("kebijakan-ubah", args=[policy.pk])
    assert policy.parameters == region.policy.parameters


def test_new_version_is_for_a_region_an_opd_or_a_workplace(page, region):
    response = page.post(reverse("kebijakan-baru"), {"unit": region.aplikasi.pk})
    assert "Unit ini tidak dapat dipilih" in response.content.decode()
    assert not Policy.objects.filter(state="draft").exists()


def test_every_fixed_rule_is_shown_with_its_article(page, draft):
    text = page.get(reverse("kebijakan-lihat", args=[draft.pk])).content.decode()
    assert "PermenPAN-RB 4/2025 Pasal 25 ayat (1) huruf a" in text
    assert "Versi ini" in text
    assert "Lima kriteria peraturan" in text


def test_saving_without_a_change_keeps_the_rules(page, draft):
    url = reverse("kebijakan-ubah", args=[draft.pk])
    response = page.post(url, typed(page.get(url)))
    assert response.status_code == 302, response.context["form"].errors
    draft.refresh_from_db()
    assert draft.parameters == {"open": True}


def test_tick_makes_a_value_ones_own(page, region, draft):
    url = reverse("kebijakan-ubah", args=[draft.pk])
    changes = {
        "weekdays": ["4"],
        OWN + "weekdays": "on",
        "criteria": "Tersedia jaringan internet.\r\n\r\n  Ada pengganti. ",
        OWN + "criteria": "on",
        "excluded_units": [str(region.dinkes.pk)],
        OWN + "excluded_units": "on",
        "quota_percent": "20",
        OWN + "quota_percent": "on",
        OWN + "open": None,
    }
    response = page.post(url, typed(page.get(url), **changes))
    assert response.status_code == 302, response.context["form"].errors
    draft.refresh_from_db()
    assert draft.parameters == {
        "weekdays": [4],
        "criteria": ["Tersedia jaringan internet.", "Ada pengganti."],
        "excluded_units": [region.dinkes.pk],
        "quota_percent": 20,
    }
    again = page.get(url)
    assert page.post(url, typed(again)).status_code == 302


def test_error_keeps_everything_that_was_typed(page, draft):
    url = reverse("kebijakan-ubah", args=[draft.pk])
    changes = {
        "max_days_per_week": "3",
        OWN + "max_days_per_week": "on",
        "criteria": "Tersedia jaringan.",
        OWN + "criteria": "on",
    }
    response = page.post(url, typed(page.get(url), **changes))
    text = response.content.decode()
    assert response.status_code == 200
    assert "Paling banyak 2 hari seminggu (PermenPAN-RB 4/2025 Pasal 13 ayat (1))." in text
    assert 'value="3"' in text
    assert "Tersedia jaringan." in text
    assert "<title>Salah: " in text
    draft.refresh_from_db()
    assert draft.parameters == {"open": True}


def test_value_changed_without_the_tick_is_told_not_dropped(page, draft):
    url = reverse("kebijakan-ubah", args=[draft.pk])
    response = page.post(url, typed(page.get(url), quota_percent="20"))
    assert "nilainya diubah. Centang “Atur sendiri”" in response.content.decode()


@pytest.mark.parametrize(
    "parameter", [p for p in EDITABLE if p.kind in NUMBERS], ids=lambda p: p.key
)
@pytest.mark.parametrize("text", ["", "banyak", "-1", "9" * 30])
def test_nonsense_in_a_number_gets_a_sentence(page, draft, parameter, text):
    url = reverse("kebijakan-ubah", args=[draft.pk])
    response = page.post(
        url, typed(page.get(url), **{parameter.key: text, OWN + parameter.key: "on"})
    )
    assert response.status_code == 200
    assert response.context["form"].errors[parameter.key]


def test_version_in_force_cannot_be_edited(page, region):
    url = reverse("kebijakan-ubah", args=[region.policy.pk])
    for response in (page.get(url, follow=True), page.post(url, {"open": "tidak"}, follow=True)):
        assert response.redirect_chain[0][0] == reverse("kebijakan-lihat", args=[region.policy.pk])
        assert "tidak dapat diubah lagi" in response.content.decode()
    before = region.policy.parameters
    region.policy.refresh_from_db()
    assert region.policy.parameters == before


def test_enforcing_shows_what_changes_and_keeps_what_was_typed(page, region, endah):
    draft = services.draft(
        unit=region.root, parameters={"open": True, "quota_percent": 20, "lead_days": 2}, by=endah
    )
    url = reverse("kebijakan-berlakukan", args=[draft.pk])
    text = page.get(url).content.decode()
    assert "20%" in text
    assert "100%" in text
    assert "belum diputus sebelum hari pertamanya" in text
    response = page.post(url, {**BASIS, "effective_from": "2020-01-01"})
    text = response.content.decode()
    assert "Kebijakan tidak berlaku surut." in text
    assert 'value="12 Tahun 2026"' in text
    assert 'value="2020-01-01"' in text


def test_enforcing_puts_the_draft_in_force(page, draft, endah):
    url = reverse("kebijakan-berlakukan", args=[draft.pk])
    start = timezone.localdate() + datetime.timedelta(days=3)
    response = page.post(url, {**BASIS, "effective_from": start.isoformat()})
    assert response.url == reverse("kebijakan-lihat", args=[draft.pk])
    draft.refresh_from_db()
    assert (draft.state, draft.effective_from, draft.enforced_by) == ("in_force", start, endah)
    assert page.get(url, follow=True).redirect_chain


def test_discarding_takes_a_post_and_leaves_the_number(page, draft):
    url = reverse("kebijakan-buang", args=[draft.pk])
    assert page.get(url).status_code == 405
    assert page.post(url).url == reverse("kebijakan")
    draft.refresh_from_db()
    assert draft.state == "discarded"


def test_unknown_version_is_not_found(page):
    for name in ("kebijakan-lihat", "kebijakan-ubah", "kebijakan-berlakukan"):
        assert page.get(reverse(name, args=[99999])).status_code == 404


@pytest.mark.parametrize("who", ["ani", "bambang", "citra"])
def test_others_find_nothing_here(client, draft, who, request):
    sign_in(client, request.getfixturevalue(who))
    for name in ("kebijakan-lihat", "kebijakan-ubah", "kebijakan-berlakukan"):
        assert client.get(reverse(name, args=[draft.pk])).status_code == 404


def test_administrator_has_no_button_to_enforce(client, draft, adi):
    sign_in(client, adi)
    text = client.get(reverse("kebijakan-lihat", args=[draft.pk])).content.decode()
    assert reverse("kebijakan-berlakukan", args=[draft.pk]) not in text
    assert client.get(reverse("kebijakan-berlakukan", args=[draft.pk])).status_code == 404


def test_discarding_what_is_in_force_is_refused_in_words(page, region):
    came_from = f"http://testserver{reverse('kebijakan-lihat', args=[region.policy.pk])}"
    url = reverse("kebijakan-buang", args=[region.policy.pk])
    response = page.post(url, headers={"referer": came_from}, follow=True)
    assert response.redirect_chain == [(came_from, 302)]
    assert "sudah diberlakukan dan tidak dapat diubah" in response.content.decode()


def ahead(region, endah, **parameters):
    """A version that is set up for next week."""
    policy = services.draft(unit=region.root, parameters={"open": True, **parameters}, by=endah)
    start = timezone.localdate() + datetime.timedelta(days=7)
    return services.enforce(
        policy,
        by=endah,
        title="Peraturan Bupati",
        number="30 Tahun 2026",
        dated=timezone.localdate(),
        effective_from=start,
    )


def test_comparison_shows_what_differs_first_and_all_on_demand(page, region, endah):
    other = ahead(region, endah, weekdays=[3])
    url = reverse("kebijakan-banding")
    text = page.get(url, {"a": region.policy.pk, "b": other.pk}).content.decode()
    assert "Senin sampai Jumat" in text
    assert "Kamis" in text
    assert "Jangka waktu terlama" not in text
    every = page.get(url, {"a": region.policy.pk, "b": other.pk, "semua": "ya"}).content.decode()
    assert "Jangka waktu terlama" in every


def test_comparison_of_a_version_that_is_not_there_says_so(page, region):
    text = page.get(reverse("kebijakan-banding"), {"a": "999", "b": "x"}).content.decode()
    assert "Versi pertama tidak ada. Pilih dari daftar." in text


def test_comparison_has_a_fixed_number_of_queries(
    page, region, endah, django_assert_max_num_queries
):
    other = ahead(region, endah, weekdays=[3])
    with django_assert_max_num_queries(22):
        page.get(reverse("kebijakan-banding"), {"a": region.policy.pk, "b": other.pk})


def test_list_shows_the_phases_that_are_set_up(page, region, endah):
    ahead(region, endah, weekdays=[3])
    text = page.get(reverse("kebijakan")).content.decode()
    assert "Kamis, paling banyak 2 hari seminggu" in text
    assert "Sekarang sampai" in text


def test_phase_is_taken_back_on_its_page_with_a_reason(page, region, endah):
    policy = ahead(region, endah)
    url = reverse("kebijakan-tarik", args=[policy.pk])
    short = page.post(url, {"reason": "salah"})
    assert short.status_code == 422
    assert "sedikitnya 10 huruf" in short.content.decode()
    page.post(url, {"reason": "Bupati menunda uji coba."})
    policy.refresh_from_db()
    assert policy.state == "taken_back"
    text = page.get(reverse("kebijakan-lihat", args=[policy.pk])).content.decode()
    assert "Ditarik sebelum berlaku" in text
    assert "Bupati menunda uji coba." in text


def test_next_phase_can_start_from_the_one_before(page, region, endah):
    base = ahead(region, endah, weekdays=[3])
    form = {"unit": region.root.pk, "base": base.pk}
    page.post(reverse("kebijakan-baru"), form)
    assert Policy.objects.get(state="draft").parameters == base.parameters


def test_version_of_another_unit_is_no_start(page, region, endah):
    form = {"unit": region.dinkes.pk, "base": region.policy.pk}
    response = page.post(reverse("kebijakan-baru"), form)
    assert "Pilih versi dari unit yang sama." in response.content.decode()
    assert not Policy.objects.filter(state="draft").exists()


def test_days_of_a_decision_beyond_the_law_are_told_at_their_field(page, draft):
    url = reverse("kebijakan-ubah", args=[draft.pk])
    response = page.post(url, typed(page.get(url), days_opd="3", **{OWN + "days_opd": "on"}))
    assert "bersama-sama 6 hari kerja" in str(response.context["form"].errors["days_opd"])
    draft.refresh_from_db()
    assert draft.parameters == {"open": True}
