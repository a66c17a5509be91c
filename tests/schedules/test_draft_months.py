"""The drafts of a month for all OPDs at once: the same as one by one, in as few queries."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.actors import add_employee, add_unit, appoint, open_policy
from tests.workflows import cases
from tests.workflows import rosters as life
from wfa.audit.models import AuditEvent
from wfa.calendars.models import Holiday
from wfa.notifications.models import Message
from wfa.people.models import Unit
from wfa.policies.models import Policy
from wfa.refusals import Refused
from wfa.schedules.models import Roster, RosterLine, WorkDay
from wfa.schedules.selectors import plan_of
from wfa.schedules.services import draft_months, paint, start_roster

DECEMBER = datetime.date(2026, 12, 1)
FRIDAY = datetime.date(2026, 12, 11)


@pytest.fixture(autouse=True)
def november(monkeypatch):
    from tests.workflows.clockwork import Clock

    Clock(monkeypatch)("2026-11-02 09:00")


@pytest.fixture
def halves(region):
    """50:50 for everybody, half of the office at most."""
    open_policy(
        region.root,
        by=region.service,
        quota_percent=50,
        min_present=1,
        rota_pattern="halves_day",
        rota_days_per_week=3,
    )


def an_opd(region, n, people=5):
    """An OPD with a workplace below it, a head and some staff."""
    opd = add_unit(region.root, f"DINAS KE {n:02}", "opd", f"Dinas {n:02}")
    ward = add_unit(opd, f"UPTD KE {n:02}", "uptd", f"UPTD {n:02}")
    head = add_employee(opd, f"Kepala {n:02}", echelon="22")
    appoint(head, opd)
    for serial in range(people):
        add_employee(ward if serial % 2 else opd, f"Pegawai {n:02}.{serial}")
    return opd


def letters(roster):
    """{person: (cells, base, unit, official)} as they are kept."""
    rows = RosterLine.objects.filter(roster=roster)
    return {x.employee_id: (x.cells, x.base, x.unit_id, x.is_structural, x.held) for x in rows}


def leave(person, date):
    WorkDay.objects.create(
        employee=person,
        unit=person.unit,
        date=date,
        place="leave",
        source_kind="absence",
        source_id="1",
        basis_text="Cuti tahunan",
        written_at=datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC),
    )


def one_by_one(opds, by_opd, first):
    found = []
    for opd in opds:
        roster = start_roster(opd, first, by=by_opd[opd.pk])
        paint(roster, by=by_opd[opd.pk], revision=0)
        found.append(life.fresh(roster))
    return found


def test_drafts_for_all_are_those_made_one_by_one(region, halves, citra, ani, dewi, bambang):
    """Requests, leave, a holiday, last month's roster on its way: every plan is the same."""
    opds = [an_opd(region, n) for n in range(3)] + [region.diskominfo]
    Holiday.objects.get_or_create(
        date=datetime.date(2026, 12, 25), defaults={"name": "Hari Natal", "kind": "national"}
    )
    cases.submitted(ani, [FRIDAY])
    leave(dewi, datetime.date(2026, 12, 3))
    heads = {opd.pk: opd.appointments.get().employee for opd in opds}
    november = start_roster(region.diskominfo, datetime.date(2026, 11, 1), by=bambang)
    paint(november, by=bambang, revision=0)
    life.do("submit", life.fresh(november), bambang)
    apart = one_by_one(opds, heads, DECEMBER)
    wanted = {r.unit_id: (letters(r), r.pattern, r.revision) for r in apart}
    Roster.objects.filter(pk__in=[r.pk for r in apart]).delete()

    drafted = draft_months(opds, DECEMBER, by=citra)
    together = [life.fresh(roster) for roster in drafted.rosters]
    assert {r.unit_id: (letters(r), r.pattern, r.revision) for r in together} == wanted
    assert any("R" in cells for cells, *_ in letters(together[0]).values())


def test_a_draft_for_all_can_be_submitted_as_it_is(region, halves, citra):
    opd = an_opd(region, 1, people=8)
    head = opd.appointments.get().employee
    [roster] = draft_months([opd], DECEMBER, by=citra).rosters
    assert life.do("submit", life.fresh(roster), head).state == "submitted"


