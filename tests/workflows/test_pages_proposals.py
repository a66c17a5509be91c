"""Proposals: put together by the head of the OPD, examined row by row at the BKD, undone, closed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.actors import (
    add_employee,
    appoint,
    far_working_days,
    give,
    open_policy,
    sign_in,
    text_of,
)
from tests.workflows import cases
from wfa.requests.models import WorkRequest
from workflows.models import Proposal
from workflows.services import perform

NEW = reverse("usulan-baru")
LIST = reverse("usulan")
BKD = reverse("kotak-masuk-bkd")


def keys(requests):
    return [str(r.pk) for r in requests]


def states(requests):
    return [WorkRequest.objects.get(pk=r.pk).state for r in requests]


def url(name, proposal):
    return reverse(name, args=[proposal.pk])


def recommended(region, assessor, count):
    days = far_working_days(1)
    people = [add_employee(region.aplikasi, f"Pegawai {n:02}") for n in range(count)]
    requests = [cases.submitted(person, days) for person in people]
    perform("recommend", requests, by=assessor)
    return list(WorkRequest.objects.filter(pk__in=[r.pk for r in requests]).order_by("number"))


@pytest.fixture
def ready(region, budi, bambang):
    return recommended(region, budi, 3)


@pytest.fixture
def dossier(ready, bambang, citra):
    return cases.proposal_of(ready, bambang)


@pytest.fixture
def bkd(client, citra):
    return sign_in(client, citra)


# --- putting one together --------------------------------------------------------------------


def test_all_recommended_are_chosen_and_counted_per_day(client, bambang, ready):
    response = sign_in(client, bambang).get(NEW)
    assert [row["picked"] for row in response.context["rows"]] == [True, True, True]
    [day] = response.context["per_day"]
    assert (day["kinds"], str(day["seats"])) == ({"WFH": 3, "WFA": 0}, "3/5")
    assert "3 dari 5 kursi" in text_of(response)


def test_proposing_leads_to_the_letter(client, bambang, ready):
    sign_in(client, bambang)
    response = client.post(NEW, {"pilih": keys(ready[:2]), "catatan": "Mohon sebelum tanggal 1."})
    proposal = Proposal.objects.get()
    assert response.url == url("usulan-lihat", proposal)
    text = text_of(client.get(response.url))
    assert "2 diusulkan ke BKD." in text
    assert "Baca dan tandatangani surat usulan" in text
    assert reverse("naskah-usulan", args=[proposal.pk]) in text
    assert "Mohon sebelum tanggal 1." in text
    assert states(ready) == ["proposed", "proposed", "recommended"]


def test_nothing_chosen_keeps_the_note(client, bambang, ready):
    response = sign_in(client, bambang).post(NEW, {"catatan": "Segera."})
    assert response.status_code == 422
    assert "Belum ada pengajuan yang dipilih." in text_of(response)
    assert "Segera." in text_of(response)


def test_proposing_the_same_twice_tells_who_was_first(client, bambang, ready):
    sign_in(client, bambang)
    client.post(NEW, {"pilih": keys(ready)})
    response = client.post(NEW, {"pilih": keys(ready)})
    assert response.status_code == 422
    assert "sudah diusulkan ke BKD oleh Bambang Hartono" in text_of(response)
    assert Proposal.objects.count() == 1


def test_others_cannot_propose(client, budi, plh_tri, ready):
    assert sign_in(client, budi).get(NEW).status_code == 404
    assert sign_in(client, plh_tri).get(NEW).context["rows"] == []
    assert client.post(NEW, {"pilih": keys(ready)}).status_code == 404


def test_own_request_of_the_head_is_proposed_one_level_up(client, region, plh_tri, bupati):
    open_policy(region.root, by=region.service, excluded_echelons=[])
    cases.do("recommend", cases.submitted(plh_tri), bupati)
    assert sign_in(client, plh_tri).get(NEW).context["rows"] == []
    assert len(sign_in(client, bupati).get(NEW).context["rows"]) == 1


# --- who sees which --------------------------------------------------------------------------


def test_tabs_follow_the_letter_and_the_examination(client, bambang, ready):
    unsigned = cases.proposal_of(ready[:1], bambang, signed=False)
    signed = cases.proposal_of(ready[1:], bambang)
    sign_in(client, bambang)
    response = client.get(LIST)
    assert [v["count"] for v in response.context["views"]] == [1, 1, 0]
    assert [p for p, _ in response.context["rows"]] == [unsigned]
    assert "Menunggu tanda tangan surat usulan" in text_of(response)
    assert [p for p, _ in client.get(LIST, {"bagian": "bkd"}).context["rows"]] == [signed]


def test_unsigned_proposal_is_unknown_at_the_bkd(client, citra, bambang, ready):
    proposal = cases.proposal_of(ready, bambang, signed=False)
    sign_in(client, citra)
    assert client.get(url("usulan-lihat", proposal)).status_code == 404
    assert client.get(BKD).context["rows"] == []
    assert client.post(url("usulan-putuskan", proposal), {}).status_code == 404


def test_other_opd_sees_nothing_of_it(client, plh_tri, dossier):
    sign_in(client, plh_tri)
    assert client.get(url("usulan-lihat", dossier)).status_code == 404
    assert client.get(LIST).context["rows"] == []


@pytest.mark.parametrize("name", ["usulan-putuskan", "usulan-urungkan", "usulan-selesai"])
def test_opd_reads_its_proposal_but_decides_nothing(name, client, bambang, dossier, ready):
    sign_in(client, bambang)
    text = text_of(client.get(url("usulan-lihat", dossier)))
    assert "Simpan keputusan" not in text
    assert client.post(url(name, dossier), {"pilih": keys(ready)}).status_code == 404
    assert states(ready) == ["proposed"] * 3


# --- the examination -------------------------------------------------------------------------


def decide(page, proposal, rows, **more):
    data = dict(more)
    for request, (step, note) in rows.items():
        data[f"keputusan-{request.pk}"] = step
        data[f"alasan-{request.pk}"] = note
    return page.post(url("usulan-putuskan", proposal), data)


def test_bkd_inbox_counts_what_is_undecided(bkd, dossier, ready, citra):
    perform("approve", ready[:1], by=citra)
    [row] = bkd.get(BKD).context["rows"]
    proposal = row["proposal"]
    assert (proposal.total, proposal.undecided, row["age"]) == (3, 2, "hari ini")
    assert row["left"][0].startswith("Sisa ")


def test_rows_are_decided_each_with_its_reason(bkd, dossier, ready):
    one, two, three = ready
    rows = {one: ("approve", ""), two: ("refuse", "Layanan."), three: ("send_back", "Lengkapi.")}
    response = decide(bkd, dossier, rows)
    assert response.url == url("usulan-lihat", dossier)
    assert states(ready) == ["approved", "refused", "returned"]
    text = text_of(bkd.get(response.url))
    assert "1 disetujui." in text
    assert "1 ditolak." in text
    assert "1 dikembalikan untuk perbaikan." in text
    assert "Layanan." in text


def test_row_without_reason_comes_back_with_everything(bkd, dossier, ready):
    one, two, _ = ready
    response = decide(
        bkd, dossier, {one: ("refuse", " "), two: ("send_back", "Tulis keluarannya.")}
    )
    assert response.status_code == 422
    assert "Alasan wajib diisi." in text_of(response)
    assert "Tulis keluarannya." in text_of(response)
    assert states(ready) == ["proposed"] * 3
    rows = {row["key"]: row for row in response.context["rows"]}
    assert rows[str(one.pk)]["error"]
    assert rows[str(two.pk)]["step"] == "send_back"


def test_saving_nothing_gets_a_sentence(bkd, dossier):
    response = decide(bkd, dossier, {})
    assert response.status_code == 422
    assert "Belum ada keputusan yang dipilih." in text_of(response)


def test_request_of_another_proposal_is_404(bkd, dossier, dodi, plh_tri, region):
    assessor = add_employee(region.dinkes, "Penilai Dinkes")
    appoint(assessor, region.dinkes, "PLT")
    other = cases.recommended(dodi, assessor)
    cases.proposal_of([other], plh_tri)
    assert decide(bkd, dossier, {other: ("approve", "")}).status_code == 404
    data = {"langkah": "approve", "pilih": keys([other])}
    assert bkd.post(url("usulan-putuskan", dossier), data).status_code == 404


def test_bulk_asks_for_the_reason_and_keeps_typed_rows(bkd, dossier, ready):
    one, two, three = ready
    data = {"langkah": "return_to_opd", "pilih": keys([one, two])}
    asked = decide(bkd, dossier, {three: ("refuse", "Sudah diketik.")}, **data)
    assert asked.templates[0].name == "workflows/confirm.html"
    assert "Sudah diketik." in text_of(asked)
    rows = {three: ("refuse", "Sudah diketik.")}
    done = decide(bkd, dossier, rows, **data, ditanya="1", catatan="Perbaiki daftar.")
    assert states(ready) == ["submitted", "submitted", "proposed"]
    assert "Sudah diketik." in text_of(bkd.get(done.url))


def test_bulk_above_20_needs_the_number(bkd, region, budi, bambang):
    requests = recommended(region, budi, 22)
    proposal = cases.proposal_of(requests, bambang)
    data = {"langkah": "approve", "pilih": keys(requests)}
    assert "Ketik 22 untuk melanjutkan" in text_of(decide(bkd, proposal, {}, **data))
    assert set(states(requests)) == {"proposed"}
    decide(bkd, proposal, {}, **data, jumlah="22")
    assert set(states(requests)) == {"approved"}


def test_second_click_is_told_who_was_first(bkd, dossier, ready):
    data = {"langkah": "approve", "pilih": keys(ready)}
    decide(bkd, dossier, {}, **data)
    text = text_of(bkd.post(url("usulan-putuskan", dossier), data, follow=True))
    assert "Pegawai 00: sudah disetujui oleh Citra Maharani pukul" in text


def test_decision_is_undone_by_its_officer_only(bkd, client, dossier, ready, citra, endah):
    perform("approve", ready, by=citra)
    text = text_of(bkd.get(url("usulan-lihat", dossier)))
    assert text.count('name="urungkan"') == 3
    bkd.post(url("usulan-urungkan", dossier), {"urungkan": str(ready[0].pk)})
    assert states(ready) == ["proposed", "approved", "approved"]
    sign_in(client, endah)
    response = client.post(url("usulan-urungkan", dossier), {"pilih": keys(ready[1:])}, follow=True)
    assert "hanya pemutusnya yang dapat mengurungkan" in text_of(response)
    assert states(ready) == ["proposed", "approved", "approved"]


def test_receipts_offer_undo_of_just_these(bkd, dossier, ready):
    response = decide(bkd, dossier, {ready[0]: ("approve", "")})
    page = bkd.get(response.url)
    assert page.context["outcome"]["undo"] == keys(ready[:1])
    assert "Urungkan 1" in text_of(page)


def test_closing_waits_for_all_and_then_leads_to_the_decree(bkd, dossier, ready):
    text = text_of(bkd.get(url("usulan-lihat", dossier)))
    assert "Bisa setelah 3 pengajuan diputus." in text
    response = bkd.post(url("usulan-selesai", dossier), follow=True)
    assert "3 pengajuan belum diputus. Putuskan dulu semuanya." in text_of(response)
    one, two, three = ready
    rows = {one: ("approve", ""), two: ("approve", ""), three: ("refuse", "Layanan.")}
    decide(bkd, dossier, rows)
    text = text_of(bkd.post(url("usulan-selesai", dossier), follow=True))
    assert "Pemeriksaan selesai. 2 pengajuan menunggu surat keputusan." in text
    assert "Susun Surat Keputusan" in text
    assert "Urungkan" not in text
    assert "Ditolak" in text
    again = bkd.post(url("usulan-selesai", dossier), follow=True)
    assert "sudah diselesaikan oleh Citra Maharani" in text_of(again)


def test_who_assessed_at_the_opd_decides_nothing_at_the_bkd(client, region, budi, bambang, citra):
    give(citra, "penilai", region.diskominfo)
    [request] = recommended(region, citra, 1)
    proposal = cases.proposal_of([request], bambang)
    response = sign_in(client, citra).get(url("usulan-lihat", proposal))
    assert "Pejabat BKD lain yang memutusnya." in text_of(response)
    assert not response.context["can_decide"]


def test_emptied_sitting_is_closed_by_a_person(bkd, client, dossier, ready, bambang):
    rows = dict.fromkeys(ready, ("send_back", "Lengkapi."))
    decide(bkd, dossier, rows)
    text = text_of(bkd.get(url("usulan-lihat", dossier)))
    assert "Dikembalikan untuk perbaikan" in text
    assert 'aria-describedby="tetap">Selesaikan pemeriksaan' in text
    bkd.post(url("usulan-selesai", dossier))
    drawing = bkd.get(url("usulan-lihat", dossier)).context["drawing"]
    reached = [node.name for node in drawing.nodes if node.state == "done"]
    assert reached == ["propose", "letter", "received", "examine", "outcome", "filing", "end"]
    assert [v["count"] for v in sign_in(client, bambang).get(LIST).context["views"]] == [0, 0, 1]


def test_proposal_that_all_left_before_its_letter_stops_there(client, bambang, ready):
    proposal = cases.proposal_of(ready, bambang, signed=False)
    for request in ready:
        cases.do("withdraw", request, request.applicant)
    text = text_of(sign_in(client, bambang).get(url("usulan-lihat", proposal)))
    assert "Pemeriksaan BKD (tidak dilalui)" in text
    assert "Semua pengajuan keluar" in text


# --- budgets ---------------------------------------------------------------------------------


def count(page, address):
    with CaptureQueriesContext(connection) as queries:
        assert page.get(address).status_code == 200
    return len(queries)


def test_dossier_takes_the_same_queries_for_3_and_30(bkd, region, budi, bambang, citra):
    counts = []
    for size in (3, 30):
        requests = recommended(region, budi, size)
        proposal = cases.proposal_of(requests, bambang)
        perform("approve", requests[:1], by=citra)
        counts.append(count(bkd, url("usulan-lihat", proposal)))
    assert counts[0] == counts[1] <= 25


def test_bkd_inbox_takes_at_most_12_queries(bkd, region, budi, bambang):
    for _ in range(3):
        cases.proposal_of(recommended(region, budi, 2), bambang)
    assert count(bkd, BKD) <= 12


def test_list_of_proposals_takes_the_same_queries_for_1_and_3(client, region, budi, bambang):
    sign_in(client, bambang)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            cases.proposal_of(recommended(region, budi, 1), bambang)
        counts.append(count(client, f"{LIST}?bagian=bkd"))
    assert counts[0] == counts[1] <= 15


def test_proposal_belongs_to_the_desk_of_who_reads_it(client, dossier, bambang, citra):
    for user, place in ((bambang, "usulan"), (citra, "kotak-masuk-bkd")):
        page = text_of(sign_in(client, user).get(url("usulan-lihat", dossier)))
        assert f'<a href="{reverse(place)}" aria-current="page"' in page
