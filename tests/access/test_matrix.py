"""Every URL × role × method × whose thing, against the table in `expected.py`."""

import pytest

from tests.access.expected import EVERYBODY, EXPECTED, EXTRA
from tests.access.knocking import (
    NOT_THERE,
    OPEN,
    SIGN_IN,
    WRONG_METHOD,
    address,
    changes,
    get,
    post,
    state_of_the_world,
)
from wfa.access import PUBLIC, rule_for
from wfa.checks import url_names

pytestmark = pytest.mark.django_db
ROWS = {**EXPECTED, **EXTRA}
WHOSE = ("own", "same", "other")
LOGS = {"audit_auditevent", "audit_audithead", "attendance_photoviewing"}
"""What a GET may write: who read something that isn't for everybody."""
IN_STEP = {
    "presensi-saya": {
        "attendance_dutydate",
        "attendance_expectation",
        "attendance_expectedcheckin",
        "attendance_window",
    },
    "presensi-isi": {"attendance_expectedcheckin"},
}
"""What else a page may write: what the schedule says of today, as the worker does every minute;
and that somebody reached us for a window."""


def cells(world, name, method):
    """(letter, whose, thing) of each role and thing; where the method is wrong only of a few:
    a stranger and some of those who may (rights are asked before the method)."""
    row = ROWS[name]
    some = f"-{(row.own + row.same + row.other + row.told)[:3]}"
    for letter in EVERYBODY if method in row.methods else dict.fromkeys(some):
        things = [(whose, world.find(row.on, letter, whose)) for whose in WHOSE] if row.on else []
        found = [(whose, thing) for whose, thing in things if thing is not None]
        for whose, thing in found if method in row.methods else found[-1:]:
            yield letter, whose, thing
        if not row.on:
            yield letter, "other", None


def expected(name, letter, whose):
    """The kinds of answer that are right."""
    row = ROWS[name]
    if letter in "n-" and rule_for(name.partition(":")[0]) != PUBLIC:
        return {SIGN_IN}
    if letter in row.letters(whose):
        return {OPEN}
    return {OPEN, NOT_THERE} if letter in row.told else {NOT_THERE}


def test_every_url_stands_in_the_table():
    assert set(EXPECTED) == set(url_names())


@pytest.mark.parametrize("name", ROWS)
def test_get(world, name):
    wrong = []
    for letter, whose, thing in cells(world, name, "GET"):
        answer = get(world, letter, address(name, None if ROWS[name].picked else thing))
        right = expected(name, letter, whose)
        if "GET" not in ROWS[name].methods:
            right = {WRONG_METHOD, NOT_THERE} if right != {SIGN_IN} else right
        elif ROWS[name].picked:
            right = {OPEN} if letter in ROWS[name].told else right
        if answer.kind not in right:
            wrong.append(f"{letter} {whose}: {answer.kind} instead of {right}")
        if answer.wrote - LOGS - IN_STEP.get(name, set()):
            wrong.append(f"{letter} {whose}: a GET wrote {sorted(answer.wrote)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", ROWS)
def test_post(world, name):
    row, wrong = ROWS[name], []
    before = state_of_the_world()
    for letter, whose, thing in cells(world, name, "POST"):
        url = address(name, None if row.picked else thing)
        answer = post(world, letter, name, url, thing)
        right = expected(name, letter, whose)
        if "POST" not in row.methods:
            right = {WRONG_METHOD, NOT_THERE, SIGN_IN}
        if answer.kind not in right:
            wrong.append(f"{letter} {whose}: {answer.kind} instead of {right}")
        may = "POST" in row.methods and letter in row.letters(whose) and SIGN_IN not in right
        if may and not answer.wrote:
            wrong.append(f"{letter} {whose}: had no effect: {answer.status} {said(answer)}")
        if not may and answer.wrote and changes(world, letter, name, url, thing, before):
            wrong.append(f"{letter} {whose}: changed {sorted(answer.wrote)}")
    assert not wrong, "\n".join(wrong)


def said(answer):
    """The errors on the page, for the one who reads a failure."""
    import re

    found = re.findall(r'class="(?:invalid-feedback|errorlist|lw-error)[^>]*>(.*?)<', answer.text)
    return found or answer.location
