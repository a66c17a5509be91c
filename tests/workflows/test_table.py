"""The workflow as one literal table: state × step × actor, every cell through the one door.

A cell names who may: A pemohon, B penilai OPD, H kepala OPD, V verifikator BKD, K kepala BKD,
R bupati. Nobody else ever may: D rekan seunit, P pengelola kepegawaian, O pegawai OPD lain,
T Plh. kepala OPD lain, S arsiparis, I inspektur, M administrator. "." = nobody.
"""

import pytest
from django.db import transaction
from django.utils import timezone

from tests.workflows.cases import in_state
from wfa.requests.models import WorkRequest
from workflows.flows import ProposalFlow
from workflows.models import Proposal
from workflows.services import perform

ACTORS = {
    "A": "ani",
    "B": "budi",
    "H": "bambang",
    "V": "citra",
    "K": "endah",
    "R": "bupati",
    "D": "dewi",
    "P": "pandu",
    "O": "dodi",
    "T": "plh_tri",
    "S": "rani",
    "I": "ines",
    "M": "adi",
}

TABLE = """
state        submit withdraw recommend take_back send_back refuse propose approve return_to_opd reopen cancel recall object uphold overturn enact revoke end
draft        A      A        .         .         .         .      .       .       .             .      .      .      .      .      .        .     .      .
submitted    .      A        BHR       .         BHR       HR     .       .       .             .      .      .      .      .      .        .     .      .
returned     A      A        .         .         .         .      .       .       .             .      .      .      .      .      .        .     .      .
recommended  .      A        .         B         BHR       HR     HR      .       .             .      .      .      .      .      .        .     .      .
proposed     .      A        .         .         VK        VK     .       VK      VK            .      .      .      .      .      .        .     .      .
approved     .      .        .         .         .         .      .       .       .             V      BHKR   HKR    .      .      .        .     .      .
refused      .      .        .         .         .         .      .       .       .             V      .      .      A      .      .        .     .      .
objected     .      .        .         .         .         .      .       .       .             .      .      .      .      KR     KR       .     .      .
withdrawn    .      .        .         .         .         .      .       .       .             .      .      .      .      .      .        .     .      .
in_force     .      .        .         .         .         .      .       .       .             .      BHKR   HKR    .      .      .        .     .      .
revoked      .      .        .         .         .         .      .       .       .             .      .      .      .      .      .        .     .      .
ended        .      .        .         .         .         .      .       .       .             .      .      .      .      .      .        .     .      .
cancelled    .      .        .         .         .         .      .       .       .             .      .      .      .      .      .        .     .      .
"""
"""In `approved` and `refused` the sitting is open and V decided: only V may undo. Enact, revoke and
end need a paper or the passing of the last day: no click reaches them. B assessed the case, so
only B may take the assessment back; V refused it, so V never answers the objection."""

LEADS_TO = {
    "submit": "submitted",
    "withdraw": "withdrawn",
    "recommend": "recommended",
    "send_back": "returned",
    "refuse": "refused",
    "propose": "proposed",
    "approve": "approved",
    "return_to_opd": "submitted",
    "reopen": "proposed",
    "take_back": "submitted",
    "cancel": "cancelled",
    "recall": "cancelled",
    "object": "objected",
    "uphold": "refused",
    "overturn": "proposed",
}

_header, *_rows = [line.split() for line in TABLE.strip().splitlines()]
CELLS = {(row[0], step): row[i] for row in _rows for i, step in enumerate(_header) if i}


@pytest.mark.parametrize("state", [row[0] for row in _rows])
def test_every_cell_of(state, request, ani, budi, bambang, citra):
    people = {letter: request.getfixturevalue(name) for letter, name in ACTORS.items()}
    case = in_state(state, applicant=ani, assessor=budi, head=bambang, bkd=citra)
    wrong = []
    for step in _header[1:]:
        allowed = CELLS[state, step].replace(".", "")
        for letter, person in people.items():
            outcome, after = _try(step, case, person)
            expected = LEADS_TO[step] if letter in allowed else state
            if after != expected or (outcome == "done") != (letter in allowed):
                wrong.append(f"{state} {step} {letter}: {outcome}, {after}")
    assert wrong == []


def _try(step, case, person):
    """The outcome and the state after it, then everything as before."""
    point = transaction.savepoint()
    data = _data(step, case, person)
    [receipt] = perform(step, [case], by=person, note="Alasan yang cukup.", **data)
    after = WorkRequest.objects.values_list("state", flat=True).get(pk=case.pk)
    transaction.savepoint_rollback(point)
    return receipt.outcome, after


def _data(step, case, person):
    """What the services around the door hand in with it."""
    if step == "object":
        return {"due": timezone.localdate()}
    if step in {"propose", "overturn", "uphold"}:
        proposal = Proposal.objects.create(
            opd=case.opd,
            process=ProposalFlow.propose.run(),
            created_at=timezone.now(),
            created_by=person,
            received_at=timezone.now() if step == "overturn" else None,
        )
        return {"proposal": proposal, "objection": True, "due": timezone.localdate()}
    return {}


def test_the_table_of_the_door_is_this_table():
    """Every (state, step) that the code opens stands in the table, and no other."""
    from workflows.steps import PAPER_STEPS, STEPS

    code = {
        (str(state), step.name)
        for step in STEPS.values()
        for state in step.rights
        if step.name not in {*PAPER_STEPS, "end"}
    }
    assert code == {cell for cell, who in CELLS.items() if who != "."}
