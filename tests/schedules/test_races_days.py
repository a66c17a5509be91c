"""Rosters, requests, swaps and calls back that want the same day at the same moment.

One has it, the others are told; nobody waits for ever, and nobody sees an error.
"""

import pytest

from tests.actors import add_employee, add_unit, give, open_policy
from tests.schedules import living
from tests.schedules.day_cases import counters_agree, rota
from tests.schedules.test_absences_import import csv_file, row
from tests.workflows import cases, promises
from tests.workflows import rosters as life
from tests.workflows.test_races import ROUNDS, at_once
from wfa.decisions.models import Decision
from wfa.people.models import Unit
from wfa.refusals import Refused
from wfa.requests.models import RequestDay
from wfa.schedules.models import Absence, QuotaCounter, WorkDay
from wfa.schedules.patterns import Kind, Pattern
from wfa.schedules.selectors import people_count
from wfa.schedules.services import discard, paint, save_cells, start_extra, start_order
from wfa.schedules.services.absence_imports import apply_absence_import, start_absence_import
from wfa.schedules.services.drafting import StaleDraftError
from workflows.services import perform, perform_roster
from workflows.services.swaps import agree, ask, decide

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("round_", range(ROUNDS)),
]
WHY = "Mengantar anak ke rumah sakit."
TO_DO = ("Kurangi", "Kembalikan", "Minta", "Pindahkan")
"""What a roster that came too late is told to do."""
PAPER = {"document_number": "800.1.11.1/0077/BKD/2026"}


@pytest.fixture(autouse=True)
def _nothing_is_broken(region):
    region.policy.parameters = dict(living.RULES)
    region.policy.save(update_fields=["parameters"])
    yield
    promises.all_hold()
    counters_agree()
    living.check(*Unit.objects.filter(kind="opd"))


@pytest.fixture
def office(region, bambang, budi, pandu, citra, endah):
    return region.diskominfo


@pytest.fixture
def staff(office, region):
    return life.staff(region.aplikasi, 12)


def answers(results):
    """[(whether it was done, what was said)]: a receipt, or a refusal in words; never an error."""
    return [_answer(result) for result in results]


def _answer(result):
    assert result is not None, "still waiting"
    if isinstance(result, Refused):
        return False, str(result)
    assert not isinstance(result, Exception), repr(result)
    if isinstance(result, list):
        said = [result[0].sentence, *map(str, getattr(result[0], "problems", ()))] if result else []
        return bool(result) and result[0].outcome == "done", " ".join(said)
    return True, ""


def outcomes(results):
    return sorted(str(r[0].outcome) for r in results if answers([r]))


def days(count=3):
    return life.working_days()[5 : 5 + count]


def in_force(office, bambang, citra, away):
    return life.in_force(life.draft(office, bambang, away=away), bambang, citra)


def agreed(asker, other, *dates):
    return agree(ask(asker, other, *dates, reason=WHY), by=other)


# --- the last seats of a day -----------------------------------------------------------------


