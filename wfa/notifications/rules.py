"""Who is told, when a message is tried again, and what is said about a failure."""

from __future__ import annotations

import datetime
import smtplib
from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Protocol

BACK_OFF = tuple(datetime.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))
MAX_ATTEMPTS = len(BACK_OFF) + 1


class When(StrEnum):
    """When a message goes out by e-mail."""

    NOW = "now"
    DIGEST = "digest"
    NEVER = "never"


def when_sent(topic: str, mode: str) -> When:
    """Decisions about oneself always at once; the rest as its reader wants it.

    New work is told at once, reminders of it in the morning's digest: they say the same again.
    """
    if topic == "news":
        return When.NOW
    if mode == "none":
        return When.NEVER
    return When.DIGEST if topic != "work" and mode == "digest" else When.NOW


class Recipient(Protocol):
    """Who is told; an empty `email` means in the application only."""

    pk: Any
    email: Any


class Reader(Protocol):
    """Who reads: the signed-in person."""

    pk: Any


def wait_after(attempts: int) -> datetime.timedelta:
    """How long the next try waits after this many tries."""
    return BACK_OFF[min(attempts, len(BACK_OFF)) - 1]


def failure(error: Exception) -> str:
    """What went wrong, in words and by its class: servers quote addresses in their answers."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        words = "Server surat menolak alamat penerima"
    elif isinstance(error, smtplib.SMTPAuthenticationError):
        words = "Server surat menolak nama masuk atau kata sandi"
    elif isinstance(error, smtplib.SMTPServerDisconnected | smtplib.SMTPConnectError):
        words = "Server surat memutus sambungan"
    elif isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException):
        words = "Server surat tidak dapat dihubungi"
    else:
        words = "Surat gagal dikirim"
    code = getattr(error, "smtp_code", None)
    kind = type(error).__name__
    return f"{words} ({kind} {code})" if isinstance(code, int) else f"{words} ({kind})"


def digest_subject(count: int) -> str:
    return f"Ringkasan Luwes: {count} pengingat menunggu Anda"


def digest_text(parts: Iterable[tuple[str, str, str]], base_url: str) -> str:
    """One text of several messages: each (subject, body, link)."""
    told = [
        "\n".join(filter(None, [subject, body.strip(), f"Buka: {base_url}{link}" if link else ""]))
        for subject, body, link in parts
    ]
    how = f"Cara Anda diingatkan dapat diubah di {base_url}/akun/."
    return "\n\n".join([*told, how])
