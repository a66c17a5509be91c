"""The people of one window, in a process of their own.

python -m bench.load.crowd PEOPLE.jsonl PORT WINDOW OPENS RESULT.json FIRST COUNT SECONDS [RATE]

OPENS: seconds since the epoch. Without RATE they come as `arrivals` says, else so many a second.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from bench.load.arrivals import arrivals, steady
from bench.load.client import Phone, visit
from bench.load.pictures import pictures

PICTURES = 1500
THINK = (1.0, 4.0)
"""Seconds between the page and the shutter."""


def main() -> None:
    file, port, window, opens, result, first, count, seconds, *rate = sys.argv[1:]
    with Path(file).open() as lines:
        rows = [json.loads(x) for x in islice(lines, int(first), int(first) + int(count))]
    phones = [Phone(**row) for row in rows]
    many = pictures(PICTURES)
    if rate:
        times = steady(float(rate[0]), float(seconds))[: len(phones)]
    else:
        times = arrivals(len(phones), float(seconds))
    asyncio.run(_all(phones, times, many, int(port), int(window), float(opens)))
    Path(result).write_text(json.dumps([asdict(phone) for phone in phones[: len(times)]]))


async def _all(
    phones: list[Phone],
    times: list[float],
    many: list[bytes],
    port: int,
    window: int,
    opens: float,
) -> None:
    dice = random.Random(5)  # noqa: S311 - a timetable, no secret

    async def one(n: int, phone: Phone, moment: float) -> None:
        await asyncio.sleep(max(0.0, opens + moment - time.time()))
        # Whoever comes in the last seconds hurries: their page was open in time.
        await visit(phone, port, window, many[n % len(many)], think=dice.uniform(*THINK))

    pairs = zip(phones, times, strict=False)
    await asyncio.gather(*(one(n, phone, at) for n, (phone, at) in enumerate(pairs)))


if __name__ == "__main__":
    main()
