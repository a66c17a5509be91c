"""Names of strangers: shown safely, sent safely."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfa.files.names import clean_name, content_disposition, suffix_of
from wfa.files.rules import CSV, JPEG, KINDS, PDF, megabytes


@pytest.mark.parametrize(
    ("given_name", "kind", "expected"),
    [
        ("surat.pdf", PDF, "surat.pdf"),
        ("Surat Dokter (1).PDF", PDF, "Surat Dokter (1).pdf"),
        ("C:\\Users\\ani\\foto.jpeg", JPEG, "foto.jpg"),
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("foto.png", JPEG, "foto.jpg"),
        ("lap\u202efdp.exe", PDF, "lapfdp.exe.pdf"),
        ("a\x00b\r\nSet-Cookie: x.csv", CSV, "abSet-Cookie_ x.csv"),
        ('<img src="x">.pdf', PDF, "_img src=_x__.pdf"),
        ("", PDF, "berkas.pdf"),
        ("...", PDF, "berkas.pdf"),
        (".pdf", PDF, "berkas.pdf"),
        ("Surat No. 12", PDF, "Surat No. 12.pdf"),
        ("é" * 300 + ".pdf", PDF, "é" * 116 + ".pdf"),
    ],
)
def test_name_is_cleaned(given_name, kind, expected):
    assert clean_name(given_name, kind) == expected


@given(st.text(), st.sampled_from(KINDS))
def test_clean_name_is_always_short_visible_and_without_folder(name, kind):
    cleaned = clean_name(name, kind)
    assert len(kind.extension) < len(cleaned) <= 120
    assert cleaned.endswith(kind.extension)
    assert not set(cleaned) & set('/\\<>:"|?*;\r\n\0')
    assert not {unicodedata.category(sign) for sign in cleaned} & {"Cc", "Cf", "Zl", "Zp"}


@given(st.text())
def test_header_is_always_one_line_of_ascii(name):
    header = content_disposition(clean_name(name, PDF), inline=False)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2


def test_header_has_a_plain_and_a_true_name():
    assert content_disposition("Surat Édouard 🙂.pdf", inline=True) == (
        "inline; filename=\"Surat Edouard .pdf\"; filename*=UTF-8''"
        "Surat%20%C3%89douard%20%F0%9F%99%82.pdf"
    )


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("a.PDF", ".pdf"), ("a.tar.gz", ".gz"), ("a", ""), ("No. 12", ""), ("a.pdf\u200b", ".pdf")],
)
def test_suffix_is_what_people_see(name, suffix):
    assert suffix_of(name) == suffix


@pytest.mark.parametrize(
    ("size", "shown"),
    [(5 << 20, "5 MB"), ((5 << 20) + 1, "5,1 MB"), (12_950_000, "12,4 MB"), (1, "0,1 MB")],
)
def test_size_is_told_in_megabytes_rounded_up(size, shown):
    assert megabytes(size) == shown
