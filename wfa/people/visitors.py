"""Where an attempt to sign in comes from."""

from __future__ import annotations

import ipaddress

from django.http import HttpRequest


def address_behind_proxy(request: HttpRequest) -> str | None:
    """The address that our own proxy saw: the last it has written, not what a visitor claims.

    The proxy's own address would be everybody's: a stranger could lock any account for all.
    """
    last = request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1].strip()
    try:
        return str(ipaddress.ip_address(last))
    except ValueError:
        return request.META.get("REMOTE_ADDR") or None
