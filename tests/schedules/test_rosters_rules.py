"""What stands against a plan, as sentences. Pure: no database."""

import datetime

import pytest

from wfa.calendars.rules import Calendar
from wfa.policies.rules import Layer, resolve
from wfa.schedules.letters import put
from wfa.schedules.rules.composition import (
    Counted,
    Elsewhere,
    Plan,
    Planned,
    person_problems,
    problems,
    warnings,
)
from wfa.schedules.rules.seats import Office, limits_for

FIRST, LAST = datetime.date(2026, 8, 1), datetime.date(2026, 8, 31)
DAYS = [FIRST + datetime.timedelta(days=n) for n in range(31)]
TODAY = datetime.date(2026, 7, 20)
OPD, UPTD = 1, 2
CALENDAR = Calendar(
    datetime.date(2026, 1, 1),
    datetime.date(2027, 1, 1),
    {datetime.date(2026, 8, 17): "Hari Kemerdekaan"},
)


def rules(**parameters):
    values = {"open": True, "quota_percent": 50, **parameters}
    return resolve([OPD], [Layer(OPD, "Diskominfo", "Kebijakan daerah versi 3", 3, values)])


def line(key, away="", letter="R", base="", **fields):
    """Somebody who is away on these days of August: "21 28"."""
    cells = "." * 31
    for number in away.split():
        cells = put(cells, int(number) - 1, letter)
    before = "." * 31
    for number in base.split():
        before = put(before, int(number) - 1, "R")
    facts = {"unit_id": OPD, "is_structural": False, "position": "Analis", **fields}
    return Planned(key, f"Orang {key}", cells=cells, base=before, **facts)


def plan(lines, *, people=20, structural=4, today=TODAY, kind="month", parameters=None, **more):
    found = rules(**(parameters or {}))
    opd = Office(OPD, "1/", "opd", "Diskominfo", people, structural)
    uptd = Office(UPTD, "1/2/", "uptd", "UPTD Data", 3, 0)
    offices = {OPD: (opd,), UPTD: (opd, uptd)}
    return Plan(
        kind=kind,
        first_day=FIRST,
        last_day=LAST,
        today=today,
        lines=tuple(lines),
        calendar=CALENDAR,
        rules={(unit, day): found for unit in offices for day in DAYS},
        chains=offices,
        limits={(o.id, day): limits_for(o, found) for o in (opd, uptd) for day in DAYS},
        **more,
    )


def said(found):
    return [str(problem) for problem in found]


def test_a_plan_within_the_rules_has_no_problem():
    assert problems(plan([line(1, "21"), line(2, "28")])) == []


def test_too_many_on_a_day_names_where_to_move_them():
    others = {(OPD, datetime.date(2026, 8, day)): Counted(10) for day in (18, 24, 25, 26, 27, 28)}
    found = problems(plan([line(n, "21") for n in range(11)], counted=others))
    assert said(found) == [
        "Jumat, 21 Agustus: 11 orang, kuota 10. Pindahkan 1 orang ke 19 atau 20 Agustus."
    ]
    assert (found[0].code, found[0].office) == ("quota", "Diskominfo")
    assert found[0].law == "PermenPAN-RB 4/2025 Pasal 13"
    assert len(found[0].cells) == 11


def test_where_no_day_has_room_they_go_back_to_the_office():
    others = {(OPD, day): Counted(10) for day in DAYS}
    found = problems(plan([line(1, "21")], counted=others))
    assert said(found) == ["Jumat, 21 Agustus: 11 orang, kuota 10. Kembalikan 1 orang ke kantor."]


def test_requests_and_other_rosters_count_too():
    friday = datetime.date(2026, 8, 21)
    found = problems(plan([line(n, "21") for n in range(4)], counted={(OPD, friday): Counted(7)}))
    assert [problem.code for problem in found] == ["quota"]


def test_an_office_below_the_opd_has_its_own_quota():
    found = problems(plan([line(n, "21", unit_id=UPTD) for n in range(2)]))
    assert said(found)[0].startswith("Jumat, 21 Agustus: UPTD Data, 2 orang, kuota 1.")


