"""The sweep reminds, escalates, bundles and rests; it never decides."""

import datetime
import uuid

import pytest

from tests.actors import add_employee, add_unit, appoint, give, open_policy
from tests.workflows import cases
from tests.workflows.clockwork import DAYS, LATE, ONE, date, levels, sweep, told
from wfa.calendars.models import Holiday
from wfa.decisions.models import Decision
from wfa.notifications.models import Message
from wfa.requests.models import WorkRequest
from workflows.models import ProposalItem, Reminder
from workflows.services import close_examination, end_due, file_objection, give_view
from workflows.services.clocks import remind_due

pytestmark = pytest.mark.django_db


# --- when ------------------------------------------------------------------------------------


def test_nobody_is_reminded_on_the_day_it_came(case, clock):
    assert sweep(clock, "2026-11-02 16:00") == 0
    assert levels() == []


def test_half_three_quarters_and_late_are_told_once_each(case, clock):
    sweep(clock, "2026-11-03 08:00")
    assert (levels(), told()) == ([50], {"Budi": [ONE]})
    sweep(clock, "2026-11-04 08:00")
    assert (levels(), told()) == ([50, 75], {"Budi": [ONE, ONE]})
    sweep(clock, "2026-11-05 08:00")
    assert levels() == [50, 75, 100]
    assert told() == {"Budi": [ONE, ONE, LATE], "Bambang": [LATE]}
    for at in ("2026-11-05 08:01", "2026-11-06 08:00", "2026-11-09 09:00"):
        assert sweep(clock, at) == 0


def test_a_level_that_was_missed_is_not_made_up_for(case, clock):
    sweep(clock, "2026-11-06 08:00")
    assert levels() == [100]
    assert told() == {"Budi": [LATE], "Bambang": [LATE]}


@pytest.mark.parametrize(
    "at", ["2026-11-03 06:59", "2026-11-03 17:00", "2026-11-07 09:00", "2026-11-08 09:00"]
)
def test_outside_the_hours_it_waits(case, clock, at):
    assert sweep(clock, at) == 0
    assert levels() == []
    assert sweep(clock, "2026-11-09 07:00") == 2


def test_holidays_are_left_in_peace(case, clock):
    Holiday.objects.create(date=date("11-03"), name="Libur daerah", kind="local")
    assert sweep(clock, "2026-11-03 09:00") == 0


def test_the_hours_are_those_of_the_policy(case, clock, region):
    region.policy.parameters |= {"remind_from_hour": 10, "remind_until_hour": 12}
    region.policy.save(update_fields=["parameters"])
    assert [sweep(clock, f"2026-11-03 {h}:30") for h in ("09", "12", "11")] == [0, 0, 1]


# --- whom ------------------------------------------------------------------------------------


def test_without_an_assessor_the_head_has_it_and_the_region_stands_above(
    clock, bupati, ani, bambang
):
    cases.submitted(ani, DAYS)
    sweep(clock, "2026-11-03 08:00")
    assert told() == {"Bambang": [ONE]}
    sweep(clock, "2026-11-05 08:00")
    assert told() == {"Bambang": [ONE, LATE], "Hendra": [LATE]}
    message = Message.objects.get(recipient=bupati, topic="reminder")
    assert message.link == "/lewat-batas/"
    assert "naik kepada Anda karena lewat batas" in message.body
    assert "UU 30/2014 Pasal 53" in message.body


def test_a_head_s_own_request_lies_with_the_region(clock, bupati, bambang, budi):
    bambang.echelon = ""
    bambang.save()
    cases.submitted(bambang, DAYS)
    sweep(clock, "2026-11-05 08:00")
    assert told() == {"Hendra": [LATE]}


def test_what_is_recommended_waits_for_the_head(case, clock, budi):
    cases.do("recommend", case, budi)
    sweep(clock, "2026-11-03 08:00")
    assert told() == {"Bambang": [ONE]}
    assert Message.objects.get(topic="reminder").link == "/kotak-masuk/?tampilan=siap"
    sweep(clock, "2026-11-05 08:00")
    assert told() == {"Bambang": [ONE, LATE], "Hendra": [LATE]}


def test_the_bkd_s_verifiers_then_its_head(case, clock, budi, bambang):
    cases.do("recommend", case, budi)
    cases.proposal_of([case], bambang)
    sweep(clock, "2026-11-04 08:00")  # until Friday: half
    assert told() == {"Citra": [ONE]}
    sweep(clock, "2026-11-09 08:00")
    assert told() == {"Citra": [ONE, LATE], "Endah": [LATE]}


def test_the_decree_is_drafted_and_signed_then_the_ppk_hears(case, clock, budi, bambang, citra):
    cases.do("recommend", case, budi)
    proposal = cases.proposal_of([case], bambang)
    cases.do("approve", case, citra)
    close_examination(proposal, by=citra)
    sweep(clock, "2026-11-06 08:00")
    assert set(told()) == {"Citra", "Endah"}
    ProposalItem.objects.update(paper=ProposalItem.Paper.DRAFTED)
    sweep(clock, "2026-11-10 08:00")
    assert told()["Endah"] == [ONE, LATE]
    assert told()["Hendra"] == [LATE]
    assert told()["Citra"] == [ONE]


