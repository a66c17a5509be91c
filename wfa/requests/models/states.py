"""The legal states of a request, in the words people read."""

from django.db import models


class State(models.TextChoices):
    """The legal state of a request; the words people read."""

    DRAFT = "draft", "Draf"
    SUBMITTED = "submitted", "Menunggu penilaian OPD"
    RETURNED = "returned", "Perlu perbaikan"
    RECOMMENDED = "recommended", "Siap diusulkan"
    PROPOSED = "proposed", "Menunggu persetujuan BKD"
    APPROVED = "approved", "Disetujui, menunggu SK"
    REFUSED = "refused", "Ditolak"
    OBJECTED = "objected", "Keberatan diperiksa"
    WITHDRAWN = "withdrawn", "Dibatalkan"
    IN_FORCE = "in_force", "Berlaku"
    CANCELLED = "cancelled", "Dibatalkan setelah disetujui"
    REVOKED = "revoked", "Dicabut"
    ENDED = "ended", "Selesai"


TERMINAL = (State.REFUSED, State.WITHDRAWN, State.CANCELLED, State.REVOKED, State.ENDED)
LIVE_DAY = ("asked", "approved")

WAITING = (State.SUBMITTED, State.RECOMMENDED, State.PROPOSED, State.APPROVED, State.OBJECTED)
"""An official owes the next step; the case has a deadline."""
