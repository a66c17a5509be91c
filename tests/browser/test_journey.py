"""The whole way, from filing to the archive, as four people with the mouse."""

import hashlib
import re

import pytest
from playwright.sync_api import expect

from documents.models import Document
from tests.actors import far_working_days
from tests.browser import steps
from tests.browser.conftest import PHONE
from wfa.demo import papers
from wfa.people.services import issue_first_sign_in
from wfa.requests.models import WorkRequest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _evidence(folder):
    upload = papers.evidence("Surat tugas", ["Contoh."])
    path = folder / upload.name
    path.write_bytes(upload.read())
    return path


def test_from_filing_to_a_decree_that_a_stranger_verifies(
    new_page, ani, budi, bambang, citra, endah, rani, tmp_path
):
    for person in (budi, bambang, citra, endah, rani):
        steps.with_password(person)
    mine = new_page(viewport=PHONE, has_touch=True, is_mobile=True, accept_downloads=True)
    steps.enter_first_time(mine, issue_first_sign_in(ani, by=None))
    steps.file(mine, far_working_days(2), _evidence(tmp_path))
    request = WorkRequest.objects.get(applicant=ani)
    assert request.state == "submitted"
    assert request.evidence.count() == 1

    page = new_page()
    steps.enter(page, budi)
    steps.assess(page, ani)

    page = new_page()
    steps.enter(page, bambang)
    steps.propose_and_sign(page)
    steps.worker()

    page = new_page()
    steps.enter(page, citra)
    steps.examine(page, bambang.unit, ani)
    steps.compose(page)

    page = new_page()
    steps.enter(page, endah)
    steps.open_task(page, "Buka Surat Keputusan")
    page.get_by_role("link", name=re.compile("^Menunggu tanda tangan")).click()
    page.get_by_role("link", name="Rancangan, belum bernomor").click()
    steps.sign(page)
    steps.worker()

    steps.choose(mine, "Surat Keputusan")
    decree = Document.objects.get(kind=Document.Kind.DECREE)
    mine.get_by_role("link", name=decree.number).click()
    with mine.expect_download() as taken:
        mine.get_by_role("link", name=re.compile("^Unduh")).click()
    paper = taken.value.path().read_bytes()
    assert paper.startswith(b"%PDF-")
    assert hashlib.sha256(paper).hexdigest() == decree.file_sha256

    stranger = new_page()
    assert stranger.goto(f"/v/{decree.token}/").status == 200
    expect(stranger.get_by_text("BERLAKU", exact=True)).to_be_visible()
    assert ani.nip not in stranger.content()

    page = new_page()
    steps.enter(page, rani)
    steps.choose(page, "Arsip")
    expect(page.get_by_role("link", name=decree.number)).to_be_visible()

    mine.goto("/")
    expect(mine.get_by_text("Berlaku", exact=True)).to_be_visible()
    assert WorkRequest.objects.get(pk=request.pk).state == "in_force"