def test_an_empty_office_is_named():
    found = problems(plan([line(n, "21") for n in range(3)], people=3, parameters=FULL))
    assert said(found) == ["Jumat, 21 Agustus: tidak ada orang di kantor. Minta 1 orang masuk."]


FULL = {"quota_percent": 100}


def test_people_on_leave_are_not_present():
    friday = datetime.date(2026, 8, 21)
    away = {(OPD, friday): Counted(0, 2)}
    parameters = {**FULL, "min_present": 2}
    found = problems(plan([line(1, "21")], people=4, parameters=parameters, counted=away))
    assert said(found) == [
        "Jumat, 21 Agustus: hanya 1 orang di kantor, paling sedikit 2. Minta 1 orang masuk."
    ]


def test_one_structural_official_stays():
    lines = [line(n, "28", is_structural=True, echelon="41") for n in range(4)]
    assert said(problems(plan(lines))) == [
        "Jumat, 28 Agustus: tidak ada pejabat struktural di kantor. Minta 1 orang masuk."
    ]


def test_leave_and_requests_clash():
    day = datetime.date(2026, 8, 18)
    found = problems(plan([line(1, "18")], elsewhere={(1, day): Elsewhere("T", "diklat")}))
    assert said(found) == [
        "Orang 1, Selasa 18 Agustus: WFH bentrok dengan diklat. Hapus WFH hari itu."
    ]
    assert found[0].cells == ((1, day),)


@pytest.mark.parametrize("letter", ["R", "C"])
def test_who_clashes_is_counted_once(letter):
    """Their seat, or their leave, is in the numbers already."""
    day = datetime.date(2026, 8, 18)
    found = plan(
        [line(1, "18"), line(2, "18")],
        elsewhere={(1, day): Elsewhere(letter, "jadwal lain yang berlaku")},
        counted={(OPD, day): Counted(1, 0) if letter == "R" else Counted(0, 1)},
    )
    total = found.totals[OPD, day]
    assert total.taken + total.absent == 2


def test_a_day_in_the_office_never_clashes():
    day = datetime.date(2026, 8, 18)
    elsewhere = {(1, day): Elsewhere("C", "cuti")}
    assert problems(plan([line(1, "18", letter="K")], elsewhere=elsewhere)) == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"echelon": "31"}, "Eselon III.a tetap bekerja di kantor"),
        ({"position": "Camat Cibodas"}, "jabatan Camat tetap bekerja di kantor"),
        ({"standing": "discipline"}, "menjalani hukuman disiplin"),
        ({"standing": "investigation"}, "dalam proses hukuman disiplin"),
        ({"position_since": datetime.date(2026, 6, 1)}, "Boleh mulai 1 Desember 2026"),
    ],
)
def test_who_may_not_be_away_is_told_why(fields, words):
    found = problems(plan([line(1, "7 21", **fields)]))
    assert len(found) == 1
    assert words in found[0].sentence
    assert len(found[0].cells) == 2


def test_new_in_the_post_only_until_the_date():
    found = problems(plan([line(1, "7 21", position_since=datetime.date(2026, 2, 10))]))
    assert found[0].cells == ((1, datetime.date(2026, 8, 7)),)


def test_who_has_left_is_refreshed_away():
    found = problems(plan([line(1, "21", here=False)]))
    assert [problem.code for problem in found] == ["gone"]


def test_a_closed_policy_is_said_once_for_all_days():
    found = problems(plan([line(1, "20"), line(2, "21")], parameters={"open": False}))
    assert [problem.code for problem in found] == ["policy_off"]
    assert len(found[0].cells) == 2


def test_half_days_only_where_the_policy_opens_them():
    assert [p.code for p in problems(plan([line(1, "21", letter="P")]))] == ["half_day"]
    assert problems(plan([line(1, "21", letter="P")], parameters={"half_days": True})) == []


