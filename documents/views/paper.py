"""One paper: read, sign, follow, download, revoke."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents import rendering, selectors, services, storage
from documents.forms import ReasonForm, RevokeForm, SignForm
from documents.kinds import assignment_letter, kind_of
from documents.models import Document
from documents.views.scope import held, on_form, person, tell, visible
from wfa.audit.services import record
from wfa.calendars import wording
from wfa.people.models import Employee
from wfa.refusals import Refused
from wfa.requests.models import RequestDay

_READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])
WAITING_SECONDS = datetime.timedelta(seconds=45)
"""How long the page refreshes itself while the worker prints."""


@require_safe
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _page(request, visible(request, pk))


@sensitive_post_parameters("password")
@require_POST
def sign(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    document = visible(request, pk)
    form = SignForm(request.POST, request=request, user=person(request))
    if not form.is_valid():
        return _page(request, document, form=form, status=422)
    try:
        services.sign(document, by=person(request))
    except Refused as refusal:
        if refusal.code == "moved":
            tell(request, refusal)
            return redirect("naskah", document.pk)
        on_form(form, refusal)
        return _page(request, document, form=form, status=422)
    messages.success(request, "Ditandatangani. Naskah sedang diterbitkan.")
    return redirect("naskah", document.pk)


@require_POST
def discard(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    document = visible(request, pk)
    try:
        services.discard(document, by=person(request))
    except Refused as refusal:
        tell(request, refusal)
        return redirect("naskah", document.pk)
    if document.kind == Document.Kind.REPRIMAND:
        messages.success(request, "Rancangan dibuang. Langkahnya menunggu surat lagi.")
        return redirect("pembinaan-lihat", document.subject_id)
    messages.success(request, "Rancangan dibuang. Pengajuannya siap disusun lagi.")
    return redirect("surat-keputusan")


@require_POST
def retry(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    document = visible(request, pk)
    try:
        services.retry(document, by=person(request))
    except Refused as refusal:
        tell(request, refusal)
    return redirect("naskah", document.pk)


@require_POST
def void(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    document = visible(request, pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            services.void(document, by=person(request), reason=form.cleaned_data["reason"])
        except Refused as refusal:
            on_form(form, refusal)
        else:
            messages.success(request, "Nomor dibatalkan dan tercatat. Pengajuannya siap lagi.")
            return redirect("naskah", document.pk)
    return _page(request, document, void_form=form, status=422)


@_READ_WRITE
def revoke(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    document = visible(request, pk)
    if document.kind != Document.Kind.DECREE or document.state != Document.State.ISSUED:
        raise Http404
    form = RevokeForm(request.POST or None, document=document)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["requests"]
        reason = form.cleaned_data["reason"]
        try:
            draft = services.revoke(document, chosen, by=person(request), reason=reason)
        except Refused as refusal:
            on_form(form, refusal)
        else:
            return redirect("naskah", draft.pk)
    context = {"document": document, "form": form}
    return render(request, "documents/revoke.html", context, status=422 if form.errors else 200)


@require_safe
def draft_pdf(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The draft as it would be printed, marked RANCANGAN; it is never kept."""
    document = visible(request, pk)
    if document.state != Document.State.DRAFT:
        raise Http404
    snapshot = services.preview(document, person(request))
    rendered = rendering.render(
        kind_of(document.kind).TEMPLATE,
        snapshot,
        emblem=services.emblem_of(snapshot),
        draft=True,
    )
    return _pdf(rendered.content, "rancangan.pdf")


