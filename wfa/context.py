"""What the shell of every page needs: the region, who is here, and the menu of what they may do.

All of it is lazy: a page that shows no menu (public, error) asks the database nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from wfa.home.scope import near
from wfa.notifications.selectors import unread_count
from wfa.people import selectors as people
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Authority
from wfa.requests.models import State
from wfa.requests.selectors import waiting_cases
from workflows import selectors as procedure
from workflows.selectors.roster_desk import waiting_rosters

BAR, TABS = 6, 4
"""How many destinations the bar (desktop) and the tabs (phone) hold; the rest is under Menu."""


@dataclass(frozen=True)
class Visitor:
    """Who looks at the page, with all they may do."""

    user: Employee
    authority: Authority
    counted: Mapping[str, int] = field(default_factory=dict)
    """{place: cases waiting there}, where the page itself has counted them already."""

    def may(self, *actions: str) -> bool:
        return any(self.authority.may_somewhere(action) for action in actions)

    @property
    def is_asn(self) -> bool:
        return self.user.kind == Employee.Kind.ASN

    @property
    def has_opd_inbox(self) -> bool:
        return self.may("assess_request", "propose_request")


@dataclass(frozen=True)
class Place:
    """A destination of the menu: for whom, and how many cases wait there."""

    name: str
    label: str
    short: str
    icon: str
    about: str
    is_for: Callable[[Visitor], bool]
    waiting: Callable[[Visitor], int] | None = None
    holds: tuple[str, ...] = ()
    """Where the addresses of its inner pages begin, if not with its own."""


@dataclass(frozen=True)
class Item:
    """A place as this visitor sees it on this page."""

    place: Place
    visitor: Visitor
    url: str
    is_current: bool

    @property
    def label(self) -> str:
        both = self.visitor.has_opd_inbox
        return "Usulan BKD" if self.place.name == "kotak-masuk-bkd" and both else self.place.label

    @property
    def short(self) -> str:
        both = self.visitor.has_opd_inbox
        return "Usulan BKD" if self.place.name == "kotak-masuk-bkd" and both else self.place.short

    @cached_property
    def count(self) -> int:
        """Cases that wait there; asked once, only where the menu is shown."""
        if self.place.name in self.visitor.counted:
            return self.visitor.counted[self.place.name]
        return self.place.waiting(self.visitor) if self.place.waiting else 0


def _to_assess(visitor: Visitor) -> int:
    """As the home page counts: of the head of the region only what nobody nearer decides."""
    units = Unit.objects.filter(near(visitor.authority, "assess_request", "path"))
    return waiting_cases(State.SUBMITTED).filter(unit__in=units.values("pk")).count()


def _to_examine(_visitor: Visitor) -> int:
    return procedure.bkd_inbox().count()


PLACES = [
    Place(
        "beranda", "Beranda", "Beranda", "home", "Yang perlu Anda lakukan sekarang", lambda _: True
    ),
    Place(
        "kotak-masuk",
        "Kotak Masuk",
        "Kotak Masuk",
        "inbox",
        "Pengajuan yang menunggu penilaian OPD",
        lambda v: v.has_opd_inbox,
        _to_assess,
    ),
    Place(
        "kotak-masuk-bkd",
        "Kotak Masuk",
        "Kotak Masuk",
        "inbox",
        "Usulan OPD yang menunggu keputusan BKD",
        lambda v: v.may("examine_request"),
        _to_examine,
        holds=("/usulan/",),
    ),
    Place(
        "pengajuan-saya",
        "Pengajuan Saya",
        "Pengajuan",
        "document",
        "Buat pengajuan dan lihat posisinya",
        lambda v: v.is_asn,
        holds=("/pengajuan/",),
    ),
    Place(
        "jadwal-saya",
        "Jadwal Saya",
        "Jadwal",
        "calendar",
        "Di mana Anda bekerja pada setiap hari",
        lambda v: v.is_asn,
        holds=("/tukar/",),
    ),
    Place(
        "jadwal",
        "Jadwal",
        "Jadwal Unit",
        "calendar",
        "Jadwal bulanan unit: menyusun, melaporkan, dan melihat",
        lambda v: v.may("view_roster", "draft_roster"),
    ),
    Place(
        "usulan",
        "Usulan",
        "Usulan",
        "layers",
        "Surat usulan OPD Anda ke BKD",
        lambda v: v.may("propose_request"),
    ),
    Place(
        "surat-keputusan",
        "Surat Keputusan",
        "SK",
        "document-check",
        "Keputusan yang disusun dan yang terbit",
        lambda v: v.is_asn or v.may("view_decree"),
        holds=("/naskah/",),
    ),
    Place(
        "arsip",
        "Arsip",
        "Arsip",
        "archive",
        "Klasifikasi dan masa simpan",
        lambda v: v.may("manage_archive"),
    ),
    Place(
        "siapa-di-mana",
        "Siapa di Mana",
        "Hari ini",
        "people",
        "Siapa yang di kantor hari ini, dan siapa yang tidak",
        lambda v: v.may("view_presence"),
    ),
    Place(
        "pegawai",
        "Pegawai",
        "Pegawai",
        "people",
        "Unit, pegawai, tugas, impor SIASN, dan slip masuk",
        lambda v: v.may("manage_people", "import_people", "print_slips"),
        holds=("/tugas/", "/jabatan/", "/unit/", "/slip/", "/impor/"),
    ),
    Place(
        "presensi",
        "Presensi",
        "Presensi",
        "clock",
        "Jadwal untuk aplikasi presensi, dan lokasi kerja pegawai",
        lambda v: v.may("export_schedule"),
        holds=("/lokasi/pegawai/", "/lokasi/impor/"),
    ),
    Place(
        "kebijakan",
        "Kebijakan",
        "Kebijakan",
        "scale",
        "Aturan daerah dan masa berlakunya",
        lambda v: v.may("draft_policy"),
    ),
    Place(
        "kalender",
        "Kalender",
        "Kalender",
        "calendar",
        "Libur, cuti bersama, dan jam kerja",
        lambda v: v.may("manage_calendar"),
    ),
    Place(
        "jejak-audit",
        "Jejak Audit",
        "Audit",
        "shield",
        "Catatan setiap tindakan",
        lambda v: v.may("view_audit"),
    ),
    Place(
        "pengaturan",
        "Pengaturan",
        "Pengaturan",
        "gear",
        "Daerah, BKD, dan dasar kewenangan",
        lambda v: v.may("manage_region"),
    ),
    Place(
        "penyiapan",
        "Penyiapan",
        "Penyiapan",
        "check",
        "Dari server kosong sampai pengajuan pertama, dan pemeriksaan",
        lambda v: v.may("manage_region"),
    ),
    Place(
        "pembatalan-daftar",
        "Pembatalan",
        "Pembatalan",
        "undo",
        "Hari yang diminta kembali oleh pegawai",
        lambda v: v.may("decide_cancellation"),
        holds=("/pembatalan/",),
    ),
    Place(
        "keberatan-daftar",
        "Keberatan",
        "Keberatan",
        "scale",
        "Keberatan atas penolakan, dijawab tertulis",
        lambda v: v.may("decide_objection"),
        holds=("/keberatan/",),
    ),
    Place(
        "pertimbangan-daftar",
        "Pertimbangan",
        "Pertimbangan",
        "person",
        "Pengajuan yang menunggu pertimbangan atasan",
        lambda v: v.may("give_view"),
        holds=("/pertimbangan/",),
    ),
    Place(
        "panggil-kembali",
        "Panggil Kembali",
        "Panggil",
        "return",
        "Memanggil pegawai kembali ke kantor",
        lambda v: v.may("recall_employee"),
    ),
    Place(
        "ketidakhadiran",
        "Ketidakhadiran",
        "Absen",
        "out",
        "Cuti, sakit, dinas luar, dan diklat",
        lambda v: v.may("record_absence"),
    ),
    Place(
        "pengajuan-untuk",
        "Isi untuk Pegawai",
        "Isi",
        "pen",
        "Mengisi pengajuan atas permintaan pegawai",
        lambda v: v.may("file_for_other"),
    ),
    Place(
        "jadwal-bkd",
        "Jadwal OPD",
        "Jadwal OPD",
        "layers",
        "Jadwal semua OPD yang diputus BKD",
        lambda v: v.may("approve_roster"),
        lambda _: waiting_rosters().count(),
    ),
    Place(
        "perintah",
        "Perintah",
        "Perintah",
        "warning",
        "Bekerja dari rumah karena banjir, unjuk rasa, atau mudik",
        lambda v: v.may("order_roster"),
    ),
    Place(
        "lewat-batas", "Lewat Batas", "Lewat", "clock", "Tunggakan", lambda v: v.may("view_late")
    ),
]

DECREES_FIRST = ("beranda", "kotak-masuk", "kotak-masuk-bkd", "surat-keputusan", "arsip")
"""The first places of those whose daily work are decrees; the others keep the order of PLACES."""
WAY_BACK = "penyiapan"
"""Cookie: the task list of the set-up was open in this browser, and isn't finished."""
PERSONAL = ("menu", "akun", "pemberitahuan", "bantuan")
"""Pages that phones reach through Menu."""


