"""One part on one database, in a process of its own; each line on standard output is one finding.

python -m bench.days.worker generate 8500 12
python -m bench.days.worker legal 8500 1
python -m bench.days.worker matrix 30
python -m bench.days.worker partitions 20000000     (where `generate` has been)
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.luwes.settings")
django.setup()

from django.core.management import call_command  # noqa: E402

from bench.days.matrix import matrix  # noqa: E402
from bench.days.partitions import partitions  # noqa: E402
from bench.days.year import generate, legal  # noqa: E402

_OUT = sys.stdout
_PARTS: dict[str, Callable[..., Iterator[dict[str, Any]]]] = {
    "generate": generate,
    "legal": legal,
    "matrix": matrix,
    "partitions": partitions,
}


def main() -> None:
    part, *numbers = sys.argv[1:]
    sys.stdout = sys.stderr  # whatever is printed on the way is no finding
    call_command("migrate", verbosity=0)
    for finding in _PARTS[part](*map(int, numbers)):
        print(json.dumps(finding), file=_OUT, flush=True)


if __name__ == "__main__":
    main()
