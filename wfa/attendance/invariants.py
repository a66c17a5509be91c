"""Promises about the day of duty that can be checked from the tables at any time.

Each answers (holds?, rows looked at, the first thing that is wrong).
"""

from __future__ import annotations

import datetime
from itertools import islice

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from wfa.attendance.models import CheckIn, Expectation, Level, Reprimand, Verdict, Window
from wfa.attendance.rules.arrival import Span, arrival
from wfa.attendance.rules.ladder import STANDING
from wfa.attendance.services.purging import due, unpurged_photos
from wfa.attendance.services.watching import owed_until
from wfa.decisions.models import Decision
from wfa.people.models import Employee

Answer = tuple[bool, int, str]
CHUNK = 500
WATCHED = datetime.timedelta(days=7)
"""So far back the minutes of the service are compared with the windows."""
SLACK = datetime.timedelta(minutes=5)
"""The worker looks every minute; what has only just happened may still be on its way."""


def g8() -> Answer:
    """Nobody is marked absent because of our server: each outage inside a window extended it."""
    now = timezone.now()
    rows = Window.objects.filter(closes_at__gte=now - WATCHED, opens_at__lt=now - SLACK)
    checked = 0
    for window in rows.order_by("opens_at"):
        checked += 1
        if owed_until(window, min(now - SLACK, window.closes_at + WATCHED)) > window.ends_at:
            return False, checked, f"Jendela {window} belum diperpanjang setelah gangguan."
    return True, checked, ""


def g9() -> Answer:
    """The server's time decides: each check-in counts as its own moment in its window says."""
    rows = CheckIn.objects.select_related("expected__window").order_by("pk")
    checked = 0
    for row in rows.iterator(CHUNK):
        checked += 1
        window = row.expected.window
        span = Span(window.opens_at, window.ends_at, window.late_until)
        said = arrival(row.at, span, contact_at=row.expected.contact_at)
        if said != row.arrival:
            return False, checked, f"{row}: tercatat {row.arrival}, menurut waktu server {said}."
    return True, checked, ""


def g11() -> Answer:
    """Pictures are gone after their retention, and every one that is kept is still ours to show."""
    kept = CheckIn.objects.filter(photo_state=CheckIn.Photo.KEPT)
    checked = kept.count()
    if left := unpurged_photos().first():
        return False, checked, f"Isi berkas {left.pk} masih ada, padahal masa simpannya berakhir."
    lost = kept.filter(photo__removed_at__isnull=False).first()
    if lost:
        return False, checked, f"{lost}: fotonya hilang sebelum masa simpannya berakhir."
    late = due(timezone.localdate() - datetime.timedelta(days=2))
    for each in late:
        if each.count:
            return False, checked, f"{each.count} {each.what} sudah harus dihapus."
    return True, checked, ""


def g18() -> Answer:
    """No adverse measure is automatic: each verdict and step of guidance has its decision."""
    days = Expectation.objects.exclude(verdict=Verdict.WAITING).order_by("pk")
    steps = Reprimand.objects.exclude(state=Reprimand.State.PROPOSED).order_by("pk")
    checked = 0
    for rows in (days, steps):
        keys = rows.values_list("pk", flat=True).iterator(CHUNK)
        while chunk := {str(key) for key in islice(keys, CHUNK)}:
            checked += len(chunk)
            decided = Decision.objects.filter(subject_id__in=chunk).exclude(actor_nip="")
            bare = chunk - set(decided.values_list("subject_id", flat=True))
            if bare:
                return False, checked, f"{len(bare)} perkara tanpa pejabat yang memutus."
    if kept := _kept_in_without_a_step():
        return False, checked, f"{kept}: pencabutan kerja fleksibel tanpa langkah pembinaannya."
    if loose := _step_that_keeps_nobody_in():
        return False, checked, f"{loose}: berlaku, tetapi tidak tercatat pada pegawainya."
    return True, checked, ""


def _kept_in_without_a_step() -> Employee | None:
    """Somebody whom the schedules keep in the office although no step that stands says so."""
    said = Reprimand.objects.filter(
        employee=OuterRef("pk"),
        level=Level.REVOKE,
        state__in=STANDING,
        number=OuterRef("revoked_letter"),
        expires_on=OuterRef("revoked_until"),
    )
    return Employee.objects.filter(~Exists(said), revoked_until__isnull=False).first()


def _step_that_keeps_nobody_in() -> Reprimand | None:
    """A letter that stands today although the schedules let the person away before its end."""
    today = timezone.localdate()
    rows = Reprimand.objects.filter(
        level=Level.REVOKE, state__in=STANDING, expires_on__gte=today
    ).filter(
        Q(employee__revoked_until__isnull=True) | Q(employee__revoked_until__lt=F("expires_on"))
    )
    return rows.order_by("pk").first()
