"""Each hostile upload is refused with a sentence, and leaves nothing behind."""

import tracemalloc
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.files import corpus
from wfa.files import services
from wfa.files.models import StoredFile
from wfa.people.models import Employee
from wfa.refusals import Refused

EVIDENCE, EMBLEM, IMPORT = StoredFile.Purpose.values[:3]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
LZW = {"Filter": corpus.Name.LZWDecode}
FLATE = {"Filter": corpus.Name.FlateDecode}
HUGE_IMAGE = {
    "Filter": corpus.Name.CCITTFaxDecode,
    "Subtype": corpus.Name.Image,
    "Width": 60_000,
    "Height": 60_000,
}

HOSTILE = {
    # name of the case: (purpose, file name, maker, code)
    "0 byte": (EVIDENCE, "surat.pdf", lambda: b"", "empty"),
    "too large": (EVIDENCE, "a.pdf", lambda: b"%PDF-" + b"x" * (5 << 20), "too_large"),
    "emblem too large": (EMBLEM, "a.png", lambda: b"\x89PNG\r\n\x1a\n" + b"x" * (1 << 20), "too_large"),
    "CSV too large": (IMPORT, "a.csv", lambda: b"a;b\n" * (3 << 20), "too_large"),
    "SVG": (EMBLEM, "lambang.svg", lambda: SVG, "wrong_kind"),
    "SVG named PNG": (EMBLEM, "lambang.png", lambda: b"\xef\xbb\xbf \n" + SVG, "wrong_kind"),
    "SVG in UTF-16": (EMBLEM, "lambang.png", lambda: SVG.decode().encode("utf-16"), "wrong_kind"),
    "HTML named JPG": (EVIDENCE, "foto.jpg", lambda: HTML, "wrong_kind"),
    "HTML named CSV": (IMPORT, "unor.csv", lambda: HTML, "wrong_kind"),
    "program named PDF": (EVIDENCE, "surat.pdf", lambda: b"MZ\x90\x00" + b"\0" * 99, "wrong_kind"),
    "GIF": (EVIDENCE, "a.gif", lambda: corpus.picture("GIF"), "wrong_kind"),
    "HEIC": (EVIDENCE, "a.heic", lambda: b"\0\0\0\x18ftypheic" + b"\0" * 99, "wrong_kind"),
    "text named PDF": (EVIDENCE, "surat.pdf", lambda: b"halo", "wrong_kind"),
    "no kind at all": (EVIDENCE, "surat", lambda: b"halo", "wrong_kind"),
    "workbook as evidence": (EVIDENCE, "a.xlsx", corpus.workbook, "wrong_kind"),
    "PDF as emblem": (EMBLEM, "a.pdf", corpus.pdf, "wrong_kind"),
    "old Office file": (IMPORT, "a.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..", "wrong_kind"),
    "JPEG named PDF": (EVIDENCE, "surat.pdf", corpus.picture, "wrong_suffix"),
    "PDF named JPG": (EVIDENCE, "foto.jpg", corpus.pdf, "wrong_suffix"),
    "JPEG named HTML": (EVIDENCE, "foto.html", corpus.picture, "wrong_suffix"),
    "JPEG named PHP behind a null": (EVIDENCE, "foto.jpg\x00.php", corpus.picture, "wrong_suffix"),
    "JPEG named with turned ending": (EVIDENCE, "foto\u202egpj.exe", corpus.picture, "wrong_suffix"),
    "workbook named CSV": (IMPORT, "a.csv", corpus.workbook, "wrong_suffix"),
    # pictures
    "PNG declares 900 megapixels": (EVIDENCE, "a.png", lambda: corpus.png_declaring(30_000, 30_000), "too_many_pixels"),
    "PNG declares 25 megapixels": (EVIDENCE, "a.png", lambda: corpus.png_declaring(5_000, 5_001), "too_many_pixels"),
    "PNG declares 2^31 pixels a side": (EVIDENCE, "a.png", lambda: corpus.png_declaring(2**31 - 1, 2**31 - 1), "too_many_pixels"),
    "JPEG declares 4,225 megapixels": (EVIDENCE, "a.jpg", lambda: corpus.jpeg_declaring(65_000, 65_000), "too_many_pixels"),
    "WebP declares 268 megapixels": (EVIDENCE, "a.webp", lambda: corpus.webp_declaring(16_383, 16_383), "too_many_pixels"),
    "PNG with too few rows": (EVIDENCE, "a.png", lambda: corpus.png_declaring(50, 50, b"\0"), "broken_picture"),
    "JPEG cut off": (EVIDENCE, "a.jpg", lambda: corpus.picture(size=(400, 400))[:700], "broken_picture"),
    "only the first bytes of a JPEG": (EVIDENCE, "a.jpg", lambda: b"\xff\xd8\xff" + HTML, "broken_picture"),
    "only the first bytes of a WebP": (EVIDENCE, "a.webp", lambda: b"RIFF\0\0\0\0WEBP", "broken_picture"),
    "JPEG with 200 scans": (EVIDENCE, "a.jpg", lambda: corpus.jpeg_with_scans(200), "too_many_scans"),
    "moving PNG": (EVIDENCE, "a.png", lambda: corpus.moving("PNG"), "animated_picture"),
    "moving WebP": (EVIDENCE, "a.webp", lambda: corpus.moving("WEBP"), "animated_picture"),
    # PDF
    "PDF behind HTML": (EVIDENCE, "a.pdf", lambda: HTML + corpus.pdf(), "wrong_kind"),
    "PDF behind blanks": (EVIDENCE, "a.pdf", lambda: b"\n" + corpus.pdf(), "wrong_kind"),
    "PDF cut off": (EVIDENCE, "a.pdf", lambda: corpus.pdf()[:-300], "broken_pdf"),
    "only the first bytes of a PDF": (EVIDENCE, "a.pdf", lambda: b"%PDF-1.7\n" + HTML, "broken_pdf"),
    "PDF with a password": (EVIDENCE, "a.pdf", lambda: corpus.pdf(encryption=corpus.pikepdf.Encryption(owner="x", user="y")), "encrypted"),
    "PDF locked, no password asked": (EVIDENCE, "a.pdf", lambda: corpus.pdf(encryption=corpus.pikepdf.Encryption(owner="x", user="")), "encrypted"),
    "PDF of 51 pages": (EVIDENCE, "a.pdf", lambda: corpus.pdf(pages=51), "too_many_pages"),
    "PDF of 0 pages": (EVIDENCE, "a.pdf", lambda: corpus.pdf(pages=0), "broken_pdf"),
    "PDF stream of 300 MB": (EVIDENCE, "a.pdf", lambda: corpus.pdf_with_stream(corpus.deflated_blanks(300), **FLATE), "bomb"),
    "PDF object stream of 300 MB": (EVIDENCE, "a.pdf", lambda: corpus.pdf_with_object_stream_bomb(300), "bomb"),
    "PDF stream packed twice": (EVIDENCE, "a.pdf", lambda: corpus.pdf_with_stream(corpus.zlib.compress(corpus.deflated_blanks(300)), Filter=corpus.Array([corpus.Name.FlateDecode] * 2)), "bomb"),
    "PDF picture of 3,600 megapixels": (EVIDENCE, "a.pdf", lambda: corpus.pdf_with_stream(b"\0", **HUGE_IMAGE), "bomb"),
    "PDF stream with a rare packing": (EVIDENCE, "a.pdf", lambda: corpus.pdf_with_stream(b"\x80\x0b\x60\x50", **LZW), "odd_pdf"),
    "PDF stream that isn't what it says": (EVIDENCE, "a.pdf", lambda: corpus.pdf_with_stream(b"not deflated", **FLATE), "broken_pdf"),
    # sheets
    "workbook of 310 MB": (IMPORT, "a.xlsx", lambda: corpus.workbook_bomb(310), "bomb"),
    "workbook entry packed 1:1000": (IMPORT, "a.xlsx", lambda: corpus.workbook_bomb(8), "bomb"),
    "workbook that lies about its size": (IMPORT, "a.xlsx", lambda: corpus.workbook_that_lies(60), "bomb"),
    "workbook of 2,001 entries": (IMPORT, "a.xlsx", lambda: corpus.workbook_with([(f"xl/media/{n}", b"") for n in range(2_001)]), "bomb"),
    "workbook with a directory of 3 MB": (IMPORT, "a.xlsx", lambda: corpus.workbook_with([(f"xl/{n}" + "x" * 60_000, b"") for n in range(50)]), "bomb"),
    "workbook in a workbook": (IMPORT, "a.xlsx", corpus.nested_workbook, "nested_archive"),
    "workbook in a workbook, disguised": (IMPORT, "a.xlsx", lambda: corpus.nested_workbook("xl/media/a.png"), "nested_archive"),
    "workbook with macros": (IMPORT, "a.xlsx", lambda: corpus.workbook_with([("xl/vbaProject.bin", b"x")]), "macros"),
    "workbook with entities": (IMPORT, "a.xlsx", lambda: corpus.workbook_with([("xl/a.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>')]), "document_type"),
    "workbook that climbs": (IMPORT, "a.xlsx", lambda: corpus.workbook_with([("../../etc/cron.d/x", b"x")]), "path_name"),
    "workbook that climbs backwards": (IMPORT, "a.xlsx", lambda: corpus.workbook_with([("xl\\..\\..\\x", b"x")]), "path_name"),
    "workbook with an absolute name": (IMPORT, "a.xlsx", lambda: corpus.workbook_with([("/etc/passwd", b"x")]), "path_name"),
    "workbook with a null in a name": (IMPORT, "a.xlsx", lambda: corpus.renamed_entry("xl/a\x00.xml"), "path_name"),
    "workbook with the same name twice": (IMPORT, "a.xlsx", lambda: corpus.workbook_with([("XL/workbook.xml", b"x")]), "duplicate_entry"),
    "workbook packed in another way": (IMPORT, "a.xlsx", lambda: corpus.workbook_with(packing=zipfile.ZIP_LZMA), "unknown_packing"),
    "workbook cut off": (IMPORT, "a.xlsx", lambda: corpus.workbook()[:-40], "broken_workbook"),
    "workbook with a page behind it": (IMPORT, "a.xlsx", lambda: corpus.workbook() + HTML, "broken_workbook"),
    "plain archive": (IMPORT, "a.xlsx", lambda: corpus.workbook_with(drop=["xl/workbook.xml"]), "not_a_workbook"),
    "CSV with null bytes": (IMPORT, "a.csv", lambda: b"a;b\x00;c", "not_text"),
    "CSV in no encoding": (IMPORT, "a.csv", lambda: b"a;\x81\x8d;c", "not_text"),
}  # fmt: skip


@pytest.fixture
def ani(db):
    return Employee.objects.create_user("ani", name="Ani", kind=Employee.Kind.SERVICE)


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_upload_is_refused_with_a_sentence(case, ani, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    purpose, name, make, code = HOSTILE[case]
    upload = SimpleUploadedFile("x", make())
    upload._name = name  # as a hostile client sends it, past Django's own cleaning
    with pytest.raises(Refused) as refused:
        services.accept(upload, by=ani, purpose=purpose)
    assert refused.value.code == code
    assert_plain_sentences(refused.value.message)
    assert [place for place in tmp_path.rglob("*") if place.is_file()] == []
    assert not StoredFile.objects.exists()


def assert_plain_sentences(message):
    """One says what is wrong, one what to do; none is longer than 20 words."""
    sentences = [part for part in message.split(". ") if part]
    assert message.endswith(".")
    assert len(sentences) >= 2
    assert max(len(sentence.split()) for sentence in sentences) <= 20


@pytest.mark.parametrize(
    "case",
    [
        "PNG declares 900 megapixels",
        "WebP declares 268 megapixels",
        "workbook of 310 MB",
        "workbook that lies about its size",
        "workbook of 2,001 entries",
    ],
)
def test_bomb_is_refused_without_being_unpacked(case, ani):
    purpose, name, make, _ = HOSTILE[case]
    upload = SimpleUploadedFile(name, make())
    tracemalloc.start()
    try:
        with pytest.raises(Refused):
            services.accept(upload, by=ani, purpose=purpose)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 30 << 20


def test_declared_size_refuses_before_a_byte_is_inflated(monkeypatch):
    """The directory alone gives the bomb away: the packed data isn't even looked at."""
    data = corpus.workbook_bomb(310)
    directory = int.from_bytes(data[-6:-2], "little")
    hollow = data[:4] + b"\0" * (directory - 4) + data[directory:]
    with pytest.raises(Refused) as refused:
        services.check_workbook(corpus.BytesIO(hollow))
    assert refused.value.code == "bomb"


def test_sentence_tells_size_and_limit(ani):
    upload = SimpleUploadedFile("a.pdf", b"%PDF-" + b"x" * 12_950_000)
    with pytest.raises(Refused) as refused:
        services.accept(upload, by=ani, purpose=EVIDENCE)
    assert refused.value.message == (
        "Berkas 12,4 MB. Batasnya 5 MB. Perkecil atau potong berkasnya."
    )


def test_size_is_counted_whatever_the_client_claims(ani):
    upload = SimpleUploadedFile("a.pdf", b"%PDF-" + b"x" * (6 << 20))
    upload.size = 10
    with pytest.raises(Refused) as refused:
        services.accept(upload, by=ani, purpose=EVIDENCE)
    assert refused.value.code == "too_large"


def test_nothing_is_written_outside_the_media_folder(ani, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    upload = SimpleUploadedFile("x", corpus.picture())
    upload._name = "../../../etc/passwd\x00/..\\..\\foto.jpg"
    stored = services.accept(upload, by=ani, purpose=EVIDENCE)
    assert stored.original_name == "foto.jpg"
    files = [place for place in Path(tmp_path).rglob("*") if place.is_file()]
    assert files == [tmp_path / "media" / stored.stored_name]
