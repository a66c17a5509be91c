"""The page of policies with hundreds of units that have their own, and the page of one unit."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.actors import add_unit, open_policy, sign_in
from wfa.policies import services
from wfa.policies.models import Policy
from wfa.policies.views.overview import PER_PAGE

DAY = datetime.timedelta(days=1)
URL = "/kebijakan/"


@pytest.fixture
def page(client, endah):
    return sign_in(client, endah)


def schools(region, endah, count):
    found = [add_unit(region.dinkes, f"SDN {n:03}", kind="sekolah") for n in range(count)]
    for unit in found:
        open_policy(unit, by=endah, quota_percent=30)
    return found


def names(response):
    return [str(line.unit) for line in response.context["lines"]]


def test_three_hundred_units_are_listed_page_by_page(page, region, endah):
    schools(region, endah, 300)
    first = page.get(URL)
    assert len(first.context["lines"]) == PER_PAGE
    assert first.context["page"].paginator.count == 300
    assert "300 unit" in first.content.decode()
    assert len(first.content) < 60_000
    last = page.get(URL, {"halaman": "15"})
    assert names(last)[-1] == "SDN 299"
    assert "Di bawah" in last.content.decode()


@pytest.mark.parametrize("count", [1, 60])
def test_the_list_costs_the_same_for_many_units(
    page, region, endah, count, django_assert_max_num_queries
):
    schools(region, endah, count)
    with django_assert_max_num_queries(14):
        page.get(URL)


def test_the_region_stands_in_full_on_the_first_page_only(page, region, endah):
    schools(region, endah, PER_PAGE + 1)
    basis = "Peraturan Bupati tentang Fleksibilitas Kerja Nomor"
    assert basis in page.get(URL).content.decode()
    assert basis not in page.get(URL, {"halaman": "2"}).content.decode()
    assert basis not in page.get(URL, {"cari": "SDN"}).content.decode()


def test_units_are_found_by_words_and_by_opd(page, region, endah):
    schools(region, endah, PER_PAGE)
    open_policy(region.diskominfo, by=endah)
    assert names(page.get(URL, {"cari": "sdn 007"})) == ["SDN 007"]
    assert names(page.get(URL, {"opd": region.diskominfo.pk})) == ["Diskominfo"]
    found = page.get(URL, {"cari": "SDN", "opd": region.diskominfo.pk})
    assert names(found) == []
    assert "Tidak ada unit yang cocok" in found.content.decode()
    assert [str(opd) for opd in found.context["opds"]] == ["Dinkes", "Diskominfo"]


@pytest.mark.parametrize("nonsense", ["x", "-1", "9" * 25, "²", "0"])
def test_nonsense_in_the_address_lists_what_there_is(page, region, endah, nonsense):
    schools(region, endah, 2)
    sent = {"opd": nonsense, "halaman": nonsense, "cari": f"{nonsense}\0"}
    assert page.get(URL, sent).status_code == 200


def test_a_short_list_is_not_narrowed(page, region, endah):
    schools(region, endah, 2)
    response = page.get(URL)
    assert response.context["opds"] == []
    assert "Cari nama unit" not in response.content.decode()


def test_a_line_tells_what_holds_what_comes_and_what_is_drafted(page, region, endah):
    [unit] = schools(region, endah, 1)
    drafted = services.draft(unit=unit, parameters={"open": True, "quota_percent": 10}, by=endah)
    ahead = timezone.localdate() + 5 * DAY
    services.enforce(
        drafted,
        by=endah,
        title="SE",
        number="9",
        dated=timezone.localdate(),
        effective_from=ahead,
    )
    services.draft(unit=unit, parameters={}, by=endah)
    [line] = page.get(URL).context["lines"]
    assert line.summary.endswith("kuota 30% sehari")
    assert [words.split(" sampai ")[0].split(" mulai ")[0] for words, _, _ in line.tags] == [
        "Berlaku",
        "Versi baru",
        "Ada rancangan",
    ]
    assert line.count == 3


def test_a_unit_whose_versions_are_over_says_so(page, region, endah):
    own = open_policy(region.dinkes, by=endah)
    Policy.objects.filter(pk=own.pk).update(effective_until=timezone.localdate() - DAY)
    [line] = page.get(URL).context["lines"]
    assert (line.policy, line.summary) == (None, "Aturan unit di atasnya yang berlaku")
    assert [words for words, _, _ in line.tags] == ["Tidak berlaku lagi"]


def test_the_page_of_a_unit_tells_all_its_versions(page, region, endah):
    own = open_policy(region.dinkes, by=endah)
    open_policy(region.diskominfo, by=endah)
    text = page.get(reverse("kebijakan-unit", args=[region.dinkes.pk])).content.decode()
    assert reverse("kebijakan-lihat", args=[own.pk]) in text
    assert text.count('scope="row" data-label="Versi"') == 1
    shown = page.get(reverse("kebijakan-lihat", args=[own.pk])).content.decode()
    assert reverse("kebijakan-unit", args=[region.dinkes.pk]) in shown


def test_a_unit_without_versions_is_told_whose_rules_it_follows(page, region):
    text = page.get(reverse("kebijakan-unit", args=[region.dinkes.pk])).content.decode()
    assert "Belum ada kebijakan sendiri" in text
    assert page.get(reverse("kebijakan-unit", args=[10**9])).status_code == 404
