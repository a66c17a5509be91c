"""Filling a request in for somebody else, and asking anew what was approved before."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    return redirect("pengajuan-saya")


@require_POST
def renew(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return redirect("pengajuan", pk)
