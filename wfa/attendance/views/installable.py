"""The application on the home screen: its manifest, its service worker, its page without network.

All three are the same for everybody and say nothing of anybody, so a phone may keep them.
"""

from __future__ import annotations

import functools
import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from wfa.attendance.rules.challenge import GESTURES

FILES = ("css/luwes.css", "js/luwes.js", "js/worker.js", "img/luwes.svg")
"""What the page without network needs."""
BLUE, WHITE = "#196bcd", "#ffffff"
_CLOSED = ("microphone", "display-capture", "payment", "usb")
CAMERA_AND_PLACE = ", ".join(
    [*(f"{feature}=()" for feature in _CLOSED), "camera=(self)", "geolocation=(self)"]
)
"""Permissions-Policy of the pages that take a picture; all others keep everything closed."""


@require_safe
def manifest(_request: HttpRequest) -> JsonResponse:
    """What a phone asks before it puts Luwes on the home screen."""
    icons = [
        _icon("icon-192.png", 192, "any"),
        _icon("icon-512.png", 512, "any"),
        _icon("icon-mask-512.png", 512, "maskable"),
    ]
    content = {
        "id": "/",
        "name": "Luwes, kerja fleksibel ASN",
        "short_name": "Luwes",
        "description": "Pengajuan, jadwal, dan presensi kerja fleksibel.",
        "lang": "id",
        "start_url": reverse("beranda"),
        "scope": "/",
        "display": "standalone",
        "theme_color": BLUE,
        "background_color": WHITE,
        "icons": icons,
        "shortcuts": [{"name": "Presensi", "url": reverse("presensi-saya"), "icons": icons[:1]}],
    }
    return JsonResponse(content, content_type="application/manifest+json")


def _icon(name: str, size: int, purpose: str) -> dict[str, str]:
    source = static(f"img/{name}")
    return {"src": source, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker: what to keep stands in front, the work itself is a static file.

    Its text changes with each file that it keeps: that is how phones learn of a new version.
    """
    told = {
        "version": _version(),
        "shell": [reverse("presensi-luring"), *map(static, FILES)],
        "offline": reverse("presensi-luring"),
        "place": reverse("presensi-saya"),
    }
    text = (
        f"self.LUWES = {json.dumps(told)};\nimportScripts({json.dumps(static('js/worker.js'))});\n"
    )
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def offline(_request: HttpRequest) -> HttpResponse:
    """Checking in without network; whose windows they are, only the phone itself knows."""
    response = HttpResponse(_page())
    response.headers["Permissions-Policy"] = CAMERA_AND_PLACE
    return response


def _page() -> str:
    """Rendered without the request and without the database: the same for everybody."""
    return render_to_string("attendance/offline.html", {"gestures": GESTURES.items()})


def _version() -> str:
    """Of everything that the service worker keeps; worked out once, for phones ask often."""
    return _mark() if settings.DEBUG else _mark_once()


def _mark() -> str:
    mark = hashlib.sha256(_page().encode())
    for name in FILES:
        found = finders.find(name)
        mark.update(f"{name} {static(name)}".encode())
        mark.update(Path(str(found)).read_bytes() if found else b"")
    return mark.hexdigest()[:16]


_mark_once = functools.cache(_mark)
