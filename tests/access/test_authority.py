"""The table of rights says what the domain says; docs/hak-akses.md is that table."""

import os
from collections import Counter

import pytest

from tests.access import handbook
from wfa.access import ACCESS
from wfa.people.authority import ACTIONS, GRANTS, Role, Scope, states_for
from wfa.requests.models import State
from workflows.steps import STEPS

DECIDING = {"assess_request", "refuse_request", "propose_request", "examine_request"}


def held(role):
    return {grant.action: grant for grant in GRANTS if grant.role is role}


def test_each_right_of_a_role_stands_once():
    """`states_for` and the scope look at one line per role and action."""
    twice = [pair for pair, n in Counter((g.role, g.action) for g in GRANTS).items() if n > 1]
    assert twice == []


def test_every_action_is_known_and_given_to_somebody():
    assert {grant.action for grant in GRANTS} == {action.name for action in ACTIONS}


def test_states_are_states_of_a_request():
    assert {state for grant in GRANTS for state in grant.states} <= set(State.values)


def test_own_scope_is_the_employees_alone():
    assert {g.role for g in GRANTS if g.scope is Scope.OWN} == {Role.EMPLOYEE}


@pytest.mark.parametrize("step", STEPS)
def test_every_step_can_be_taken_by_somebody_from_each_of_its_states(step):
    for state, action in STEPS[step].rights.items():
        if action:
            roles = {g.role for g in GRANTS if g.action == action}
            able = {r for r in roles if not states_for(r, action) or state in states_for(r, action)}
            assert able, f"{step} from {state}"


@pytest.mark.parametrize("grant", [g for g in GRANTS if g.states], ids=str)
def test_states_of_a_deciding_right_are_those_of_its_steps(grant):
    """No state in which the right leads to nothing."""
    if grant.action in DECIDING:
        used = {s for step in STEPS.values() for s, a in step.rights.items() if a == grant.action}
        assert set(grant.states) <= used


@pytest.mark.parametrize("role", Role)
def test_who_decides_or_opens_evidence_may_see_the_case(role):
    rights = held(role)
    for action in DECIDING | {"view_health"}:
        if action in rights:
            assert rights["view_case"].scope is rights[action].scope


def test_administrator_sees_no_case_and_no_paper():
    assert not {"view_case", "view_health", "view_decree", "view_audit"} & set(
        held(Role.ADMINISTRATOR)
    )


def test_administrator_puts_no_policy_in_force():
    assert "enforce_policy" not in held(Role.ADMINISTRATOR)


def test_inspector_reads_everything_everywhere_and_changes_nothing():
    rights = held(Role.INSPECTOR)
    assert set(rights) == {
        "view_case",
        "view_health",
        "view_decree",
        "view_audit",
        "view_late",
        "view_roster",
        "view_presence",
        "view_duty",
        "view_photo",
        "view_accounts",
    }
    assert {grant.scope for grant in rights.values()} == {Scope.REGION}
    assert {grant.states for grant in rights.values()} == {()}


def test_front_office_sees_who_is_here_and_nothing_else():
    rights = held(Role.FRONT_OFFICE)
    assert set(rights) == {"view_presence"}
    assert rights["view_presence"].scope is Scope.UNIT


def test_only_the_inspector_reads_the_log():
    assert {g.role for g in GRANTS if g.action == "view_audit"} == {Role.INSPECTOR}


def test_health_evidence_is_open_only_while_one_decides():
    """The applicant and the inspector always; the others in the states they decide in."""
    always = {g.role for g in GRANTS if g.action == "view_health" and not g.states}
    assert always == {Role.EMPLOYEE, Role.INSPECTOR}
    for grant in GRANTS:
        if grant.action == "view_health" and grant.states:
            deciding = [a for a in DECIDING if a in held(grant.role)]
            states = {s for a in deciding for s in states_for(grant.role, a)}
            assert set(grant.states) <= states


def test_nobody_decides_both_at_the_opd_and_at_the_bkd_in_one_role():
    for role in Role:
        rights = set(held(role))
        assert not ("examine_request" in rights and "propose_request" in rights)


def test_every_right_opens_a_page_or_is_asked_inside_one():
    """Actions that no address asks for are asked by services, or by pages for everybody."""
    by_address = {a for rule in ACCESS.values() if isinstance(rule, tuple) for a in rule}
    inside = {action.name for action in ACTIONS} - by_address
    assert inside == {
        "check_in",
        "view_photo",
        "decide_swap",
        "file_request",
        "withdraw_request",
        "view_case",
        "view_health",
        "object_refusal",
        "view_decree",
    }


def test_the_handbook_is_true():
    """`DOCS=1` writes it anew."""
    if os.environ.get("DOCS") == "1":
        handbook.FILE.write_text(handbook.text(), encoding="utf-8")
    assert handbook.FILE.read_text(encoding="utf-8") == handbook.text()