def test_the_last_seats_of_a_day_wanted_by_fifty_from_every_side(
    round_, region, office, bambang, pandu, monkeypatch
):
    """Three seats left in the OPD, one in its UPTD: 44 requests, 3 rosters, 2 swaps, an import."""
    [day] = days(1)
    uptd = add_unit(office, "UPTD PUSAT DATA", "uptd", "UPTD Pusat Data")
    alone = add_unit(office, "BIDANG STATISTIK")
    crowd = [add_employee(region.aplikasi, f"Pegawai {n:02}") for n in range(30)]
    there = [add_employee(uptd, f"Operator {n:02}") for n in range(16)]
    by_order = add_employee(alone, "Sari Statistik")
    away, also_away, by_month, by_extra, ill = life.staff(region.aplikasi, 5)
    open_policy(uptd, by=region.service, **living.RULES, quota_people=1)
    for person, other in ((away, there[0]), (also_away, there[1])):
        rota(person, [day], source_kind="swap")
        rota(other, [day], "office", source_kind="swap")
    stay = people_count(office) - 5
    rules = {**living.RULES, "quota_percent": 100, "quota_people": 5, "min_present": stay}
    open_policy(office, by=region.service, **rules)
    open_policy(uptd, by=region.service, **{**rules, "quota_people": 1, "min_present": 0})
    month = life.draft(office, bambang, away={by_month: {day: "R"}})
    extra = start_extra(office, [day], by=bambang, reason="Tambahan.")
    life.fill(extra, bambang, {by_extra: {day: "R"}})
    [order] = start_order([alone], [day], by=bambang, reason="Banjir.", basis="Instruksi 3/2026")
    assert life.cells_of(order, by_order) == {day: "R"}
    swaps = [agreed(away, there[0], day), agreed(also_away, there[1], day)]
    run = start_absence_import(csv_file([row(ill, day)]), by=pandu)
    wish = [(cases.draft(p, [day]), p) for p in [*crowd, *there[2:]]]
    results = at_once(
        *[lambda d=draft, p=person: perform("submit", [d], by=p) for draft, person in wish],
        *[lambda r=r: perform_roster("submit", [r], by=bambang) for r in (month, extra, order)],
        *[lambda s=swap: decide(s, by=bambang, approved=True) for swap in swaps],
        lambda: apply_absence_import(run, by=pandu),
    )
    told = answers(results)
    asked, planned, swapped = told[:44], told[44:47], told[47:49]
    off = Absence.objects.count()
    won = sum(done for done, _ in [*asked, *planned]) + off
    assert won == 3, told
    opd = QuotaCounter.objects.get(unit=office, date=day)
    assert (opd.taken, opd.absent) == (5 - off, off)
    inside = sum(done for done, _ in [*asked[30:], *swapped])
    assert QuotaCounter.objects.get(unit=uptd, date=day).taken == inside == 1
    assert all("Pilih " in said for done, said in asked if not done), asked
    assert all(any(w in said for w in TO_DO) for done, said in planned if not done), planned
    assert all("Pilih hari lain" in s or "Muat ulang" in s for done, s in swapped if not done)
    monkeypatch.setattr(living, "QUOTA", 100)
    monkeypatch.setattr(living, "PRESENT", stay)
    monkeypatch.setattr(living, "OFFICIALS", 0)


# --- one person, one day, a request and a roster -----------------------------------------------


@pytest.mark.parametrize("first", ["request", "roster"])
def test_a_request_and_a_roster_for_the_same_day_of_a_person_are_one_of_them(
    round_, first, office, ani, bambang
):
    [day] = days(1)
    month = life.draft(office, bambang, away={ani: {day: "R"}})
    request = cases.draft(ani, [day])
    acts = [
        lambda: perform("submit", [request], by=ani),
        lambda: perform_roster("submit", [month], by=bambang),
    ]
    told = answers(at_once(*(acts if first == "request" else acts[::-1])))
    assert sorted(done for done, _ in told) == [False, True], told
    [sentence] = [said for done, said in told if not done]
    assert "Hapus" in sentence or "Pilih" in sentence or "Kosongkan" in sentence, sentence
    assert life.taken(office, day) == 1


def test_a_request_against_an_amendment_that_lends_a_seat_never_doubles_the_day(
    round_, office, staff, bambang, citra
):
    """The amendment holds no seat for who comes in another's place until its paper is issued."""
    [day] = days(1)
    one, other, *_ = staff
    month = in_force(office, bambang, citra, {one: {day: "R"}})
    change = life.amendment(month, bambang, {one: {day: "K"}, other: {day: "R"}})
    change = life.approved(change, bambang, citra)
    request = cases.draft(other, [day])
    answers(
        at_once(
            lambda: perform("submit", [request], by=other),
            lambda: perform_roster("enact", [change], by=citra, **PAPER),
        )
    )
    assert life.taken(office, day) == 1


