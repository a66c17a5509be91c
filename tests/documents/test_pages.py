import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from documents import exports, services
from documents.models import ArchiveEntry, Document
from tests.actors import far_working_days, sign_in, text_of
from tests.documents import cases
from tests.workflows import cases as flow
from wfa.audit.models import AuditEvent
from wfa.calendars.wording import day_list
from wfa.refusals import Refused
from wfa.requests.models import RequestDay
from wfa.requests.services import cancel_days

PASSWORD = "kata-sandi-panjang"


@pytest.fixture
def signer(endah):
    endah.set_password(PASSWORD)
    endah.save()
    return endah


def page(client, user, document, name="naskah"):
    return sign_in(client, user).get(reverse(name, args=[document.pk]))


@pytest.mark.parametrize(
    ("actor", "status"),
    [
        ("ani", 404),
        ("dodi", 404),
        ("bambang", 404),
        ("budi", 404),
        ("adi", 404),
        ("plh_tri", 404),
        ("citra", 200),
        ("endah", 200),
        ("ines", 200),
        ("rani", 200),
    ],
)
def test_a_draft_is_seen_by_the_offices_of_the_region_only(client, draft, request, actor, status):
    assert page(client, request.getfixturevalue(actor), draft).status_code == status


@pytest.mark.parametrize(
    ("actor", "status"),
    [
        ("ani", 200),
        ("dewi", 200),
        ("budi", 200),
        ("pandu", 200),
        ("bambang", 200),
        ("citra", 200),
        ("dodi", 404),
        ("plh_tri", 404),
        ("adi", 404),
    ],
)
def test_an_issued_decree_is_seen_by_its_people_and_their_opd(
    client, issued, request, actor, status
):
    person = request.getfixturevalue(actor)
    assert page(client, person, issued).status_code == status
    assert page(client, person, issued, "naskah-unduh").status_code == status


def test_a_letter_is_seen_by_its_opd(client, ani, budi, bambang, plh_tri):
    proposal = flow.proposal_of([flow.recommended(ani, budi)], bambang, signed=False)
    address = reverse("naskah-usulan", args=[proposal.pk])
    response = sign_in(client, bambang).get(address)
    letter = Document.objects.get(kind="proposal_letter")
    assert response.url == reverse("naskah", args=[letter.pk])
    assert client.get(response.url).status_code == 200
    assert page(client, plh_tri, letter).status_code == 404
    assert client.get(address).status_code == 404
    assert page(client, ani, letter).status_code == 404


def test_the_bkd_reads_the_letter_it_received_and_no_earlier(client, ani, budi, bambang, citra):
    waiting = flow.proposal_of([flow.recommended(ani, budi)], bambang, signed=False)
    sign_in(client, citra)
    assert client.get(reverse("naskah-usulan", args=[waiting.pk])).status_code == 404
    letter = services.ensure_letter(waiting, by=bambang)
    cases.issue(services.sign(letter, by=bambang))
    address = reverse("naskah-usulan", args=[waiting.pk])
    assert address in text_of(client.get(reverse("usulan-lihat", args=[waiting.pk])))
    assert client.get(address, follow=True).status_code == 200


def test_composing_keeps_what_was_chosen_when_it_is_refused(client, approved, citra):
    data = {"requests": [], "mode": "satuan", "paper": "F4", "conditions": "Hadir rapat."}
    response = sign_in(client, citra).post(reverse("sk-susun"), data)
    assert response.status_code == 422
    assert "Belum ada pengajuan yang dipilih" in response.text
    assert "Hadir rapat." in response.text


def test_composing_leads_to_the_draft(client, approved, citra):
    data = {"requests": [r.pk for r in approved], "mode": "kolektif", "paper": "A4"}
    response = sign_in(client, citra).post(reverse("sk-susun"), data)
    assert response.url == reverse("naskah", args=[Document.objects.get().pk])
    shown = client.get(response.url)
    assert "Ani Lestari" in shown.text
    assert "diambil saat ditandatangani" in shown.text


def test_signing_asks_for_having_read_and_for_the_password(client, draft, signer):
    address = reverse("naskah-tanda-tangan", args=[draft.pk])
    sign_in(client, signer)
    assert client.post(address, {"password": PASSWORD}).status_code == 422
    wrong = client.post(address, {"has_read": "on", "password": "salah"})
    assert "Sandi tidak cocok" in wrong.text
    assert cases.fresh(draft).state == "draft"
    done = client.post(address, {"has_read": "on", "password": PASSWORD})
    assert done.status_code == 302
    assert cases.fresh(draft).state == "numbered"


