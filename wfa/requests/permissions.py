"""Who may open a supporting file. Health evidence is seen by the deciders of that case only."""

from __future__ import annotations

from collections.abc import Iterator

from wfa.people.authority import Role, states_for
from wfa.people.models import Employee
from wfa.people.permissions import Authority, Capacity, nearest_holders
from wfa.requests.models import Evidence, State, WorkRequest

APPLICANT = "Pemohon"
FILER = "Pengisi atas permintaan pemohon"
_EDITABLE = (State.DRAFT, State.RETURNED)


def may_read(evidence: Evidence, user: Employee, authority: Authority) -> bool:
    """Whether `user` may open this file now."""
    return reads_as(evidence, user, authority) is not None


def reads_as(evidence: Evidence, user: Employee, authority: Authority) -> str | None:
    """As whom `user` may open this file, for the log; None = not at all.

    Health data is specific personal data (UU 27/2022 Ps 4 ayat 2): the applicant, who fills in
    for them while it isn't submitted, the assessors while the OPD decides, the BKD's deciders
    while the BKD decides, and the inspector.
    """
    request = evidence.request
    if user.pk == request.applicant_id:
        return APPLICANT
    if user.pk == request.filed_by_id:
        return _as_filer(evidence, authority)
    if request.state == State.DRAFT:
        return None
    if not evidence.is_health:
        held = authority.capacity("view_case", request.unit)
        return held.label if held else None
    held = next(_deciding(request, user, authority), None)
    return held.label if held else None


def _as_filer(evidence: Evidence, authority: Authority) -> str | None:
    """Who filled in for somebody else: while the duty lasts; health data only while they fill in."""
    request = evidence.request
    unit = request.applicant.unit or request.unit
    if authority.capacity("file_for_other", unit) is None:
        return None
    return FILER if not evidence.is_health or request.state in _EDITABLE else None


def _deciding(request: WorkRequest, user: Employee, authority: Authority) -> Iterator[Capacity]:
    """The capacities in which `user` decides on this case as it stands, or inspects it."""
    for held in authority.capacities:
        only = Authority((held,), authority.granted)
        if only.capacity("view_health", request.unit) is None:
            continue
        states = states_for(held.role, "view_health")
        if not states or (request.state in states and _is_decider(held, request, user)):
            yield held


def _is_decider(held: Capacity, request: WorkRequest, user: Employee) -> bool:
    if held.role is Role.REGION_HEAD:  # decides only where no OPD stands between
        return user in nearest_holders("assess_request", request.unit)
    if request.state == State.REFUSED:  # the OPD's own refusal never came to the BKD
        return request.recommended_by_id is not None
    return True
