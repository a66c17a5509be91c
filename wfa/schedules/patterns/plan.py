"""The plan while it is being made: seats left, letters, tallies. People and dates are numbers here.

Every change goes through `place` and `lift`, so that seats, tallies and weeks always agree.
"""

from __future__ import annotations

import hashlib
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from wfa.schedules.letters import AWAY_LETTERS
from wfa.schedules.patterns.lines import Dates
from wfa.schedules.patterns.values import Date, Left, Person, Room, Segment, Tally, Why

DECIDED, DESK = ord("."), ord("K")
FRIDAY = 4
NO_CAP = 1 << 60


def week_of(date: Date) -> int:
    """Monday-to-Sunday weeks, counted through: nothing happens to them at the turn of a year."""
    return (date.toordinal() - 1) // 7


def lot(person: Person, seed: int) -> tuple[bytes, str, int]:
    """Where somebody stands among equals: by seed and NIP alone."""
    words = f"{seed}:{person.order}".encode()
    return hashlib.blake2b(words, digest_size=8).digest(), person.order, person.key


class Plan:
    """People, dates and offices numbered from 0; `cells[person][date]` holds the letter's code."""

    def __init__(
        self, people: Iterable[Person], room: Room, segments: Sequence[Segment], seed: int
    ) -> None:
        self.people = sorted(people, key=lambda each: lot(each, seed))
        dates = sorted(date for segment in segments for date in segment.dates)
        self.when = Dates(tuple(dates), {date: n for n, date in enumerate(dates)})
        self._refuse_twice(dates)
        self.weeks = [week_of(date) for date in dates]
        self._read_caps(segments)
        self.is_friday = [date.weekday() == FRIDAY for date in dates]
        self._number_offices()
        self._read_room(room)
        self._read_people()

    def _refuse_twice(self, dates: Sequence[Date]) -> None:
        if len(self.when.index) != len(dates):
            raise ValueError("a date stands in two segments")
        if len({each.key for each in self.people}) != len(self.people):
            raise ValueError("a person stands twice")

    # --- reading -------------------------------------------------------------------------------

    def _number_offices(self) -> None:
        self.offices = sorted({office for each in self.people for office in each.offices})
        number = {office: n for n, office in enumerate(self.offices)}
        known: dict[tuple[int, ...], tuple[int, ...]] = {}
        for each in self.people:
            known.setdefault(each.offices, tuple(number[o] for o in each.offices))
        self.chains = [known[each.offices] for each in self.people]
        self.structural = [each.is_structural for each in self.people]

    def _read_caps(self, segments: Sequence[Segment]) -> None:
        """`caps[date]`: of its week. Where two phases meet in a week, the smaller cap holds."""
        smallest: dict[int, int] = {}
        for segment in segments:
            cap = segment.pattern.days_per_week
            for date in segment.dates:
                week = week_of(date)
                smallest[week] = min(smallest.get(week, NO_CAP), NO_CAP if cap is None else cap)
        self.caps = [smallest[week] for week in self.weeks]

    def _read_room(self, room: Room) -> None:
        self.left: list[list[int]] = []
        self.structural_left: list[list[int]] = []
        self.cause: list[list[Why]] = []
        for date in self.when.dates:
            found: list[Left] = [room[office, date] for office in self.offices]
            self.left.append([max(min(each.quota, each.presence), 0) for each in found])
            self.structural_left.append([max(each.structural, 0) for each in found])
            self.cause.append(
                [Why.PRESENCE if each.presence < each.quota else Why.QUOTA for each in found]
            )

    def _read_people(self) -> None:
        size = len(self.when.dates)
        self.cells = [bytearray([DESK]) * size for _ in self.people]
        self.decided_away: list[list[int]] = [[] for _ in range(size)]
        self.days, self.fridays = self._starts()
        self.used: list[dict[int, int]] = []
        self.by_hand_over: dict[tuple[int, int], int] = {}
        for number, person in enumerate(self.people):
            self.used.append(self._decided_weeks(person))
            self._decide(number, person.by_hand, hold=True, passing=person.fixed)
            self._decide(number, person.fixed, hold=False, passing={})

    def _starts(self) -> tuple[list[int], list[int]]:
        """Days and Fridays of earlier months; whoever has no history stands in the middle."""
        known = [each.before for each in self.people if each.before and each.away_ok]
        usual = Tally(
            statistics.median_low([each.days for each in known] or [0]),
            statistics.median_low([each.fridays for each in known] or [0]),
        )
        starts = [each.before or usual for each in self.people]
        return [each.days for each in starts], [each.fridays for each in starts]

    def _decided_weeks(self, person: Person) -> dict[int, int]:
        used: dict[int, int] = defaultdict(int)
        for date, letter in {**person.earlier, **person.by_hand, **person.fixed}.items():
            if letter in AWAY_LETTERS:
                used[week_of(date)] += 1
        return used

    def _decide(
        self,
        number: int,
        letters: Mapping[Date, str],
        *,
        hold: bool,
        passing: Mapping[Date, str],
    ) -> None:
        for date, letter in letters.items():
            at = self.when.index.get(date)
            if at is None or date in passing:
                continue
            self.cells[number][at] = DECIDED
            if letter in AWAY_LETTERS:
                self.decided_away[at].append(number)
                self._count(number, at, 1)
                if hold:
                    self._hold_by_hand(number, at)

    def _hold_by_hand(self, number: int, at: int) -> None:
        self._seats(number, at, -1)
        for office in self.chains[number]:
            over = max(-self.left[at][office], -self.structural_left[at][office], 0)
            if over:
                self.by_hand_over[at, office] = over

    # --- changing ------------------------------------------------------------------------------

    def _count(self, number: int, at: int, by: int) -> None:
        self.days[number] += by
        if self.is_friday[at]:
            self.fridays[number] += by

    def _seats(self, number: int, at: int, by: int) -> None:
        left = self.left[at]
        for office in self.chains[number]:
            left[office] += by
        if self.structural[number]:
            structural = self.structural_left[at]
            for office in self.chains[number]:
                structural[office] += by

    def place(self, number: int, at: int, letter: int) -> None:
        """Away on that date; the caller has asked `blocked`."""
        self.cells[number][at] = letter
        self.used[number][self.weeks[at]] += 1
        self._count(number, at, 1)
        self._seats(number, at, -1)

    def lift(self, number: int, at: int) -> None:
        """Back to the desk."""
        self.cells[number][at] = DESK
        self.used[number][self.weeks[at]] -= 1
        self._count(number, at, -1)
        self._seats(number, at, 1)

    # --- asking --------------------------------------------------------------------------------

    def blocked(self, number: int, at: int) -> tuple[int, Why] | None:
        """The office that has no seat left for this person on the date, and why; None = free."""
        left = self.left[at]
        for office in self.chains[number]:
            if left[office] <= 0:
                return office, self.cause[at][office]
        if self.structural[number]:
            structural = self.structural_left[at]
            for office in self.chains[number]:
                if structural[office] <= 0:
                    return office, Why.STRUCTURAL
        return None

    def has_day_left(self, number: int, at: int) -> bool:
        """Whether the week of the date may hold one more day away for this person."""
        return self.used[number].get(self.weeks[at], 0) < self.caps[at]

    def tally(self, number: int) -> Tally:
        return Tally(self.days[number], self.fridays[number])

    def able(self) -> Iterator[int]:
        return (number for number, each in enumerate(self.people) if each.away_ok)
