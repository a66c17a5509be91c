"""The first page: the one next thing to do, what waits, where one's own requests are."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.services import draft_decree
from tests.actors import far_working_days, sign_in
from tests.documents import cases as papers
from tests.workflows import cases
from wfa.middleware import RefusalMiddleware
from wfa.people.models import Employee
from wfa.policies.models import Policy
from wfa.refusals import Refused

BUDGET = 18
"""Of the head of the BKD, who has every list; an employee needs 13."""


def page(client, user):
    return sign_in(client, user).get("/")


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_employee_without_requests_is_invited_to_make_one(client, ani):
    answer = page(client, ani)
    assert answer.context["next_task"] is None
    assert "Tidak ada yang menunggu Anda" in text(answer)
    assert "Belum ada pengajuan" in text(answer)
    assert answer.content.decode().count("btn-primary") == 1


def test_returned_request_is_the_next_thing_to_do(client, ani, budi):
    cases.draft(ani)
    request = cases.submitted(ani, far_working_days(3)[2:])
    cases.do("send_back", request, budi, note="Sebutkan keluarannya.")
    answer = page(client, ani)
    assert answer.context["next_task"].title.startswith("Perbaiki pengajuan WFH Rabu")
    assert answer.context["next_task"].url == f"/pengajuan/{request.pk}/"
    assert [task.title for task in answer.context["tasks"]] == ["Lanjutkan draf pengajuan"]


def test_each_request_says_where_it_is(client, ani, budi, bambang):
    request = cases.recommended(ani, budi)
    proposal = cases.proposal_of([request], bambang, signed=False)
    assert "Surat usulan belum ditandatangani." in text(page(client, ani))
    cases.sign_letter(proposal, bambang)
    assert "Di BKPSDM sejak hari ini" in text(page(client, ani))


def test_request_in_force_names_its_decree(client, ani, budi, bambang, citra, endah):
    [request] = papers.approved([ani], assessor=budi, head=bambang, bkd=citra)
    assert "Disetujui; surat keputusan belum terbit." in text(page(client, ani))
    [decree] = draft_decree([request], by=citra)
    assert (
        page(client, endah).context["next_task"].title == "1 surat keputusan menunggu tanda tangan"
    )
    from documents.services import sign

    paper = papers.issue(sign(decree, by=endah))
    assert f"SK {paper.number}. Berlaku sampai" in text(page(client, ani))


def test_days_of_this_week_and_month_are_counted(client, ani, monkeypatch):
    days = far_working_days(2)
    cases.submitted(ani, days)
    at = datetime.datetime.combine(days[0], datetime.time(9), datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: at)
    allowance = page(client, ani).context["allowance"]
    same_month = sum(day.month == days[0].month for day in days)
    assert (allowance.week_used, allowance.week_limit) == (1, 2)
    assert allowance.month_says == f"{same_month} hari dalam proses"


def test_closed_policy_offers_no_new_request(client, ani, region):
    Policy.objects.update(parameters={"open": False})
    answer = page(client, ani)
    assert "Kerja fleksibel sedang tidak dibuka di unit Anda." in text(answer)
    assert "Buat pengajuan" not in text(answer)


@pytest.mark.parametrize(
    ("who", "title"),
    [
        ("budi", "1 pengajuan menunggu penilaian"),
        ("bambang", "1 surat usulan menunggu tanda tangan"),
        ("citra", "1 usulan OPD menunggu pemeriksaan"),
    ],
)
def test_official_finds_what_waits_on_the_desk(
    client, request, ani, dewi, dodi, budi, bambang, citra, plh_tri, who, title
):
    cases.submitted(dewi)
    cases.proposal_of([cases.recommended(ani, budi)], bambang, signed=False)
    cases.proposal_of([cases.recommended(dodi, plh_tri)], plh_tri)
    assert page(client, request.getfixturevalue(who)).context["next_task"].title == title


def test_another_opd_is_not_counted(client, dodi, budi):
    cases.submitted(dodi)
    assert page(client, budi).context["next_task"] is None


def test_administrator_and_inspector_get_what_they_may_open(client, adi, ines):
    assert "/pegawai/" in page(client, adi).content.decode()
    answer = page(client, ines)
    assert "/jejak-audit/" in answer.content.decode()
    assert "Pengajuan Saya" not in text(answer)


def test_approved_request_waits_for_a_decree_until_one_is_drafted(
    client, ani, dewi, budi, bambang, citra
):
    [request] = papers.approved([ani], assessor=budi, head=bambang, bkd=citra)
    assert page(client, citra).context["next_task"].title == "1 pengajuan disetujui belum ber-SK"
    draft_decree([request], by=citra)
    assert page(client, citra).context["next_task"] is None


def _queries(client, user):
    sign_in(client, user)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get("/").status_code == 200
    return len(found)


def test_home_asks_few_questions_whoever_looks_and_however_much_waits(
    client, ani, dewi, budi, bambang, citra, endah, ines
):
    own = [cases.submitted(ani, [day]) for day in far_working_days(6)]
    for head in (bambang, endah):
        cases.draft(head)
    people = (ani, budi, bambang, citra, endah, ines)
    before = {person.name: _queries(client, person) for person in people}
    assert max(before.values()) <= BUDGET, before
    for request in own[:3]:
        cases.do("recommend", request, budi)
    cases.proposal_of(own[:2], bambang)
    assert {person.name: _queries(client, person) for person in people} == before
    assert Employee.objects.count() > 6


def test_refusal_that_no_form_caught_is_a_page_with_a_way_back(client, ani, rf):
    request = rf.get("/pengajuan/")
    request.user = ani
    answer = RefusalMiddleware(lambda _: None).process_exception(
        request, Refused("Kuota hari itu penuh. Pilih hari lain.", code="full")
    )
    assert answer.status_code == 409
    assert "Kuota hari itu penuh. Pilih hari lain." in text(answer)
    assert 'href="/"' in answer.content.decode()