def test_a_place_that_is_closed():
    found = problems(plan([line(1, "21", letter="A")], parameters={"places": ["home"]}))
    assert [problem.code for problem in found] == ["place_closed"]


def test_weekends_and_holidays_are_no_working_days():
    found = problems(plan([line(1, "15 17")]))
    assert said(found) == [
        "Sabtu, 15 Agustus: bukan hari kerja (hari Sabtu). Kosongkan, atau segarkan daftar pegawai.",
        "Senin, 17 Agustus: bukan hari kerja (Hari Kemerdekaan). "
        "Kosongkan, atau segarkan daftar pegawai.",
    ]


def test_a_day_that_passed():
    found = problems(plan([line(1, "5 21")], today=datetime.date(2026, 8, 10)))
    assert [(p.code, p.date.day) for p in found] == [("passed", 5)]


def test_at_most_two_days_a_week_with_those_that_stand_elsewhere():
    elsewhere = {1: frozenset({datetime.date(2026, 8, 19)})}
    found = problems(plan([line(1, "20 21")], other_days=elsewhere))
    assert said(found) == [
        "Orang 1: 3 hari pada minggu 17 Agustus 2026, paling banyak 2. Kurangi 1 hari."
    ]


def test_the_week_reaches_into_the_month_before():
    other = {1: frozenset({datetime.date(2026, 8, 31), datetime.date(2026, 9, 1)})}
    found = problems(plan([line(1, "31")], other_days=other))
    assert found == []
    other = {1: frozenset({datetime.date(2026, 9, 1), datetime.date(2026, 9, 2)})}
    assert [p.code for p in problems(plan([line(1, "31")], other_days=other))] == ["week"]


def test_an_order_is_not_counted_against_the_week():
    assert problems(plan([line(1, "19 20 21")], kind="order")) == []


def test_a_day_taken_back_counts_no_more_in_its_week():
    stands = {(1, datetime.date(2026, 8, day)): "R" for day in (19, 20)}
    moved = put(line(1, "21", base="19 20").cells, 18, "K")
    changed = Planned(1, "Orang 1", OPD, False, moved, line(1, base="19 20").base)
    away = {1: frozenset(day for _, day in stands)}
    found = problems(plan([changed], kind="amendment", stands=stands, other_days=away))
    assert found == []


def test_an_exchange_within_a_full_quota_fits():
    friday = datetime.date(2026, 8, 21)
    leaving = Planned(1, "Orang 1", OPD, False, put("." * 31, 20, "K"), put("." * 31, 20, "R"))
    stands = {(1, friday): "R"}
    found = problems(
        plan(
            [leaving, line(2, "21")],
            kind="amendment",
            counted={(OPD, friday): Counted(10)},
            stands=stands,
        )
    )
    assert found == []


def test_a_day_that_changed_since_the_draft_is_told():
    friday = datetime.date(2026, 8, 21)
    changed = Planned(1, "Orang 1", OPD, False, put("." * 31, 20, "A"), put("." * 31, 20, "R"))
    found = problems(plan([changed], kind="amendment", stands={(1, friday): "K"}))
    assert [problem.code for problem in found] == ["stale"]


def test_only_people_are_looked_at_again_when_bkd_approves():
    full = {(OPD, day): Counted(10) for day in DAYS}
    lines = [line(1, "21"), line(2, "21", standing="discipline")]
    assert [p.code for p in person_problems(plan(lines, counted=full))] == ["discipline"]


def test_nobody_away_and_unfair_shares_are_warnings():
    assert [w.code for w in warnings(plan([line(1, "21", letter="K")]))] == ["nobody"]
    assert [w.code for w in warnings(plan([line(1, "5 7 12 14"), line(2, "5")]))] == ["unfair"]
    assert warnings(plan([line(1, "5 12"), line(2, "5")])) == []


def test_the_order_of_people_is_irrelevant():
    lines = [line(n, "19 20 21", is_structural=n < 3) for n in range(12)]
    forward, back = problems(plan(lines)), problems(plan(lines[::-1]))
    assert sorted(said(forward)) == sorted(said(back))
