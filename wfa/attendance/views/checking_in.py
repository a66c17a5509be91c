"""Checking in: the page of one window, and what its script, its form and the queue send."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    UnreadablePostError,
)
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from wfa.attendance.forms.checking_in import CheckInForm, UploadForm, claims_of
from wfa.attendance.middleware import shed
from wfa.attendance.models import CheckIn, ExpectedCheckIn
from wfa.attendance.rules.board import state_of
from wfa.attendance.rules.challenge import words
from wfa.attendance.selectors.checking import (
    check_ins_of,
    expected_of,
    known_as,
    taught_today,
)
from wfa.attendance.services import photos, shedding
from wfa.attendance.services.checking_in import (
    Receipt,
    check_in,
    gesture_of,
    refuse_closed,
    to_the_second,
    touch,
)
from wfa.attendance.views.installable import CAMERA_AND_PLACE
from wfa.attendance.views.notice import after_notice
from wfa.people.models import Employee
from wfa.people.views.scope import me
from wfa.refusals import Refused

PIECE = 64 * 1024
_STATUS = {"too_large": 413, "cut_off": 400}
"""Refusals of a picture: 400 is sent again by the phone, the others are final (422)."""


@never_cache
@require_safe
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The page of one window. Whoever opens it in time has reached us in time, notice read or not."""
    expected = get_object_or_404(expected_of(me(request)), pk=pk)
    if request.method == "GET":
        touch(expected)
    return _page(request, expected)


@after_notice
def _page(request: HttpRequest, expected: ExpectedCheckIn) -> HttpResponse:
    known: CheckIn | None = getattr(expected, "check_in", None)
    if known is None:
        refuse_closed(expected, timezone.now())
    window, gesture = expected.window, gesture_of(expected)
    context = {
        "expected": expected,
        "check_in": known,
        "state": state_of(
            known.arrival if known else "",
            window.opens_at,
            window.ends_at,
            window.late_until,
            timezone.now(),
        ),
        "may_send": bool(known and photos.may_come(known)),
        "gesture": gesture,
        "words": words(gesture),
        "person": known_as(me(request)),
    }
    response = render(request, "attendance/check_in.html", context)
    response.headers["Permissions-Policy"] = CAMERA_AND_PLACE
    return response


@never_cache
@require_POST
def present(request: HttpRequest, pk: uuid.UUID) -> JsonResponse:
    """The small first step, from the page or from the queue."""
    claims = claims_of(CheckInForm(request.POST), source=CheckIn.Source.CAMERA)
    return JsonResponse(_told(_check_in(me(request), pk, claims)))


def _check_in(person: Employee, pk: uuid.UUID, claims: dict[str, Any]) -> Receipt:
    try:
        return check_in(person, pk, **claims)
    except ExpectedCheckIn.DoesNotExist as error:
        raise Http404 from error


def _told(receipt: Receipt) -> dict[str, object]:
    row = receipt.check_in
    return {
        "hasil": "sudah" if receipt.is_repeated else "diterima",
        "kalimat": receipt.sentence,
        "nomor": row.receipt,
        "pukul": to_the_second(row.at),
        "kedatangan": row.arrival,
        "foto": reverse("presensi-foto", args=[row.pk]),
        "foto_sampai": row.photo_due_at.isoformat(),
        "foto_tunda": receipt.photo_delay,
    }


@never_cache
@require_POST
def photo(request: HttpRequest, pk: uuid.UUID) -> JsonResponse:
    """The picture of a check-in, as the bare body. In a rush it is asked for later, unread."""
    if wait := shedding.turned_away():
        told = {"hasil": "nanti", "kalimat": "Antrean foto penuh. Foto dikirim lagi sendiri."}
        return shed(JsonResponse(told, status=503, headers={"Retry-After": str(wait)}))
    row = get_object_or_404(check_ins_of(me(request)), pk=pk)
    size = _claimed_size(request)
    try:
        taken = photos.take_photo(
            row, lambda: _body(request), size=size, name="foto.jpg", by=me(request)
        )
    except Refused as refusal:
        told = {"hasil": "ditolak", "kalimat": refusal.message}
        return JsonResponse(told, status=_STATUS.get(refusal.code, 422))
    except UnreadablePostError:  # the phone is gone; it sends it again
        return JsonResponse({"hasil": "ditolak", "kalimat": "Foto terputus."}, status=400)
    return JsonResponse({"hasil": str(taken)})


def _claimed_size(request: HttpRequest) -> int:
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(length) if length.isdecimal() else 0


def _body(request: HttpRequest) -> Iterator[bytes]:
    while piece := request.read(PIECE):
        yield piece


@never_cache
@require_POST
def upload(request: HttpRequest, pk: uuid.UUID) -> HttpResponseRedirect:
    """Both steps in one, without script; a second picture where the first one can't be used."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, str(form.errors["foto"][0]))
        return redirect("presensi-isi", pk=pk)
    receipt = _check_in(me(request), pk, _uploaded())
    file = form.cleaned_data["foto"]
    try:
        photos.take_photo(
            receipt.check_in, file.chunks, size=file.size, name=file.name, by=me(request)
        )
    except Refused as refusal:
        messages.warning(request, f"{receipt.sentence} Fotonya belum: {refusal.message}")
        return redirect("presensi-isi", pk=pk)
    messages.success(request, f"{receipt.sentence} Nomor {receipt.check_in.receipt}.")
    return redirect("presensi-saya")


def _uploaded() -> dict[str, Any]:
    """A form says nothing of time and place, and the window itself keeps a second click out."""
    return {
        "key": uuid.uuid4(),
        "claimed_at": None,
        "position": None,
        "challenge": "",
        "queued": False,
        "hints": [],
        "source": CheckIn.Source.UPLOAD,
    }


@never_cache
@require_safe
def sync(request: HttpRequest) -> JsonResponse:
    """What the queue and the page without network must know: who is here, and today's windows.

    `baca_dulu`: there are windows, and they are told once the notice was read.
    """
    person = me(request)
    windows = taught_today(person)
    told = {
        "siapa": known_as(person),
        "csrf": get_token(request),
        "sekarang": timezone.now().isoformat(),
        "baca_dulu": windows is None,
        "jendela": [_window(each) for each in windows or ()],
    }
    return JsonResponse(told)


def _window(expected: ExpectedCheckIn) -> dict[str, str]:
    window = expected.window
    return {
        "id": str(expected.pk),
        "nama": window.name,
        "tanggal": window.date.isoformat(),
        "buka": window.opens_at.isoformat(),
        "tutup": window.ends_at.isoformat(),
        "terlambat_sampai": window.late_until.isoformat(),
        "gerakan": gesture_of(expected),
        "hadir_url": reverse("presensi-hadir", args=[expected.pk]),
    }
