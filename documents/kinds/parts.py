"""The pieces that every paper is made of, as values."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings

from documents.kinds.base import Signature
from documents.models import Document
from wfa.calendars import wording
from wfa.people.models import Employee, Region, Unit
from wfa.people.selectors import region
from wfa.refusals import Refused
from wfa.requests.models import RequestDay, WorkRequest

_NUMBERS = [
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
]


def this_region() -> Region:
    found = region()
    if found is None or found.bkd is None:
        raise Refused(
            "Data daerah belum lengkap. Minta administrator mengisi halaman Daerah dan kewenangan.",
            code="no_region",
        )
    return found


def region_name(place: Region) -> str:
    """ "Kabupaten Arjamukti" """
    return f"{place.get_kind_display()} {place.name}"


def government(place: Region) -> str:
    return f"PEMERINTAH {region_name(place)}".upper()


def head_title(unit: Unit) -> str:
    """Title of the head in capitals, as papers print it; of the region's head with its name."""
    if unit.kind == Unit.Kind.REGION:
        return this_region().head_title
    return (unit.head_title or f"KEPALA {unit.name}").upper()


def letterhead(unit: Unit) -> dict[str, Any]:
    place = this_region()
    contacts = [unit.address, unit.phone and f"Telepon {unit.phone}", unit.website, unit.email]
    emblem = place.emblem
    return {
        "government": government(place),
        "unit": unit.name.upper(),
        "address": " · ".join(each for each in contacts if each),
        "emblem": {"file": str(emblem.pk), "sha256": emblem.sha256} if emblem else None,
    }


def rank(person: Employee) -> str:
    """ "Penata (III/c)"; a PPPK has no rank: "Golongan IX"."""
    kinds = Employee.Employment
    if person.employment in {kinds.PPPK, kinds.PPPK_PART_TIME}:
        return f"Golongan {person.grade}" if person.grade else "-"
    if person.rank and person.grade:
        return f"{person.rank} ({person.grade})"
    return person.rank or person.grade


def row(no: int, request: WorkRequest, days: Sequence[datetime.date], place: str) -> dict[str, Any]:
    """One person of an annex. `request` comes with applicant, unit and position."""
    person = request.applicant
    return {
        "no": no,
        "request": str(request.pk),
        "name": person.full_name,
        "nip": wording.nip(person.identity),
        "rank": rank(person),
        "position": str(person.position or ""),
        "unit": (person.unit or request.unit).title_name,
        "mode": request.short_kind,
        "days": wording.day_list(days),
        "place": place,
        "conditions": list(request.conditions),
    }


def place_of(request: WorkRequest, *, alone: bool) -> str:
    """Where, as far as the readers need it: an annex that many read holds no private address."""
    kinds = WorkRequest.Place
    if request.place == kinds.OTHER_OFFICE and request.place_address:
        return request.place_address
    if alone and request.place_address:
        return f"{request.get_place_display()}: {request.place_address}"
    if request.place == kinds.HOME:
        return "Rumah atau tempat tinggal"
    return f"{request.get_place_display()} sesuai pengajuan {request.number}"


def days_by_request(
    requests: Iterable[WorkRequest], states: Sequence[str], since: datetime.date | None = None
) -> dict[Any, list[datetime.date]]:
    """Dates per request, in one query; with `since` only those from that day on."""
    found: dict[Any, list[datetime.date]] = {}
    rows = RequestDay.objects.filter(request__in=[r.pk for r in requests], state__in=states)
    if since:
        rows = rows.filter(date__gte=since)
    for request_id, date in rows.order_by("date").values_list("request_id", "date"):
        found.setdefault(request_id, []).append(date)
    return found


def months(dates: Iterable[datetime.date]) -> str:
    """ "Agustus 2026", "Agustus sampai dengan Oktober 2026" """
    days = sorted(dates)
    if not days:
        return ""
    first, last = wording.month(days[0]), wording.month(days[-1])
    if first == last:
        return first
    if days[0].year == days[-1].year:
        first = first.rsplit(" ", 1)[0]
    return f"{first} sampai dengan {last}"


def counted(number: int) -> str:
    """ "3 (tiga)", as letters write small numbers."""
    if number < len(_NUMBERS):
        return f"{number} ({_NUMBERS[number]})"
    return wording.number(number)


def signature_block(signature: Signature, *, enacted: bool) -> dict[str, Any]:
    """Office, name, rank and NIP: definitive, on behalf of somebody (a.n.), or acting.

    UU 30/2014 Ps 14 ayat (4): who holds a mandate prints "atas nama". Plt. and Plh. stand
    without a.n.
    """
    person = signature.signer
    return {
        "enacted": enacted,
        "lines": _office_lines(signature),
        "name": person.full_name if person else "",
        "rank": rank(person) if person else "",
        "nip": wording.nip(person.nip) if person and person.nip else "",
    }


def _office_lines(signature: Signature) -> list[str]:
    if signature.office is None:
        return [""]
    title = head_title(signature.office)
    kind = signature.capacity.kind if signature.capacity else "D"
    prefix = {"PLT": "Plt. ", "PLH": "Plh. ", "PJ": "Pj. "}.get(kind, "")
    if signature.on_behalf_of and not prefix:
        return [f"a.n. {signature.on_behalf_of.upper()}", f"{title},"]
    return [f"{prefix}{title},"]


def common(document: Document, signature: Signature) -> dict[str, Any]:
    """What all papers hold: number, dates, verification, and in which capacity it was signed."""
    at = signature.at
    held = signature.capacity
    return {
        "schema": 1,
        "kind": document.kind,
        "paper": document.options.get("paper", "A4"),
        "number": signature.number,
        "classification": signature.number.split("/")[0],
        "dated": signature.today.isoformat() if at else "",
        "dated_words": wording.short_day(signature.today) if at else "",
        "signed_at": at.isoformat(timespec="seconds") if at else "",
        "signed_words": wording.moment(at) if at else "",
        "place": this_region().seat,
        "letterhead": letterhead(document.unit),
        "verification": verification(signature.token),
        "capacity": {
            "role": held.role,
            "unit_id": held.unit_id,
            "path": held.path,
            "kind": held.kind,
            "label": held.label,
            "basis": held.basis,
            "ends": held.ends.isoformat() if held.ends else "",
            "mandate": signature.mandate,
        }
        if held
        else {},
        "pdf_title": f"{document.title} {signature.number}".strip(),
    }


def verification(token: str) -> dict[str, str] | None:
    if not token:
        return None
    return {"token": token, "url": f"{settings.BASE_URL}/v/{token}/"}
