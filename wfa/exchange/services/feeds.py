"""The secret address of one's own calendar: made, renewed and revoked by its owner alone."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from wfa.audit.services import record
from wfa.exchange.models import CalendarFeed
from wfa.people.models import Employee


@transaction.atomic
def make_feed(*, by: Employee) -> str:
    """A new secret, shown once; an earlier address stops working with it."""
    person = Employee.objects.select_for_update(no_key=True).get(pk=by.pk)
    _revoke(person)
    secret = secrets.token_urlsafe(32)
    CalendarFeed.objects.create(
        employee=person, secret_hash=hash_of(secret), created_at=timezone.now()
    )
    record("calendar_feed_made", by=by, target=("employee", by.identity))
    return secret


@transaction.atomic
def revoke_feed(*, by: Employee) -> bool:
    """Close the address; False when none was open."""
    revoked = bool(_revoke(by))
    if revoked:
        record("calendar_feed_revoked", by=by, target=("employee", by.identity))
    return revoked


def _revoke(person: Employee) -> int:
    open_now = CalendarFeed.objects.filter(employee=person, revoked_at__isnull=True)
    return open_now.update(revoked_at=timezone.now())


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
