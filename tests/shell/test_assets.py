"""What the browser gets: small, as committed, and nothing inline."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = settings.BASE_DIR / "static"
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
COMPONENTS = [path for path in TEMPLATES if path.parent.name == "components"]
INLINE = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.I),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.I),
    "an inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.I),
    "a data: or javascript: address": re.compile(r"[\"'(](data|javascript):", re.I),
}


def short(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))


@pytest.mark.parametrize(
    ("name", "kilobytes"), [("css/luwes.css", 40), ("js/luwes.js", 45), ("js/worker.js", 5)]
)
def test_file_stays_within_its_budget(name, kilobytes):
    assert len(gzip.compress((STATIC / name).read_bytes())) <= kilobytes * 1024


def test_vendored_files_are_as_listed():
    for entry in json.loads((STATIC / "VENDOR.json").read_text()):
        assert set(entry) >= {"name", "version", "licence", "sha256"}
        shipped = hashlib.sha256((STATIC / entry["file"]).read_bytes()).hexdigest()
        assert shipped == entry["sha256"]


def test_every_picture_of_the_stylesheet_is_shipped():
    css = STATIC / "css" / "luwes.css"
    for address in set(re.findall(r"url\([\"']?([^)\"']+)", css.read_text())):
        assert (css.parent / address).resolve().is_file()


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_template_holds_nothing_inline(path):
    text = path.read_text()
    assert [what for what, pattern in INLINE.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", COMPONENTS, ids=short)
def test_component_starts_by_saying_what_it_takes(path):
    first = path.read_text().splitlines()[0]
    assert re.match(r"\{# .+(Inputs: |No inputs).* #\}$", first) or first == "{# No inputs #}"


def test_lock_file_names_no_registry():
    assert "resolved" not in (settings.BASE_DIR / "assets" / "package-lock.json").read_text()