def test_requests_filed_anew_on_other_days_never_wait_for_each_other(
    round_, office, staff, bambang, budi
):
    """One gives late days back and takes early ones, the other the reverse."""
    early, _, late = days(3)
    made = []
    for person, first, then in ((staff[0], late, early), (staff[1], early, late)):
        request = cases.do("send_back", cases.submitted(person, [first]), budi, note="Lengkapi.")
        made.append(
            cases.filing.save_part(request, by=person, dates=[then.isoformat(), first.isoformat()])
        )
    made.append(cases.draft(staff[2], [early, late]))
    results = at_once(*[lambda r=r: perform("submit", [r], by=r.applicant) for r in made])
    assert outcomes(results) == ["done"] * 3, answers(results)
    assert RequestDay.objects.filter(state="asked").count() == 6


# --- the door of rosters ------------------------------------------------------------------------


def month_in(state, office, bambang, citra, person):
    away = {person: dict.fromkeys(days(3), "R")}
    return life.in_state(state, unit=office, head=bambang, bkd=citra, away=away)


def step(name, roster, by, **data):
    return lambda: perform_roster(name, [roster], by=by, **data)


def test_a_double_click_on_submit_holds_the_seats_once(round_, office, ani, bambang, citra):
    month = month_in("draft", office, bambang, citra, ani)
    results = at_once(*[step("submit", month, bambang)] * 3)
    assert outcomes(results) == ["done", "same", "same"]
    assert [life.taken(office, day) for day in days(3)] == [1, 1, 1]


def test_submit_against_withdraw_leaves_seats_only_to_what_is_submitted(
    round_, office, ani, bambang, citra
):
    month = month_in("draft", office, bambang, citra, ani)
    answers(at_once(step("submit", month, bambang), *[step("withdraw", month, bambang)] * 2))
    assert life.fresh(month).state == "withdrawn"
    assert [life.taken(office, day) for day in days(3)] == [0, 0, 0]


def test_a_draft_thrown_away_while_it_is_submitted_is_gone_or_submitted(
    round_, office, ani, bambang, citra
):
    month = month_in("draft", office, bambang, citra, ani)

    def drop():
        discard(month, by=bambang)
        return True

    told = answers(at_once(step("submit", month, bambang), drop))
    assert sorted(done for done, _ in told) == [False, True], told
    assert life.taken(office, days(1)[0]) == told[0][0]


def test_an_order_for_two_opds_against_a_list_of_absences_of_both(
    round_, region, office, staff, endah
):
    """Its rosters take their seats one after the other, the list takes its own by date."""
    clerk = add_employee(region.bkpsdm, "Gilang Ramadhan")
    give(clerk, "pengelola", region.root)
    others = life.staff(region.dinkes, 8)
    orders = start_order(
        [office, region.dinkes], days(3), by=endah, reason="Banjir.", basis="Instruksi 3/2026"
    )
    ill = [row(p, days(3)[0], days(3)[-1]) for p in (staff[0], others[0])]
    run = start_absence_import(csv_file(ill), by=clerk)
    told = answers(
        at_once(
            lambda: perform_roster("submit", orders, by=endah),
            lambda: apply_absence_import(run, by=clerk),
        )
    )
    assert any(done for done, _ in told), told


def test_a_returned_roster_is_submitted_anew_or_withdrawn(round_, office, ani, bambang, citra):
    month = month_in("returned", office, bambang, citra, ani)
    results = at_once(*[step(n, month, bambang) for n in ("submit", "withdraw") * 2])
    assert set(outcomes(results)) <= {"done", "same", "refused"}
    held = 1 if life.fresh(month).state == "submitted" else 0
    assert [life.taken(office, day) for day in days(3)] == [held] * 3


def test_approve_against_send_back_is_one_decision(round_, office, ani, bambang, citra, endah):
    month = month_in("reported", office, bambang, citra, ani)
    results = at_once(
        *[step("approve", month, by) for by in (citra, endah, citra)],
        *[step("send_back", month, by, note="Jumat terlalu penuh.") for by in (endah, citra)],
    )
    assert outcomes(results).count("done") == 1
    decided = Decision.objects.get(step__in=["approve", "send_back"])
    assert decided.to_state == life.fresh(month).state


