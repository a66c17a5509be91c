"""The outbox: a message is written with the act that causes it, and sent until it arrives.

The row is the truth and the job only a hint: whatever is due is found by the worker's sweep too.
A message is claimed before it is sent, so a crash sends it twice rather than never; its
Message-ID stays the same, so mail programs show it once.
"""

from __future__ import annotations

import contextlib
import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from wfa.notifications.models import Message, Preference
from wfa.notifications.rules import (
    MAX_ATTEMPTS,
    Reader,
    Recipient,
    When,
    digest_subject,
    digest_text,
    failure,
    wait_after,
    when_sent,
)

BATCH = 100
_REPEATED = (Message.Topic.NUDGE, Message.Topic.REMINDER)
"""What the morning's digest may sum up: it says again what the application shows."""
SERVER_PATIENCE = 10
"""Seconds that a mail server may keep us waiting."""


@dataclass(frozen=True)
class Notice:
    """One text for one person; `link` is a path of ours, such as /permohonan/…/."""

    recipient: Recipient
    subject: str
    body: str
    link: str = ""
    topic: str = Message.Topic.NEWS
    """Decides when it is e-mailed, see `rules.when_sent`."""


def notify(recipients: Iterable[Recipient], *, subject: str, body: str, link: str = "") -> None:
    """Tell several people the same."""
    notify_many([Notice(person, subject, body, link) for person in recipients])


def notify_many(notices: Iterable[Notice]) -> None:
    """Tell many people, each their own; as many queries as for one."""
    now, told = timezone.now(), list(notices)
    modes = _modes([n for n in told if n.topic in _REPEATED])
    messages = [_message(n, now, modes.get(n.recipient.pk, "digest")) for n in told]
    Message.objects.bulk_create(messages)
    if any(message.due_at for message in messages):
        _hint()


def _modes(notices: list[Notice]) -> dict[Any, str]:
    """{person: how they want to be reminded}; of other notices it is asked when they are sent."""
    if not notices:
        return {}
    rows = Preference.objects.filter(person__in={n.recipient.pk for n in notices})
    return dict(rows.values_list("person", "mode"))


def _message(notice: Notice, now: datetime.datetime, mode: str) -> Message:
    if notice.link and (not notice.link.startswith("/") or notice.link.startswith("//")):
        raise ValueError("The link of a message is a path of this application.")
    when = when_sent(notice.topic, mode) if notice.recipient.email else When.NEVER
    return Message(
        recipient_id=notice.recipient.pk,
        subject=" ".join(notice.subject.split())[:200],
        body=notice.body,
        link=notice.link,
        email=notice.recipient.email,
        created_at=now,
        due_at=now if when is When.NOW else None,
        topic=notice.topic,
        waits_digest=when is When.DIGEST,
    )


def _hint() -> None:
    """Wake the worker once the transaction stands; once per transaction is enough."""
    waiting = transaction.get_connection().run_on_commit
    if not any(entry[1] is _enqueue for entry in waiting):
        transaction.on_commit(_enqueue)


def _enqueue() -> None:
    from wfa.notifications.tasks import deliver

    deliver.enqueue()


def deliver_due(limit: int = BATCH) -> int:
    """Send the messages that are due, at most `limit`; how many went out."""
    sent = 0
    connection = get_connection(timeout=SERVER_PATIENCE)
    try:
        for _ in range(limit):
            message = _claim()
            if message is None:
                break
            sent += _send(message, connection)
    finally:
        _close(connection)
    return sent


def _claim() -> Message | None:
    """Take the message that waits longest, and put its next try forward before this one."""
    due = Message.objects.filter(due_at__lte=timezone.now()).order_by("due_at", "pk")
    if not due.exists():  # without taking SQLite's one write lock
        return None
    with transaction.atomic():
        message = due.select_for_update(skip_locked=True).first()
        if message is not None and message.attempts >= MAX_ATTEMPTS:
            _bury(message, "Pengiriman terhenti di tengah jalan")
        elif message is not None:
            message.attempts += 1
            message.due_at = timezone.now() + wait_after(message.attempts)
            message.save(update_fields=["attempts", "due_at"])
    return message


def _send(message: Message, connection: Any) -> bool:
    if message.dead_at is not None:
        return False
    if _unwanted(message):
        Message.objects.filter(pk=message.pk).update(due_at=None)
        return False
    try:
        connection.open()
        _letter(message, connection).send()
    except Exception as error:  # any failure of a mail server is tried again
        _close(connection)
        _note_failure(message, failure(error))
        return False
    Message.objects.filter(pk=message.pk).update(sent_at=timezone.now(), due_at=None, last_error="")
    return True


