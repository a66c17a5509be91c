"""The only place that knows WeasyPrint: a frozen snapshot in, the bytes of a PDF/A out.

The same snapshot gives the same bytes: dates come from the snapshot, fonts and picture from us.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

FONTS = Path(settings.BASE_DIR) / "static" / "fonts"
FONT_FILES = {
    "luwes:font/serif": "URWBookman-Light.otf",
    "luwes:font/serif-bold": "URWBookman-Demi.otf",
    "luwes:font/sans": "LiberationSans-Regular.ttf",
    "luwes:font/sans-bold": "LiberationSans-Bold.ttf",
}
EMBLEM = "luwes:emblem"
VARIANT = "pdf/a-3b"


class ForbiddenError(FatalURLFetchingError):  # type: ignore[misc]
    """A paper asked for something that isn't ours; the rendering stops."""


@dataclass(frozen=True)
class Rendered:
    content: bytes
    pages: int


class Fetcher(URLFetcher):  # type: ignore[misc]
    """Deny by default: our fonts and the emblem in memory, nothing else, no file, no network."""

    def __init__(self, emblem: bytes = b"") -> None:
        super().__init__(allowed_protocols=("luwes",))
        self._emblem = emblem

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
        if url in FONT_FILES:
            return URLFetcherResponse(url, (FONTS / FONT_FILES[url]).read_bytes())
        if url == EMBLEM and self._emblem:
            return URLFetcherResponse(url, self._emblem)
        raise ForbiddenError("alamat di luar naskah tidak dibuka")


@cache
def _fonts() -> FontConfiguration:
    """One per process: reading the fonts again for each paper costs memory and time."""
    return FontConfiguration()


@cache
def _styles() -> tuple[CSS, ...]:
    text = render_to_string("documents/paper/paper.css")
    return (CSS(string=text, font_config=_fonts(), url_fetcher=Fetcher()),)


def render(
    template: str, snapshot: dict[str, Any], *, emblem: bytes = b"", draft: bool = False
) -> Rendered:
    """The paper of `snapshot` by `template`; a draft carries the word RANCANGAN on every page."""
    html = markup(template, snapshot, has_emblem=bool(emblem), draft=draft)
    with warnings.catch_warnings():
        # WeasyPrint leaves its own colour profile open until the document is collected.
        warnings.simplefilter("ignore", ResourceWarning)
        return _printed(HTML(string=html, url_fetcher=Fetcher(emblem)))


def probe() -> Rendered:
    """One page in our own type: whether this machine can print at all (`manage.py doctor`)."""
    page = (
        '<html lang="id"><head><title>Uji cetak</title></head><body><p>Uji cetak.</p></body></html>'
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        return _printed(HTML(string=page, url_fetcher=Fetcher()))


def _printed(html: HTML) -> Rendered:
    document = html.render(font_config=_fonts(), stylesheets=list(_styles()), pdf_variant=VARIANT)
    return Rendered(document.write_pdf(pdf_variant=VARIANT, pdf_tags=True), len(document.pages))


def markup(
    template: str, snapshot: dict[str, Any], *, has_emblem: bool = False, draft: bool = False
) -> str:
    """The HTML that is printed. Django escapes every value; a snapshot never holds markup."""
    return render_to_string(
        "documents/paper/page.html",
        {
            "s": snapshot,
            "body": template,
            "draft": draft,
            "emblem": EMBLEM if has_emblem else "",
            "qr": qr(snapshot["verification"]["url"]) if snapshot["verification"] else "",
        },
    )


def qr(address: str) -> SafeString:
    """The address as a drawing, with attributes only, so that the web page may show it too."""
    out = io.BytesIO()
    code = segno.make_qr(address, error="m")
    code.save(out, kind="svg", border=0, xmldecl=False, svgns=False, omitsize=True, svgclass="qr")
    return mark_safe(out.getvalue().decode("ascii"))
