"""Everything that stands beside one case while somebody decides on it, at the OPD or the BKD."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from wfa.calendars.wording import join
from wfa.people.wording import person as written
from wfa.policies.selectors import closures_for
from wfa.requests.models import Evidence, RequestDay, State, WorkRequest
from wfa.requests.permissions import may_read
from wfa.requests.rules import Facts, check, check_decision
from wfa.requests.selectors import criteria_of, differences, home_unit
from wfa.requests.wording import history
from workflows import rules, selectors
from workflows.forms.desks import VERBS, AssessmentForm
from workflows.models import Assessment
from workflows.permissions import AT_OPD, obstacles, open_steps
from workflows.selectors import Beside
from workflows.services.judging import held_sentence
from workflows.steps import STEPS
from workflows.views import reasons
from workflows.views.scope import dates_of, held, person

_PENDING = {State.SUBMITTED, State.RECOMMENDED, State.PROPOSED}


def contents(
    request: HttpRequest,
    case: WorkRequest,
    facts: Facts,
    beside: Beside,
    data: QueryDict | None = None,
) -> dict[str, Any]:
    """What templates/workflows/case_panel.html shows at the OPD; `data` is what was typed."""
    why_held = held_back(case, beside)
    steps, obstructed = _offers(request, case)
    criteria = criteria_of(facts.rules)
    return {
        **about(request, case, facts, beside),
        "held": why_held,
        "steps": [s for s in steps if not (why_held and STEPS[s].judged)],
        "can_undo": _can_undo(request, case),
        "reasons": obstructed,
        "sentences": reasons.for_steps(request, beside, [s for s in steps if STEPS[s].noted]),
        "form": AssessmentForm(
            data,
            case=case,
            criteria=criteria,
            before=_this_round(case, beside),
            auto_id="n_%s",
        ),
    }


def about(request: HttpRequest, case: WorkRequest, facts: Facts, beside: Beside) -> dict[str, Any]:
    """The case itself, the same for everybody who decides on it."""
    waits = case.state in _PENDING
    return {
        "case": case,
        "dates": dates_of(case, facts),
        "badge": badge(case, facts) if waits else None,
        "rules": findings(case, facts),
        "differences": differences(case) if case.round > 1 else [],
        "plan": sorted(beside["plan"], key=lambda row: (row["order"], row["pk"])),
        "evidence": _evidence(request, case, beside),
        "days": _days(facts.dates, beside),
        "days_more": max(len(facts.dates) - selectors.DAYS_SHOWN, 0),
        "past": _past(beside),
        "history": history(case, beside.decisions, viewer=person(request).identity),
        "assessments": _assessments(case, criteria_of(facts.rules), beside),
        "superior": _superior(case, facts, beside),
        "verbs": VERBS,
    }


def badge(case: WorkRequest, facts: Facts) -> rules.Badge | None:
    """How much time is left for whoever has the case; (words, icon, tone)."""
    if case.due_on is None:
        return None
    return rules.deadline(facts.calendar, case.due_on, facts.today)


def held_back(case: WorkRequest, beside: Beside) -> str:
    """Why nobody decides on the case for now; "" = it goes on. Asked only if something is closed."""
    if not beside.is_closing:
        return ""
    home = home_unit(case)
    closing = closures_for([home], timezone.localdate()).get(home.pk)
    return held_sentence(closing) if closing else ""


def findings(case: WorkRequest, facts: Facts) -> list[Any]:
    """What must hold at the decision, then what was looked at when it was submitted."""
    decisive = check_decision(facts)
    if case.state not in _PENDING:
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


def document(request: HttpRequest, evidence: Sequence[Mapping[str, Any]]) -> Any:
    """The picture asked for by `berkas=`, to be shown beside the case; None = nothing."""
    wanted = request.GET.get("berkas", "")
    return next((row for row in evidence if row["is_picture"] and str(row["pk"]) == wanted), None)


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


def _can_undo(request: HttpRequest, case: WorkRequest) -> bool:
    """Whether this person recommended it, and it isn't proposed yet."""
    steps = open_steps(case, held(request), ["take_back"])
    return bool(steps) and case.recommended_by_id == person(request).pk


def _this_round(case: WorkRequest, beside: Beside) -> Mapping[str, Any] | None:
    return next((row for row in beside["assessments"] if row["round"] == case.round), None)


def _evidence(request: HttpRequest, case: WorkRequest, beside: Beside) -> list[dict[str, Any]]:
    """Files with whether this person may open them now; health evidence only while deciding."""
    user, authority = person(request), held(request)
    found = []
    for row in beside["evidence"]:
        pk = uuid.UUID(str(row["pk"]))
        one = Evidence(pk=pk, request=case, is_health=row["is_health"])
        is_open = may_read(one, user, authority)
        picture = is_open and row["type"].startswith("image/")
        found.append({**row, "pk": pk, "open": is_open, "is_picture": picture})
    return sorted(found, key=lambda row: row["name"])


def _days(dates: Sequence[datetime.date], beside: Beside) -> list[dict[str, Any]]:
    """Per asked day the seats of the unit, and who else is away: the number and the first names."""
    rows: dict[datetime.date, dict[str, Any]] = {
        date: {"date": date, "seats": beside.seats.get(date), "names": []}
        for date in dates[: selectors.DAYS_SHOWN]
    }
    for away in sorted(beside["away"], key=lambda each: str(each["name"])):
        if row := rows.get(away["date"]):
            kind = "WFH" if away["place"] == WorkRequest.Place.HOME else "WFA"
            row["names"].append(f"{written(away['name'])} ({kind})")
    for row in rows.values():
        others = row["seats"].taken - 1 if row["seats"] else 0  # one is the applicant's own
        row["total"] = max(others, len(row["names"]))
        more = row["total"] - len(row["names"])
        row["text"] = join([*row["names"], *([f"{more} lainnya"] if more else [])])
    return list(rows.values())


def _past(beside: Beside) -> str:
    """The last three months of this employee in one line."""
    counted = Counter(row["state"] for row in beside["past"])
    parts = [
        f"{counted[state]} hari {label.lower()}"
        for state, label in RequestDay.State.choices
        if counted.get(state)
    ]
    return f"{join(parts)}." if parts else ""


def _assessments(
    case: WorkRequest, criteria: list[tuple[str, str]], beside: Beside
) -> list[dict[str, Any]]:
    """Earlier assessments, the newest first, with the criteria that were found not met."""
    labels = dict(Assessment.Workload.choices)
    return [
        {
            **row,
            "assessor": written(row["assessor"]),
            "workload": labels.get(row["workload"], ""),
            "unmet": [text for key, text in criteria if not row["criteria"].get(key)]
            if case.basis == WorkRequest.Basis.TASK
            else [],
        }
        for row in sorted(beside["assessments"], key=lambda row: -row["round"])
    ]


def _superior(case: WorkRequest, facts: Facts, beside: Beside) -> dict[str, Any] | None:
    """The direct superior's view of this round, or that it is missing where the policy asks for it."""
    given = next((row for row in beside["views_given"] if row["round"] == case.round), None)
    if given is not None:
        return {**given, "name": written(given["name"])}
    if not facts.rules.superior_step or case.state != State.SUBMITTED:
        return None
    people = selectors.superiors_of(case)
    return {"waits_for": join([p.get_short_name() for p in people])} if people else None
