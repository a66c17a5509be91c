"""What came through the gate can be read back, only with a log, and only unchanged."""

import hashlib
import os
import stat
import time
from contextlib import closing
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction

from tests.files import corpus
from wfa.files import services
from wfa.files.models import StoredFile
from wfa.people.models import Employee
from wfa.refusals import Refused

EVIDENCE, EMBLEM, IMPORT = StoredFile.Purpose.values[:3]
CSV = "Id;Nama\n1;Dinas é\n"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def ani(db):
    return Employee.objects.create_user("ani", name="Ani", kind=Employee.Kind.SERVICE)


def accept(ani, data, name, purpose=EVIDENCE):
    return services.accept(SimpleUploadedFile(name, data), by=ani, purpose=purpose)


def files_below(folder):
    return [place for place in Path(folder).rglob("*") if place.is_file()]


def remembered(log):
    return lambda stored: log.append(stored.pk)


GOOD = [
    (EVIDENCE, "surat.pdf", lambda: corpus.pdf(pages=2), "application/pdf", 2),
    (EVIDENCE, "surat.pdf", lambda: corpus.pdf(pages=50), "application/pdf", 50),
    (EVIDENCE, "foto.jpg", corpus.photo_with_gps, "image/jpeg", None),
    (EVIDENCE, "foto.jpeg", corpus.phone_jpeg_with_preview, "image/jpeg", None),
    (EVIDENCE, "foto.png", lambda: corpus.picture("JPEG"), "image/jpeg", None),
    (EVIDENCE, "foto", lambda: corpus.picture("JPEG"), "image/jpeg", None),
    (EVIDENCE, "gambar.png", lambda: corpus.picture("PNG"), "image/png", None),
    (EVIDENCE, "gambar.webp", lambda: corpus.picture("WEBP"), "image/jpeg", None),
    (EMBLEM, "lambang.png", lambda: corpus.picture("PNG"), "image/png", None),
    (EMBLEM, "lambang.jpg", lambda: corpus.picture("JPEG"), "image/png", None),
    (IMPORT, "SIASN.xlsx", corpus.workbook,
     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", None),
    (IMPORT, "UNOR.csv", lambda: CSV.encode("utf-8-sig"), "text/csv; charset=utf-8", None),
    (IMPORT, "UNOR.csv", lambda: CSV.encode("cp1252"), "text/csv; charset=utf-8", None),
]  # fmt: skip


@pytest.mark.parametrize(("purpose", "name", "make", "content_type", "pages"), GOOD)
def test_good_file_is_stored_and_reads_back(purpose, name, make, content_type, pages, ani, media):
    stored = accept(ani, make(), name, purpose)
    data = services.read_bytes(stored)
    assert (stored.content_type, stored.pages, stored.purpose) == (content_type, pages, purpose)
    assert stored.size == len(data) > 0
    assert stored.sha256 == hashlib.sha256(data).hexdigest()
    assert stored.uploaded_by == ani
    assert files_below(media) == [services.path(stored)]


def test_sheets_are_stored_as_they_came(ani):
    book = corpus.workbook(rows=5)
    assert services.read_bytes(accept(ani, book, "a.xlsx", IMPORT)) == book
    assert services.read_bytes(accept(ani, CSV.encode(), "a.csv", IMPORT)) == CSV.encode()
    stored = accept(ani, book, "b.xlsx", IMPORT)
    assert openpyxl.load_workbook(services.path(stored)).active.max_row == 5


def test_file_lies_under_a_random_name_that_only_we_can_read(ani, media):
    stored = accept(ani, corpus.picture(), "rahasia.jpg")
    place = media / stored.stored_name
    assert "rahasia" not in stored.stored_name
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    folder, first, second, name = stored.stored_name.split("/")
    assert (folder, first, second) == ("uploads", name[:2], name[2:4])


def test_same_file_twice_is_stored_twice(ani, media):
    assert accept(ani, corpus.pdf(), "a.pdf") != accept(ani, corpus.pdf(), "a.pdf")
    assert len(files_below(media)) == 2


def test_reading_logs_once_before_the_file_is_opened(ani):
    stored, log = accept(ani, corpus.pdf(), "surat.pdf"), []
    response = services.open_for(stored, log=remembered(log))
    assert log == [stored.pk]
    assert b"".join(response.streaming_content) == services.read_bytes(stored)
    response.close()
    assert log == [stored.pk]


def test_log_runs_inside_a_transaction(ani):
    stored, inside = accept(ani, corpus.pdf(), "surat.pdf"), []
    services.open_for(stored, log=lambda _: inside.append(connection.in_atomic_block)).close()
    assert inside == [True]


def test_read_that_cannot_be_logged_does_not_happen(ani, monkeypatch):
    stored = accept(ani, corpus.pdf(), "surat.pdf")

    def fail(_):
        services.path(stored).unlink()
        raise RuntimeError("audit down")

    with pytest.raises(RuntimeError, match="audit down"):
        services.open_for(stored, log=fail)


def test_reading_without_a_log_is_impossible(ani):
    stored = accept(ani, corpus.pdf(), "surat.pdf")
    with pytest.raises(TypeError):
        services.open_for(stored)


def test_answer_has_safe_headers(ani):
    stored = accept(ani, corpus.pdf(), "Surat Édouard.pdf")
    with closing(services.open_for(stored, log=remembered([]))) as response:
        assert dict(response.items()) == {
            "Content-Type": "application/pdf",
            "Content-Length": str(stored.size),
            "Content-Disposition": 'attachment; filename="Surat Edouard.pdf"; '
            "filename*=UTF-8''Surat%20%C3%89douard.pdf",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "same-origin",
        }


@pytest.mark.parametrize(("attachment", "how"), [(False, "inline"), (True, "attachment")])
def test_picture_is_shown_unless_it_is_asked_for_as_a_download(attachment, how, ani):
    stored = accept(ani, corpus.picture(), "foto.jpg")
    with closing(services.open_for(stored, log=remembered([]), attachment=attachment)) as response:
        assert response["Content-Disposition"].startswith(how)


def test_kind_that_we_never_store_is_sent_as_plain_bytes(ani):
    stored = accept(ani, corpus.picture(), "foto.jpg")
    stored.content_type = "text/html"
    with closing(services.open_for(stored, log=remembered([]))) as response:
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (lambda place: place.write_bytes(b"lain"), "file_changed"),
        (lambda place: place.unlink(), "file_missing"),
    ],
)
def test_changed_or_lost_file_is_told_not_sent(harm, code, ani):
    stored, log = accept(ani, corpus.pdf(), "surat.pdf"), []
    harm(services.path(stored))
    for read in (services.read_bytes, lambda file: services.open_for(file, log=remembered(log))):
        with pytest.raises(Refused) as refused:
            read(stored)
        assert refused.value.code == code
    assert log == [stored.pk]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "uploads/../../x", "x.pdf"])
