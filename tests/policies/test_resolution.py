"""Per parameter the nearest ancestor wins; what closes and what the law limits stays."""

from hypothesis import given
from hypothesis import strategies as st

from wfa.policies.clocks import SHARES
from wfa.policies.parameters import EDITABLE, PARAMETERS, REGISTRY
from wfa.policies.rules import Layer, problems, resolve, show, warnings

CHAIN = [1, 5, 9]
NAMES = {1: "Kabupaten", 5: "Diskominfo", 9: "Bidang Aplikasi"}
ACCUMULATING = {"open", "excluded", "excluded_units"}
HOURS = ("remind_from_hour", "remind_until_hour")
TOGETHER = {*SHARES, *HOURS}
"""A nearer unit may break a limit over several of these: then they give way."""
VALUES = {
    "bool": st.booleans(),
    "int": st.integers(-5, 60),
    "hour": st.integers(-2, 30),
    "percent": st.integers(-20, 150),
    "weekdays": st.lists(st.integers(0, 6), unique=True),
    "choice": st.sampled_from(["", "fixed_weekday", "share", "x"]),
    "choice_list": st.lists(st.sampled_from(["11", "42", "home", "other_place", "x"]), unique=True),
    "text_list": st.lists(st.text(min_size=1, max_size=9), max_size=3),
    "time": st.sampled_from(["08.30", "17.00", "25.00", "pagi"]),
    "spans": st.lists(st.sampled_from(["07.15–07.45", "16.00–16.30", "12.45–13.15", "pagi"])),
    "unit_list": st.lists(st.sampled_from([1, 5, 9, 77]), unique=True),
}


def layer(unit_id, version=1, **parameters):
    return Layer(
        unit_id=unit_id,
        unit=NAMES.get(unit_id, "Unit lain"),
        source=f"Kebijakan {NAMES.get(unit_id)} versi {version}",
        version=version,
        parameters=parameters,
    )


@st.composite
def layers(draw):
    found = []
    for place, unit_id in enumerate(draw(st.permutations([*CHAIN, 42]))):
        keys = draw(st.sets(st.sampled_from(sorted(PARAMETERS)), max_size=8))
        values = {key: draw(VALUES[PARAMETERS[key].kind]) for key in sorted(keys)}
        found.append(layer(unit_id, place + 1, **values))
    return found[: draw(st.integers(0, 4))]


@given(layers())
def test_nearest_unit_that_sets_a_value_is_its_source(found):
    rules = resolve(CHAIN, found)
    by_unit = {each.unit_id: each for each in found}
    for parameter in EDITABLE:
        if parameter.key in ACCUMULATING:
            continue
        setter = next(
            (
                by_unit[x]
                for x in reversed(CHAIN)
                if parameter.key in by_unit.get(x, layer(0)).parameters
            ),
            None,
        )
        expected = (setter.version, setter.unit) if setter else (None, "")
        assert rules.sources[parameter.key] == expected
        if parameter.key in TOGETHER:
            continue
        if setter and not problems({parameter.key: setter.parameters[parameter.key]}):
            set_value = setter.parameters[parameter.key]
            expected = tuple(set_value) if isinstance(set_value, list) else set_value
            assert rules.values[parameter.key] == expected


@given(layers())
def test_ceilings_of_law_hold_whatever_was_stored(found):
    rules = resolve(CHAIN, found)
    assert 0 <= rules.max_days_per_week <= 2
    assert rules.new_in_position_months >= 1
    assert 0 <= rules.quota_percent <= 100
    assert rules.weekdays
    assert set(rules.weekdays) <= {0, 1, 2, 3, 4}
    assert rules.places
    assert rules.obligations
    for fixed in REGISTRY:
        if not fixed.editable:
            assert rules.values[fixed.key] == fixed.default
    assert all(rules.values[key] >= 1 for key in SHARES)
    assert sum(rules.values[key] for key in SHARES) <= 5
    assert 0 <= rules.remind_from_hour < rules.remind_until_hour <= 24


@given(layers(), st.randoms())
def test_order_of_creation_is_irrelevant(found, random):
    shuffled = list(found)
    random.shuffle(shuffled)
    assert resolve(CHAIN, shuffled) == resolve(CHAIN, found)


@given(layers())
def test_a_lower_unit_never_opens_what_an_upper_one_closed(found):
    above, below = resolve(CHAIN[:2], found), resolve(CHAIN, found)
    if above.excluded:
        assert below.excluded
    assert set(above.excluded_units) <= set(below.excluded_units)
    if any(x.unit_id in CHAIN[:2] and x.parameters.get("open") is False for x in found):
        assert not below.open


