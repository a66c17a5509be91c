"""What leaves the building: papers, their numbers, and how long they are kept."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from wfa.requests.models import WorkRequest


class Document(models.Model):
    """One paper: draft → numbered → issued, or voided with a reason. Never deleted."""

    class Kind(models.TextChoices):
        """Each has a file in `documents/kinds/`."""

        PROPOSAL_LETTER = "proposal_letter", "Surat usulan"
        DECREE = "decree", "Surat keputusan"
        REVOCATION = "revocation", "Surat keputusan pencabutan"
        RECALL = "recall", "Surat keputusan pemanggilan kembali"
        ROSTER_LETTER = "roster_letter", "Surat usulan jadwal"
        ASSIGNMENT = "assignment_letter", "Surat tugas"
        REPRIMAND = "reprimand", "Surat peringatan"

    class State(models.TextChoices):
        DRAFT = "draft", "Menunggu tanda tangan"
        NUMBERED = "numbered", "Sedang diterbitkan"
        ISSUED = "issued", "Terbit"
        VOID = "void", "Batal terbit"
        DISCARDED = "discarded", "Rancangan dibuang"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("jenis", max_length=20, choices=Kind)
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.DRAFT)
    subject_kind = models.CharField("jenis perkara", max_length=20, blank=True)
    subject_id = models.CharField("perkara", max_length=40, blank=True)
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, related_name="+", verbose_name="unit penerbit"
    )
    title = models.CharField("tentang", max_length=300)
    options = models.JSONField("pilihan penyusun", default=dict, blank=True)
    """What the drafter chose (paper size, conditions, reason); goes into the snapshot."""
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="penyusun"
    )
    drafted_at = models.DateTimeField("disusun")

    number = models.CharField("nomor", max_length=120, blank=True)
    register = models.ForeignKey(
        "Register", models.PROTECT, null=True, blank=True, related_name="documents"
    )
    sequence = models.PositiveIntegerField("nomor urut", null=True, blank=True)
    numbered_at = models.DateTimeField("bernomor", null=True, blank=True)
    dated = models.DateField("tanggal surat", null=True, blank=True)
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    signer_name = models.CharField("penanda tangan", max_length=260, blank=True)
    signer_capacity = models.CharField("jabatan penanda tangan", max_length=260, blank=True)
    snapshot = models.JSONField("isi beku", default=dict, blank=True)
    snapshot_sha256 = models.CharField(max_length=64, blank=True)
    token = models.CharField("kode verifikasi", max_length=32, unique=True, null=True, blank=True)
    """128 random bits, given with the number; the QR holds it."""
    valid_from = models.DateField("berlaku mulai", null=True, blank=True)
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)

    issued_at = models.DateTimeField("terbit", null=True, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    file_sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    file_size = models.PositiveIntegerField(null=True, blank=True)
    pages = models.PositiveSmallIntegerField("halaman", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("percobaan", default=0)
    due_at = models.DateTimeField("coba terbit lagi", null=True, blank=True)
    last_error = models.CharField("galat terakhir", max_length=200, blank=True)
    void_reason = models.CharField("sebab batal", max_length=300, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "naskah dinas"
        verbose_name_plural = "naskah dinas"
        ordering = ["-drafted_at"]
        indexes = [models.Index(fields=["kind", "state", "-drafted_at"])]
        constraints = [
            models.UniqueConstraint(fields=["register", "sequence"], name="documents_number_once"),
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="documents_number_unique"
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"],
                condition=Q(kind="proposal_letter", state__in=["draft", "numbered", "issued"]),
                name="documents_one_live_letter",
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"],
                condition=Q(kind="recall", state__in=["draft", "numbered"]),
                name="documents_one_open_recall",
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"],
                condition=Q(kind="roster_letter", state__in=["draft", "numbered"]),
                name="documents_one_open_roster_letter",
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"],
                condition=Q(kind="assignment_letter", state__in=["draft", "numbered", "issued"]),
                name="documents_one_assignment",
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"],
                condition=Q(kind="reprimand", state__in=["draft", "numbered", "issued"]),
                name="documents_one_reprimand",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "discarded"], number="", sequence__isnull=True)
                | (
                    Q(state__in=["numbered", "issued", "void"], sequence__isnull=False)
                    & ~Q(number="")
                    & ~Q(snapshot_sha256="")
                    & Q(token__isnull=False)
                ),
                name="documents_number_with_state",
            ),
            models.CheckConstraint(
                condition=~Q(state="issued")
                | (Q(issued_at__isnull=False) & ~Q(file_sha256="") & ~Q(file_name="")),
                name="documents_issued_has_file",
            ),
            models.CheckConstraint(
                condition=~Q(state="void") | ~Q(void_reason=""), name="documents_void_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.title


class DocumentItem(models.Model):
    """A request that stands in a decree. `is_live` ends when the decree is revoked for it."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="items")
    request = models.ForeignKey(WorkRequest, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=20, choices=Document.Kind)
    is_live = models.BooleanField("masih berlaku", default=True)

    class Meta:
        verbose_name = "butir naskah"
        verbose_name_plural = "butir naskah"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "kind"],
                condition=Q(is_live=True) & ~Q(kind="proposal_letter"),
                name="documents_one_live_decree",
            )
        ]

    def __str__(self) -> str:
        return f"{self.request} dalam {self.document}"


