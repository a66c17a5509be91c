import datetime

import pytest
from django.utils import timezone

from documents import selectors, services
from documents.models import Document
from documents.verification import Word, clean
from tests.documents import cases
from wfa.requests.models import WorkRequest


def word(document, day=None):
    return selectors.status(document.token, day or timezone.localdate()).word


def test_numbered_is_not_yet_valid(numbered):
    assert word(numbered) is Word.NOT_YET


def test_issued_is_valid_until_its_last_day(issued):
    assert word(issued) is Word.VALID
    assert word(issued, issued.valid_until) is Word.VALID
    assert word(issued, issued.valid_until + datetime.timedelta(days=1)) is Word.OVER


def test_issued_for_later_is_not_yet_valid(issued):
    Document.objects.update(valid_from=timezone.localdate() + datetime.timedelta(days=3))
    assert word(issued) is Word.NOT_YET


def test_partly_revoked_is_valid_with_a_remark(issued, ani, dewi, citra, endah):
    revoke(issued, [ani], citra, endah)
    answer = selectors.status(issued.token, timezone.localdate())
    assert answer.word is Word.VALID
    assert dict(answer.facts)["Catatan"] == "1 dari 2 pegawai dicabut"
    revoke(issued, [dewi], citra, endah)
    assert word(issued) is Word.REVOKED


def revoke(issued, people, citra, endah):
    requests = WorkRequest.objects.filter(applicant__in=people)
    paper = services.revoke(issued, requests, by=citra, reason="Kewajiban tidak dipenuhi.")
    return cases.issue(services.sign(paper, by=endah))


def test_voided_is_unknown(numbered, endah):
    services.void(numbered, by=endah, reason="Salah lampiran, disusun ulang.")
    assert word(numbered) is Word.UNKNOWN


@pytest.mark.parametrize("code", ["", "x", "0" * 32, "z" * 32, "'; DROP TABLE", "0" * 300, "\x00"])
def test_a_code_of_nobody_is_unknown(db, code):
    assert selectors.status(code, timezone.localdate()).word is Word.UNKNOWN


def test_the_answer_holds_as_little_as_will_do(issued, ani):
    facts = dict(selectors.status(issued.token, timezone.localdate()).facts)
    assert facts["Lampiran"] == "2 pegawai: A.L. dan D.A."
    assert ani.nip not in str(facts)
    assert ani.name not in str(facts)


def test_blanks_dashes_and_a_whole_address_are_forgiven(issued):
    code = issued.token
    spaced = " ".join(code[i : i + 4] for i in range(0, 32, 4)).upper()
    assert clean(spaced) == clean(f"https://x.example/v/{code}/") == code