@given(layers())
def test_units_off_the_way_have_no_say(found):
    assert resolve(CHAIN, found) == resolve(CHAIN, [x for x in found if x.unit_id in CHAIN])


def test_without_a_policy_the_law_and_its_defaults_hold():
    rules = resolve(CHAIN, [])
    assert rules.open is False
    assert rules.policy is None
    assert rules.describe("open") == "Belum ada kebijakan yang membuka kerja fleksibel."
    assert rules.describe("max_days_per_week") == "PermenPAN-RB 4/2025 Pasal 13 ayat (1)"
    assert rules.is_default("quota_percent")
    assert {each.key: each.default for each in REGISTRY} == rules.values


def test_defaults_obey_their_own_rules():
    assert problems({each.key: each.default for each in EDITABLE}) == []


def test_pilot_of_one_office_opens_it_alone():
    pilot = layer(5, open=True)
    assert resolve(CHAIN, [pilot]).open
    assert not resolve([1, 6], [pilot]).open


def test_region_that_switches_off_closes_the_pilot_too():
    rules = resolve(CHAIN, [layer(1, 7, open=False), layer(5, 8, open=True)])
    assert not rules.open
    assert rules.describe("open") == "Kebijakan Kabupaten versi 7"


def test_excluded_unit_takes_everything_below_with_it():
    found = [layer(1, 3, excluded_units=[5], excluded=False), layer(9, 4, excluded=False)]
    rules = resolve(CHAIN, found)
    assert rules.excluded
    assert rules.sources["excluded"] == (3, "Kabupaten")
    assert not resolve([1, 6], found).excluded


def test_unknown_attribute_is_an_error():
    rules = resolve(CHAIN, [])
    assert not hasattr(rules, "no_such_rule")


def test_three_days_a_week_are_refused_with_the_article():
    (problem,) = problems({"max_days_per_week": 3})
    assert problem.message == (
        "Paling banyak 2 hari seminggu (PermenPAN-RB 4/2025 Pasal 13 ayat (1)). Isi 0, 1, atau 2."
    )


def test_fixed_rules_and_unknown_keys_are_refused():
    found = problems({"discipline_block": False, "tidak_ada": 1})
    assert {x.key for x in found} == {"discipline_block", "tidak_ada"}


def test_wrong_types_are_refused():
    wrong = {
        "open": "ya",
        "max_days_per_week": True,
        "quota_percent": "50",
        "weekdays": [0, 5],
        "criteria": ["", "x"],
        "places": ["bulan"],
        "excluded_units": [1, 99],
        "obligations": [],
        "lead_days": 31,
    }
    found = problems(wrong, units={1})
    assert {x.key for x in found} == set(wrong)
    assert all(x.message for x in found)


def test_short_lead_time_is_allowed_with_a_warning():
    assert problems({"lead_days": 2}) == []
    (warning,) = warnings({"lead_days": 2})
    assert "belum diputus sebelum hari pertamanya" in warning.message
    assert warnings({"lead_days": 5}) == []


def test_closing_both_tracks_is_allowed_with_a_warning():
    found = warnings({"special_open": False, "task_open": False, "max_days_per_week": 0})
    assert {x.key for x in found} == {"task_open", "max_days_per_week"}


def test_days_of_a_decision_are_shared_within_those_of_law():
    (problem,) = problems({"days_bkd": 3})
    assert problem.key == "days_bkd"
    assert problem.message == (
        "OPD, BKD, dan penandatanganan bersama-sama 6 hari kerja. Paling banyak 5 "
        "(UU 30/2014 Pasal 53). Kurangi salah satunya."
    )
    assert problems({"days_bkd": 3, "days_opd": 1}) == []
    assert problems({"days_bkd": 3}, inherited={"days_opd": 1}) == []


def test_unit_that_takes_more_days_than_are_left_never_passes_the_law():
    rules = resolve(CHAIN, [layer(1, days_bkd=3, days_opd=1), layer(5, days_opd=2)])
    assert (rules.days_opd, rules.days_bkd, rules.days_signature) == (2, 2, 1)


def test_reminders_need_hours_to_go_out_in():
    (problem,) = problems({"remind_from_hour": 17})
    assert problem.message == "Jam mulai harus sebelum jam selesai. Ubah salah satunya."
    assert show(PARAMETERS["remind_from_hour"], 7) == "07.00"


def test_days_of_an_objection_are_those_of_law():
    rules = resolve(CHAIN, [layer(1, objection_days=3, objection_answer_days=90)])
    assert (rules.objection_days, rules.objection_answer_days) == (21, 10)
    assert {p.key for p in problems({"objection_days": 21})} == {"objection_days"}
