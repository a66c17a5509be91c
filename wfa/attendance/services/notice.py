"""Writing down that somebody read the notice about camera and place (UU 27/2022 Ps 21)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from wfa.attendance.models import NoticeRead
from wfa.attendance.selectors.privacy import VERSION
from wfa.audit.services import record
from wfa.people.models import Employee


def read_notice(person: Employee) -> None:
    """Once per version; repeating changes nothing."""
    with transaction.atomic():
        _, is_new = NoticeRead.objects.get_or_create(
            employee=person, version=VERSION, defaults={"read_at": timezone.now()}
        )
        if is_new:
            record("privacy_notice_read", by=person, target=("employee", person.pk))