class DocumentPerson(models.Model):
    """Somebody named in an issued paper about a roster: they may read it, annex included (G10).

    Written when the paper is issued; never taken back.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="persons")
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="pegawai"
    )

    class Meta:
        verbose_name = "pegawai dalam naskah"
        verbose_name_plural = "pegawai dalam naskah"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "document"], name="documents_person_named_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} dalam {self.document_id}"


class Register(models.Model):
    """A running number (buku agenda) of one unit, kind and year; gapless from *numbered* on."""

    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    name = models.CharField("buku", max_length=20)
    year = models.PositiveSmallIntegerField("tahun")
    last = models.PositiveIntegerField("nomor terakhir", default=0)

    class Meta:
        verbose_name = "buku agenda"
        verbose_name_plural = "buku agenda"
        constraints = [
            models.UniqueConstraint(fields=["unit", "name", "year"], name="documents_register_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class ArchiveEntry(models.Model):
    """The archive's record of an issued paper or a closed case (UU 43/2009, PP 28/2012)."""

    class Fate(models.TextChoices):
        DESTROY = "musnah", "Musnah"
        PERMANENT = "permanen", "Permanen"
        REVIEW = "dinilai_kembali", "Dinilai kembali"
        PERSONAL_FILE = "berkas_perseorangan", "Masuk berkas perseorangan"

    class Security(models.TextChoices):
        OPEN = "biasa", "Biasa/Terbuka"
        LIMITED = "terbatas", "Terbatas"
        SECRET = "rahasia", "Rahasia"

    document = models.OneToOneField(
        Document, models.PROTECT, null=True, blank=True, related_name="archive"
    )
    request = models.OneToOneField(
        WorkRequest, models.PROTECT, null=True, blank=True, related_name="archive"
    )
    classification = models.CharField("kode klasifikasi", max_length=30)
    description = models.CharField("uraian", max_length=300)
    dated = models.DateField("tanggal")
    security = models.CharField("klasifikasi keamanan", max_length=10, choices=Security)
    active_until = models.DateField("aktif sampai")
    inactive_until = models.DateField("inaktif sampai")
    fate = models.CharField("nasib akhir", max_length=20, choices=Fate)
    sha256 = models.CharField(max_length=64, blank=True)
    filed_at = models.DateTimeField("diarsipkan")
    filed_by_name = models.CharField("diarsipkan oleh", max_length=260)

    class Meta:
        verbose_name = "arsip"
        verbose_name_plural = "arsip"
        ordering = ["-filed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False, request__isnull=True)
                | Q(document__isnull=True, request__isnull=False),
                name="documents_archive_of_one",
            )
        ]

    def __str__(self) -> str:
        return self.description
