"""The tree of units, and who may do what on it."""

from __future__ import annotations

from django.db import models
from guardian.models import GroupObjectPermissionBase

from wfa.people import wording
from wfa.people.authority import ACTIONS


class Unit(models.Model):  # type: ignore[django-manager-missing]  # guardian has no types
    """One organisational unit (unor) of the region; `path` holds the ids from the root to itself."""

    class Kind(models.TextChoices):
        REGION = "instansi", "Instansi"
        OPD = "opd", "Perangkat daerah"
        DIVISION = "bidang", "Bidang atau bagian"
        SECTION = "subbagian", "Subbagian atau seksi"
        TECHNICAL = "uptd", "UPTD"
        SCHOOL = "sekolah", "Sekolah"
        WARD = "kelurahan", "Kelurahan"
        OTHER = "lain", "Lainnya"

    siasn_id = models.CharField("ID UNOR", max_length=40, unique=True, null=True, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="induk"
    )
    opd = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="OPD"
    )
    path = models.CharField(max_length=200, unique=True, null=True, blank=True)
    kind = models.CharField("jenis", max_length=12, choices=Kind)
    name = models.CharField("nama", max_length=200)
    short_name = models.CharField("nama pendek", max_length=60, blank=True)
    head_title = models.CharField("nama jabatan pimpinan", max_length=200, blank=True)
    echelon = models.CharField("eselon", max_length=4, blank=True)
    code = models.CharField("kode", max_length=20, blank=True)
    letter_code = models.CharField("kode pada nomor surat", max_length=30, blank=True)
    address = models.CharField("alamat", max_length=200, blank=True)
    phone = models.CharField("telepon", max_length=40, blank=True)
    email = models.EmailField("pos-el", blank=True)
    website = models.CharField("laman", max_length=80, blank=True)
    is_active = models.BooleanField("aktif", default=True)

    class Meta:
        verbose_name = "unit"
        verbose_name_plural = "unit"
        ordering = ["path"]
        permissions = [(action.name, action.label) for action in ACTIONS]

    def __str__(self) -> str:
        return self.short_name or self.title_name

    @property
    def title_name(self) -> str:
        """The full name in ordinary writing; `name` is what SIASN says."""
        return wording.title(self.name)

    @property
    def head_name(self) -> str:
        """The office of its head: "Kepala Dinas Kesehatan", "Camat Cibodas"."""
        return wording.title(self.head_title) or f"Kepala {self.title_name}"

    def ancestor_ids(self) -> list[int]:
        """Ids from the root to this unit, both included."""
        return [int(part) for part in (self.path or "").split("/") if part]


class UnitGroupPermission(GroupObjectPermissionBase):  # type: ignore[misc]
    """guardian's row "this group may do this on this unit", with a real foreign key to the unit."""

    content_object = models.ForeignKey(Unit, models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):  # type: ignore[misc]
        verbose_name = "izin kelompok"
        verbose_name_plural = "izin kelompok"
