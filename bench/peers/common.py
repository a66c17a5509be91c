"""What both peers are given alike: plain Django settings, officials, and the copying of cases."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.databases import settings_of

STAFF = 40
"""Employees who file while the clock runs."""
TYPED = {
    "nip": "198501012010011001",
    "name": "Pegawai 000001",
    "dates": "2026-12-02, 2026-12-09",
    "place": "Jalan Melati 14, Kecamatan Kertasari",
    "reason": "Menyelesaikan pengujian aplikasi pelayanan yang memerlukan ketenangan.",
    "plan": "Menguji 24 layar aplikasi perizinan; laporan hasil uji.",
}
"""As much as an employee types in Luwes, in as few fields as will hold it."""


_APPS = ["auth", "contenttypes", "sessions", "messages", "staticfiles"]
_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
_COMMON = {
    "DEBUG": False,
    "SECRET_KEY": "only-for-the-benchmark-0123456789-0123456789-xyz",
    "ALLOWED_HOSTS": ["localhost"],
    "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
    "MIDDLEWARE": _MIDDLEWARE,
    "STATIC_URL": "static/",
    "USE_TZ": True,
    "TIME_ZONE": "Asia/Jakarta",
    "LANGUAGE_CODE": "id",
    "LOGGING": {"version": 1, "root": {"level": "ERROR"}},
}


def settings(*, apps: Sequence[str], urls: str, pages: Sequence[Path] = ()) -> dict[str, Any]:
    """Settings of a peer; the database under the same pragmas and durability as Luwes'."""
    engine = "django.template.backends.django.DjangoTemplates"
    options = {"context_processors": _PROCESSORS}
    return {
        **_COMMON,
        "ROOT_URLCONF": urls,
        "DATABASES": {"default": settings_of(os.environ["DATABASE_URL"])},
        "INSTALLED_APPS": [*(f"django.contrib.{app}" for app in _APPS), *apps],
        "TEMPLATES": [
            {"BACKEND": engine, "DIRS": list(pages), "APP_DIRS": True, "OPTIONS": options}
        ],
    }