def test_all_drafts_take_as_many_queries_for_12_opds_as_for_2(region, halves, citra):
    few = [an_opd(region, n, people=2) for n in range(2)]
    many = [an_opd(region, n, people=2) for n in range(2, 14)]
    fresh = Unit.objects.select_related("opd")

    def queries(opds):
        chosen = list(fresh.filter(pk__in=[opd.pk for opd in opds]))
        with CaptureQueriesContext(connection) as seen:
            assert len(draft_months(chosen, DECEMBER, by=citra).rosters) == len(opds)
        return len(seen)

    queries([an_opd(region, 20, people=2)])  # the first of all makes the end of the log
    assert queries(few) == queries(many) <= 30


def test_an_opd_that_has_begun_is_left_alone(region, halves, citra, ani, bambang):
    mine = life.draft(region.diskominfo, bambang, DECEMBER, {ani: {FRIDAY: "A"}})
    opd = an_opd(region, 1)
    drafted = draft_months([region.diskominfo, opd], DECEMBER, by=citra)
    assert [roster.unit for roster in drafted.rosters] == [opd]
    assert drafted.there == [region.diskominfo]
    assert life.cells_of(mine, ani)[FRIDAY] == "A"


def test_where_the_policy_names_no_pattern_the_opd_chooses(region, halves, citra, ani, bambang):
    Policy.objects.filter(unit=region.root).update(effective_until=datetime.date(2026, 12, 15))
    opd = an_opd(region, 1)
    january = datetime.date(2027, 1, 1)
    drafted = draft_months([opd], january, by=citra)
    assert (drafted.rosters, drafted.without) == ([], [opd])
    assert not Roster.objects.exists()


@pytest.mark.parametrize("who", ["ani", "pandu", "plh_tri", "ines"])
def test_who_plans_for_none_of_them_drafts_nothing(region, halves, request, who):
    opd = an_opd(region, 1)
    with pytest.raises(Refused, match="tidak berwenang"):
        draft_months([region.diskominfo, opd], DECEMBER, by=request.getfixturevalue(who))
    assert not Roster.objects.exists()


def test_who_drafted_for_an_opd_never_approves_it(region, halves, citra, endah):
    """UU 30/2014 Ps 52: the OPD submits, another officer of the BKD decides."""
    opd = an_opd(region, 1)
    head = opd.appointments.get().employee
    [roster] = draft_months([opd], DECEMBER, by=citra).rosters
    reported = life.reported(life.fresh(roster), head)
    assert "menyusun jadwal ini" in life.no("approve", reported, citra).sentence
    assert life.do("approve", reported, endah).state == "approved"


def test_the_bkd_cant_fill_in_or_submit_what_it_drafted(region, halves, citra):
    opd = an_opd(region, 1)
    [roster] = draft_months([opd], DECEMBER, by=citra).rosters
    with pytest.raises(Refused, match="tidak berwenang"):
        paint(life.fresh(roster), by=citra, revision=1)
    assert "berwenang" in life.no("submit", life.fresh(roster), citra).sentence


def test_those_who_plan_for_the_opd_are_told_and_the_log_says_who(region, halves, citra):
    opd = an_opd(region, 1)
    [roster] = draft_months([opd], DECEMBER, by=citra).rosters
    head = opd.appointments.get().employee
    [message] = Message.objects.filter(recipient=head)
    assert str(roster.pk) in message.link
    events = AuditEvent.objects.filter(target_id=str(roster.pk)).order_by("sequence")
    assert [(e.action, e.actor_nip) for e in events] == [
        ("roster_started", citra.identity),
        ("roster_painted", citra.identity),
    ]


def test_a_month_that_is_over_is_refused(region, halves, citra):
    with pytest.raises(Refused, match="sudah lewat"):
        draft_months([region.diskominfo], datetime.date(2026, 10, 1), by=citra)


def test_drafts_for_all_break_no_rule(region, halves, citra):
    from wfa.schedules.rules.composition import problems

    opds = [an_opd(region, n, people=9) for n in range(3)]
    for roster in draft_months(opds, DECEMBER, by=citra).rosters:
        assert problems(plan_of(life.fresh(roster))) == []
