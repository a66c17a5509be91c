"""Everything that stands beside one case while the OPD decides on it."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import HttpRequest, QueryDict

from wfa.calendars.wording import join
from wfa.decisions.selectors import for_subject
from wfa.requests.models import RequestDay, State, WorkRequest
from wfa.requests.permissions import may_read
from wfa.requests.rules import Facts, add_months, check, check_decision
from wfa.requests.selectors import criteria_of
from wfa.requests.wording import history
from workflows import selectors
from workflows.forms import VERBS, AssessmentForm
from workflows.models import Assessment
from workflows.permissions import AT_OPD, obstacles, open_steps
from workflows.views.scope import dates_of, held, person

DAYS_SHOWN = 6


def contents(
    request: HttpRequest, case: WorkRequest, facts: Facts, data: QueryDict | None = None
) -> dict[str, Any]:
    """What templates/workflows/case_panel.html shows; `data` is what was typed before a "no"."""
    steps, reasons = _offers(request, case)
    criteria = criteria_of(facts.rules)
    return {
        "case": case,
        "dates": dates_of(case, facts),
        "rules": findings(case, facts),
        "plan": list(case.plan.all()),
        "evidence": _evidence(request, case),
        "others": _others(case, facts.dates),
        "others_more": max(len(facts.dates) - DAYS_SHOWN, 0),
        "past": _past(case, facts.today),
        "history": history(
            case, list(for_subject("request", case.pk)), viewer=person(request).identity
        ),
        "assessments": _assessments(case, criteria),
        "steps": steps,
        "verbs": VERBS,
        "reasons": reasons,
        "form": AssessmentForm(data, case=case, criteria=criteria, auto_id="n_%s"),
    }


def findings(case: WorkRequest, facts: Facts) -> list[Any]:
    """What must hold at the decision, then what was looked at when it was submitted."""
    decisive = check_decision(facts)
    if case.state not in {State.SUBMITTED, State.RECOMMENDED, State.PROPOSED}:
        return decisive
    known = {finding.code for finding in decisive}
    informational = [
        finding
        for finding in check(facts)
        if finding.code not in known
        and finding.code != "lead"  # judged on the day of submission
        and not finding.code.startswith(("missing_", "complete"))
    ]
    return sorted([*decisive, *informational], key=lambda f: ("bad", "warn", "ok").index(f.level))


def _offers(request: HttpRequest, case: WorkRequest) -> tuple[list[str], list[str]]:
    """The steps to offer here, or why there are none."""
    steps = open_steps(case, held(request), AT_OPD)
    reasons = obstacles(case, person(request).pk, steps or AT_OPD)
    if reasons:
        return [], reasons
    if not steps:
        label = State(case.state).label
        return [], [f"Keadaannya sekarang: {label}. Tidak ada yang perlu diputus di OPD."]
    return steps, []


def _evidence(request: HttpRequest, case: WorkRequest) -> list[dict[str, Any]]:
    """Files with whether this person may open them now; health evidence only while deciding."""
    user, authority = person(request), held(request)
    rows = list(case.evidence.select_related("file", "request__unit"))
    return [
        {"evidence": row, "file": row.file, "open": may_read(row, user, authority)} for row in rows
    ]


def _others(case: WorkRequest, dates: tuple[datetime.date, ...]) -> list[dict[str, Any]]:
    """Per asked day who else of the OPD is away: the number and the first names."""
    shown = dates[:DAYS_SHOWN]
    rows: dict[datetime.date, dict[str, Any]] = {
        date: {"date": date, "total": 0, "names": []} for date in shown
    }
    for away in selectors.away_on(case, shown):
        row = rows[away.date]
        row["total"] = away.total  # type: ignore[attr-defined]  # annotated
        row["names"].append(f"{away.employee.get_short_name()} ({away.request.short_kind})")
    for row in rows.values():
        more = row["total"] - len(row["names"])
        row["text"] = join([*row["names"], *([f"{more} lainnya"] if more else [])])
    return list(rows.values())


def _past(case: WorkRequest, today: datetime.date) -> str:
    """The last three months of this employee in one line."""
    first = add_months(today, -3)
    counted = dict(selectors.days_by_state(case.applicant_id, first, today))
    labels = RequestDay.State
    parts = [
        f"{counted[state]} hari {label.lower()}"
        for state, label in labels.choices
        if counted.get(state)
    ]
    return f"{join(parts)}." if parts else ""


def _assessments(case: WorkRequest, criteria: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """Earlier assessments, the newest first, with the criteria that were found not met."""
    rows: list[Assessment] = list(case.assessments.select_related("assessor").order_by("-round"))
    return [
        {
            "assessment": row,
            "unmet": [text for key, text in criteria if not row.criteria.get(key)]
            if case.basis == WorkRequest.Basis.TASK
            else [],
        }
        for row in rows
    ]
