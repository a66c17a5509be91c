"""The roster as one literal table: state × step × actor, every cell through the one door.

A cell names who may: P pengelola kepegawaian, H kepala OPD (submitted it), V verifikator BKD,
K kepala BKD. Nobody else ever may: A pegawai, B penilai OPD, O pegawai OPD lain, T Plh. kepala
OPD lain, S arsiparis, I inspektur, M administrator, R bupati. "." = nobody; "*" = whoever signed
the paper, and only with its number.
"""

import pytest
from django.db import transaction

from tests.workflows import rosters as life
from wfa.schedules.models import Roster
from workflows.roster_steps import PAPER_STEPS, ROSTER_STEPS
from workflows.services import perform_roster

ACTORS = {
    "A": "ani",
    "B": "budi",
    "H": "bambang",
    "P": "pandu",
    "V": "citra",
    "K": "endah",
    "R": "bupati",
    "O": "dodi",
    "T": "plh_tri",
    "S": "rani",
    "I": "ines",
    "M": "adi",
}

TABLE = """
state      submit withdraw report send_back approve reopen enact
draft      PH     PH       .      .         .       .      .
submitted  .      PH       *      .         .       .      .
reported   .      .        .      VK        VK      .      .
returned   PH     PH       .      .         .       .      .
approved   .      .        .      .         .       V      *
in_force   .      .        .      .         .       .      .
withdrawn  .      .        .      .         .       .      .
"""
"""V approved: only V may undo."""

LEADS_TO = {
    "submit": "submitted",
    "withdraw": "withdrawn",
    "report": "reported",
    "send_back": "returned",
    "approve": "approved",
    "reopen": "reported",
    "enact": "in_force",
}

_header, *_rows = [line.split() for line in TABLE.strip().splitlines()]
CELLS = {(row[0], step): row[i] for row in _rows for i, step in enumerate(_header) if i}


@pytest.mark.parametrize("state", [row[0] for row in _rows])
def test_every_cell_of(state, request, region, ani, bambang, citra):
    people = {letter: request.getfixturevalue(name) for letter, name in ACTORS.items()}
    away = {ani: {life.a_weekday(4)[0]: "R"}}
    roster = life.in_state(state, unit=region.diskominfo, head=bambang, bkd=citra, away=away)
    wrong = []
    for step in _header[1:]:
        allowed = CELLS[state, step].replace(".", "").replace("*", "")
        for letter, person in people.items():
            outcome, after = _try(step, roster, person)
            expected = LEADS_TO[step] if letter in allowed else state
            if after != expected or (outcome == "done") != (letter in allowed):
                wrong.append(f"{state} {step} {letter}: {outcome}, {after}")
    assert wrong == []


@pytest.mark.parametrize(("state", "step"), [("submitted", "report"), ("approved", "enact")])
def test_an_issued_paper_moves_it(state, step, region, ani, bambang, citra):
    away = {ani: {life.a_weekday(4)[0]: "R"}}
    roster = life.in_state(state, unit=region.diskominfo, head=bambang, bkd=citra, away=away)
    assert CELLS[state, step] == "*"
    outcome, after = _try(step, roster, bambang, document_number="800/1")
    assert (outcome, after) == ("done", LEADS_TO[step])


def _try(step, roster, person, **data):
    """The outcome and the state after it, then everything as before."""
    point = transaction.savepoint()
    [receipt] = perform_roster(step, [roster], by=person, note="Alasan yang cukup.", **data)
    after = Roster.objects.values_list("state", flat=True).get(pk=roster.pk)
    transaction.savepoint_rollback(point)
    return receipt.outcome, after


def test_the_table_of_the_door_is_this_table():
    """Every (state, step) that the code opens stands in the table, and no other."""
    code = {(str(state), step.name) for step in ROSTER_STEPS.values() for state in step.rights}
    assert code == {cell for cell, who in CELLS.items() if who != "."}
    assert {step for (_, step), who in CELLS.items() if who == "*"} == set(PAPER_STEPS)
