"""Keberatan: the applicant objects to a refusal, the head of the BKD or the PPK answers."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return redirect("pengajuan", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return redirect("beranda")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return redirect("beranda")