def test_the_password_for_signing_is_locked_like_the_one_at_the_door(
    client, draft, signer, settings
):
    settings.AXES_FAILURE_LIMIT = 3
    address = reverse("naskah-tanda-tangan", args=[draft.pk])
    sign_in(client, signer)
    wrong = {"has_read": "on", "password": "salah"}
    assert [client.post(address, wrong).status_code for _ in range(3)] == [422, 422, 429]
    assert client.post(address, {**wrong, "password": PASSWORD}).status_code == 429
    draft.refresh_from_db()
    assert draft.state == Document.State.DRAFT


def test_a_password_with_blanks_at_its_ends_signs(client, draft, signer):
    signer.set_password(f" {PASSWORD} ")
    signer.save()
    address = reverse("naskah-tanda-tangan", args=[draft.pk])
    data = {"has_read": "on", "password": f" {PASSWORD} "}
    assert sign_in(client, signer).post(address, data).status_code == 302


def test_a_second_click_on_sign_is_information(client, numbered, signer):
    address = reverse("naskah-tanda-tangan", args=[numbered.pk])
    response = sign_in(client, signer).post(address, {"has_read": "on", "password": PASSWORD})
    assert response.status_code == 302
    assert "sedang diterbitkan" in client.get(response.url).text


def test_the_page_waits_for_the_worker_by_itself(client, numbered, endah):
    """A script looks for it; a reload on a timer would interrupt whoever reads (WCAG 2.2.1)."""
    text = page(client, endah, numbered).text
    assert "data-awaits" in text
    assert 'http-equiv="refresh"' not in text
    Document.objects.update(last_error="OSError")
    assert "data-awaits" not in page(client, endah, numbered).text


def test_voiding_needs_a_reason(client, numbered, endah):
    address = reverse("naskah-batal-terbit", args=[numbered.pk])
    assert sign_in(client, endah).post(address, {"reason": "salah"}).status_code == 422
    client.post(address, {"reason": "Salah lampiran, disusun ulang."})
    assert cases.fresh(numbered).state == "void"


def test_discarding_goes_back_to_the_desk(client, draft, citra):
    response = sign_in(client, citra).post(reverse("naskah-buang", args=[draft.pk]))
    assert response.url == reverse("surat-keputusan")
    assert cases.fresh(draft).state == "discarded"


def test_the_preview_is_a_pdf_and_is_not_kept(client, draft, citra):
    response = page(client, citra, draft, "naskah-pratinjau")
    assert response.content.startswith(b"%PDF-")
    assert cases.fresh(draft).file_name == ""


def test_every_download_is_written_down(client, issued, ani):
    response = page(client, ani, issued, "naskah-unduh")
    assert response.content.startswith(b"%PDF-")
    assert response["Cache-Control"] == "private, no-store"
    event = AuditEvent.objects.get(action="document.read")
    assert (event.actor_nip, event.target_id) == (ani.nip, str(issued.pk))


def test_a_changed_file_is_not_given_out(client, issued, ani):
    from documents import storage

    storage.path(issued.file_name).write_bytes(b"%PDF-1.7 other")
    response = page(client, ani, issued, "naskah-unduh")
    assert b"%PDF" not in response.content
    assert "Hubungi administrator" in response.text


def test_revoking_from_the_page_makes_a_draft(client, issued, ani, citra):
    address = reverse("naskah-cabut", args=[issued.pk])
    sign_in(client, citra)
    assert client.post(address, {"reason": "Kewajiban tidak dipenuhi."}).status_code == 422
    request = issued.items.get(request__applicant=ani).request
    data = {"requests": [request.pk], "reason": "Kewajiban tidak dipenuhi."}
    response = client.post(address, data)
    draft = Document.objects.get(kind="revocation")
    assert response.url == reverse("naskah", args=[draft.pk])
    assert "PENCABUTAN PERSETUJUAN" in client.get(response.url).text


def test_the_desk_shows_each_its_own(client, issued, ani, dodi, citra):
    assert issued.number in sign_in(client, ani).get(reverse("surat-keputusan")).text
    assert issued.number not in sign_in(client, dodi).get(reverse("surat-keputusan")).text
    assert "Siap disusun" in sign_in(client, citra).get(reverse("surat-keputusan")).text
    assert issued.number in client.get(reverse("surat-keputusan"), {"tab": "terbit"}).text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_desk_asks_the_same_number_of_questions(
    client, ani, dewi, pandu, budi, bambang, citra, rows, django_assert_max_num_queries
):
    people = [ani, dewi, pandu][:rows]
    cases.approved(people, assessor=budi, head=bambang, bkd=citra)
    sign_in(client, citra)
    with django_assert_max_num_queries(30):
        client.get(reverse("surat-keputusan"))


def test_anyone_may_check_a_paper(client, issued, ani):
    response = client.get(reverse("verifikasi", args=[issued.token]))
    assert response.status_code == 200
    assert response["X-Robots-Tag"].startswith("noindex")
    assert "BERLAKU" in response.text
    assert issued.file_sha256 in response.text
    assert ani.name not in response.text