def test_an_objection_is_for_the_head_of_the_bkd_and_then_the_ppk(case, clock, ani, bambang):
    cases.do("refuse", case, bambang, note="Layanan terganggu.")
    file_objection(case, by=ani, reason="Tugas saya tidak melayani tatap muka.")
    Message.objects.all().delete()
    assert sweep(clock, "2026-11-06 08:00") == 0
    sweep(clock, "2026-11-09 08:00")  # five of ten working days
    assert told() == {"Endah": [ONE]}
    sweep(clock, "2026-11-17 08:00")
    assert told() == {"Endah": [ONE, LATE], "Hendra": [LATE]}


def test_who_refused_does_not_answer_the_objection(case, clock, ani, budi, bambang, endah):
    cases.do("recommend", case, budi)
    proposal = cases.proposal_of([case], bambang)
    cases.do("refuse", case, endah, note="Layanan terganggu.")
    close_examination(proposal, by=endah)
    file_objection(case, by=ani, reason="Tugas saya tidak melayani tatap muka.")
    Message.objects.all().delete()
    sweep(clock, "2026-11-09 08:00")
    assert told() == {"Hendra": [ONE]}


def test_the_superior_is_reminded_until_they_were_heard(clock, region, bupati, ani, budi, bambang):
    region.policy.parameters |= {"superior_step": True}
    region.policy.save(update_fields=["parameters"])
    sari = add_employee(region.aplikasi, "Sari Utami")
    appoint(sari, region.aplikasi)
    case = cases.submitted(ani, DAYS)
    Message.objects.all().delete()
    sweep(clock, "2026-11-03 08:00")
    assert told() == {"Sari": [ONE]}
    give_view(case, by=sari, agrees=True, note="Setuju.")
    sweep(clock, "2026-11-04 08:00")
    assert told() == {"Sari": [ONE], "Budi": [ONE]}


def test_nobody_is_reminded_of_their_own_request(clock, region, budi, bambang):
    cases.submitted(budi, DAYS)
    sweep(clock, "2026-11-03 08:00")
    assert told() == {"Bambang": [ONE]}


def test_a_vacant_chair_is_told_as_soon_as_somebody_sits_there(clock, region, ani):
    cases.submitted(ani, DAYS)
    assert sweep(clock, "2026-11-03 08:00") == 0
    assert levels() == []
    give(add_employee(region.diskominfo, "Wati Rahayu"), "penilai", region.diskominfo)
    assert sweep(clock, "2026-11-03 09:00") == 1
    assert (levels(), told()) == ([50], {"Wati": [ONE]})


# --- how often -------------------------------------------------------------------------------


def test_seven_cases_are_one_message(clock, region, bupati, budi, bambang):
    people = [add_employee(region.aplikasi, f"Pegawai {n}") for n in range(7)]
    for person in people[:5]:
        cases.submitted(person, DAYS)
    clock("2026-11-04 09:00")
    for person in people[5:]:
        cases.submitted(person, DAYS)
    Message.objects.all().delete()
    assert sweep(clock, "2026-11-05 08:00") == 2
    assert told() == {
        "Budi": ["7 pengajuan menunggu Anda, 5 lewat batas: putuskan tertulis"],
        "Bambang": ["5 pengajuan menunggu Anda, 5 lewat batas: putuskan tertulis"],
    }
    message = Message.objects.get(recipient=budi, topic="reminder")
    assert message.link == "/kotak-masuk/?tampilan=lewat"
    assert "… dan 2 lainnya." in message.body
    assert sorted(levels()) == [50, 50, 100, 100, 100, 100, 100]


def test_a_batch_that_ends_early_writes_no_second_message(clock, region, budi, bambang):
    for n in range(3):
        cases.submitted(add_employee(region.aplikasi, f"Pegawai {n}"), DAYS)
    Message.objects.all().delete()
    clock("2026-11-03 08:00")
    assert [remind_due(limit=2), remind_due(limit=2), remind_due(limit=2)] == [1, 0, 0]
    assert told() == {"Budi": ["3 pengajuan menunggu Anda"]}
    assert levels() == [50, 50, 50]


def test_a_longer_pause_keeps_the_second_reminder_back_and_loses_none(case, clock, region):
    region.policy.parameters |= {"remind_cooldown_days": 2}
    region.policy.save(update_fields=["parameters"])
    assert [sweep(clock, f"2026-11-0{n} 08:00") for n in (3, 4, 5, 6)] == [1, 0, 2, 0]
    assert told() == {"Budi": [ONE, LATE], "Bambang": [LATE]}
    assert levels() == [50, 100]


