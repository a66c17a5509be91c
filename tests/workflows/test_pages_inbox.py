"""The OPD's inbox: who sees what, one decision and many, and nothing typed is lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.actors import add_employee, far_working_days, sign_in, text_of
from tests.workflows import cases
from wfa.files.models import StoredFile
from wfa.requests.models import WorkRequest
from workflows.models import Assessment
from workflows.services import perform

INBOX = reverse("kotak-masuk")
DECIDE = reverse("kotak-masuk-putuskan")


@pytest.fixture
def desk(client, budi, bambang):
    return sign_in(client, budi)


def many(region, count):
    days = far_working_days(1)
    people = [
        add_employee(region.aplikasi, f"Pegawai Bernama Panjang Sekali {n}") for n in range(count)
    ]
    return [cases.submitted(person, days) for person in people]


def keys(requests):
    return [str(r.pk) for r in requests]


def states():
    return set(WorkRequest.objects.values_list("state", flat=True))


# --- scope -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ani", "dewi", "citra", "ines", "adi", "pandu"])
def test_inbox_is_not_there_for_those_who_do_not_assess(name, client, request):
    sign_in(client, request.getfixturevalue(name))
    assert client.get(INBOX).status_code == 404


def test_inbox_shows_only_the_own_opd(desk, ani, dodi):
    mine, other = cases.submitted(ani), cases.submitted(dodi)
    text = text_of(desk.get(INBOX))
    assert "Ani Lestari" in text
    assert "Dodi" not in text
    assert desk.get(reverse("kotak-masuk-kasus", args=[mine.pk])).status_code == 200
    assert desk.get(reverse("kotak-masuk-kasus", args=[other.pk])).status_code == 404
    assert desk.get(INBOX, {"kasus": str(other.pk)}).status_code == 404


def test_draft_is_seen_by_nobody_else(desk, ani):
    draft = cases.draft(ani)
    assert desk.get(reverse("kotak-masuk-kasus", args=[draft.pk])).status_code == 404
    assert "Ani Lestari" not in text_of(desk.get(INBOX, {"tampilan": "semua"}))


def test_deciding_on_another_opd_is_404_and_does_nothing(desk, ani, dodi):
    mine, other = cases.submitted(ani), cases.submitted(dodi)
    data = {"langkah": "recommend", "pilih": keys([mine, other])}
    assert desk.post(DECIDE, data).status_code == 404
    assert states() == {"submitted"}


def test_acting_head_reads_the_capacity_and_its_basis(client, plh_tri):
    text = text_of(sign_in(client, plh_tri).get(INBOX))
    assert "Anda bertindak sebagai Plh. Kepala Dinkes, dasar Nomor 800/1/2019" in text


# --- views and filters -----------------------------------------------------------------------


def test_views_count_what_waits_where(desk, ani, dewi, budi, bambang, region):
    cases.submitted(ani)
    cases.recommended(dewi, budi)
    cases.proposed(add_employee(region.aplikasi, "Eko Prasetyo"), budi, bambang)
    views = desk.get(INBOX).context["views"]
    assert [v["count"] for v in views] == [1, 0, 1, 1, None]
    assert "Dewi Anggraini" in text_of(desk.get(INBOX, {"tampilan": "siap"}))
    assert "Eko Prasetyo" in text_of(desk.get(INBOX, {"tampilan": "bkd"}))
    assert len(desk.get(INBOX, {"tampilan": "semua"}).context["rows"]) == 3


def test_filters_narrow_by_name_nip_number_unit_and_day(desk, ani, dewi, region):
    first, second = far_working_days(2)
    one = cases.submitted(ani, [first])
    cases.submitted(dewi, [second])
    for query in (
        {"q": "lestari"},
        {"q": ani.nip[:12]},
        {"q": one.number},
        {"hari": first.isoformat()},
    ):
        found = desk.get(INBOX, query).context["rows"]
        assert [row["case"].applicant_id for row in found if row["case"] == one] == [ani.pk]
    assert len(desk.get(INBOX, {"hari": first.isoformat()}).context["rows"]) == 1
    assert desk.get(INBOX, {"unit": region.diskominfo.pk}).context["rows"] == []
    assert len(desk.get(INBOX, {"unit": region.aplikasi.pk}).context["rows"]) == 2


@pytest.mark.parametrize(
    "query",
    [
        {"halaman": "99"},
        {"halaman": "x²"},
        {"unit": "abc"},
        {"hari": "besok"},
        {"kasus": "x"},
        {"tampilan": "lain"},
    ],
)
def test_nonsense_in_the_address_shows_the_list(query, desk, ani):
    cases.submitted(ani)
    response = desk.get(INBOX, query)
    assert response.status_code == 200
    assert "Ani Lestari" in text_of(response)


# --- one case --------------------------------------------------------------------------------


def test_case_shows_facts_rules_same_day_and_history(desk, ani, dewi, budi):
    days = far_working_days(2)
    cases.submitted(dewi, days)
    returned = cases.do("send_back", cases.submitted(ani, days), budi, note="Sebutkan keluarannya.")
    cases.do("submit", returned, ani)
    text = text_of(desk.get(reverse("kotak-masuk-kasus", args=[returned.pk])))
    assert "Menyelesaikan pengujian aplikasi pelayanan." in text
    assert "PermenPAN-RB 4/2025 Pasal 25 ayat (1)" in text
    assert "Dewi Anggraini (WFH)" in text
    assert "Sebutkan keluarannya." in text
    assert "putaran 2" in text


def test_assessor_may_not_refuse_but_the_head_may(client, ani, budi, bambang):
    url = reverse("kotak-masuk-kasus", args=[cases.submitted(ani).pk])
    assert 'value="refuse"' not in text_of(sign_in(client, budi).get(url))
    assert 'value="refuse"' in text_of(sign_in(client, bambang).get(url))


def test_own_case_says_who_decides_instead_of_buttons(desk, budi):
    request = cases.submitted(budi)
    text = text_of(desk.get(reverse("kotak-masuk-kasus", args=[request.pk])))
    assert "Ini pengajuan Anda sendiri. Pejabat lain yang memutusnya." in text
    assert 'name="langkah"' not in text
    row = desk.get(INBOX).context["rows"][0]
    assert not row["can_pick"]


def test_health_evidence_is_open_only_while_the_opd_decides(desk, ani, budi, bambang):
    request = cases.submitted(ani)
    stored = StoredFile.objects.create(
        purpose="evidence",
        original_name="surat-dokter.pdf",
        content_type="application/pdf",
        size=1000,
        sha256="0" * 64,
        stored_name="a",
        uploaded_by=ani,
    )
    request.evidence.create(file=stored, is_health=True)
    address = reverse("kotak-masuk-kasus", args=[request.pk])
    assert "surat-dokter.pdf" in text_of(desk.get(address))
    cases.proposal_of([cases.do("recommend", request, budi)], bambang)
    assert "surat-dokter.pdf" not in text_of(desk.get(address))


def test_recommending_keeps_the_assessment(desk, ani, budi):
    request = cases.submitted(ani)
    data = {
        "langkah": "recommend",
        "satu": "1",
        "pilih": str(request.pk),
        "kembali": "tampilan=giliran&halaman=2",
        "criteria": ["outside", "by_ict"],
        "workload": "fits",
        "service_impact": "Tidak terganggu",
        "substitute": "Dewi",
        "catatan": "Didukung.",
    }
    response = desk.post(DECIDE, data)
    assert response.url == f"{INBOX}?tampilan=giliran&halaman=2"
    kept = Assessment.objects.get(request=request)
    assert (kept.workload, kept.substitute, kept.note) == ("fits", "Dewi", "Didukung.")
    assert {key for key, met in kept.criteria.items() if met} == {"outside", "by_ict"}
    assert "1 dinilai dan didukung." in text_of(desk.get(response.url))
    assert "1 dinilai dan didukung." not in text_of(desk.get(response.url))


def test_sending_back_without_a_note_keeps_what_was_typed(desk, ani):
    request = cases.submitted(ani)
    data = {"langkah": "send_back", "satu": "1", "pilih": str(request.pk), "substitute": "Pak Eko"}
    response = desk.post(DECIDE, data)
    assert response.status_code == 422
    assert "Alasan wajib diisi." in text_of(response)
    assert "Pak Eko" in text_of(response)
    assert states() == {"submitted"}


def test_refused_by_a_rule_keeps_the_note(desk, ani):
    request = cases.submitted(ani)
    ani.standing = "discipline"
    ani.save()
    data = {"langkah": "recommend", "satu": "1", "pilih": str(request.pk), "catatan": "Baik."}
    response = desk.post(DECIDE, data)
    assert response.status_code == 422
    assert "hukuman disiplin" in text_of(response)
    assert "Baik." in text_of(response)


def test_second_click_is_told_who_was_first(desk, ani, budi):
    request = cases.submitted(ani)
    data = {"langkah": "recommend", "satu": "1", "pilih": str(request.pk)}
    desk.post(DECIDE, data)
    text = text_of(desk.post(DECIDE, data, follow=True))
    assert "Ani Lestari: sudah dinilai dan didukung oleh Budi Santoso" in text


# --- many ------------------------------------------------------------------------------------


def test_receipts_tell_done_already_and_refused(desk, ani, dewi, budi, region):
    good, same, bad = (
        cases.submitted(person)
        for person in (ani, dewi, add_employee(region.aplikasi, "Fajar Nugraha"))
    )
    perform("recommend", [same], by=budi)
    bad.applicant.standing = "investigation"
    bad.applicant.save()
    data = {"langkah": "recommend", "pilih": keys([good, same, bad]), "kembali": ""}
    response = desk.post(DECIDE, data, follow=True)
    text = text_of(response)
    assert "1 dinilai dan didukung." in text
    assert "Dewi Anggraini: sudah dinilai dan didukung oleh Budi Santoso" in text
    assert "Fajar Nugraha: pegawai sedang dalam proses hukuman disiplin" in text
    assert response.context["picked"] == {str(bad.pk)}


def test_bulk_send_back_asks_for_the_reason_and_keeps_the_choice(desk, ani, dewi):
    both = [cases.submitted(ani), cases.submitted(dewi)]
    data = {"langkah": "send_back", "pilih": keys(both), "kembali": "tampilan=giliran"}
    asked = desk.post(DECIDE, data)
    assert asked.templates[0].name == "workflows/confirm.html"
    assert all(key in text_of(asked) for key in keys(both))
    assert states() == {"submitted"}
    again = desk.post(DECIDE, {**data, "ditanya": "1"})
    assert again.status_code == 422
    done = desk.post(DECIDE, {**data, "ditanya": "1", "catatan": "Lengkapi keluarannya."})
    assert done.url == f"{INBOX}?tampilan=giliran"
    assert states() == {"returned"}


def test_above_20_the_number_is_typed(desk, region):
    requests = many(region, 21)
    data = {"langkah": "recommend", "pilih": keys(requests)}
    asked = desk.post(DECIDE, data)
    assert "Ketik 21 untuk melanjutkan" in text_of(asked)
    wrong = desk.post(DECIDE, {**data, "ditanya": "1", "jumlah": "20"})
    assert "Angka belum sama. Ketik 21." in text_of(wrong)
    assert states() == {"submitted"}
    desk.post(DECIDE, {**data, "jumlah": "21"})
    assert states() == {"recommended"}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"langkah": "recommend"},
        {"langkah": "approve", "pilih": ["00000000-0000-0000-0000-000000000001"]},
        {"langkah": "recommend", "pilih": ["bukan-kunci"]},
        {"langkah": "enact", "pilih": ["00000000-0000-0000-0000-000000000001"]},
    ],
)
def test_nonsense_as_decision_gets_a_sentence(data, desk):
    response = desk.post(DECIDE, data)
    assert response.status_code == 422
    assert response.context["problems"]


def test_more_than_500_at_once_is_refused(desk):
    picked = [f"00000000-0000-0000-0000-{n:012}" for n in range(501)]
    response = desk.post(DECIDE, {"langkah": "recommend", "pilih": picked})
    assert "Paling banyak 500 pengajuan sekali putus." in text_of(response)


# --- budgets ---------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 30, 300])
def test_inbox_takes_12_queries_and_60_kb_at_any_backlog(count, desk, region):
    many(region, count)
    with CaptureQueriesContext(connection) as queries:
        response = desk.get(INBOX)
    assert response.status_code == 200
    assert len(queries) <= 12, [q["sql"][:90] for q in queries]
    assert len(response.content) <= 60_000


def test_open_case_adds_the_same_queries_at_any_backlog(desk, region):
    first = many(region, 1)[0]
    counts = []
    for more in (1, 30):
        many(region, more)
        with CaptureQueriesContext(connection) as queries:
            response = desk.get(INBOX, {"kasus": str(first.pk)})
        counts.append(len(queries))
        assert len(response.content) <= 80_000
    assert counts[0] == counts[1] <= 20
