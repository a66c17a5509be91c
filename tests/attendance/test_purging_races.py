"""The purge against who argues, on PostgreSQL: what is in somebody's hands is passed over."""

import pytest
from django.db import transaction
from django.utils import timezone

from tests.attendance.duty import came, expected
from tests.documents.test_races import together
from wfa.attendance.models import CheckIn, Expectation
from wfa.attendance.services import purge_due
from wfa.audit.services import verify as verify_chain

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def day(clock, ani, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    clock("2026-12-07 06:00")
    day = expected(ani)
    came(day, "Pagi")
    clock("2027-03-08 02:00")
    return day


def states():
    return set(CheckIn.objects.values_list("photo_state", flat=True))


def test_a_day_whose_verdict_is_being_given_keeps_its_picture(clock, day):
    """Not committed yet, so no condition sees it; the lock does, and nobody waits for anybody."""
    with transaction.atomic():
        Expectation.objects.select_for_update().get(pk=day.pk)
        now = timezone.now()
        Expectation.objects.filter(pk=day.pk).update(verdict="clarify", verdict_at=now)
        assert together(purge_due) == [0]
    assert states() == {"kept"}
    clock("2027-03-09 02:00")
    assert purge_due() == 0
    Expectation.objects.filter(pk=day.pk).update(verdict="valid")
    clock("2027-03-10 02:00")
    assert purge_due() == 1


def test_two_purges_at_once_take_each_picture_once(day):
    results = together(purge_due, purge_due)
    assert sum(results) == 1
    assert states() == {"purged"}
    assert verify_chain().ok
