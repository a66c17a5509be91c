"""Promises about plans, reports and their evidence that can be checked from the tables.

Each answers (holds?, rows looked at, the first thing that is wrong).
"""

from __future__ import annotations

import datetime

from django.utils import timezone

from wfa.performance.models import ReportEvidence
from wfa.performance.services.purging import due, unpurged_files

Answer = tuple[bool, int, str]


def g11() -> Answer:
    """Files that showed the work are gone after their retention, and not before."""
    kept = ReportEvidence.objects.filter(file__isnull=False, purged_at__isnull=True)
    checked = kept.count()
    if left := unpurged_files().first():
        return False, checked, f"Isi berkas {left.pk} masih ada, padahal masa simpannya berakhir."
    if lost := kept.filter(file__removed_at__isnull=False).first():
        return False, checked, f"{lost}: berkasnya hilang sebelum masa simpannya berakhir."
    late = due(timezone.localdate() - datetime.timedelta(days=2))
    if late and late.count:
        return False, checked, f"{late.count} berkas bukti sudah harus dihapus."
    return True, checked, ""
