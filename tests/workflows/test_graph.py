"""The drawing of the flow: every node and edge of flows.py, no other, and where the proposal is."""

import re

import pytest
from django.template.loader import render_to_string

from tests.workflows import cases
from workflows import graph, selectors
from workflows.flows import ProposalFlow
from workflows.models import Proposal
from workflows.services import close_examination

NODES = {node.name for node in ProposalFlow.instance.nodes()}


@pytest.fixture
def sent(ani, budi, bambang):
    """A proposal with one request, its letter signed."""
    return cases.proposal_of([cases.recommended(ani, budi)], bambang)


def drawn(proposal):
    proposal = Proposal.objects.get(pk=proposal.pk)
    return graph.drawing(proposal, selectors.tasks_of(proposal))


def states(proposal):
    return {node.name: node.state for node in drawn(proposal).nodes}


def decided(proposal, step, citra, **data):
    case = proposal.items.get().request
    cases.do(step, case, citra, **data)
    close_examination(proposal, by=citra)


# --- drawn from the flow itself --------------------------------------------------------------


def test_every_node_of_the_flow_is_drawn_once_and_none_else(sent):
    names = [node.name for node in drawn(sent).nodes]
    assert sorted(names) == sorted(NODES)
    assert set(graph.NAMES) == NODES


def test_every_edge_of_the_flow_is_drawn_once_and_none_else(sent):
    wanted = sorted(
        (edge.src.name, edge.dst.name)
        for node in ProposalFlow.instance.nodes()
        for edge in node._outgoing()
    )
    assert sorted((line.source, line.target) for line in drawn(sent).lines) == wanted


def test_a_node_stands_below_all_that_lead_to_it(sent):
    places = {node.name: node.y for node in drawn(sent).nodes}
    assert all(places[line.source] < places[line.target] for line in drawn(sent).lines)


def test_a_flow_in_a_circle_is_refused():
    circle = [graph.Link("a", "b", False), graph.Link("b", "a", False)]
    with pytest.raises(ValueError, match="circle"):
        graph.order(circle)


# --- where the proposal is -------------------------------------------------------------------


def test_before_the_letter_is_signed_it_waits_there(ani, budi, bambang):
    proposal = cases.proposal_of([cases.recommended(ani, budi)], bambang, signed=False)
    found = states(proposal)
    assert (found["propose"], found["letter"], found["examine"]) == ("done", "now", "later")
    assert [name for name, state in found.items() if state == "now"] == ["letter"]


def test_at_the_bkd_one_step_is_current_and_those_before_have_their_dates(sent, bambang):
    nodes = {node.name: node for node in drawn(sent).nodes}
    assert [n.name for n in nodes.values() if n.state == "now"] == ["examine"]
    assert nodes["letter"].notes[0] == bambang.full_name
    assert nodes["letter"].notes[1].startswith("Hari ini, ")
    assert nodes["received"].state == "done"


def test_approved_requests_go_on_to_the_decree(sent, citra):
    decided(sent, "approve", citra)
    assert states(sent)["drafting"] == "now"
    passed = {(line.source, line.target) for line in drawn(sent).lines if line.passed}
    assert ("outcome", "drafting") in passed
    assert ("outcome", "filing") not in passed


def test_with_nothing_approved_the_decree_is_gone_round(sent, citra):
    decided(sent, "refuse", citra, note="Layanan terganggu.")
    found = states(sent)
    assert (found["outcome"], found["drafting"], found["filing"]) == ("done", "skipped", "done")
    passed = {(line.source, line.target) for line in drawn(sent).lines if line.passed}
    assert ("outcome", "filing") in passed


def test_a_proposal_that_all_left_says_what_it_never_came_to(ani, budi, bambang):
    case = cases.recommended(ani, budi)
    proposal = cases.proposal_of([case], bambang, signed=False)
    cases.do("withdraw", case, ani)
    found = states(proposal)
    assert (found["end"], found["examine"], found["drafting"]) == ("done", "skipped", "skipped")
    letter = next(node for node in drawn(proposal).nodes if node.name == "letter")
    assert letter.notes[0] == "Semua pengajuan keluar sebelum ditandatangani."


# --- the page --------------------------------------------------------------------------------


def test_the_drawing_has_a_list_that_says_the_same(sent):
    found = drawn(sent)
    html = render_to_string("workflows/graph.html", {"drawing": found})
    items = re.findall(r"<li[^>]*>(.*?)</li>", html)
    assert len(items) == len(found.nodes)
    assert html.count('aria-current="step"') == 1
    assert "Pemeriksaan BKD: sekarang." in items[3]
    assert 'aria-hidden="true"' in html[: html.index(">")]
    assert " style=" not in html


def test_a_long_name_is_broken_into_lines_and_never_cut(sent):
    long = "Dr. Raden Ayu Kusumawardhani Prawirodirjo Notonegoro, S.Kom., M.Si."
    Proposal.objects.filter(pk=sent.pk).update(letter_signer=long)
    letter = next(node for node in drawn(sent).nodes if node.name == "letter")
    assert letter.notes[0] == long
    assert " ".join(text for text, _ in letter.lines).startswith(long)
    assert all(len(text) <= 33 for text, _ in letter.lines)
