"""The application on the home screen keeps only what is the same for everybody."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from PIL import Image

from tests.actors import sign_in, text_of
from wfa.attendance.views import installable

pytestmark = pytest.mark.django_db


def told(client):
    """What the service worker is told to keep."""
    return json.loads(re.search(r"self\.LUWES = (.*);\n", text_of(client.get("/sw.js")))[1])


def test_the_manifest_leads_to_icons_of_the_size_they_claim(client):
    answer = client.get(reverse("manifes"))
    assert answer["Content-Type"] == "application/manifest+json"
    icons = answer.json()["icons"]
    assert {icon["purpose"] for icon in icons} == {"any", "maskable"}
    for icon in icons:
        with Image.open(finders.find(icon["src"].removeprefix("/static/"))) as picture:
            assert "x".join(map(str, picture.size)) == icon["sizes"]


def test_every_page_names_the_manifest(client, ani):
    link = '<link rel="manifest" href="/manifest.webmanifest">'
    assert link in text_of(client.get(reverse("masuk")))
    assert link in text_of(sign_in(client, ani).get(reverse("beranda")))


def test_the_service_worker_keeps_files_and_the_page_without_network_only(client):
    kept = told(client)
    assert kept["offline"] == "/luring/"
    assert kept["shell"] == [
        "/luring/",
        *(f"/static/{name}" for name in installable.FILES),
    ]
    assert client.get("/sw.js")["Content-Type"].startswith("text/javascript")


def test_the_page_without_network_is_the_same_for_everybody_and_asks_nobody(
    client, ani, django_assert_num_queries
):
    with django_assert_num_queries(0):
        strangers = client.get("/luring/").content
    assert sign_in(client, ani).get("/luring/").content == strangers
    assert ani.name not in strangers.decode()


def test_the_page_without_network_may_use_camera_and_place_other_pages_may_not(client):
    allowed = client.get("/luring/")["Permissions-Policy"]
    assert "camera=(self)" in allowed
    assert "geolocation=(self)" in allowed
    assert "microphone=()" in allowed
    assert "camera=()" in client.get(reverse("masuk"))["Permissions-Policy"]


def test_a_changed_file_is_a_new_version(client, settings, tmp_path):
    settings.DEBUG = True
    before = told(client)["version"]
    assert told(client)["version"] == before
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "luwes.js").write_text("// newer")
    settings.STATICFILES_DIRS = [tmp_path, *settings.STATICFILES_DIRS]
    finders.get_finder.cache_clear()
    try:
        assert told(client)["version"] != before
    finally:
        finders.get_finder.cache_clear()


def test_every_gesture_has_its_words_on_the_page_without_network(client):
    page = text_of(client.get("/luring/"))
    for code, words in installable.GESTURES.items():
        assert f'<li data-move="{code}">{words}</li>' in page