@require_safe
def download(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The issued paper; who took it is written down before it is given."""
    document = visible(request, pk)
    if document.state != Document.State.ISSUED:
        raise Http404
    content = _read(document)
    capacity = held(request).capacity("view_decree", document.unit)
    with transaction.atomic():
        record(
            "document.read",
            by=person(request),
            capacity=capacity.label if capacity else "",
            target=("document", document.pk),
            number=document.number,
        )
    return _pdf(content, f"{document.number.replace('/', '-')}.pdf")


def _read(document: Document) -> bytes:
    """The file, if it still is what was issued."""
    if storage.digest_of(document.file_name) != document.file_sha256:
        raise Refused(
            "Berkas naskah tidak ada atau berubah di penyimpanan. Hubungi administrator.",
            code="file_changed",
        )
    return storage.read(document.file_name)


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _page(
    request: HttpRequest,
    document: Document,
    *,
    form: SignForm | None = None,
    void_form: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    snapshot = services.preview(document, person(request))
    context: dict[str, Any] = {
        "document": document,
        "s": snapshot,
        "body": kind_of(document.kind).TEMPLATE,
        "emblem": reverse("lambang") if snapshot["letterhead"].get("emblem") else "",
        "qr": rendering.qr(snapshot["verification"]["url"]) if snapshot["verification"] else "",
        "people": snapshot.get("count", len(snapshot["people"])),
        "history": _history(document),
        "back": kind_of(document.kind).back(document),
        **_rights(request, document),
    }
    if document.state == Document.State.DRAFT:
        context |= _before_signing(request, document, form)
    if document.state == Document.State.NUMBERED:
        context["void_form"] = void_form or ReasonForm()
        since = document.numbered_at or timezone.now()
        fresh = timezone.now() - since < WAITING_SECONDS
        context["refresh"] = fresh and not document.last_error and request.method == "GET"
    if document.state == Document.State.ISSUED:
        context |= _issued(request, document)
    request.places = kind_of(document.kind).PLACES  # type: ignore[attr-defined]  # see wfa.context
    return render(request, "documents/paper.html", context, status=status)


def _rights(request: HttpRequest, document: Document) -> dict[str, bool]:
    authority, kind = held(request), kind_of(document.kind)

    def may(action: str) -> bool:
        return authority.capacity(action, document.unit) is not None

    return {
        "may_sign": may(kind.SIGN_ACTION),
        "may_handle": any(may(action) for action in kind.HANDLED_BY),
        "may_revoke": document.kind == Document.Kind.DECREE and may("draft_decree"),
    }


def _before_signing(
    request: HttpRequest, document: Document, form: SignForm | None
) -> dict[str, Any]:
    user = person(request)
    capacity = services.signing_capacity(document, user)
    found = services.checks(document, user, capacity, timezone.localdate())
    return {
        "capacity": capacity,
        "classification": kind_of(document.kind).CLASSIFICATION,
        "checks": [check for check in found if capacity or check.code != "no_right"],
        "blocked": [check for check in found if check.level == "bad"],
        "sign_form": form or SignForm(request=request, user=user),
    }


def _issued(request: HttpRequest, document: Document) -> dict[str, Any]:
    intact = storage.digest_of(document.file_name) == document.file_sha256
    own = _own_days(document, person(request))
    return {
        "intact": intact,
        "entry": getattr(document, "archive", None),
        "own_days": wording.day_list(own) if own else "",
        "verification": selectors.status(document.token or "", timezone.localdate()),
        "live": document.items.filter(is_live=True).exists(),
    }


def _own_days(document: Document, reader: Employee) -> list[datetime.date]:
    """The reader's own days away that a decree or a Surat Tugas has given and that still stand."""
    if document.kind == Document.Kind.DECREE:
        days = RequestDay.objects.filter(
            request__papers__document=document, employee=reader, state="approved"
        )
        return list(days.order_by("date").values_list("date", flat=True))
    if document.kind == Document.Kind.ASSIGNMENT:
        return assignment_letter.own_days(document, reader)
    return []


def _history(document: Document) -> list[dict[str, str]]:
    """Newest first; what hasn't happened isn't there."""
    rows = [
        ("pen", "", "Disusun", document.drafted_at, document.drafted_by.full_name, ""),
        (
            "pen",
            "ok",
            f"Ditandatangani, nomor {document.number} diambil",
            document.numbered_at,
            f"{document.signer_name}, {document.signer_capacity}",
            "",
        ),
        ("document-check", "ok", "Terbit dan dikirim", document.issued_at, "", ""),
    ]
    entries = [
        {"icon": icon, "tone": tone, "text": text, "meta": _meta(at, who), "note": note}
        for icon, tone, text, at, who, note in rows
        if at
    ]
    if document.state == Document.State.VOID:
        entries.append(
            {
                "icon": "stop",
                "tone": "bad",
                "text": "Batal terbit",
                "meta": document.voided_by.full_name if document.voided_by else "",
                "note": document.void_reason,
            }
        )
    return entries[::-1]


def _meta(at: datetime.datetime, who: str) -> str:
    return " · ".join(part for part in (wording.moment(at), who) if part)
