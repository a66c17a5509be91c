"""Signatures of requests between Luwes and an attendance application. Pure.

HMAC-SHA256 over method, path, query, timestamp, nonce and the SHA-256 of the body, each on a line
of its own, in hexadecimal.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

SIGNATURE = "X-Luwes-Tanda-Tangan"
TIMESTAMP = "X-Luwes-Waktu"
NONCE = "X-Luwes-Nonce"
SKEW = 5 * 60
"""Seconds by which the two clocks may differ."""
_NONCE_FORM = re.compile(r"[A-Za-z0-9_-]{16,64}")
_STAMP_FORM = re.compile(r"[0-9]{9,11}")


@dataclass(frozen=True)
class Message:
    """What is signed."""

    method: str
    path: str
    query: str
    timestamp: str
    nonce: str
    body: bytes = b""

    def canonical(self) -> bytes:
        parts = (self.method.upper(), self.path, self.query, self.timestamp, self.nonce)
        digest = hashlib.sha256(self.body).hexdigest()
        return "\n".join((*parts, digest)).encode()


def derived_key(salt: str) -> str:
    """The key that belongs to a salt, as it is shown once: 64 hexadecimal characters.

    Derived from SECRET_KEY, so that the database holds nothing that signs.
    """
    secret = settings.SECRET_KEY.encode()
    return hmac.new(secret, f"luwes.exchange.key:{salt}".encode(), hashlib.sha256).hexdigest()


def print_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def sign(key: str, message: Message) -> str:
    return hmac.new(key.encode(), message.canonical(), hashlib.sha256).hexdigest()


def headers_for(key: str, message: Message) -> dict[str, str]:
    """The headers that a signed request carries."""
    return {
        SIGNATURE: sign(key, message),
        TIMESTAMP: message.timestamp,
        NONCE: message.nonce,
    }


def flaw(key: str, message: Message, signature: str, *, now: float | None = None) -> str:
    """Why the request isn't trusted, as a sentence; "" = it is. The signature is compared first."""
    right = hmac.compare_digest(sign(key, message).encode(), signature.lower().encode())
    if not right:
        return "Tanda tangan tidak cocok. Periksa kunci dan susunan teks yang ditandatangani."
    if not _NONCE_FORM.fullmatch(message.nonce):
        return "Nonce harus 16 sampai 64 huruf, angka, garis, atau garis bawah."
    return _late(message.timestamp, time.time() if now is None else now)


def _late(timestamp: str, now: float) -> str:
    if not _STAMP_FORM.fullmatch(timestamp):
        return "Waktu harus detik sejak 1 Januari 1970 UTC."
    if abs(now - int(timestamp)) > SKEW:
        return "Waktu permintaan berselisih lebih dari 5 menit. Samakan jam kedua server."
    return ""


def given(headers: Mapping[str, str]) -> tuple[str, str, str]:
    """(signature, timestamp, nonce) that came with a request; "" where one is missing."""
    return headers.get(SIGNATURE, ""), headers.get(TIMESTAMP, ""), headers.get(NONCE, "")
