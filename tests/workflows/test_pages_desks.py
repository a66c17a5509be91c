"""What a desk offers beside the cases: views, filters, keys, sentences, undo, and the context."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.actors import add_employee, far_working_days, open_policy, sign_in, text_of
from tests.files.corpus import picture
from tests.workflows import cases
from wfa.decisions.models import Decision
from wfa.files.models import StoredFile
from wfa.requests.models import WorkRequest
from workflows.models import Assessment, ReasonTemplate, SavedView
from workflows.services import perform

INBOX = reverse("kotak-masuk")
DECIDE = reverse("kotak-masuk-putuskan")
UNDO = reverse("kotak-masuk-urungkan")


@pytest.fixture
def desk(client, budi, bambang):
    return sign_in(client, budi)


def names(response):
    return [row["case"].applicant.name for row in response.context["rows"]]


def due(request, days):
    """The deadline of the stage, `days` from today."""
    date = timezone.localdate() + datetime.timedelta(days=days)
    WorkRequest.objects.filter(pk=request.pk).update(due_on=date)
    return request


# --- order, filters, the open case -----------------------------------------------------------


def test_late_case_stands_first_and_opens_by_itself(desk, ani, dewi):
    due(cases.submitted(ani), 9)
    late = due(cases.submitted(dewi), -9)
    response = desk.get(INBOX)
    assert names(response) == ["Dewi Anggraini", "Ani Lestari"]
    assert response.context["case"] == late
    assert "putuskan tertulis" in text_of(response)
    assert "has-case" not in text_of(response)


def test_view_of_late_cases_counts_and_holds_only_these(desk, ani, dewi):
    due(cases.submitted(ani), 9)
    due(cases.submitted(dewi), -9)
    response = desk.get(INBOX, {"tampilan": "lewat"})
    assert names(response) == ["Dewi Anggraini"]
    assert [v["count"] for v in response.context["views"]] == [2, 1, 0, 0, None]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"tenggat": "lewat"}, ["Dewi Anggraini"]),
        ({"tenggat": "hari-ini"}, ["Ani Lestari"]),
        ({"jenis": "wfa"}, ["Ani Lestari"]),
        ({"jenis": "wfh"}, ["Dewi Anggraini"]),
        ({"dasar": "special"}, []),
        ({"dasar": "task", "tenggat": "x"}, ["Dewi Anggraini", "Ani Lestari"]),
    ],
)
def test_filters_by_deadline_kind_and_basis(query, found, desk, ani, dewi):
    elsewhere = {"place": "other_place", "place_reason": "Perpustakaan daerah."}
    due(cases.submitted(ani, **elsewhere), 0)
    due(cases.submitted(dewi), -9)
    assert names(desk.get(INBOX, query)) == found


def test_view_without_a_decision_has_no_column_of_boxes(desk, ani):
    cases.submitted(ani)
    text = text_of(desk.get(INBOX, {"tampilan": "semua"}))
    assert 'class="inbox is-plain"' in text
    assert "data-pick" not in text


def test_next_case_is_open_after_a_decision(desk, ani, dewi, region):
    third = due(cases.submitted(add_employee(region.aplikasi, "Fajar")), 30)
    first, second = due(cases.submitted(ani), 10), due(cases.submitted(dewi), 20)
    page = desk.get(INBOX, {"kasus": str(second.pk), "q": ""})
    assert page.context["next_one"] == str(third.pk)
    data = {"langkah": "recommend", "satu": "1", "pilih": str(second.pk), "berikut": str(third.pk)}
    response = desk.post(DECIDE, data, follow=True)
    assert response.context["case"] == third
    assert [row["case"] for row in response.context["rows"]] == [first, third]


# --- undo ------------------------------------------------------------------------------------


def test_recommendation_is_undone_and_given_again(desk, ani, budi):
    request = cases.submitted(ani)
    data = {"langkah": "recommend", "satu": "1", "pilih": str(request.pk)}
    page = desk.post(DECIDE, {**data, "catatan": "Baik.", "workload": "fits"}, follow=True)
    assert page.context["outcome"]["undo"] == [str(request.pk)]
    assert "Urungkan 1" in text_of(page)
    done = desk.post(UNDO, {"pilih": str(request.pk)}, follow=True)
    assert "1 dikembalikan ke penilaian." in text_of(done)
    assert done.context["form"].initial["catatan"] == "Baik."
    desk.post(DECIDE, {**data, "workload": "heavy"})
    assert Assessment.objects.get(request=request).workload == "heavy"


def test_undo_is_open_from_the_case_until_it_is_proposed(desk, client, ani, budi, bambang):
    request = cases.recommended(ani, budi)
    address = reverse("kotak-masuk-kasus", args=[request.pk])
    assert "Urungkan penilaian" in text_of(desk.get(address))
    cases.proposal_of([request], bambang, signed=False)
    assert "Urungkan penilaian" not in text_of(desk.get(address))
    answer = desk.post(UNDO, {"pilih": str(request.pk)}, follow=True)
    assert "tidak dapat diproses" in text_of(answer)


def test_what_another_assessor_recommended_stays(client, ani, budi, bambang):
    request = cases.recommended(ani, budi)
    answer = sign_in(client, bambang).post(UNDO, {"pilih": str(request.pk)}, follow=True)
    assert "hanya penilainya yang dapat mengurungkan" in text_of(answer)
    assert WorkRequest.objects.get().state == "recommended"


def test_undo_of_nothing_or_of_another_opd_does_nothing(desk, dodi, plh_tri, region):
    assert desk.post(UNDO, {}).status_code == 422
    other = cases.recommended(dodi, plh_tri)
    assert desk.post(UNDO, {"pilih": str(other.pk)}).status_code == 404


# --- kept views and keys ---------------------------------------------------------------------


def test_view_is_kept_replaced_and_removed(desk, ani, budi):
    save = reverse("tampilan-simpan")
    data = {"nama": "Mendesak", "kembali": "tampilan=giliran&tenggat=lewat&halaman=3&lain=x"}
    text = text_of(desk.post(save, data, follow=True))
    assert "Tampilan “Mendesak” tersimpan." in text
    kept = SavedView.objects.get(owner=budi)
    assert kept.query == "tampilan=giliran&tenggat=lewat"
    desk.post(save, {**data, "kembali": "tenggat=hari-ini"})
    kept.refresh_from_db()
    assert kept.query == "tenggat=hari-ini"
    page = desk.get(f"{INBOX}?{kept.query}")
    assert [(v["name"], v["current"]) for v in page.context["kept"]] == [("Mendesak", True)]
    desk.post(reverse("tampilan-hapus", args=[kept.pk]))
    assert not SavedView.objects.exists()


def test_view_of_somebody_else_is_unknown(desk, client, citra, budi):
    view = SavedView.objects.create(owner=budi, place="kotak-masuk", name="Mendesak")
    assert desk.get(INBOX).context["kept"]
    sign_in(client, citra)
    assert client.post(reverse("tampilan-hapus", args=[view.pk])).status_code == 404
    assert client.get(reverse("kotak-masuk-bkd")).context["kept"] == []


def test_twenty_views_are_the_most_and_a_name_is_needed(desk, budi):
    save = reverse("tampilan-simpan")
    for n in range(20):
        SavedView.objects.create(owner=budi, place="kotak-masuk", name=f"Tampilan {n}")
    assert "Paling banyak 20 tampilan." in text_of(desk.post(save, {"nama": "Baru"}, follow=True))
    assert "Nama belum diisi." in text_of(desk.post(save, {"nama": " "}, follow=True))
    assert SavedView.objects.count() == 20


def test_keys_are_off_until_the_person_turns_them_on(desk, ani):
    cases.submitted(ani)
    assert "data-keys" not in text_of(desk.get(INBOX))
    page = desk.post(reverse("kotak-masuk-pintasan"), {"kembali": "tenggat=lewat"}, follow=True)
    assert page.redirect_chain[-1][0] == f"{INBOX}?tenggat=lewat"
    assert "data-keys" in text_of(desk.get(INBOX))
    desk.post(reverse("kotak-masuk-pintasan"))
    assert "data-keys" not in text_of(desk.get(INBOX))


# --- sentences for reasons -------------------------------------------------------------------


def test_head_adds_and_removes_a_sentence_that_all_of_the_opd_may_choose(
    client, ani, budi, bambang
):
    address = reverse("alasan")
    sentence = "Apel gabungan pada hari itu. Pilih hari lain."
    sign_in(client, bambang).post(address, {"step": "send_back", "text": sentence})
    kept = ReasonTemplate.objects.get()
    request = cases.submitted(ani)
    page = sign_in(client, budi).get(reverse("kotak-masuk-kasus", args=[request.pk]))
    assert sentence in dict(page.context["sentences"])["Kembalikan untuk perbaikan"]
    remove = reverse("alasan-hapus", args=[kept.pk])
    assert client.post(remove).status_code == 404
    sign_in(client, bambang).post(remove)
    assert not ReasonTemplate.objects.exists()


def test_sentences_of_another_opd_are_not_offered(client, region, ani, budi, plh_tri):
    ReasonTemplate.objects.create(unit=region.dinkes, step="send_back", text="Jaga puskesmas.")
    request = cases.submitted(ani)
    page = sign_in(client, budi).get(reverse("kotak-masuk-kasus", args=[request.pk]))
    assert "Jaga puskesmas." not in text_of(page)


def test_empty_sentence_is_told_and_assessors_have_no_such_page(client, budi, bambang):
    answer = sign_in(client, bambang).post(reverse("alasan"), {"step": "refuse", "text": ""})
    assert answer.status_code == 422
    assert "Kalimat belum diisi." in text_of(answer)
    assert sign_in(client, budi).get(reverse("alasan")).status_code == 404


def test_chosen_sentence_joins_what_was_typed_without_scripts(desk, ani, dewi):
    one, two = cases.submitted(ani), cases.submitted(dewi)
    data = {"langkah": "send_back", "satu": "1", "contoh": "Pilih hari lain."}
    desk.post(DECIDE, {**data, "pilih": str(one.pk), "catatan": "Kurang jelas."})
    desk.post(DECIDE, {**data, "pilih": str(two.pk)})
    notes = Decision.objects.filter(step="send_back").order_by("at").values_list("note", flat=True)
    assert list(notes) == ["Kurang jelas.\nPilih hari lain.", "Pilih hari lain."]


def test_last_used_reasons_come_first(desk, ani, dewi):
    one, two = cases.submitted(ani), cases.submitted(dewi)
    data = {"langkah": "send_back", "satu": "1", "pilih": str(one.pk), "catatan": "Lengkapi."}
    desk.post(DECIDE, data)
    page = desk.get(reverse("kotak-masuk-kasus", args=[two.pk]))
    assert page.context["sentences"][0] == ("Terakhir Anda pakai", ["Lengkapi."])


# --- beside the case -------------------------------------------------------------------------


def test_quota_colleagues_and_past_stand_beside_the_case(desk, ani, dewi):
    days = far_working_days(1)
    cases.submitted(dewi, days)
    request = cases.submitted(ani, days)
    page = desk.get(reverse("kotak-masuk-kasus", args=[request.pk]))
    [day] = page.context["days"]
    assert (str(day["seats"]), day["total"], day["text"]) == ("2/4", 1, "Dewi Anggraini (WFH)")
    assert "Kuota 2/4" in text_of(page)


def test_what_changed_since_it_was_sent_back_is_shown(desk, ani, budi):
    request = cases.do("send_back", cases.submitted(ani), budi, note="Sebutkan keluarannya.")
    WorkRequest.objects.filter(pk=request.pk).update(reason="Menguji 24 layar.")
    request = cases.do("submit", WorkRequest.objects.get(pk=request.pk), ani)
    text = text_of(desk.get(INBOX))
    assert "Yang berubah sejak dikembalikan" in text
    assert "Menguji 24 layar." in text
    assert "Putaran 2" in text


def test_missing_view_of_the_superior_is_said(desk, ani, region):
    from tests.actors import appoint

    region.policy.parameters["superior_step"] = True
    region.policy.save()
    appoint(add_employee(region.aplikasi, "Rudi Hermawan"), region.aplikasi)
    cases.submitted(ani)
    text = text_of(desk.get(INBOX))
    assert "Pertimbangan atasan langsung belum ada" in text
    assert "Menunggu Rudi Hermawan." in text


def test_held_case_says_so_and_offers_no_recommendation(desk, ani, region):
    cases.submitted(ani)
    open_policy(region.root, by=region.service, open=False, held_when_closed=True)
    page = desk.get(INBOX)
    assert "Ditahan: kerja fleksibel ditutup dengan" in text_of(page)
    assert page.context["steps"] == ["send_back"]
    assert len(page.context["closings"]) == 1


def test_picture_opens_beside_the_case_and_other_files_are_links(desk, ani):
    request = cases.submitted(ani)
    made = {}
    for name, kind in (("surat.png", "image/png"), ("nota.pdf", "application/pdf")):
        stored = StoredFile.objects.create(
            purpose="evidence",
            original_name=name,
            content_type=kind,
            size=len(picture("PNG")),
            sha256="0" * 64,
            stored_name=name,
            uploaded_by=ani,
        )
        made[name] = request.evidence.create(file=stored)
    address = reverse("bukti", args=[made["surat.png"].pk])
    closed = text_of(desk.get(INBOX))
    assert f'<img src="{address}"' not in closed
    query = {"kasus": str(request.pk), "berkas": str(made["surat.png"].pk)}
    assert f'<img src="{address}"' in text_of(desk.get(INBOX, query))
    query["berkas"] = str(made["nota.pdf"].pk)
    page = desk.get(INBOX, query)
    assert page.context["document"] is None
    assert reverse("bukti", args=[made["nota.pdf"].pk]) in text_of(page)


# --- budgets ---------------------------------------------------------------------------------


def test_one_decision_through_the_page_takes_the_same_queries_at_any_backlog(desk, region):
    day = far_working_days(1)
    counts = []
    for backlog in (1, 30):
        people = [add_employee(region.aplikasi, f"Pegawai {n}") for n in range(backlog)]
        requests = [cases.submitted(person, day) for person in people]
        data = {"langkah": "recommend", "satu": "1", "pilih": str(requests[0].pk)}
        with CaptureQueriesContext(connection) as queries:
            assert desk.post(DECIDE, data).status_code == 302
        counts.append(len(queries))
    assert counts[1] <= counts[0] <= 40


def test_late_view_and_filters_keep_the_budget_of_the_inbox(desk, region):
    people = [add_employee(region.aplikasi, f"Pegawai {n}") for n in range(30)]
    for person in people:
        due(cases.submitted(person, far_working_days(1)), -9)
    for query in ({"tampilan": "lewat"}, {"tenggat": "lewat", "jenis": "wfh"}):
        with CaptureQueriesContext(connection) as queries:
            response = desk.get(INBOX, query)
        assert len(queries) <= 12, [q["sql"][:90] for q in queries]
        assert len(response.content) <= 60_000


def test_bulk_through_the_page_keeps_the_refused_selected(desk, ani, dewi):
    good, bad = cases.submitted(ani), cases.submitted(dewi)
    perform("withdraw", [bad], by=dewi)
    page = desk.post(DECIDE, {"langkah": "recommend", "pilih": [good.pk, bad.pk]}, follow=True)
    assert page.context["outcome"]["undo"] == [str(good.pk)]
    assert page.context["picked"] == {str(bad.pk)}
