"""What is missing or wrong in this installation, and what to do; exit 1 when something is wrong."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand

from wfa.calendars import wording
from wfa.setup import doctor
from wfa.setup.rules import Finding, Level, worst


class Command(BaseCommand):
    help = "Periksa server, daerah, aturan, dan pekerjaan tertunda; sebut cara memperbaikinya."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", action="store_true", help="coba hubungi peladen pos-el")
        parser.add_argument("--json", action="store_true", help="jawab untuk mesin")

    def handle(self, *_args: Any, **options: Any) -> None:
        found = doctor.examine(with_email=options["email"])
        if options["json"]:
            self.stdout.write(json.dumps(_for_machines(found), ensure_ascii=False, indent=1))
        else:
            self._tell(found)
        if worst(found) is Level.WRONG:
            raise SystemExit(1)

    def _tell(self, found: Sequence[Finding]) -> None:
        for group, findings in doctor.by_group(found):
            self.stdout.write(f"\n{group}")
            for finding in findings:
                self.stdout.write(f"  {finding.level}  {finding.sentence}")
                if not finding.is_ok:
                    self.stdout.write(f"         {finding.remedy}")
        counts = Counter(finding.level for finding in found)
        told = [f"{wording.number(counts[level])} {level}" for level in Level]
        self.stdout.write(f"\n{wording.join(told)}.")


def _for_machines(found: Sequence[Finding]) -> dict[str, Any]:
    return {
        "ok": worst(found) is not Level.WRONG,
        "counts": {level.value: sum(f.level is level for f in found) for level in Level},
        "findings": [
            {
                "group": finding.group.name.lower(),
                "code": finding.code,
                "level": finding.level.value,
                "sentence": finding.sentence,
                "remedy": finding.remedy,
            }
            for finding in found
        ],
    }
