"""People with an account, their posts, and their first way in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q

from wfa.people import wording
from wfa.people.models.units import Unit


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
        return wording.title(self.name)


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
    revoked_letter = models.CharField("surat pencabutan", max_length=120, blank=True)
    """Its number, while flexible work is taken away; kept by the steps of guidance."""
    revoked_until = models.DateField("dicabut sampai", null=True, blank=True)
    contact_is_own = models.BooleanField("kontak diubah sendiri", default=False)
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
            models.CheckConstraint(
                condition=Q(revoked_until__isnull=True, revoked_letter="")
                | (Q(revoked_until__isnull=False) & ~Q(revoked_letter="")),
                name="people_revoked_by_a_letter",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Name with titles, as it stands on letters."""
        name = f"{self.front_title} {self.get_short_name()}".strip()
        return f"{name}, {self.back_title}" if self.back_title else name

    @property
    def identity(self) -> str:
        """What records call this person: the NIP, or the login of one who has none."""
        return self.nip or self.login

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        """Name without titles, in ordinary writing."""
        return wording.person(self.name)


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
