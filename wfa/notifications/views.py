"""A person's messages, and the letters that were given up."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from wfa.notifications import selectors, services
from wfa.notifications.forms import ModeForm
from wfa.notifications.models import Message, Preference

PAGE_SIZE = 30


@require_safe
def notification_list(request: HttpRequest) -> HttpResponse:
    context = {
        "page": _page(request, selectors.inbox(request.user)),
        "unread": selectors.unread_count(request.user),
    }
    return render(request, "notifications/list.html", context)


@require_POST
def read(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    message = get_object_or_404(selectors.inbox(request.user), pk=message_id)
    services.mark_read(message)
    # `notify` takes paths of ours only, so this never leads away from the application.
    return redirect(message.link or "pemberitahuan")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    count = services.mark_all_read(request.user)
    messages.success(request, f"{count} pemberitahuan ditandai sudah dibaca.")
    return redirect("pemberitahuan")


@require_POST
def choose_mode(request: HttpRequest) -> HttpResponse:
    form = ModeForm(request.POST)
    if form.is_valid():
        mode = Preference.Mode(form.cleaned_data["cara"])
        services.choose_mode(request.user, mode)
        messages.success(request, f"Tersimpan: {mode.label[:1].lower()}{mode.label[1:]}.")
    else:
        messages.error(request, str(form.errors["cara"][0]))
    return redirect("akun")


@require_safe
def dead_letter_list(request: HttpRequest) -> HttpResponse:
    page = _page(request, selectors.dead_letters())
    return render(request, "notifications/dead_letters.html", {"page": page})


@require_POST
def retry(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    if services.retry(message_id):
        messages.success(request, "Surat akan dikirim lagi dalam satu menit.")
    else:
        messages.info(request, "Surat ini sudah dikirim lagi oleh orang lain.")
    return redirect("surat-mati")


def _page(request: HttpRequest, found: QuerySet[Message]) -> Page[Message]:
    return Paginator(found, PAGE_SIZE).get_page(request.GET.get("halaman"))