def test_one_who_rests_holds_the_case_open_until_they_were_told(clock, region, ani, budi, bambang):
    """Budi was reminded on Wednesday of one case; the other gets late on Thursday."""
    region.policy.parameters |= {"remind_cooldown_days": 2}
    region.policy.save(update_fields=["parameters"])
    cases.submitted(ani, DAYS)
    clock("2026-11-03 09:00")
    cases.submitted(add_employee(region.aplikasi, "Lina Sari"), DAYS)
    Message.objects.all().delete()
    sweep(clock, "2026-11-04 08:00")
    assert told() == {"Budi": ["2 pengajuan menunggu Anda"]}
    sweep(clock, "2026-11-05 08:00")  # Ani's is late: Bambang hears, Budi rests
    assert set(told()) == {"Budi", "Bambang"}
    assert levels().count(100) == 0
    sweep(clock, "2026-11-06 08:00")
    both = "2 pengajuan menunggu Anda, 2 lewat batas: putuskan tertulis"
    assert told()["Budi"] == ["2 pengajuan menunggu Anda", both]


def test_a_new_round_is_a_new_stage(case, clock, ani, budi):
    sweep(clock, "2026-11-03 08:00")
    cases.do("send_back", case, budi, note="Sebutkan keluarannya.")
    clock("2026-11-03 09:00")
    cases.do("submit", case, ani)
    sweep(clock, "2026-11-04 08:00")
    assert levels() == [50, 50]


# --- what it never does ----------------------------------------------------------------------


def test_years_later_nothing_was_decided_by_a_clock(
    clock, region, bupati, ani, dewi, budi, bambang, citra, endah
):
    states = ["submitted", "recommended", "proposed", "approved", "in_force"]
    actors = {"assessor": budi, "head": bambang, "bkd": citra}
    for n, state in enumerate(states):
        person = add_employee(region.aplikasi, f"Pegawai {n}")
        cases.in_state(state, applicant=person, **actors)
    decided = Decision.objects.count()
    clock("2029-11-05 09:00")
    remind_due()
    end_due()
    found = set(WorkRequest.objects.values_list("state", flat=True))
    assert found == {"submitted", "recommended", "proposed", "approved", "ended"}
    assert list(Decision.objects.order_by("at")[decided:].values_list("step", flat=True)) == ["end"]
    assert levels() == [100] * 4


def test_when_all_days_have_passed_who_must_act_is_told_once_more(case, clock):
    sweep(clock, "2026-11-05 08:00")
    assert sweep(clock, "2026-11-27 08:00") == 0
    assert sweep(clock, "2026-11-30 08:00") == 2
    body = Message.objects.filter(topic="reminder").latest("created_at").body
    assert "1 semua harinya sudah lewat: tutup dengan keputusan tertulis." in body
    assert [sweep(clock, f"2026-12-0{n} 08:00") for n in (1, 2, 3)] == [0, 0, 0]
    assert levels() == [100]


# --- cost ------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 30])
def test_the_queries_do_not_grow_with_the_cases(
    number, clock, region, bupati, budi, bambang, django_assert_max_num_queries
):
    first = cases.submitted(add_employee(region.aplikasi, "Contoh"), DAYS)
    copies = [WorkRequest.objects.get(pk=first.pk) for _ in range(number - 1)]
    for n, copy in enumerate(copies):
        copy.id, copy.number = uuid.uuid4(), f"P-2026-9{n:05}"
        copy.applicant = copy.filed_by = add_employee(region.aplikasi, f"Pegawai {n}")
    WorkRequest.objects.bulk_create(copies)
    clock("2026-11-05 08:00")
    with django_assert_max_num_queries(30):
        assert remind_due() == 2
    assert levels() == [100] * number


def test_a_quiet_minute_costs_one_query(case, clock, django_assert_num_queries):
    sweep(clock, "2026-11-05 08:00")
    with django_assert_num_queries(1):
        assert remind_due() == 0


def test_units_far_down_are_read_like_the_others(clock, region, bupati, budi, bambang):
    deep = add_unit(add_unit(region.aplikasi, "SEKSI SATU", "seksi"), "SUBSEKSI", "seksi")
    cases.submitted(add_employee(deep, "Jauh Sekali"), DAYS)
    sweep(clock, "2026-11-03 08:00")
    assert told() == {"Budi": [ONE]}


def test_the_span_of_a_case_left_alone_for_years_is_no_obstacle(case, clock):
    WorkRequest.objects.update(stage_at=datetime.datetime(2019, 1, 2, tzinfo=datetime.UTC))
    assert sweep(clock, "2026-11-05 08:00") == 2


def test_a_sweep_that_is_cut_off_leaves_nothing_half_told(case, clock, monkeypatch):
    """Rows and messages stand or fall together: after the crash it is told once, not twice."""
    clock("2026-11-03 08:00")

    def die(*_args, **_options):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(Reminder.objects, "bulk_create", die)
        with pytest.raises(KeyboardInterrupt):
            remind_due()
    assert (levels(), told()) == ([], {})
    assert [remind_due(), remind_due()] == [1, 0]
    assert (levels(), told()) == ([50], {"Budi": [ONE]})


def test_a_head_s_own_case_is_held_where_they_work(clock, region, bupati, bambang):
    """It lies with the region, but the OPD is closed: nobody is pressed to decide."""
    bambang.echelon = ""
    bambang.save()
    cases.submitted(bambang, DAYS)
    open_policy(region.diskominfo, by=region.service, open=False)
    assert sweep(clock, "2026-11-05 08:00") == 0
