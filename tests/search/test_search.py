"""One box finds people, cases, proposals and decrees, each within one's own scope."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.services import draft_decree, sign
from tests.actors import add_employee, far_working_days, sign_in
from tests.documents import cases as papers
from tests.workflows import cases
from workflows.models import Proposal

BUDGET = 16
"""Session, person, three for the rights, region, menu and counts, then each kind once."""


def page(client, user, text, **query):
    return sign_in(client, user).get("/cari/", {"q": text, **query})


def groups(answer):
    """{kind: titles}"""
    found = answer.context["groups"]
    return {group.kind: [hit.title for hit in group.hits] for group in found}


def text(answer):
    html = answer.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


@pytest.fixture
def two_opds(ani, dodi, budi, bambang, plh_tri, citra, endah):
    """A decree in force for Ani of Diskominfo and one for Dodi of Dinkes."""
    for person, assessor, head in ((ani, budi, bambang), (dodi, plh_tri, plh_tri)):
        [request] = papers.approved([person], assessor=assessor, head=head, bkd=citra)
        [decree] = draft_decree([request], by=citra)
        papers.issue(sign(decree, by=endah))
    Proposal.objects.filter(opd=dodi.unit).update(letter_number="800.1.11.1/0077/DINKES/2026")
    return ani, dodi


def test_page_without_a_question_says_what_can_be_found(client, ani):
    answer = sign_in(client, ani).get("/cari/")
    assert answer.status_code == 200
    assert "Apa yang Anda cari?" in text(answer)
    assert "Belum" not in text(answer)


def test_person_without_scope_finds_only_what_is_their_own(client, two_opds, dewi):
    ani, _ = two_opds
    cases.submitted(dewi)
    assert list(groups(page(client, ani, ani.name))) == ["pegawai", "pengajuan", "sk"]
    for stranger in ("Dewi", "Dodi", "Budi", "Diskominfo"):
        assert groups(page(client, ani, stranger)) == {}


def test_assessor_finds_the_own_opd_and_no_other(client, two_opds, budi):
    _, dodi = two_opds
    assert list(groups(page(client, budi, "Ani Lestari"))) == ["pegawai", "pengajuan", "sk"]
    assert list(groups(page(client, budi, "Diskominfo"))) == ["usulan"]
    request = dodi.requests.get()
    paper = request.papers.get().document
    letter = request.items.get().proposal.letter_number
    secrets = (dodi.name, dodi.nip, request.number, paper.number, letter, "Dinkes")
    for secret in secrets:
        answer = page(client, budi, secret)
        assert groups(answer) == {}, secret
        for kind in ("pegawai", "pengajuan", "usulan", "sk"):
            assert page(client, budi, secret, bagian=kind).context["hits"] == []


@pytest.mark.parametrize("who", ["citra", "ines", "endah", "bupati"])
def test_offices_of_the_region_find_people_of_every_opd(client, request, two_opds, who):
    user = request.getfixturevalue(who)
    found = groups(page(client, user, "Dodi"))
    assert found["pegawai"] == ["Dodi Firmansyah"]
    assert found["pengajuan"][0].startswith("Dodi Firmansyah, WFH ")
    assert len(found["sk"]) == 1


def test_administrator_finds_people_but_no_case_and_no_decree(client, two_opds, adi):
    ani, _ = two_opds
    assert list(groups(page(client, adi, "Ani"))) == ["pegawai"]
    assert groups(page(client, adi, ani.requests.get().number)) == {}


def test_archivist_finds_decrees_but_no_people_and_no_cases(client, two_opds, rani):
    assert list(groups(page(client, rani, "Dodi"))) == ["sk"]


def test_draft_is_found_by_its_owner_alone(client, ani, budi):
    cases.draft(ani)
    assert "pengajuan" in groups(page(client, ani, ani.name))
    assert "pengajuan" not in groups(page(client, budi, ani.name))


def test_nip_is_found_however_it_is_spaced(client, ani, budi):
    n = ani.nip
    for written in (n, f"{n[:8]} {n[8:14]} {n[14]} {n[15:]}", n[:14], f" {n[:8]}  {n[8:]} "):
        assert groups(page(client, budi, written))["pegawai"] == ["Ani Lestari"]


def test_numbers_of_case_letter_and_decree_are_found(client, two_opds, citra):
    ani, _ = two_opds
    request = ani.requests.get()
    paper = request.papers.get().document
    found = groups(page(client, citra, request.number))
    assert len(found.pop("pengajuan")) == 1
    assert found == {}
    assert groups(page(client, citra, paper.number)) == {"sk": [paper.number]}
    letter = request.items.get().proposal.letter_number
    assert list(groups(page(client, citra, letter))) == ["usulan"]
    assert "pengajuan" in groups(page(client, citra, request.number.lower()))


def test_every_word_has_to_be_found(client, two_opds, citra):
    assert groups(page(client, citra, "Dodi Firmansyah"))["pegawai"] == ["Dodi Firmansyah"]
    assert groups(page(client, citra, "Dodi Lestari")) == {}


def test_assessor_is_led_to_the_case_in_the_inbox_and_the_applicant_to_the_own_page(
    client, ani, budi
):
    request = cases.submitted(ani)
    for user, url in ((budi, f"/kotak-masuk/{request.pk}/"), (ani, f"/pengajuan/{request.pk}/")):
        answer = page(client, user, request.number)
        assert answer.context["groups"][0].hits[0].url == url
        assert client.get(url).status_code == 200


def test_every_link_opens_for_whoever_finds_it(client, two_opds, request):
    for who in ("ani", "budi", "bambang", "citra", "endah", "ines", "adi", "rani", "pandu"):
        user = request.getfixturevalue(who)
        for word in ("ni", "Diskominfo", "2026", "80"):
            for group in page(client, user, word).context["groups"]:
                for hit in group.hits:
                    assert client.get(hit.url).status_code == 200, (who, hit.url)


def test_person_of_whom_one_sees_only_cases_leads_to_these(client, ani, citra):
    request = cases.submitted(ani)
    [group] = [g for g in page(client, citra, "Lestari").context["groups"] if g.kind == "pegawai"]
    answer = client.get(group.hits[0].url)
    assert [hit.url for hit in answer.context["hits"]] == [f"/pengajuan/{request.pk}/"]


def test_closed_account_is_found_by_those_who_manage_accounts(client, ani, adi, budi):
    ani.is_active = False
    ani.save()
    assert "Akun nonaktif" in text(page(client, adi, "Lestari"))
    assert groups(page(client, budi, "Lestari")) == {}


def test_ten_of_a_kind_are_shown_and_the_others_page_by_page(client, region, budi):
    for number in range(60):
        add_employee(region.aplikasi, f"Sari {number:02}")
    answer = page(client, budi, "Sari")
    [group] = answer.context["groups"]
    assert (len(group.hits), group.has_more) == (10, True)
    assert "Lihat semua" in text(answer)
    second = page(client, budi, "Sari", bagian="pegawai", halaman="2")
    assert [hit.title for hit in second.context["hits"]] == [f"Sari {n}" for n in range(50, 60)]
    assert "Pegawai: 51–60 dari 60" in text(second)


def test_exactly_ten_offer_no_more(client, region, budi):
    for number in range(10):
        add_employee(region.aplikasi, f"Sari {number:02}")
    assert "Lihat semua" not in text(page(client, budi, "Sari"))


HOSTILE = [
    "' OR 1=1 --",
    '"><script>alert(1)</script>',
    "%%%",
    "__",
    "\\\\",
    "*?[a-z]",
    "{% debug %}{{ 7|add:7 }}",
    "Ani\x00Lestari",
    "\ud800x".encode("utf-8", "surrogatepass"),
    b"\xff\xfe\xff",
    "٣٤٥",
    "²³",
    "(" * 100,
    "a" * 101,
    "x " * 40,
    "\u202e\u200b\u200b",
    " ",
    "",
]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_find_nobody_and_break_nothing(client, ani, ines, typed):
    answer = page(client, ines, typed)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
    assert not answer.context.get("groups")
    assert page(client, ines, typed, bagian="pegawai", halaman="-1").status_code == 200


@pytest.mark.parametrize("query", ["bagian=rahasia", "bagian=", "halaman=99999999999999999999"])
def test_unknown_parts_of_the_address_are_left_out(client, ani, query):
    answer = sign_in(client, ani).get(f"/cari/?q=Ani&{query}")
    assert answer.status_code == 200
    assert groups(answer) == {"pegawai": ["Ani Lestari"]}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Tulis nama, NIP, atau nomor yang Anda cari."),
        ("a", "Terlalu pendek."),
        ("a" * 101, "Terlalu panjang."),
        ("a b c d e f g h i", "Terlalu banyak kata."),
    ],
)
def test_question_that_cant_be_answered_is_told_why(client, ani, typed, told):
    answer = page(client, ani, typed)
    assert told in text(answer)
    assert "Tidak ada yang cocok" not in text(answer)


def _queries(client, user, typed):
    sign_in(client, user)
    with CaptureQueriesContext(connection) as found:
        assert client.get("/cari/", {"q": typed}).status_code == 200
    return len(found)


def test_search_asks_few_questions_however_much_is_found(client, two_opds, request):
    people = [request.getfixturevalue(n) for n in ("ani", "budi", "citra", "endah", "ines", "adi")]
    before = {person.name: _queries(client, person, "ni") for person in people}
    assert max(before.values()) <= BUDGET, before
    ani, _ = two_opds
    for date in far_working_days(6)[3:]:
        cases.submitted(ani, [date])
    for number in range(5):
        add_employee(ani.unit, f"Nining {number}")
    assert {person.name: _queries(client, person, "ni") for person in people} == before


def test_stranger_is_sent_to_the_sign_in(client, region):
    answer = client.get("/cari/?q=Ani")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/masuk/")
