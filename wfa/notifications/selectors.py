"""Reading messages, each person their own."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Max, QuerySet

from wfa.notifications.models import Message, Preference
from wfa.notifications.rules import Reader


def unread_count(user: Reader) -> int:
    """How many messages wait to be read."""
    return _shown(user).filter(read_at__isnull=True).count()


def inbox(user: Reader) -> QuerySet[Message]:
    """All messages to this person, newest first."""
    return _shown(user).order_by("-created_at", "pk")


def _shown(user: Reader) -> QuerySet[Message]:
    """A digest is an e-mail only: what it sums up is shown already."""
    return Message.objects.filter(recipient_id=user.pk, digest_on__isnull=True)


def mode_of(person: Reader) -> str:
    """How the person wants reminders by e-mail."""
    row = Preference.objects.filter(person=person.pk).first()
    return row.mode if row else Preference.Mode.DIGEST


def last_reminded(people: Iterable[Any], since: datetime.datetime) -> dict[Any, datetime.datetime]:
    """{person: when they were last reminded of deadlines}, of those reminded since; 1 query."""
    rows = Message.objects.filter(
        recipient__in=list(people),
        topic=Message.Topic.REMINDER,
        digest_on__isnull=True,
        created_at__gte=since,
    )
    return dict(rows.order_by().values_list("recipient").annotate(last=Max("created_at")))


def told_since(people: Iterable[Any], link: str, since: datetime.datetime) -> set[Any]:
    """Those of these people who had a message with this link since then; 1 query."""
    rows = Message.objects.filter(recipient__in=list(people), link=link, created_at__gte=since)
    return set(rows.order_by().values_list("recipient", flat=True))


def dead_letters() -> QuerySet[Message]:
    """Messages that were given up, newest first."""
    return (
        Message.objects.filter(dead_at__isnull=False)
        .select_related("recipient")
        .order_by("-dead_at", "pk")
    )


def due_before(moment: datetime.datetime) -> int:
    """How many e-mails should have gone out before then and haven't, given up or not yet."""
    return Message.objects.filter(due_at__lte=moment, dead_at__isnull=True).count()
