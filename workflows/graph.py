"""The flow of a proposal as a drawing, from the nodes and edges of `flows.ProposalFlow` itself.

`drawing` gives templates/workflows/graph.html all it needs; a node that the flow gains or loses is
drawn or gone without a change here (a test asks only for its name in plain words).
"""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from wfa.calendars.wording import clock, day
from workflows.flows import ProposalFlow
from workflows.models import Proposal

NAMES = {
    "propose": "Usulan disusun OPD",
    "letter": "Tanda tangan surat usulan",
    "received": "Masih ada pengajuan?",
    "examine": "Pemeriksaan BKD",
    "outcome": "Ada yang disetujui?",
    "drafting": "Penyusunan SK",
    "signing": "Tanda tangan SK",
    "filing": "Pengarsipan",
    "end": "Selesai",
}
"""What each node is called on the page."""

Tasks = Mapping[str, datetime.datetime | None]
"""{node reached: when it was left}, see `selectors.tasks_of`."""

WIDTH = 288
_TOP, _LEFT, _LANE, _LINE, _GAP = 16, 44, 14, 17, 26
_TEXT = _LEFT + 24
_LETTERS = 33
"""Letters of one line beside the drawing; longer ones go on in the next."""


@dataclass(frozen=True)
class Link:
    """One edge of the flow."""

    source: str
    target: str
    otherwise: bool
    """The way that is taken when no condition of a gate holds."""


@dataclass(frozen=True)
class Node:
    """One node with the place of its parts. `state`: done, now, later, or skipped."""

    name: str
    label: str
    notes: tuple[str, ...]
    """Who and when, whole, for the list."""
    state: str
    gate: bool
    x: int
    y: int
    text_x: int
    lines: tuple[tuple[str, int], ...]
    """The notes broken into lines of the drawing, each with its place."""

    @property
    def word(self) -> str:
        return {"done": "selesai", "now": "sekarang", "skipped": "tidak dilalui"}.get(
            self.state, "belum"
        )


@dataclass(frozen=True)
class Line:
    """The line of one edge."""

    source: str
    target: str
    path: str
    passed: bool


@dataclass(frozen=True)
class Drawing:
    """Everything of templates/workflows/graph.html."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    height: int
    width: int = WIDTH


def links() -> list[Link]:
    """The edges of the flow as the engine knows them."""
    return [
        Link(edge.src.name, edge.dst.name, edge.edge_class == "default")
        for node in ProposalFlow.instance.nodes()
        for edge in node._outgoing()
    ]


def order(edges: Sequence[Link]) -> list[str]:
    """All nodes, each after every node that leads to it."""
    left = {edge.source for edge in edges} | {edge.target for edge in edges}
    found: list[str] = []
    while left:
        free = sorted(n for n in left if not any(e.target == n and e.source in left for e in edges))
        if not free:
            raise ValueError(f"the flow runs in a circle through {sorted(left)}")
        found += free
        left -= set(free)
    return found


def drawing(proposal: Proposal, tasks: Tasks) -> Drawing:
    """The flow with what the proposal has passed, where it is and what is still to come.

    Include it: {% include "workflows/graph.html" with drawing=drawing only %}.
    """
    edges = links()
    nodes: list[Node] = []
    y = _TOP
    for name in order(edges):
        nodes.append(_node(proposal, name, tasks, edges, y))
        y += _GAP + _LINE * (1 + len(nodes[-1].lines))
    return Drawing(tuple(nodes), tuple(_lines(edges, nodes, tasks)), y - _GAP + _LINE // 2)


def _node(proposal: Proposal, name: str, tasks: Tasks, edges: Sequence[Link], y: int) -> Node:
    gate = sum(edge.source == name for edge in edges) > 1
    notes = _way_round(name, edges) if gate else _told(proposal, name, tasks)
    broken = [line for note in notes for line in textwrap.wrap(note, _LETTERS)]
    return Node(
        name=name,
        label=NAMES[name],
        notes=tuple(notes),
        state=_state(name, tasks),
        gate=gate,
        x=_LEFT,
        y=y,
        text_x=_TEXT,
        lines=tuple((text, y + 5 + _LINE * n) for n, text in enumerate(broken, start=1)),
    )


def _state(name: str, tasks: Tasks) -> str:
    if name in tasks:
        return "now" if tasks[name] is None else "done"
    return "skipped" if "end" in tasks else "later"


def _way_round(name: str, edges: Iterable[Link]) -> list[str]:
    """Where a gate leads when its condition doesn't hold."""
    other = next((e.target for e in edges if e.source == name and e.otherwise), "")
    return [f"Bila tidak: langsung ke {NAMES[other].lower()}."] if other else []


def _told(proposal: Proposal, name: str, tasks: Tasks) -> list[str]:
    """Who did it and when; of the waiting point that is open, that it waits."""
    left = tasks.get(name)
    if left is None:
        return ["Berkas ada di tahap ini."] if name in tasks else []
    if name == "letter" and proposal.received_at is None:
        return ["Semua pengajuan keluar sebelum ditandatangani.", _when(left)]
    return [text for text in (_who(proposal, name), _when(left)) if text]


def _who(proposal: Proposal, name: str) -> str:
    closed = proposal.closed_by.full_name if proposal.closed_by else ""
    people = {
        "propose": proposal.created_by.full_name,
        "letter": proposal.letter_signer,
        "examine": closed,
    }
    return people.get(name, "")


def _when(at: datetime.datetime) -> str:
    date = timezone.localdate(at)
    return f"Hari ini, {clock(at)}" if date == timezone.localdate() else day(date)


# --- the lines -------------------------------------------------------------------------------


def _lines(edges: Iterable[Link], nodes: Sequence[Node], tasks: Tasks) -> list[Line]:
    """Straight to the next node; round the nodes between, in a lane each, to one farther down."""
    places = {node.name: index for index, node in enumerate(nodes)}
    found, lane = [], 0
    for edge in sorted(edges, key=lambda e: places[e.source]):
        source, target = nodes[places[edge.source]], nodes[places[edge.target]]
        far = places[edge.target] - places[edge.source] > 1
        path = _round(source, target, lane) if far else _straight(source, target)
        lane += far
        found.append(Line(edge.source, edge.target, path, _passed(edge, edges, tasks)))
    return found


def _straight(source: Node, target: Node) -> str:
    return f"M{source.x} {source.y + 14}V{target.y - 14}"


def _round(source: Node, target: Node, lane: int) -> str:
    x = 6 + _LANE * lane
    return (
        f"M{source.x - 14} {source.y}H{x + 8}q-8 0-8 8V{target.y - 8 - 4 * lane}"
        f"q0 8 8 8H{target.x - 14}"
    )


def _passed(edge: Link, edges: Iterable[Link], tasks: Tasks) -> bool:
    """Whether the proposal went this way: of a gate only one way was taken."""
    if tasks.get(edge.source) is None or edge.target not in tasks:
        return False
    rivals = [e.target for e in edges if e.source == edge.source and not e.otherwise]
    return not (edge.otherwise and any(name in tasks for name in rivals))
