"""The direct superior's view, where the policy asks for it."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return redirect("pengajuan", pk)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return redirect("beranda")
