"""What has no backlog: the import of a roster, and a decree with a long annex."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from bench.clock import Act
from bench.luwes import cast as casting
from documents import rendering as paper
from documents import services as papers
from documents.kinds import decree as kind
from documents.kinds import kind_of
from documents.models import Document
from wfa.demo import cases
from wfa.people import importers
from workflows.services import close_examination

ROWS = (1, 100, 1000)


def importing() -> list[Act]:
    """The sample that is shipped, and the files of `--roster` where one is given."""
    found = _importing("", settings.BASE_DIR / "sample")
    if named := os.environ.get("BENCH_ROSTER"):
        found += _importing("_roster", Path(named))
    return found


def _importing(suffix: str, folder: Path) -> list[Act]:
    """Read both files, then save what they say; each is undone, so the next finds nothing."""
    units, people = folder / "UNOR.csv", folder / "SIASN.xlsx"
    by = importers.system_account()

    def look(_subject: Any) -> None:
        importers.read(units, people)

    def save(plan: importers.Plan) -> None:
        with transaction.atomic():
            importers.apply(plan, by=by)
            transaction.set_rollback(True)

    def plans(number: int) -> list[importers.Plan]:
        return [importers.read(units, people)] * number

    note = f"{_people(importers.read(units, people))} pegawai"
    return [
        Act(f"import_read{suffix}", look, note=note),
        Act(f"import_apply{suffix}", save, plans, note=note),
    ]


def _people(plan: importers.Plan) -> int:
    told = plan.report()["people"]
    return sum(told.get(name, 0) for name in ("new", "changed", "unchanged", "refused"))


def rendering() -> list[Act]:
    """The frozen content of a real decree, its annex made as long as wanted, printed as PDF/A."""
    content = _decree().snapshot
    template = kind_of(kind.NAME).TEMPLATE
    return [_printing(number, template, content) for number in ROWS]


def _printing(number: int, template: str, content: dict[str, Any]) -> Act:
    snapshot = {**content, "annex": _annex(content["annex"], number)}
    return Act(f"decree_{number}", lambda _: paper.render(template, snapshot).content)


def _annex(annex: dict[str, Any], number: int) -> dict[str, Any]:
    first = annex["rows"][0]
    return {**annex, "rows": [{**first, "no": n} for n in range(1, number + 1)]}


def _decree() -> Document:
    """Made the real way, up to the signature that freezes its content."""
    cast = casting.build(large=1, others=0, size=0)
    office = cast.large.office
    asked = cases.recommended(office, 1)
    proposal = cases.received(office, asked)
    approved = cases.step("approve", asked, cast.verifier)
    close_examination(proposal, by=cast.verifier)
    [draft] = papers.draft_decree(approved, by=cast.verifier)
    return papers.sign(draft, by=cast.bkd_head)
