"""Who works where, in which office, with which duty, on which date."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from guardian.models import GroupObjectPermissionBase

from wfa.people.authority import ACTIONS


class Unit(models.Model):
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
        return self.short_name or self.name

    def ancestor_ids(self) -> list[int]:
        """Ids from the root to this unit, both included."""
        return [int(part) for part in (self.path or "").split("/") if part]


class UnitGroupPermission(GroupObjectPermissionBase):  # type: ignore[misc]
    """guardian's row "this group may do this on this unit", with a real foreign key to the unit."""

    content_object = models.ForeignKey(Unit, models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):  # type: ignore[misc]
        verbose_name = "izin kelompok"
        verbose_name_plural = "izin kelompok"


class Position(models.Model):
    """A post as SIASN names it (jabatan)."""

    class Kind(models.TextChoices):
        STRUCTURAL = "1", "Struktural"
        FUNCTIONAL = "2", "Fungsional"
        DOUBLE = "3", "Rangkap"
        GENERAL = "4", "Pelaksana"

    name = models.CharField("nama", max_length=200)
    kind = models.CharField("jenis", max_length=1, choices=Kind, default=Kind.GENERAL)

    class Meta:
        verbose_name = "jabatan"
        verbose_name_plural = "jabatan"
        constraints = [
            models.UniqueConstraint(fields=["name", "kind"], name="people_position_once")
        ]

    def __str__(self) -> str:
        return self.name


class EmployeeManager(BaseUserManager["Employee"]):
    """Creates accounts; an account without a password can only enter by a first sign-in link."""

    def create_user(self, login: str, password: str | None = None, **fields: Any) -> Employee:
        user = self.model(login=login, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, login: str, password: str | None = None, **fields: Any) -> Employee:
        fields.setdefault("kind", Employee.Kind.SERVICE)
        return self.create_user(login, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> Employee:
        """Sign-in by login or NIP; blanks inside a NIP are forgiven."""
        return self.get(login=(username or "").replace(" ", "").lower())


class Employee(AbstractBaseUser, PermissionsMixin):
    """A person with an account. ASN come from SIASN; officials and services are added by hand."""

    class Kind(models.TextChoices):
        ASN = "asn", "ASN"
        OFFICIAL = "official", "Pejabat di luar SIASN"
        SERVICE = "service", "Akun layanan"

    class Employment(models.TextChoices):
        PNS = "pns", "PNS"
        CPNS = "cpns", "CPNS"
        PPPK = "pppk", "PPPK"
        PPPK_PART_TIME = "pppk_pw", "PPPK Paruh Waktu"
        NONE = "", "Bukan ASN"

    class Standing(models.TextChoices):
        """Legal standing (kedudukan hukum), as far as it matters here."""

        ACTIVE = "active", "Aktif"
        DISCIPLINE = "discipline", "Menjalani hukuman disiplin"
        INVESTIGATION = "investigation", "Dalam proses hukuman disiplin"
        LEAVE = "leave", "Cuti di luar tanggungan negara"
        STUDY = "study", "Tugas belajar"
        PENSION_PREPARATION = "mpp", "Masa persiapan pensiun"
        RETIRED = "retired", "Pensiun"
        INACTIVE = "inactive", "Tidak aktif"

    class Sex(models.TextChoices):
        MALE = "M", "Laki-laki"
        FEMALE = "F", "Perempuan"
        UNKNOWN = "", "Tidak tercatat"

    login = models.CharField("nama masuk", max_length=60, unique=True)
    nip = models.CharField("NIP", max_length=18, unique=True, null=True, blank=True)
    siasn_id = models.CharField("PNS ID", max_length=40, unique=True, null=True, blank=True)
    kind = models.CharField("jenis akun", max_length=10, choices=Kind, default=Kind.ASN)
    employment = models.CharField(
        "status kepegawaian", max_length=8, choices=Employment, blank=True, default=""
    )
    standing = models.CharField(
        "kedudukan hukum", max_length=14, choices=Standing, default=Standing.ACTIVE
    )
    name = models.CharField("nama", max_length=150)
    front_title = models.CharField("gelar depan", max_length=40, blank=True)
    back_title = models.CharField("gelar belakang", max_length=60, blank=True)
    sex = models.CharField("jenis kelamin", max_length=1, choices=Sex, blank=True, default="")
    grade = models.CharField("golongan", max_length=6, blank=True)
    rank = models.CharField("pangkat", max_length=40, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="employees", verbose_name="unit"
    )
    position = models.ForeignKey(
        Position, models.PROTECT, null=True, blank=True, verbose_name="jabatan"
    )
    position_since = models.DateField("TMT jabatan", null=True, blank=True)
    echelon = models.CharField("eselon", max_length=4, blank=True)
    phone = models.CharField("nomor HP", max_length=30, blank=True)
    email = models.EmailField("pos-el", blank=True)
    is_active = models.BooleanField("aktif", default=True)
    is_staff = models.BooleanField("boleh membuka admin", default=False)

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = EmployeeManager()

    class Meta:
        verbose_name = "pegawai"
        verbose_name_plural = "pegawai"
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["unit", "is_active", "name"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="asn") | Q(nip__isnull=False), name="people_asn_has_nip"
            ),
            models.CheckConstraint(
                condition=Q(nip__isnull=True) | Q(nip__regex=r"^[0-9]{18}$"),
                name="people_nip_18_digits",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Name with titles, as it stands on letters."""
        name = f"{self.front_title} {self.name}".strip()
        return f"{name}, {self.back_title}" if self.back_title else name

    @property
    def identity(self) -> str:
        """What records call this person: the NIP, or the login of one who has none."""
        return self.nip or self.login

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.name


class Dated(models.Model):
    """Something that holds from a date to a date (both included; open end = until further notice)."""

    starts = models.DateField("mulai")
    ends = models.DateField("sampai", null=True, blank=True)
    basis_number = models.CharField("nomor surat dasar", max_length=120, blank=True)
    basis_date = models.DateField("tanggal surat dasar", null=True, blank=True)

    class Meta:
        abstract = True

    @staticmethod
    def valid_on(day: datetime.date) -> Q:
        return Q(starts__lte=day) & (Q(ends__isnull=True) | Q(ends__gte=day))


class Appointment(Dated):
    """The office of head of a unit, held definitively or in an acting capacity (UU 30/2014 Ps 14)."""

    class Kind(models.TextChoices):
        DEFINITIVE = "D", "Definitif"
        PLT = "PLT", "Plt."
        PLH = "PLH", "Plh."
        PJ = "PJ", "Pj."

    employee = models.ForeignKey(
        Employee, models.PROTECT, related_name="appointments", verbose_name="pegawai"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="appointments", verbose_name="unit")
    kind = models.CharField("jenis", max_length=3, choices=Kind, default=Kind.DEFINITIVE)
    from_siasn = models.BooleanField("dari SIASN", default=False)

    class Meta:
        verbose_name = "penugasan jabatan"
        verbose_name_plural = "penugasan jabatan"
        ordering = ["-starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="people_appointment_dates",
            ),
            models.CheckConstraint(
                condition=Q(kind="D") | ~Q(basis_number=""),
                name="people_acting_has_basis",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.unit.head_title}"


class Duty(Dated):
    """A duty given to a person for a unit, which SIASN doesn't know."""

    class Kind(models.TextChoices):
        ASSESSOR = "penilai", "Penilai OPD"
        VERIFIER = "verifikator", "Verifikator BKD"
        PERSONNEL = "pengelola", "Pengelola kepegawaian"
        ARCHIVIST = "arsiparis", "Arsiparis"
        INSPECTOR = "inspektur", "Inspektur"
        ADMINISTRATOR = "administrator", "Administrator sistem"

    employee = models.ForeignKey(
        Employee, models.PROTECT, related_name="duties", verbose_name="pegawai"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="duties", verbose_name="unit")
    kind = models.CharField("tugas", max_length=14, choices=Kind)

    class Meta:
        verbose_name = "tugas"
        verbose_name_plural = "tugas"
        ordering = ["-starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="people_duty_dates",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.unit}"


class Region(models.Model):
    """The one region of this installation: names on letters, and which unit is the BKD."""

    class Kind(models.TextChoices):
        REGENCY = "kabupaten", "Kabupaten"
        CITY = "kota", "Kota"
        PROVINCE = "provinsi", "Provinsi"

    kind = models.CharField("jenis", max_length=10, choices=Kind, default=Kind.REGENCY)
    name = models.CharField("nama tanpa jenis", max_length=80)
    seat = models.CharField("tempat penetapan", max_length=80)
    bkd = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="BKD"
    )
    emblem = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="lambang daerah",
    )

    class Meta:
        verbose_name = "daerah"
        verbose_name_plural = "daerah"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="people_one_region")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"

    @property
    def head_title(self) -> str:
        """Title of the head of the region, in capitals, as letters print it."""
        titles = {"kabupaten": "BUPATI", "kota": "WALI KOTA", "provinsi": "GUBERNUR"}
        return f"{titles[self.kind]} {self.name.upper()}"


