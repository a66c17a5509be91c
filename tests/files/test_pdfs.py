"""PDFs come out readable and harmless; the worst one can only end the child."""

import subprocess
import sys
from io import BytesIO

import pikepdf
import pytest
from django.conf import settings
from pikepdf import Name

from tests.files import corpus
from wfa.files import pdf_cleaner, pdfs
from wfa.refusals import Refused

CHILD = """
import sys
from wfa.files import pdf_cleaner
pdf_cleaner.main()
status = open("/proc/self/status").read()
print(status.split("VmHWM:")[1].split()[0], file=sys.stderr)
"""


def opened(data):
    return pikepdf.open(BytesIO(data))


def text_of(data):
    """Every object of the file, written out."""
    with opened(data) as document:
        return "\n".join(
            repr(item)
            + (item.read_bytes().decode("latin-1") if isinstance(item, pikepdf.Stream) else "")
            for item in document.objects
            if isinstance(item, pikepdf.Object)
        )


def test_armed_pdf_is_disarmed():
    before = corpus.pdf(dress=corpus.armed)
    after, pages = pdfs.clean(before, 50)
    assert pages == 1
    with opened(after) as document:
        root, page = document.Root, document.pages[0].obj
        assert not {"/OpenAction", "/AA", "/AF", "/Metadata"} & set(root.keys())
        assert not {"/JavaScript", "/EmbeddedFiles"} & set(root.get("/Names", {}).keys())
        assert "/XFA" not in root.AcroForm
        assert not {"/AA", "/PieceInfo"} & set(page.keys())
        assert "/Info" not in document.trailer
        assert not document.attachments


def test_nothing_that_acts_is_left_in_any_object():
    before, (after, _) = (
        corpus.pdf(dress=corpus.armed),
        pdfs.clean(corpus.pdf(dress=corpus.armed), 50),
    )
    words = ["JavaScript", "javascript:", "Launch", "SubmitForm", "EmbeddedFile", "cmd.exe", "alert",
             "chained()", corpus.SECRET.decode()]  # fmt: skip
    assert [word for word in words if word not in text_of(before)] == []
    assert [word for word in words if word in text_of(after)] == []
    assert not any(word.encode() in after for word in words)


def test_link_to_a_web_page_and_inside_the_document_stay():
    after, _ = pdfs.clean(corpus.pdf(dress=corpus.armed), 50)
    with opened(after) as document:
        links = [note.get("/A", {}) for note in document.pages[0].obj.Annots]
        assert Name.GoTo == links[0].S
        assert str(links[2].URI) == "https://contoh.go.id/"


def test_photograph_inside_a_pdf_loses_its_place():
    before = corpus.pdf_with_photo(corpus.photo_with_gps())
    assert corpus.SECRET in before
    after, _ = pdfs.clean(before, 50)
    assert corpus.SECRET not in after
    assert b"Exif" not in after
    with opened(after) as document:
        image = pikepdf.PdfImage(document.pages[0].Resources.XObject.X).as_pil_image()
        assert image.size == (60, 40)
        assert image.getpixel((5, 5))[0] > 150


def test_font_that_has_the_name_of_an_action_stays():
    def dress(document):
        font = pikepdf.Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        fonts = pikepdf.Dictionary({"/AA": document.make_indirect(font)})
        document.pages[0].obj.Resources = pikepdf.Dictionary(Font=fonts)

    after, _ = pdfs.clean(corpus.pdf(dress=dress), 50)
    with opened(after) as document:
        assert document.pages[0].Resources.Font["/AA"].BaseFont == Name.Helvetica


def test_stream_under_two_filters_is_taken():
    data = b"<" + corpus.zlib.compress(b"q Q").hex().encode() + b">"
    filters = pikepdf.Array([Name.ASCIIHexDecode, Name.FlateDecode])
    _, pages = pdfs.clean(corpus.pdf_with_stream(data[1:], Filter=filters), 50)
    assert pages == 1


def test_archive_behind_a_pdf_is_lost():
    tail = corpus.workbook()[-200:]
    after, _ = pdfs.clean(corpus.pdf() + b"\n" + tail, 50)
    assert tail not in after
    assert after.endswith(b"%%EOF\n")


def test_pdf_that_is_an_archive_too_is_refused():
    hidden = corpus.pdf_with_stream(corpus.workbook(), Filter=Name.DCTDecode)
    with pytest.raises(Refused) as refused:
        pdfs.clean(hidden, 50)
    assert refused.value.code == "odd_pdf"


def test_page_tree_that_bites_its_tail_is_refused():
    loop = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
    )
    table = b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n%010d 00000 n \n"
    data = loop + table % loop.index(b"2 0 obj")
    data += b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(loop)
    with pytest.raises(Refused) as refused:
        pdfs.clean(data, 50)
    assert refused.value.code == "broken_pdf"


def test_same_file_gives_the_same_bytes():
    data = corpus.pdf(dress=corpus.armed)
    assert pdfs.clean(data, 50) == pdfs.clean(data, 50)


@pytest.mark.parametrize(
    "make",
    [
        lambda: corpus.pdf_with_stream(corpus.deflated_blanks(300), Filter=Name.FlateDecode),
        lambda: corpus.pdf_with_object_stream_bomb(300),
    ],
)
def test_bomb_stays_small_in_memory(make):
    done = subprocess.run(
        [sys.executable, "-c", CHILD, "50"],
        input=make(),
        capture_output=True,
        cwd=settings.BASE_DIR,
        check=True,
    )
    assert b'"bomb"' in done.stdout
    assert int(done.stderr) < 110_000  # kB, of which the interpreter and the library take 30,000


def test_child_that_dies_is_a_refusal(monkeypatch):
    """A file that crashes the library or meets the limits gets a sentence, not an error page."""
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(Refused) as refused:
        pdfs.clean(corpus.pdf(), 50)
    assert refused.value.code == "too_complex"


def test_child_that_hangs_is_a_refusal(monkeypatch):
    monkeypatch.setattr(pdfs, "_SECONDS", 0)
    with pytest.raises(Refused) as refused:
        pdfs.clean(corpus.pdf(), 50)
    assert refused.value.code == "too_complex"


def test_budget_is_for_the_whole_file():
    budget = pdf_cleaner.Budget(10)
    budget.spend(6)
    with pytest.raises(pdf_cleaner.UnfitError):
        budget.spend(6)
