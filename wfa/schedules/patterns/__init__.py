"""Painting a pattern over the people of one OPD for a span of dates. Pure: no query, no clock.

    outcome = generate(people, room, [Segment(dates, Pattern(Kind.SHARE, share=40))], seed=7)

`generate(people, room, segments, *, seed=0, names=None) -> Outcome`: the same people, room,
segments and seed give the same outcome, in whatever order the people come. It never breaks `room`,
`away_ok`, decided days or the cap per week; what it therefore can't give it explains in
`Outcome.unmet`. `names` are those of the offices, {office id: name}, for the sentences.
"""

from wfa.schedules.patterns.generating import generate
from wfa.schedules.patterns.values import (
    KIND_LABELS,
    Kind,
    Left,
    Outcome,
    Pattern,
    Person,
    Room,
    Segment,
    Spread,
    Tally,
    Unmet,
    Why,
)

__all__ = [
    "KIND_LABELS",
    "Kind",
    "Left",
    "Outcome",
    "Pattern",
    "Person",
    "Room",
    "Segment",
    "Spread",
    "Tally",
    "Unmet",
    "Why",
    "generate",
]