class Shell:
    """The frame of one page for one visitor."""

    def __init__(self, request: HttpRequest, visitor: Visitor) -> None:
        self._path = request.path
        self._told: Sequence[str] = getattr(request, "places", ())
        self.has_keys = bool(getattr(request, "session", {}).get("pintasan"))
        """Whether this person turned the keyboard shortcuts on (see workflows.views.kept)."""
        self._is_setting_up = WAY_BACK in request.COOKIES
        self.visitor = visitor

    @cached_property
    def items(self) -> list[Item]:
        """All this visitor may open, in the order of the menu."""
        found = [place for place in PLACES if place.is_for(self.visitor) and _url(place.name)]
        if self.visitor.may("draft_decree", "sign_decree"):
            found.sort(key=lambda place: place.name not in DECREES_FIRST)
        here = self._here([place.name for place in found], found)
        return [Item(p, self.visitor, _url(p.name), p.name == here) for p in found]

    def _here(self, names: Sequence[str], places: Sequence[Place]) -> str:
        """The place of this page: what the page says itself, else by its address."""
        if self._told:
            return next((name for name in self._told if name in names), "")
        urls = {_url(name): name for name in names}
        if near := _nearest(self._path, list(urls)):
            return urls[near]
        return next((p.name for p in places if p.holds and self._path.startswith(p.holds)), "")

    @property
    def way_back(self) -> str:
        """The task list of the set-up, where this browser has it open; "" elsewhere."""
        url = _url("penyiapan")
        if not self._is_setting_up or not url or self._path.startswith(url):
            return ""
        return url if self.visitor.may("manage_region") else ""

    @property
    def bar(self) -> list[Item]:
        """All places, or one fewer than fit: then Menu stands there, and says where one is."""
        return self.items[: BAR - 1] if self.has_more else self.items

    @property
    def tabs(self) -> list[Item]:
        return self.items[:TABS]

    @property
    def has_more(self) -> bool:
        return len(self.items) > BAR

    @property
    def is_elsewhere(self) -> bool:
        """Whether the page belongs to a place that the bar doesn't hold."""
        hidden = any(item.is_current for item in self.items[len(self.bar) :])
        return hidden or self._path == _url("menu")

    @property
    def is_beyond_tabs(self) -> bool:
        """The same for the tabs of a phone, which show nothing of one's own account either."""
        hidden = any(item.is_current for item in self.items[TABS:])
        return hidden or bool(_nearest(self._path, [url for n in PERSONAL if (url := _url(n))]))

    @property
    def is_seeking(self) -> bool:
        """Whether this is the search page, which has the box itself."""
        return self._path == _url("cari")

    @cached_property
    def unread(self) -> int:
        return unread_count(self.visitor.user)

    @property
    def initials(self) -> str:
        """ "RW" for Ratna Wulandari, without titles."""
        words = self.visitor.user.name.split()
        return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()

    @cached_property
    def acting_as(self) -> str:
        """The capacity of the visitor; of one without office or duty the position and OPD."""
        held = self.visitor.authority.capacities
        if held:
            return held[0].label
        found = Employee.objects.select_related("position", "unit__opd")
        person = found.get(pk=self.visitor.user.pk)
        parts: Iterable[object] = (
            person.position,
            person.unit and (person.unit.opd or person.unit),
        )
        return " · ".join(str(part) for part in parts if part) or person.get_kind_display()


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor; `shell` is empty for a visitor who isn't signed in."""
    return {
        "shell": SimpleLazyObject(lambda: _shell(request)),
        "region": SimpleLazyObject(lambda: _region(request)),
        "now": timezone.now(),
        "zone": settings.ZONE_NAMES[settings.TIME_ZONE],
        "source_url": getattr(settings, "SOURCE_URL", ""),
    }


def _shell(request: HttpRequest) -> Shell | None:
    authority = getattr(request, "authority", None)
    user = getattr(request, "user", None)
    if authority is None or not isinstance(getattr(user, "pk", None), int):
        return None
    counted = getattr(request, "counted", {})
    return Shell(request, Visitor(user, authority, counted))  # type: ignore[arg-type]


def _region(request: HttpRequest) -> str:
    """Name of the region, read once per request; "" before the set-up."""
    if not hasattr(request, "region_name"):
        region = people.region()
        request.region_name = str(region) if region else ""  # type: ignore[attr-defined]
    return str(request.region_name)  # type: ignore[attr-defined]


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _nearest(path: str, urls: list[str]) -> str:
    """The longest address that `path` lies under; the front page only for itself."""
    under_path = [url for url in urls if url == path or (url != "/" and path.startswith(url))]
    return max(under_path, key=len, default="")