class Mandate(Dated):
    """Under which authority decrees are signed (UU 30/2014 Ps 14; "BKD approves" needs a basis)."""

    office = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="jabatan penanda tangan"
    )
    on_behalf_of = models.CharField("atas nama", max_length=120, blank=True)
    title = models.CharField("judul dasar kewenangan", max_length=200)

    class Meta:
        verbose_name = "dasar kewenangan"
        verbose_name_plural = "dasar kewenangan"
        ordering = ["-starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(basis_number="") & Q(basis_date__isnull=False),
                name="people_mandate_has_basis",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} Nomor {self.basis_number}"


class FirstSignIn(models.Model):
    """A single-use way in for one person; only the hash of its secret is kept."""

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="first_sign_ins")
    secret_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "tautan masuk pertama"
        verbose_name_plural = "tautan masuk pertama"

    def __str__(self) -> str:
        return f"tautan masuk pertama #{self.pk}"


class ImportRun(models.Model):
    """One reading of UNOR.csv and SIASN.xlsx: first a dry run, then perhaps applied."""

    class State(models.TextChoices):
        READING = "reading", "Sedang dibaca"
        READ = "read", "Belum disimpan"
        APPLYING = "applying", "Sedang disimpan"
        APPLIED = "applied", "Tersimpan"
        DISCARDED = "discarded", "Dibuang"
        FAILED = "failed", "Gagal dibaca"

    state = models.CharField("keadaan", max_length=10, choices=State, default=State.READING)
    units_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    people_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    report = models.JSONField("hasil", default=dict, blank=True)
    error = models.CharField("sebab gagal", max_length=300, blank=True)
    created_at = models.DateTimeField("dibaca")
    created_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    applied_at = models.DateTimeField("disimpan", null=True, blank=True)
    applied_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "impor"
        verbose_name_plural = "impor"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True, applied_by__isnull=True)
                | Q(applied_at__isnull=False, applied_by__isnull=False),
                name="people_import_applied_pair",
            )
        ]

    def __str__(self) -> str:
        return f"impor #{self.pk}"
