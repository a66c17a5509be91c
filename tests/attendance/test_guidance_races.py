"""Two at once on PostgreSQL: one call, one draw, one step; the slower one is told, nobody errs."""

import pytest
from django.utils import timezone

from documents import services as papers
from documents.models import Document
from tests.attendance.breaching import WHY, in_force, proposed, unanswered
from tests.attendance.duty import MONDAY, expected
from tests.attendance.test_revoked import kept, letter_goes_out
from tests.documents.test_races import together
from wfa.attendance.invariants import g18
from wfa.attendance.models import Reprimand, ResponseCall, RollCall
from wfa.attendance.services import draw_due, propose_due
from wfa.attendance.services.calling import answer_back, close_call, start_call
from wfa.attendance.services.drawing import draw_by_hand
from wfa.attendance.services.proposing import record_by_hand
from wfa.attendance.services.reprimands import decide, issue, lift
from wfa.audit.services import verify as verify_chain
from wfa.decisions.models import Decision
from wfa.people.permissions import authority
from wfa.refusals import Refused

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _the_log_is_whole(db):
    yield
    assert verify_chain().ok


def refused(results):
    """Codes of the refusals; anything else that was raised fails."""
    errors = [r for r in results if isinstance(r, Exception) and not isinstance(r, Refused)]
    assert errors == []
    return [r.code for r in results if isinstance(r, Refused)]


def test_two_callers_at_once_make_one_call(clock, ani, pandu, bambang):
    clock("2026-12-07 06:00")
    day = expected(ani)
    clock("2026-12-07 09:00")
    results = together(
        lambda: start_call(day, by=pandu, channel="phone"),
        lambda: start_call(day, by=bambang, channel="phone"),
    )
    assert refused(results) == ["moved"]
    assert ResponseCall.objects.count() == 1


def test_closing_against_answering_at_the_last_second_leaves_one_outcome(clock, ani, pandu):
    clock("2026-12-07 06:00")
    day = expected(ani)
    clock("2026-12-07 09:00")
    call = start_call(day, by=pandu, channel="phone")
    clock("2026-12-07 09:05")
    results = together(
        lambda: close_call(call, by=pandu, answered=False),
        lambda: answer_back(call, by=ani, text="Saya sudah menelepon balik."),
    )
    codes = refused(results)
    call.refresh_from_db()
    assert (call.outcome, codes) in [("called_back", ["moved"]), ("unanswered", [])]
    assert call.answer_text


def test_a_draw_by_hand_against_the_policys_is_one_draw(clock, region, ani, pandu):
    from tests.actors import open_policy

    open_policy(region.diskominfo, by=region.service, rollcall_people=1)
    clock("2026-12-07 06:00")
    expected(ani)
    clock("2026-12-07 08:00")
    results = together(draw_due, lambda: draw_by_hand(region.diskominfo, by=pandu))
    assert set(refused(results)) <= {"moved"}
    assert RollCall.objects.count() == 1


def test_two_sweeps_at_once_propose_once(clock, ani, pandu):
    unanswered(clock, ani, pandu)
    assert sorted(together(propose_due, propose_due)) == [0, 1]
    assert Reprimand.objects.count() == 1


def test_two_deciding_at_once_leave_one_decision(clock, ani, pandu, bambang, bupati):
    row = proposed(clock, ani, pandu)
    results = together(
        lambda: decide(row, "confirm", by=bambang, note=WHY),
        lambda: decide(row, "drop", by=bupati, note="Sudah lapor lewat rekan."),
    )
    assert refused(results) == ["moved"]
    assert Decision.objects.count() == 1


def test_opening_the_letter_twice_at_once_makes_one(clock, ani, pandu, bambang):
    in_force(proposed(clock, ani, pandu), bambang)
    second = proposed(clock, ani, pandu, date=MONDAY.replace(day=8))
    row = decide(second, "confirm", by=bambang, note=WHY)
    one, two = together(*[lambda: papers.ensure_reprimand_letter(row, by=bambang)] * 2)
    assert one == two
    assert Document.objects.count() == 1


def test_two_letters_lifted_at_once_keep_nobody_in(ani, bambang, bupati):
    first, second = (letter_goes_out(ani, bambang, about=f"hand:{n}") for n in (1, 2))
    results = together(
        lambda: lift(first, by=bambang, note="Sudah diselesaikan bersama."),
        lambda: lift(second, by=bupati, note="Sudah diselesaikan bersama."),
    )
    assert refused(results) == []
    assert kept(ani) == ("", None)
    assert g18()[0]


def test_one_letter_lifted_while_the_other_goes_out_leaves_the_other(ani, bambang, bupati):
    first, second = letter_goes_out(ani, bambang), confirmed_letter(ani, bambang)
    capacity = authority(bambang).capacity("sign_letter", second.unit)
    today = timezone.localdate()
    results = together(
        lambda: lift(first, by=bupati, note="Sudah diselesaikan bersama."),
        lambda: issue(second, by=bambang, capacity=capacity, number="800.1.6.2/8", dated=today),
    )
    assert refused(results) == []
    assert kept(ani)[0] == "800.1.6.2/8"
    assert g18()[0]


def confirmed_letter(person, head):
    """The rung "cabut" once more, decided; its letter waits."""
    row = record_by_hand(person, by=head, date=timezone.localdate(), text="Di luar daerah lagi.")
    return decide(row, "confirm", by=head, note=WHY)