def test_row_with_a_foreign_place_leads_nowhere(name, ani):
    stored = accept(ani, corpus.pdf(), "surat.pdf")
    stored.stored_name = name
    with pytest.raises(Refused):
        services.read_bytes(stored)


def test_examining_keeps_nothing_and_asks_no_database(media):
    upload = SimpleUploadedFile("surat.pdf", corpus.pdf())
    passed = services.examine(upload, purpose=EVIDENCE)
    assert (passed.name, passed.examined.pages) == ("surat.pdf", 1)
    assert files_below(media) == []


def test_file_is_gone_when_its_row_cannot_be_written(ani, media):
    ani.pk = None
    with pytest.raises(Exception, match=r"NOT NULL|not-null|null value"):
        accept(ani, corpus.pdf(), "surat.pdf")
    assert files_below(media) == []


def rolled_back(ani):
    """An upload whose transaction came to nothing afterwards."""
    with transaction.atomic():
        orphan = accept(ani, corpus.pdf(), "surat.pdf")
        transaction.set_rollback(True)
    return orphan


def _age(place, days):
    then = time.time() - days * 86_400
    os.utime(place, (then, then))


def test_file_of_a_rolled_back_upload_is_swept_after_a_day(ani, media):
    kept = accept(ani, corpus.pdf(), "surat.pdf")
    orphan = rolled_back(ani)
    fresh = services.path(orphan)
    assert services.remove_orphans() == []
    for place in files_below(media):
        _age(place, 2)
    (media / "sk.pdf").write_bytes(b"not ours")
    _age(media / "sk.pdf", 2)
    assert services.remove_orphans() == [orphan.stored_name]
    assert fresh.exists()
    assert services.remove_orphans(dry_run=False) == [orphan.stored_name]
    assert sorted(files_below(media)) == sorted([services.path(kept), media / "sk.pdf"])


