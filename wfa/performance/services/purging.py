"""Files that showed the work of a day go when their time is over, and what went is written down (G11).

UU 27/2022 Ps 16(2)g and 44: how long they stay is in the policy of the whole region. The report, its
versions with name and SHA-256 of each file, and its ratings stay: they are the record of the day.
What is still argued about waits as pictures do (`wfa.attendance.services.purging.held`): a day to be
clarified or explained, a step of guidance still open, a hand-off to the discipline procedure.
"""

from __future__ import annotations

import datetime

from django.db.models import QuerySet
from django.utils import timezone

from wfa.attendance.models import Purge
from wfa.attendance.services.purging import Due, batch_of, batches, held, write_down
from wfa.files import services as files
from wfa.files.models import StoredFile
from wfa.people.models import Unit
from wfa.performance.models import ReportEvidence
from wfa.policies.selectors import rules_for


def purge_due() -> int:
    """Once a day; how many files went. A sweep."""
    today = timezone.localdate()
    began = timezone.make_aware(datetime.datetime.combine(today, datetime.time()))
    if Purge.objects.filter(what=Purge.What.EVIDENCE, purged_at__gte=began).exists():
        return 0
    found = due(today)
    return purge(found) if found else 0


def due(today: datetime.date) -> Due | None:
    """What would go today, without taking anything; None before there is a region."""
    root = Unit.objects.filter(kind=Unit.Kind.REGION).first()
    if root is None:
        return None
    days = rules_for(root, today).keep_evidence_days
    until = today - datetime.timedelta(days=days)
    return Due(Purge.What.EVIDENCE, until, days, _over(until, today).count())


def purge(each: Due) -> int:
    """Take what is due, in small transactions, and write down how many went."""
    count = sum(batches(_take, each.until))
    write_down(each, count)
    return count


def _over(until: datetime.date, today: datetime.date) -> QuerySet[ReportEvidence]:
    """Files of days before `until` about which nobody argues any more, taken off ones too."""
    rows = ReportEvidence.objects.filter(file__isnull=False, purged_at__isnull=True)
    return rows.filter(expectation__date__lt=until).exclude(held("expectation", today))


def _take(until: datetime.date, today: datetime.date) -> int:
    rows = batch_of(_over(until, today), "expectation", "file")
    for row in rows:
        files.remove(row.file)
    gone = ReportEvidence.objects.filter(pk__in=[row.pk for row in rows])
    gone.update(purged_at=timezone.now())
    return len(rows)


def unpurged_files() -> QuerySet[StoredFile]:
    """Bytes that should be gone and aren't: for the promise that they are (G11)."""
    gone = ReportEvidence.objects.filter(purged_at__isnull=False).values("file")
    return StoredFile.objects.filter(pk__in=gone, removed_at__isnull=True)
