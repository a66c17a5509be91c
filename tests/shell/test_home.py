"""The first page: the one next thing to do, what waits, where one's own requests are."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.services import draft_decree
from tests.actors import add_employee, appoint, far_working_days, sign_in
from tests.documents import cases as papers
from tests.workflows import cases
from wfa.middleware import RefusalMiddleware
from wfa.people.models import Employee
from wfa.policies.models import Policy
from wfa.refusals import Refused
from wfa.requests.models import WorkRequest
from workflows.models import Cancellation, Objection

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


# --- by when, and what else waits ---------------------------------------------------------------


def late(request, days):
    """The stage of the request should have been over so many days ago."""
    due = timezone.localdate() - datetime.timedelta(days=days)
    WorkRequest.objects.filter(pk=request.pk).update(due_on=due, stage_at=timezone.now())


def test_desk_tells_how_long_there_is(client, ani, budi):
    request = cases.submitted(ani)
    WorkRequest.objects.filter(pk=request.pk).update(
        due_on=timezone.localdate(), stage_at=timezone.now()
    )
    answer = page(client, budi)
    assert answer.context["next_task"].left.words == "Habis hari ini"
    [row] = answer.context["urgent"]
    assert (row.title, row.left.words) == ("Ani Lestari", "Habis hari ini")
    assert row.url == f"/kotak-masuk/{request.pk}/"


def test_what_is_late_comes_first_and_says_so(client, ani, dewi, budi, bambang):
    letter = cases.proposal_of([cases.recommended(ani, budi)], bambang, signed=False)
    assert letter
    request = cases.submitted(dewi)
    assert (
        page(client, bambang).context["next_task"].title == "1 surat usulan menunggu tanda tangan"
    )
    late(request, 8)
    answer = page(client, bambang)
    assert answer.context["next_task"].title == "1 pengajuan menunggu penilaian"
    assert answer.context["next_task"].left.words.startswith("Lewat batas")


def test_late_cases_are_listed_for_inspector_head_of_bkd_and_of_the_region(
    client, ani, budi, ines, endah, bupati, citra
):
    request = cases.submitted(ani)
    assert "Tidak ada pengajuan yang lewat batas waktunya." in text(page(client, ines))
    late(request, 8)
    for person in (ines, endah, bupati):
        [row] = page(client, person).context["late"]
        assert (row.title, row.url) == ("Ani Lestari", f"/pengajuan/{request.pk}/")
    assert page(client, citra).context["late"] == []


def test_head_of_the_region_gets_what_nobody_nearer_decides(client, ani, bambang, bupati):
    cases.submitted(ani)
    answer = page(client, bupati)
    assert (answer.context["next_task"], answer.context["urgent"]) == (None, [])
    Employee.objects.filter(pk=bambang.pk).update(echelon="")
    bambang.refresh_from_db()
    cases.submitted(bambang)
    answer = page(client, bupati)
    assert answer.context["next_task"].title == "1 pengajuan menunggu penilaian"
    assert [row.title for row in answer.context["urgent"]] == ["Bambang Hartono"]


def test_acting_official_reads_as_whom_and_until_when(client, plh_tri, bambang):
    until = timezone.localdate() + datetime.timedelta(days=4)
    plh_tri.appointments.update(ends=until)
    told = text(page(client, plh_tri))
    assert "Anda bertindak sebagai Plh. Kepala Dinkes sampai" in told
    assert "800/1/2019" in told
    assert "Anda bertindak sebagai" not in text(page(client, bambang))


def test_archivist_and_administrator_have_their_own_work(client, ani, rani, adi, region):
    cases.do("withdraw", cases.submitted(ani), ani)
    assert page(client, rani).context["next_task"].title == "1 berkas selesai belum diarsipkan"
    task = page(client, adi).context["next_task"]
    assert task.title.endswith("OPD tanpa pimpinan")
    assert client.get(task.url).status_code == 200


def test_permission_to_cancel_and_objection_wait_for_who_decides(
    client, ani, dewi, budi, bambang, citra, endah
):
    [running] = papers.approved([ani], assessor=budi, head=bambang, bkd=citra)
    now = timezone.now()
    Cancellation.objects.create(request=running, asked_by=ani, asked_at=now, reason="Ada rapat.")
    titles = [t.title for t in all_tasks(page(client, budi))]
    assert "1 permintaan pembatalan menunggu keputusan" in titles
    refused = cases.do("refuse", cases.submitted(dewi), bambang, note="Layanan tidak terisi.")
    Objection.objects.create(
        request=refused, filed_at=now, reason="x", due_on=now.date(), refused_by=bambang
    )
    titles = [t.title for t in all_tasks(page(client, endah))]
    assert "1 keberatan menunggu jawaban" in titles
    assert not any("keberatan" in t.title for t in all_tasks(page(client, citra)))


def all_tasks(answer):
    first = answer.context["next_task"]
    return [*([first] if first else []), *answer.context["tasks"]]


def test_direct_superior_is_asked_only_where_the_policy_wants_it(client, region, ani):
    head = appoint(add_employee(region.aplikasi, "Wawan Setiadi"), region.aplikasi).employee
    Policy.objects.update(parameters={"open": True, "quota_percent": 100})
    cases.submitted(ani)
    assert page(client, head).context["next_task"] is None
    Policy.objects.update(parameters={"open": True, "quota_percent": 100, "superior_step": True})
    answer = page(client, head)
    assert answer.context["next_task"].title == "1 pengajuan menunggu pertimbangan Anda"


def test_week_says_where_one_works_and_what_isnt_sure(client, ani, monkeypatch):
    days = far_working_days(1)
    cases.submitted(ani, days)
    at = datetime.datetime.combine(days[0], datetime.time(3), datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: at)
    answer = page(client, ani)
    week = answer.context["week"]
    assert [day.word for day in week] == ["Kantor", "Kantor", "WFH", "Kantor", "Kantor"]
    assert (week[2].note, week[2].is_today) == ("diajukan", True)
    assert "Hari ini tetap masuk kantor" in text(answer)