def _unwanted(message: Message) -> bool:
    """Its reader has chosen to see such things in the application only."""
    if message.topic == Message.Topic.NEWS:
        return False
    row = Preference.objects.filter(person=message.recipient_id).first()
    return row is not None and when_sent(message.topic, row.mode) is When.NEVER


def _letter(message: Message, connection: Any) -> EmailMessage:
    text = message.body.strip()
    if message.link:
        text += f"\n\nBuka: {settings.BASE_URL}{message.link}"
    text += "\n\nSurat ini dikirim oleh Luwes. Jangan membalas surat ini."
    return EmailMessage(
        subject=message.subject,
        body=text,
        to=[message.email],
        headers={"Message-ID": f"<{message.pk}@luwes>"},
        connection=connection,
    )


def _note_failure(message: Message, error: str) -> None:
    if message.attempts >= MAX_ATTEMPTS:
        _bury(message, error)
    else:
        Message.objects.filter(pk=message.pk).update(last_error=error)


def _bury(message: Message, error: str) -> None:
    message.dead_at, message.due_at, message.last_error = timezone.now(), None, error
    message.save(update_fields=["dead_at", "due_at", "last_error"])


def _close(connection: Any) -> None:
    with contextlib.suppress(Exception):  # a server that is gone can't be taken leave of
        connection.close()


def retry(message_id: uuid.UUID) -> bool:
    """Give a dead letter a new life; False when it is none (any more)."""
    revived = Message.objects.filter(pk=message_id, dead_at__isnull=False).update(
        dead_at=None, due_at=timezone.now(), attempts=0
    )
    if revived:
        _hint()
    return bool(revived)


def mark_read(message: Message) -> None:
    """Only the first reading counts."""
    Message.objects.filter(pk=message.pk, read_at__isnull=True).update(read_at=timezone.now())


def mark_all_read(reader: Reader) -> int:
    """How many were unread."""
    unread = Message.objects.filter(recipient_id=reader.pk, read_at__isnull=True)
    return unread.update(read_at=timezone.now())


@transaction.atomic
def gather_digests(on: datetime.date, *, people: int = 500) -> int:
    """Sum up what waits for each person into one e-mail of the morning `on`; how many e-mails.

    One a morning: what comes later waits for the next. What was read in the meantime is left out.
    The digest is a message of the outbox itself, so its Message-ID stays when it is tried again.
    """
    waiting = Message.objects.filter(waits_digest=True)
    if not waiting.exists():  # without taking SQLite's one write lock
        return 0
    waiting.filter(read_at__isnull=False).update(waits_digest=False)
    had = Message.objects.filter(digest_on=on).order_by().values("recipient")
    fresh = waiting.exclude(recipient__in=had).order_by("recipient")
    few = list(fresh.values_list("recipient", flat=True).distinct()[:people])
    rows = waiting.filter(recipient__in=few).select_for_update(skip_locked=True)
    parts = list(rows.order_by("recipient", "created_at", "pk"))
    digests = [_digest(list(of), on) for _, of in groupby(parts, key=attrgetter("recipient_id"))]
    Message.objects.bulk_create(digests)
    _sum_up(parts, on)
    if digests:
        _hint()
    return len(digests)


def _digest(parts: list[Message], on: datetime.date) -> Message:
    now = timezone.now()
    return Message(
        recipient_id=parts[0].recipient_id,
        subject=digest_subject(len(parts)),
        body=digest_text([(p.subject, p.body, p.link) for p in parts], settings.BASE_URL),
        email=parts[-1].email,
        topic=Message.Topic.REMINDER,
        created_at=now,
        due_at=now,
        digest_on=on,
    )


def _sum_up(parts: list[Message], on: datetime.date) -> None:
    """The parts belong to their digest; 1 query."""
    same = Message.objects.filter(digest_on=on, recipient=OuterRef("recipient"))
    rows = Message.objects.filter(pk__in=[part.pk for part in parts])
    rows.update(waits_digest=False, digest=Subquery(same.order_by().values("pk")[:1]))


def choose_mode(person: Reader, mode: str) -> None:
    """How the person is reminded by e-mail from now on."""
    Preference.objects.update_or_create(person_id=person.pk, defaults={"mode": mode})
    if mode != Preference.Mode.DIGEST:
        waiting = Message.objects.filter(recipient=person.pk, waits_digest=True)
        waiting.update(waits_digest=False)
