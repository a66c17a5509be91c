"""Reading messages, each person their own."""

from __future__ import annotations

import datetime

from django.db.models import QuerySet

from wfa.notifications.models import Message
from wfa.notifications.rules import Reader


def unread_count(user: Reader) -> int:
    """How many messages wait to be read."""
    return Message.objects.filter(recipient_id=user.pk, read_at__isnull=True).count()


def inbox(user: Reader) -> QuerySet[Message]:
    """All messages to this person, newest first."""
    return Message.objects.filter(recipient_id=user.pk).order_by("-created_at", "pk")


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
