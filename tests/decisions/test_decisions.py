import datetime

import pytest
from django.db import IntegrityError, transaction

from wfa.decisions.models import NOTED_STEPS, OWN_STEPS, Decision
from wfa.decisions.rules import separation
from wfa.decisions.selectors import for_subject
from wfa.decisions.services import record_all

START = datetime.datetime(2026, 6, 5, 2, tzinfo=datetime.UTC)
APPLICANT, FILER, RECOMMENDER, DECIDER, OTHER = range(1, 6)


def decision(step="approve", actor="2", note="", minutes=0, subject_id="7"):
    return Decision(
        at=START + datetime.timedelta(minutes=minutes),
        step=step,
        subject_kind="request",
        subject_id=subject_id,
        subject_nip="1",
        from_state="a",
        to_state="b",
        actor_nip=actor,
        actor_name="Citra",
        note=note,
    )


def test_decisions_are_written_at_once_and_read_oldest_first(db, django_assert_num_queries):
    rows = [decision("approve", minutes=5), decision("recommend"), decision(subject_id="8")]
    with django_assert_num_queries(1):
        record_all(rows)
    assert [row.step for row in for_subject("request", 7)] == ["recommend", "approve"]


@pytest.mark.parametrize("step", ["approve", "recommend", "reopen", "enact"])
def test_deciding_on_oneself_is_impossible_in_the_database(db, step):
    with pytest.raises(IntegrityError, match="decisions_not_on_own"), transaction.atomic():
        record_all([decision(step, actor="1")])


@pytest.mark.parametrize("step", OWN_STEPS)
def test_ones_own_steps_are_recorded(db, step):
    record_all([decision(step, actor="1", note="Keberatan." if step in NOTED_STEPS else "")])
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("step", NOTED_STEPS)
def test_an_adverse_step_without_a_note_is_impossible_in_the_database(db, step):
    with pytest.raises(IntegrityError, match="decisions_note_when_adverse"), transaction.atomic():
        record_all([decision(step)])
    record_all([decision(step, note="Rencana kerja belum menyebut keluaran.")])


def reasons(actor, step, at_opd=False, decided_by_id=None):
    return separation(
        actor,
        applicant_id=APPLICANT,
        filed_by_id=FILER,
        recommended_by_id=RECOMMENDER,
        decided_by_id=decided_by_id,
        step=step,
        at_opd=at_opd,
    )


DECISIONS = (
    "recommend",
    "propose",
    "approve",
    "refuse",
    "send_back",
    "return_to_opd",
    "cancel",
    "recall",
)


@pytest.mark.parametrize("step", [*DECISIONS, "reopen", "revoke", "enact"])
@pytest.mark.parametrize("at_opd", [True, False])
def test_nobody_decides_on_what_they_asked_or_filed(step, at_opd):
    assert len(reasons(APPLICANT, step, at_opd)) == 1
    assert len(reasons(FILER, step, at_opd)) == 1
    assert reasons(OTHER, step, at_opd) == []


@pytest.mark.parametrize("step", ["approve", "refuse", "send_back", "return_to_opd", "reopen"])
def test_nobody_decides_in_bkd_on_what_they_recommended(step):
    assert reasons(RECOMMENDER, step) == [
        "Anda sudah menilai pengajuan ini di OPD. Pejabat BKD lain yang memutusnya."
    ]


@pytest.mark.parametrize("step", ["refuse", "send_back", "propose"])
def test_the_recommender_may_still_act_inside_the_opd(step):
    assert reasons(RECOMMENDER, step, at_opd=True) == []


def test_who_decided_in_bkd_does_not_recommend_afterwards():
    assert len(reasons(DECIDER, "recommend", decided_by_id=DECIDER)) == 1
    assert reasons(DECIDER, "reopen", decided_by_id=DECIDER) == []


@pytest.mark.parametrize("step", OWN_STEPS)
def test_ones_own_steps_are_no_decision(step):
    assert reasons(APPLICANT, step) == []


@pytest.mark.parametrize("step", ["uphold", "overturn"])
def test_who_refused_never_answers_the_objection(step):
    assert len(reasons(DECIDER, step, decided_by_id=DECIDER)) == 1
    assert reasons(OTHER, step, decided_by_id=DECIDER) == []


def test_every_reason_is_a_pair_of_short_sentences():
    for actor, step in ((APPLICANT, "approve"), (FILER, "approve"), (RECOMMENDER, "approve")):
        for sentence in reasons(actor, step)[0].rstrip(".").split(". "):
            assert len(sentence.split()) <= 20
