"""A Surat Tugas on paper: many people, long names, the turn of the year, both sizes."""

import datetime

import pytest

from documents import rendering
from documents.kinds import compact
from documents.kinds.assignment_letter import DUTIES
from tests.documents import snapshots
from tests.documents.test_rendering import text_of

TEMPLATE = "documents/paper/assignment_letter.html"
LONG = "Prof. Dr. Ir. H. Muhammad Abdurrahman Wahidin Kusumaningrat-Hadiwijoyo, S.Kom., M.T.I."


def december(n):
    """Every other working day from 1 December into January."""
    start = datetime.date(2026, 12, 1)
    days = [start + datetime.timedelta(days=k) for k in range(40)]
    return [(day, "R") for day in days if day.weekday() < 5 and (day.toordinal() + n) % 2]


def person(no, name="Ani Lestari, S.Kom."):
    return {
        "no": no,
        "name": name,
        "nip": f"19850412 201001 2 {no % 1000:03}",
        "position": "Pranata Komputer Ahli Muda",
        "unit": "Subbagian Umum, Kepegawaian, dan Keuangan pada Sekretariat Dinas",
        "days": compact.by_letter(december(no)),
        "before": [],
        "count": len(december(no)),
    }


def letter(people, *, paper="A4"):
    base = snapshots.decree(paper=paper)
    return {
        **base,
        "kind": "assignment_letter",
        "family": "sans",
        "heading": "SURAT TUGAS",
        "bases": ["Peraturan Bupati Nomor 12 Tahun 2026."],
        "verb": "MEMBERI TUGAS:",
        "to": "Pegawai sebagaimana tercantum dalam Lampiran.",
        "tasks": ["melaksanakan tugas tersebut dengan ketentuan:"],
        "duties": list(DUTIES),
        "signature": {**base["signature"], "enacted": False, "dated": True},
        "annex": {"heading": "SURAT TUGAS", "title": "DAFTAR PEGAWAI", "people": people},
    }


def words_of(rendered):
    return text_of(rendered.content)


@pytest.mark.parametrize("paper", ["A4", "F4"])
def test_three_hundred_people_stand_in_it_each_once(paper):
    found = rendering.render(TEMPLATE, letter([person(n) for n in range(1, 301)], paper=paper))
    assert found.pages <= 30
    text = words_of(found)
    assert text.count("Ani Lestari") == 300
    assert text.count("Hari dan tanggal") == found.pages - 1  # on every page of the annex


def test_the_turn_of_the_year_is_printed_with_both_years():
    text = words_of(rendering.render(TEMPLATE, letter([person(1)])))
    assert "Desember 2026;" in text
    assert "Januari 2027" in text


def test_a_long_name_stays_inside_its_cell():
    text = words_of(rendering.render(TEMPLATE, letter([person(1, LONG)])))
    assert "Kusumaningrat" in text
    assert "M.T.I." in text


def test_the_same_content_gives_the_same_bytes():
    content = letter([person(1), person(2, LONG)])
    assert (
        rendering.render(TEMPLATE, content).content == rendering.render(TEMPLATE, content).content
    )


def test_no_value_is_markup():
    html = rendering.markup(TEMPLATE, letter([person(1, "<b>Ani</b>")]))
    assert "&lt;b&gt;Ani&lt;/b&gt;" in html
