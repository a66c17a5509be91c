"""What became of everybody: from the phones' side and from the database's."""

from __future__ import annotations

import math
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

Finding = dict[str, Any]


def of_phones(phones: Sequence[Finding]) -> Finding:
    """Milliseconds and statuses of each step, and who was told "received"."""
    found: Finding = {"people": len(phones)}
    for name in ("halaman", "hadir", "foto"):
        steps = [s for phone in phones for s in phone["steps"] if s["name"] == name]
        done = [s["seconds"] * 1000 for s in steps if s["status"] == 200]
        found[name] = {
            "requests": len(steps),
            "statuses": dict(Counter(str(s["status"]) for s in steps)),
            **_spread(done),
        }
    statuses = [s["status"] for phone in phones for s in phone["steps"]]
    found["server_errors"] = sum(s >= 500 and s != 503 for s in statuses)
    found["asked_for_patience"] = statuses.count(503)
    found["no_answer"] = statuses.count(0)
    found["arrivals"] = dict(Counter(phone["arrival"] or "tidak diterima" for phone in phones))
    found["photos_sent"] = sum(phone["has_sent_photo"] for phone in phones)
    found["fullest_second"] = _fullest(phones)
    return found


def _spread(values: Iterable[float]) -> Finding:
    ordered = sorted(values)
    if not ordered:
        return {}
    return {f"p{p}_ms": round(ordered[math.ceil(p / 100 * len(ordered)) - 1]) for p in (50, 95, 99)}


def _fullest(phones: Sequence[Finding]) -> int:
    firsts = (s for phone in phones for s in phone["steps"] if s["name"] == "hadir")
    counted = Counter(int(s["began"]) for s in firsts)
    return max(counted.values(), default=0)


def of_database(window: int) -> Finding:
    """Check-ins of the n-th window by arrival and by picture; who is missing though they came."""
    from django.db.models import Count

    from wfa.attendance.models import CheckIn, ExpectedCheckIn, Window

    row = Window.objects.order_by("opens_at")[window]
    came = CheckIn.objects.filter(expected__window=row)

    def by(name: str) -> dict[str, int]:
        return dict(came.values_list(name).annotate(n=Count("pk")).order_by())

    return {
        "arrivals_kept": by("arrival"),
        "photos": by("photo_state"),
        "reached_us": ExpectedCheckIn.objects.filter(window=row, contact_at__isnull=False).count(),
        "extended": row.extended_until is not None,
    }


if __name__ == "__main__":
    import json

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.load.settings")
    django.setup()
    print(json.dumps(of_database(int(sys.argv[1]))))