def test_two_who_approve_one_wins_the_other_is_told(round_, office, ani, bambang, citra, endah):
    month = month_in("reported", office, bambang, citra, ani)
    results = at_once(step("approve", month, citra), step("approve", month, endah))
    assert outcomes(results) == ["done", "same"]
    [said] = [r.sentence for [r] in results if r.outcome == "same"]
    assert said.startswith("Sudah disetujui oleh ")


def test_approve_against_reopen_ends_in_what_was_decided_last(
    round_, office, ani, bambang, citra, endah
):
    month = month_in("approved", office, bambang, citra, ani)
    results = at_once(
        step("reopen", month, citra), step("approve", month, endah), step("approve", month, citra)
    )
    answers(results)
    last = Decision.objects.filter(step__in=["approve", "reopen"]).order_by("at", "pk").last()
    assert last.to_state == life.fresh(month).state


def test_a_paper_issued_twice_writes_the_days_once(round_, office, ani, bambang, citra):
    month = month_in("approved", office, bambang, citra, ani)
    results = at_once(*[step("enact", month, citra, **PAPER)] * 3)
    assert outcomes(results) == ["done", "same", "same"]
    assert WorkDay.objects.filter(employee=ani, place="home").count() == 3


def test_reopen_against_enact_is_one_of_them(round_, office, ani, bambang, citra):
    month = month_in("approved", office, bambang, citra, ani)
    results = at_once(step("reopen", month, citra), step("enact", month, citra, **PAPER))
    assert outcomes(results) in (["done", "refused"], ["done", "same"]), answers(results)
    days_of_ani = WorkDay.objects.filter(employee=ani).exists()
    assert days_of_ani == (life.fresh(month).state == "in_force")


# --- drafts ---------------------------------------------------------------------------------------


def test_two_officers_who_save_cells_at_once_one_sees_what_differs(
    round_, office, ani, bambang, pandu
):
    [day] = days(1)
    month = life.draft(office, bambang)

    def save(by, letter):
        changes = {ani.pk: {day: letter}}
        return lambda: bool(save_cells(month, changes, by=by, revision=month.revision))

    results = at_once(save(bambang, "R"), save(pandu, "A"))
    stale = [r for r in results if isinstance(r, StaleDraftError)]
    assert (len(stale), results.count(True)) == (1, 1), results
    [differs] = stale[0].differs
    assert {differs.now, differs.wanted} == {"R", "A"}
    assert life.cells_of(month, ani)[day] == differs.now


def test_painting_against_submitting_submits_one_whole_plan(round_, office, staff, bambang, pandu):
    month = life.draft(office, bambang, away={staff[0]: dict.fromkeys(days(3), "R")})
    pattern = Pattern(Kind.SHARE, share=30, days_per_week=2)
    answers(
        at_once(
            lambda: bool(paint(month, pattern, by=pandu, revision=month.revision)),
            step("submit", month, bambang),
        )
    )
    assert life.fresh(month).state == "submitted"
    for line in month.lines.all():
        wanted = "".join(x if x in "RAB" else "." for x in line.cells)
        assert line.held in {wanted, wanted.strip(".")}


# --- rules that change on the way -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["approve", "enact", "send_back"])
def test_a_lower_quota_on_the_way_takes_nobodys_seat(
    round_, name, region, office, staff, bambang, citra
):
    away = {person: dict.fromkeys(days(2), "R") for person in staff[:6]}
    start = "approved" if name == "enact" else "reported"
    month = life.in_state(start, unit=office, head=bambang, bkd=citra, away=away)
    data = PAPER if name == "enact" else {"note": "Jumat terlalu penuh."}
    request = cases.draft(staff[7], days(1))

    def lower():
        rules = {**living.RULES, "quota_percent": 10, "quota_people": 2}
        return bool(open_policy(office, by=region.service, **rules))

    results = at_once(
        step(name, month, citra, **data), lower, lambda: perform("submit", [request], by=staff[7])
    )
    told = answers(results)
    assert told[0][0], told
    assert life.taken(office, days(1)[0]) == 6 + told[2][0]
    if name == "enact":
        assert {life.where(person, days(1)[0]) for person in staff[:6]} == {"home"}
