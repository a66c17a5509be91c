"""The rules of a unit's schedule: their limits, what they say, what they bring about."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.actors import add_unit, open_policy, sign_in
from tests.policies.test_views import typed
from wfa.policies import services
from wfa.policies.forms import OWN
from wfa.policies.models import Policy
from wfa.policies.parameters import PARAMETERS, Group
from wfa.policies.rules import Layer, clamp, problems, resolve, show, warnings
from wfa.policies.selectors import drafting_units, headline, rules_for, switching_units
from wfa.refusals import Refused


def rules(**parameters):
    return resolve(
        [1], [Layer(1, "Kabupaten", "Kebijakan daerah", 1, {"open": True, **parameters})]
    )


@pytest.mark.parametrize(
    ("key", "default", "shown"),
    [
        ("rota_pattern", "", "Tidak ditetapkan"),
        ("rota_weekdays", (4,), "Jumat"),
        ("rota_share", 50, "50%"),
        ("rota_days_per_week", 2, "2 hari"),
        ("quota_people", 0, "Tidak dibatasi jumlahnya"),
        ("min_present", 1, "1 orang"),
        ("min_structural_present", 1, "1 orang"),
        ("roster_due_days", 3, "3 hari kerja"),
        ("half_days", False, "Tidak"),
        ("location_radius", 200, "200 meter"),
    ],
)
def test_where_no_policy_says_anything_the_default_holds(key, default, shown):
    assert getattr(resolve([1], []), key) == default
    assert show(PARAMETERS[key], default) == shown


@pytest.mark.parametrize(
    ("key", "low", "high"),
    [
        ("rota_share", 0, 100),
        ("rota_days_per_week", 0, 5),
        ("quota_people", 0, 100_000),
        ("min_present", 0, 1000),
        ("min_structural_present", 0, 20),
        ("roster_due_days", 0, 20),
        ("location_radius", 20, 5000),
    ],
)
def test_limits_are_refused_when_typed_and_clamped_when_read(key, low, high):
    assert problems({key: low}) == problems({key: high}) == []
    for wrong, held in ((low - 1, low), (high + 1, high)):
        [problem] = problems({key: wrong})
        assert problem.key == key
        assert problem.message == PARAMETERS[key].ceiling
        assert clamp(PARAMETERS[key], wrong) == held


@pytest.mark.parametrize("wrong", ["senin", None, 3, ["share"], True])
def test_unknown_pattern_is_refused_and_read_as_none(wrong):
    [problem] = problems({"rota_pattern": wrong})
    assert "Pilih salah satu dari daftar." in problem.message
    assert clamp(PARAMETERS["rota_pattern"], wrong) == ""


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        (
            {"rota_pattern": "fixed_weekday", "rota_weekdays": [3], "quota_percent": 100},
            "Kamis, semua pegawai, paling banyak 2 hari seminggu",
        ),
        (
            {"rota_pattern": "fixed_weekday", "quota_people": 20},
            "Jumat, paling banyak 50% pegawai atau 20 orang, paling banyak 2 hari seminggu",
        ),
        (
            {"rota_pattern": "halves_day", "rota_days_per_week": 3},
            "50:50 per hari, kuota 50% sehari, paling banyak 3 hari seminggu",
        ),
        (
            {"rota_pattern": "share", "rota_share": 30},
            "30% pegawai per hari, kuota 50% sehari, paling banyak 2 hari seminggu",
        ),
        ({}, "Senin sampai Jumat, paling banyak 2 hari seminggu, kuota 50% sehari"),
        ({"rota_pattern": "halves_day", "open": False}, "Kerja fleksibel ditutup"),
    ],
)
def test_headline_tells_the_pattern(parameters, expected):
    assert headline(rules(**parameters)) == expected


def test_more_than_two_days_is_allowed_with_a_warning():
    """Cases 3 and 4 (Jombang, Jawa Barat) are served by configuration alone."""
    assert problems({"rota_days_per_week": 5}) == []
    [told] = warnings({"rota_days_per_week": 3})
    assert "Pasal 13 ayat (1)" in told.message
    assert warnings({"rota_days_per_week": 2}) == []


@pytest.mark.parametrize(
    ("own", "inherited", "keys"),
    [
        ({"rota_pattern": "halves_week"}, {}, ["rota_pattern"]),
        ({"rota_pattern": "halves_week"}, {"rota_days_per_week": 5}, []),
        ({"rota_pattern": "alternate"}, {"quota_percent": 40}, ["rota_pattern", "quota_percent"]),
        ({"rota_pattern": "fixed_weekday", "rota_weekdays": [1, 4]}, {}, []),
        ({"rota_weekdays": [1, 2, 4]}, {"rota_pattern": "fixed_weekday"}, ["rota_pattern"]),
        ({"lead_days": 9}, {"rota_pattern": "halves_week"}, []),
    ],
)
def test_pattern_that_does_not_fit_the_limits_is_told(own, inherited, keys):
    assert [each.key for each in warnings(own, inherited)] == keys


@pytest.fixture
def draft(region, endah):
    return services.draft(unit=region.root, parameters={"open": True}, by=endah)


def test_pattern_is_chosen_on_the_page_like_any_rule(client, endah, draft):
    url = reverse("kebijakan-ubah", args=[draft.pk])
    page = sign_in(client, endah)
    html = page.get(url).content.decode()
    assert f"<h2>{Group.ROTA}</h2>" in html
    changes = {"rota_pattern": "share", OWN + "rota_pattern": "on", "rota_share": "30"}
    untold = page.post(url, typed(page.get(url), **changes))
    assert "Centang “Atur sendiri”" in str(untold.context["form"].errors["rota_share"])
    response = page.post(url, typed(page.get(url), **changes, own_rota_share="on"))
    assert response.status_code == 302
    draft.refresh_from_db()
    assert draft.parameters == {"open": True, "rota_pattern": "share", "rota_share": 30}
    shown = page.get(response.url).content.decode()
    assert "Persentase per hari" in shown
    assert page.post(url, typed(page.get(url))).status_code == 302


def test_pattern_off_the_list_gets_a_sentence(client, endah, draft):
    url = reverse("kebijakan-ubah", args=[draft.pk])
    page = sign_in(client, endah)
    sent = typed(page.get(url), rota_pattern="x", own_rota_pattern="on")
    errors = page.post(url, sent).context["form"].errors["rota_pattern"]
    assert errors == ["Pola ini tidak dikenal. Pilih salah satu dari daftar."]


def test_pages_say_what_days_above_the_law_need(client, region, endah):
    policy = services.draft(
        unit=region.root, parameters={"open": True, "rota_days_per_week": 5}, by=endah
    )
    for name in ("kebijakan-lihat", "kebijakan-berlakukan"):
        html = sign_in(client, endah).get(reverse(name, args=[policy.pk])).content.decode()
        assert "memerlukan dasar hukum sendiri" in html


# --- below an OPD ----------------------------------------------------------------------------


@pytest.fixture
def school(region):
    return add_unit(region.dinkes, "SDN KERTASARI 1", kind="sekolah")


@pytest.mark.parametrize("kind", ["uptd", "sekolah", "kelurahan"])
def test_a_workplace_may_have_rules_of_its_own(region, endah, kind):
    unit = add_unit(region.dinkes, "KANTOR", kind=kind)
    assert unit in drafting_units()
    assert unit not in switching_units()
    open_policy(unit, by=endah, min_present=4)
    assert rules_for(unit, today()).min_present == 4


def today():
    return timezone.localdate()


@pytest.mark.parametrize("kind", ["bidang", "subbagian", "lain"])
def test_a_division_has_the_rules_of_its_office(region, kind):
    assert add_unit(region.dinkes, "BAGIAN", kind=kind) not in drafting_units()


def test_what_closes_above_stays_closed_for_a_school(region, endah, school):
    open_policy(region.dinkes, by=endah, open=False)
    open_policy(school, by=endah, open=True)
    assert rules_for(school, today()).open is False


def test_only_who_may_drafts_for_a_school(region, school, budi):
    with pytest.raises(Refused):
        services.draft(unit=school, parameters={}, by=budi)


def test_hundreds_of_units_are_grouped_and_searched(client, region, endah):
    for n in range(45):
        add_unit(region.dinkes, f"SDN {n}", kind="sekolah")
    page = sign_in(client, endah)
    url = reverse("kebijakan-baru")
    html = page.get(url).content.decode()
    assert 'label="Daerah dan perangkat daerah"' in html
    assert f'label="{region.dinkes.title_name}"' in html
    assert "Cari unit dalam daftar" in html
    found = page.get(url, {"cari": "sdn 44"}).content.decode()
    assert "SDN 44" in found
    assert "SDN 43" not in found
    assert "SDN 43" in page.get(url, {"cari": "tidak ada"}).content.decode()


def test_few_units_need_no_search(client, region, endah):
    html = sign_in(client, endah).get(reverse("kebijakan-baru")).content.decode()
    assert "Cari unit dalam daftar" not in html


@pytest.mark.parametrize("rows", [1, 30])
def test_choosing_a_unit_costs_the_same_for_many(
    client, region, endah, rows, django_assert_max_num_queries
):
    for n in range(rows):
        add_unit(region.dinkes, f"SDN {n}", kind="sekolah")
    page = sign_in(client, endah)
    with django_assert_max_num_queries(16):
        page.get(reverse("kebijakan-baru"))


def test_a_version_for_a_school_is_drafted_on_the_page(client, endah, school):
    sign_in(client, endah).post(reverse("kebijakan-baru"), {"unit": school.pk})
    assert Policy.objects.get(state="draft").unit == school


@pytest.mark.parametrize("rows", [1, 25])
def test_the_list_costs_the_same_for_many_schools(
    client, region, endah, rows, django_assert_max_num_queries
):
    for n in range(rows):
        open_policy(add_unit(region.dinkes, f"SDN {n}", kind="sekolah"), by=endah, min_present=n)
    page = sign_in(client, endah)
    with django_assert_max_num_queries(16):
        page.get(reverse("kebijakan"))