def test_an_unknown_code_is_a_404_with_a_way_out(client, db):
    response = client.get(reverse("verifikasi", args=["0" * 32]))
    assert response.status_code == 404
    assert "TIDAK DIKENAL" in response.text
    assert "Jangan pakai dokumen ini" in response.text


def test_a_typed_code_leads_to_the_answer(client, issued):
    spaced = " ".join(issued.token[i : i + 4] for i in range(0, 32, 4))
    response = client.get(reverse("verifikasi-cari"), {"code": spaced})
    assert response.url == reverse("verifikasi", args=[issued.token])
    assert client.get(reverse("verifikasi-cari"), {"code": "123"}).status_code == 422


def test_ended_cases_are_filed_by_a_person(client, ani, budi, bambang, rani):
    request = flow.do("refuse", flow.submitted(ani), bambang, note="Layanan terganggu.")
    sign_in(client, rani)
    assert request.number in client.get(reverse("arsip")).text
    client.post(reverse("arsip-kasus"), {"requests": [request.pk, "bukan-uuid"]})
    entry = ArchiveEntry.objects.get(request=request)
    assert (entry.filed_by_name, entry.security) == (rani.full_name, "terbatas")
    assert services.file_case(request, by=rani) == entry


def test_an_open_case_is_not_filed(ani, rani, db):
    request = flow.submitted(ani)
    with pytest.raises(Refused) as refusal:
        services.file_case(request, by=rani)
    assert refusal.value.code == "still_open"


def test_a_verifier_does_not_file(ani, bambang, citra):
    request = flow.do("refuse", flow.submitted(ani), bambang, note="Layanan terganggu.")
    with pytest.raises(Refused):
        services.file_case(request, by=citra)


def test_the_archive_goes_out_as_a_spreadsheet_without_formulas(client, issued, rani):
    ArchiveEntry.objects.update(description='=HYPERLINK("http://x")')
    response = sign_in(client, rani).get(reverse("arsip"), {"bentuk": "xlsx"})
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert sheet["C2"].value == '\'=HYPERLINK("http://x")'
    assert sheet["C2"].data_type == "s"
    assert sheet.max_row == 2


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1"])
def test_risky_cells_become_text(text):
    assert exports.safe(text) == f"'{text}"


def test_control_characters_do_not_stop_the_list():
    assert exports.safe("Ani\x0b Lestari") == "Ani Lestari"
    assert exports.safe("\x0b=1") == "'=1"


def test_the_archive_is_filtered(client, issued, rani):
    sign_in(client, rani)
    year = timezone.localdate().year
    assert issued.number in client.get(reverse("arsip"), {"q": issued.number, "tahun": year}).text
    assert "Tidak ada arsip yang cocok" in client.get(reverse("arsip"), {"isi": "kasus"}).text
    assert client.get(reverse("arsip"), {"tahun": "x"}).status_code == 200


def test_desk_tells_the_approved_days_of_each_request(client, ani, budi, bambang, citra):
    [request] = cases.approved([ani], assessor=budi, head=bambang, bkd=citra)
    first, last = request.days.order_by("date")
    cancel_days({request.pk: [last.date]}, RequestDay.State.REFUSED)
    html = sign_in(client, citra).get(reverse("surat-keputusan"), {"tab": "siap"}).text
    assert f'<td data-label="Hari">{day_list([first.date])}</td>' in html


def test_desk_asks_as_much_for_three_requests_as_for_one(
    client, ani, dewi, pandu, budi, bambang, citra
):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("surat-keputusan"), {"tab": "siap"}).status_code == 200
        return len(captured)

    sign_in(client, citra)
    cases.approved([ani], assessor=budi, head=bambang, bkd=citra)
    client.get(reverse("surat-keputusan"))
    one = queries()
    cases.approved([dewi, pandu], assessor=budi, head=bambang, bkd=citra)
    assert queries() == one


def test_filters_of_the_archive_say_so_and_can_be_taken_away(client, issued, rani):
    sign_in(client, rani)
    plain = client.get(reverse("arsip")).text
    assert "(boleh kosong)" not in plain
    assert "Hapus saringan" not in plain
    filtered = client.get(reverse("arsip"), {"nasib": "permanen", "q": "xyz"}).text
    assert "Hapus saringan" in filtered
    assert "Tahun" in client.get(reverse("arsip"), {"tahun": "1"}).text
    assert 'id="galat-tahun"' in client.get(reverse("arsip"), {"tahun": "1"}).text


def test_letter_belongs_to_the_proposals_of_the_menu(client, ani, budi, bambang):
    asked = [flow.recommended(ani, budi, far_working_days(1))]
    letter = services.ensure_letter(flow.proposal_of(asked, bambang, signed=False), by=bambang)
    html = page(client, bambang, letter).text
    assert f'<a href="{reverse("usulan")}" aria-current="page"' in html
    assert f'<a href="{reverse("surat-keputusan")}" aria-current="page"' not in html
