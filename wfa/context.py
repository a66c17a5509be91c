"""What the shell of every page needs: the region, who is here, and the menu of what they may do.

All of it is lazy: a page that shows no menu (public, error) asks the database nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from wfa.notifications.selectors import unread_count
from wfa.people import selectors as people
from wfa.people.models import Employee
from wfa.places import PLACES, Place, Visitor

BAR, TABS = 6, 4
"""How many destinations the bar (desktop) and the tabs (phone) hold; the rest is under Menu."""


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


DECREES_FIRST = (
    "beranda",
    "kotak-masuk",
    "kotak-masuk-bkd",
    "jadwal-bkd",
    "surat-keputusan",
    "arsip",
)
"""The first places of those whose daily work are decrees; the others keep the order of PLACES."""
OWN_DAYS = ("jadwal-saya", "presensi-saya")
"""One's own days, for somebody who looks after those of others."""
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
        if self.visitor.may("view_roster"):  # the office's pages come before one's own
            found.sort(key=lambda place: place.name in OWN_DAYS)
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
