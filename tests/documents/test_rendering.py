import io
import shutil
import subprocess

import pikepdf
import pytest

from documents import rendering
from tests.documents import snapshots

TEMPLATE = "documents/paper/decree.html"


def text_of(content):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext isn't installed")
    found = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True
    )
    return " ".join(found.stdout.decode().split())


def open_pdf(content):
    return pikepdf.open(io.BytesIO(content))


def test_same_content_gives_the_same_bytes():
    first = rendering.render(TEMPLATE, snapshots.decree())
    assert rendering.render(TEMPLATE, snapshots.decree()) == first


def test_paper_says_that_it_is_pdf_a_and_when_it_was_signed():
    with (
        open_pdf(rendering.render(TEMPLATE, snapshots.decree()).content) as pdf,
        pdf.open_metadata() as meta,
    ):
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"].upper()) == ("3", "B")
        assert meta["xmp:CreateDate"].startswith("2026-08-04T02:02:17")


def test_all_fonts_are_embedded():
    with open_pdf(rendering.render(TEMPLATE, snapshots.decree()).content) as pdf:
        fonts = [font for page in pdf.pages for font in page.resources.get("/Font", {}).values()]
        names = {str(font.BaseFont) for font in fonts}
        assert all("Luwes" in name for name in names), names
        descriptors = [f.DescendantFonts[0].FontDescriptor for f in fonts]
        assert all("/FontFile2" in d or "/FontFile3" in d for d in descriptors)


@pytest.mark.parametrize(("paper", "size"), [("A4", (595, 842)), ("F4", (595, 935))])
def test_every_page_has_the_size_of_the_chosen_paper(paper, size):
    with open_pdf(rendering.render(TEMPLATE, snapshots.decree(paper=paper)).content) as pdf:
        boxes = {tuple(round(float(x)) for x in page.mediabox[2:]) for page in pdf.pages}
    assert boxes == {size}


def test_text_holds_every_name_the_page_numbers_and_the_address():
    rows = [snapshots.row(no, f"Pegawai{no:03} Sejahtera") for no in range(1, 41)]
    rendered = rendering.render(TEMPLATE, snapshots.decree(rows))
    text = text_of(rendered.content)
    assert [r["name"] for r in rows if r["name"].split()[0] not in text] == []
    assert f"Halaman {rendered.pages} dari {rendered.pages}" in text
    assert snapshots.TOKEN in text.replace(" ", "")
    assert "tidak tersertifikasi" in text


def test_an_annex_of_five_hundred_rows_is_printed_whole():
    rows = [snapshots.row(no, f"Pegawai{no:03} S.") for no in range(1, 501)]
    rendered = rendering.render(TEMPLATE, snapshots.decree(rows))
    text = text_of(rendered.content)
    assert "Pegawai001" in text
    assert "Pegawai500" in text
    assert rendered.pages > 20


def test_the_last_page_holds_the_signature_and_a_row():
    """No signature stands alone on a page."""
    for count in range(8, 20):
        rows = [snapshots.row(no, f"Pegawai{no:03}") for no in range(1, count + 1)]
        content = rendering.render(TEMPLATE, snapshots.decree(rows)).content
        with open_pdf(content) as pdf, pikepdf.new() as last:
            last.pages.append(pdf.pages[-1])
            out = io.BytesIO()
            last.save(out)
        text = text_of(out.getvalue())
        assert "Endah Purwaningsih" in text
        assert f"Pegawai{count:03}" in text, count


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        '<img src="file:///etc/passwd">',
        "<style>@import url(http://127.0.0.1/x.css)</style>",
        "&lt;b&gt; {{ s.number }} {% debug %}",
    ],
)
def test_markup_in_a_name_is_printed_as_text(name):
    html = rendering.markup(TEMPLATE, snapshots.decree([snapshots.row(1, name)]))
    assert name not in html
    text = text_of(rendering.render(TEMPLATE, snapshots.decree([snapshots.row(1, name)])).content)
    assert "root:" not in text
    assert name[:4] in text


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "https://example.org/a.png",
        "data:,x",
        "luwes:font/../x",
        "luwes:emblem",
    ],
)
def test_nothing_but_our_own_fonts_is_fetched(address):
    with pytest.raises(rendering.ForbiddenError):
        rendering.Fetcher().fetch(address)


def test_the_emblem_comes_from_memory_only():
    assert rendering.Fetcher(b"png").fetch("luwes:emblem").read() == b"png"


def test_a_draft_says_so_and_holds_no_verification():
    snapshot = {
        **snapshots.decree(),
        "number": "",
        "dated_words": "",
        "signed_at": "",
        "verification": None,
    }
    text = text_of(rendering.render(TEMPLATE, snapshot, draft=True).content)
    assert "Rancangan, belum bernomor" in text
    assert "diambil saat ditandatangani" in text
    assert "/v/" not in text


def test_the_qr_has_attributes_only():
    drawing = rendering.qr("https://luwes.example/v/abc/")
    assert drawing.startswith("<svg")
    assert "style=" not in drawing
