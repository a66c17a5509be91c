"""Every step of every case, as values that nobody edits."""

import uuid

from django.db import models
from django.db.models import F, Q

OWN_STEPS = ("submit", "withdraw", "end", "object", "object_reprimand")
"""Steps that decide nothing about somebody else: the applicant's own, and the clock's."""

NOTED_STEPS = (
    "send_back",
    "refuse",
    "return_to_opd",
    "revoke",
    "cancel",
    "recall",
    "object",
    "uphold",
    "overturn",
    "clarify_day",
    "invalidate_day",
    "confirm_reprimand",
    "drop_reprimand",
    "uphold_reprimand",
    "lift_reprimand",
    "object_reprimand",
)
"""Steps that are impossible without a reason (UU 30/2014 Ps 55)."""


class Decision(models.Model):
    """Who did which step on which subject, as whom, on what basis, when, and why.

    Accounts may go, the record may not: names, NIP, office and basis are copied. `*_nip` holds the
    NIP, or the login of someone who has none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField("waktu", db_index=True)
    step = models.CharField("langkah", max_length=20)
    subject_kind = models.CharField("jenis perkara", max_length=20)
    subject_id = models.CharField("perkara", max_length=40)
    subject_nip = models.CharField("NIP yang diputus", max_length=60)
    from_state = models.CharField("dari keadaan", max_length=20)
    to_state = models.CharField("ke keadaan", max_length=20)
    actor_nip = models.CharField("NIP pemutus", max_length=60)
    actor_name = models.CharField("nama pemutus", max_length=260)
    actor_position = models.CharField("jabatan pemutus", max_length=260, blank=True)
    unit_name = models.CharField("unit", max_length=200, blank=True)
    capacity = models.CharField("bertindak sebagai", max_length=260, blank=True)
    capacity_kind = models.CharField("jenis kapasitas", max_length=8, blank=True)
    capacity_basis = models.CharField("dasar kapasitas", max_length=160, blank=True)
    policy_version = models.PositiveIntegerField("versi kebijakan", null=True)
    round = models.PositiveSmallIntegerField("putaran", default=1)
    note = models.TextField("catatan", blank=True)
    data = models.JSONField("rincian", default=dict, blank=True)

    class Meta:
        verbose_name = "keputusan"
        verbose_name_plural = "keputusan"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["subject_kind", "subject_id", "at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(step__in=OWN_STEPS) | ~Q(actor_nip=F("subject_nip")),
                name="decisions_not_on_own",
            ),
            models.CheckConstraint(
                condition=~Q(step__in=NOTED_STEPS) | ~Q(note=""),
                name="decisions_note_when_adverse",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.subject_kind} {self.subject_id}"