def test_half_written_file_is_swept_too(db, media):
    half = media / "uploads" / "ab" / "cd" / ("ab" * 16 + ".pdf.part")
    half.parent.mkdir(parents=True)
    half.write_bytes(b"%PDF-")
    _age(half, 2)
    assert services.remove_orphans(dry_run=False) == [half.relative_to(media).as_posix()]
    assert not half.exists()


def test_command_removes_only_when_told_to(ani, media):
    orphan = rolled_back(ani)
    _age(services.path(orphan), 2)
    out = StringIO()
    call_command("remove_orphans", stdout=out)
    assert "1 berkas akan dihapus" in out.getvalue()
    assert services.path(orphan).exists()
    call_command("remove_orphans", "--apply", stdout=out)
    assert "1 berkas dihapus" in out.getvalue()
    assert files_below(media) == []


def test_workbook_is_checked_by_path_and_by_file(tmp_path):
    place = tmp_path / "SIASN.xlsx"
    place.write_bytes(corpus.workbook())
    services.check_workbook(place)
    services.check_workbook(str(place))
    stream = BytesIO(corpus.workbook())
    services.check_workbook(stream)
    assert stream.tell() == 0


def test_workbook_of_a_large_region_passes():
    services.check_workbook(BytesIO(corpus.workbook(rows=8_528)))


def test_workbook_on_the_command_line_has_the_same_limits(tmp_path):
    place = tmp_path / "SIASN.xlsx"
    place.write_bytes(corpus.workbook_bomb(310))
    with pytest.raises(Refused) as refused:
        services.check_workbook(place)
    assert refused.value.code == "bomb"
    place.write_bytes(b"PK\x03\x04" + b"x" * (20 << 20))
    with pytest.raises(Refused) as refused:
        services.check_workbook(place)
    assert refused.value.code == "too_large"


def test_removed_file_is_gone_and_says_so(ani, media, django_capture_on_commit_callbacks):
    stored = accept(ani, CSV.encode(), "UNOR.csv", IMPORT)
    with django_capture_on_commit_callbacks(execute=True):
        services.remove(stored)
        services.remove(stored)
    assert files_below(media) == []
    stored.refresh_from_db()
    assert stored.removed_at
    for read in (services.read_bytes, services.path, lambda f: services.open_for(f, log=print)):
        with pytest.raises(Refused) as refused:
            read(stored)
        assert refused.value.code == "file_removed"


def test_removal_that_is_rolled_back_removes_nothing(ani, django_capture_on_commit_callbacks):
    stored = accept(ani, CSV.encode(), "UNOR.csv", IMPORT)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        services.remove(stored)
        transaction.set_rollback(True)
    stored.refresh_from_db()
    assert services.read_bytes(stored) == CSV.encode()


def test_bytes_whose_removal_was_cut_short_are_orphans(ani, media):
    stored = accept(ani, CSV.encode(), "UNOR.csv", IMPORT)
    _age(services.path(stored), 2)
    services.remove(stored)
    assert services.remove_orphans(dry_run=False) == [stored.stored_name]
    assert files_below(media) == []
