"""What the doctor says about the server itself, with one thing at a time out of order."""

import datetime
import os
import shutil
import socket
import tempfile
import time
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from documents import rendering
from tests.setup.helpers import levels
from wfa.audit.services import record
from wfa.setup import doctor, heartbeat, server
from wfa.setup.server import configuration, database, machine, printing

pytestmark = pytest.mark.django_db
ADDRESS = "https://luwes.arjamukti.example"
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture(autouse=True)
def _folders(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.STATIC_ROOT = str(tmp_path / "static")
    Path(settings.STATIC_ROOT).mkdir()
    settings.BASE_URL, settings.HTTPS = ADDRESS, True
    settings.ALLOWED_HOSTS = ["luwes.arjamukti.example", "testserver"]


def level(found, code):
    return levels(found)[code]


@pytest.mark.parametrize(
    ("name", "value", "code", "expected"),
    [
        ("SECRET_KEY", "dev" * 30, "secret_key", "SALAH"),
        ("SECRET_KEY", "pendek-sekali", "secret_key", "SALAH"),
        ("DEBUG", True, "debug", "SALAH"),
        ("HTTPS", False, "https", "SALAH"),
        ("BASE_URL", "luwes.arjamukti.example", "base_url", "SALAH"),
        ("BASE_URL", "http://127.0.0.1:8000", "base_url", "PERLU"),
        ("ALLOWED_HOSTS", ["lain.example"], "allowed_hosts", "SALAH"),
        ("ALLOWED_HOSTS", ["*"], "allowed_hosts", "SALAH"),
        ("ALLOWED_HOSTS", [".arjamukti.example"], "allowed_hosts", "BENAR"),
        ("SECURE_PROXY_SSL_HEADER", None, "behind_proxy", "PERLU"),
    ],
)
def test_a_setting_that_will_not_do_is_named(settings, name, value, code, expected):
    setattr(settings, name, value)
    assert level(configuration.findings(), code) == expected


def test_on_this_machine_alone_debug_and_http_are_no_mistakes(settings):
    settings.BASE_URL, settings.DEBUG, settings.HTTPS = "http://127.0.0.1:8000", True, False
    found = levels(configuration.findings())
    assert (found["debug"], found["https"]) == ("PERLU", "PERLU")


def test_no_finding_tells_a_secret(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST_PASSWORD = SMTP, "rahasia-sekali"
    text = " ".join(f.sentence + f.remedy for f in server.findings())
    secrets = [settings.SECRET_KEY, "rahasia-sekali", connection.settings_dict["NAME"]]
    assert [secret for secret in secrets if str(secret) in text] == []


# --- database --------------------------------------------------------------------------------


def test_the_tables_and_the_clock_are_in_order():
    found = levels(database.findings())
    assert (found["migrations"], found["clock"]) == ("BENAR", "BENAR")


def test_a_database_that_forgets_on_a_power_cut_is_wrong():
    """As the tests themselves run it, to be quick."""
    wrong = [f.sentence for f in database.findings() if not f.is_ok]
    off = "synchronous=FULL" if connection.vendor == "sqlite" else "fsync"
    assert [off in sentence for sentence in wrong] == [True]


def test_a_missing_migration_stops_the_rest_of_the_examination():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'documents'")
    found = doctor.examine()
    assert level(found, "migrations") == "SALAH"
    assert level(found, "not_examined") == "SALAH"
    assert "region" not in levels(found)


def test_a_clock_that_went_back_is_wrong(monkeypatch):
    record("people_imported", by=None)
    yesterday = timezone.now() - datetime.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: yesterday)
    [finding] = [f for f in database.findings() if f.code == "clock"]
    assert finding.level == "SALAH"
    assert finding.sentence.startswith("Jam server mundur")


# --- folders ---------------------------------------------------------------------------------


def test_a_folder_that_cannot_be_written_is_wrong(settings, tmp_path):
    if os.geteuid() == 0:
        settings.MEDIA_ROOT = "/proc/self"  # nobody writes there
    else:
        Path(settings.MEDIA_ROOT).mkdir(mode=0o500)
    assert level(machine.findings(), "data_folder") == "SALAH"


def test_uploads_inside_the_public_folder_are_wrong(settings):
    settings.MEDIA_ROOT = str(Path(settings.STATIC_ROOT) / "media")
    assert level(machine.findings(), "data_private") == "SALAH"


def test_uploads_that_others_can_read_need_closing(settings):
    with tempfile.TemporaryDirectory(dir="/var/tmp") as above:  # open down to here
        folder = Path(above) / "media"
        folder.mkdir()
        folder.chmod(0o755)
        settings.MEDIA_ROOT = str(folder)
        assert level(machine.findings(), "data_private") == "BENAR"  # closed above
        Path(above).chmod(0o755)
        assert level(machine.findings(), "data_private") == "PERLU"
        folder.chmod(0o700)
        assert level(machine.findings(), "data_private") == "BENAR"


def test_files_collected_from_another_version_are_wrong(settings):
    assert level(machine.findings(), "static") == "SALAH"
    target = Path(settings.STATIC_ROOT)
    for name in ("css/luwes.css", "js/luwes.js"):
        (target / name).parent.mkdir(parents=True)
        shutil.copy(project.BASE_DIR / "static" / name, target / name)
    (target / "staticfiles.json").write_text("{}")
    assert level(machine.findings(), "static") == "BENAR"
    (target / "css/luwes.css").write_text("old")
    assert level(machine.findings(), "static") == "SALAH"


# --- the worker ------------------------------------------------------------------------------


def test_a_worker_that_never_ran_or_fell_silent_is_wrong(settings):
    assert level(machine.findings(), "worker") == "SALAH"
    heartbeat.beat()
    assert level(machine.findings(), "worker") == "BENAR"
    old = time.time() - 3600
    os.utime(Path(settings.MEDIA_ROOT) / heartbeat.NAME, (old, old))
    [finding] = [f for f in machine.findings() if f.code == "worker"]
    assert finding.level == "SALAH"
    assert finding.sentence.startswith("Pekerja latar diam sejak")


@pytest.mark.django_db(transaction=True)
def test_a_round_of_the_worker_beats_and_the_probe_says_so(client, settings):
    settings.SECURE_SSL_REDIRECT = False
    assert client.get(reverse("sehat")).json() == {"status": "ok", "worker": "silent"}
    call_command("worker", "--once")
    assert client.get(reverse("sehat")).json() == {"status": "ok", "worker": "alive"}


# --- printing and e-mail ---------------------------------------------------------------------


def test_one_page_is_printed_with_the_fonts_of_the_repository():
    assert levels(printing.findings()) == {"fonts": "BENAR", "pdf": "BENAR"}
    assert rendering.probe().content.startswith(b"%PDF-1.")


def test_a_missing_font_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(rendering, "FONTS", tmp_path)
    [finding] = printing.findings()
    assert finding.level == "SALAH"
    assert "LiberationSans-Regular.ttf" in finding.sentence


def test_mail_that_goes_nowhere_is_told(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert levels(machine.email(reach=True)) == {"email": "PERLU"}
    settings.EMAIL_BACKEND, settings.DEFAULT_FROM_EMAIL = SMTP, "luwes@localhost"
    assert levels(machine.email(reach=False)) == {"email": "PERLU"}


def test_a_mail_server_that_does_not_answer_is_found_only_when_asked(settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.EMAIL_BACKEND, settings.DEFAULT_FROM_EMAIL = SMTP, "luwes@arjamukti.example"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    assert levels(machine.email(reach=False)) == {"email": "BENAR"}
    assert levels(machine.email(reach=True)) == {"email": "BENAR", "email_reached": "SALAH"}
