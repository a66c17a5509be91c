"""Where is my case: the place, the way, the history, and what can still be done about it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.actors import sign_in
from tests.workflows import cases
from wfa.requests.models import WorkRequest

STATES = ("submitted", "returned", "withdrawn", "recommended", "proposed", "approved")
STATES += ("refused", "in_force", "revoked")


def text_of(response):
    return response.content.decode()


def url(case):
    return reverse("pengajuan", args=[case.pk])


def look(client, user, case):
    return sign_in(client, user).get(url(case))


@pytest.fixture
def case_in(ani, budi, bambang, citra):
    def make(state):
        return cases.in_state(state, applicant=ani, assessor=budi, head=bambang, bkd=citra)

    return make


def stops(answer):
    """[(label, state)] of the drawing, and the sentence it is read out as."""
    text = text_of(answer)
    start = text.index("<title id=")
    return text[text.index(">", start) + 1 : text.index("</title>", start)]


# --- the sentence and the drawing ------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "sentence", "spoken"),
    [
        ("draft", "Belum diajukan. Belum ada yang menerimanya.", "Sekarang: Draf."),
        ("submitted", "Sekarang di <strong>Diskominfo</strong>", "Sekarang: Penilaian OPD."),
        ("returned", "Sekarang di <strong>Anda</strong>", "Sekarang: Perbaikan."),
        ("recommended", "menunggu surat usulan", "Sekarang: Usulan ke BKD."),
        ("proposed", "Sekarang di <strong>BKPSDM</strong>", "Sekarang: Persetujuan BKD."),
        ("approved", "surat keputusan belum terbit", "Sekarang: Penetapan SK."),
        ("in_force", "Berlaku sampai", "Sekarang: Berlaku."),
        ("refused", "Ditolak hari ini", "Berhenti: Ditolak."),
        ("withdrawn", "Dibatalkan hari ini", "Berhenti: Dibatalkan."),
        ("revoked", "Dicabut hari ini", "Berhenti: Dicabut."),
    ],
)
def test_every_state_is_told_in_a_sentence_and_drawn(state, sentence, spoken, client, ani, case_in):
    answer = look(client, ani, case_in(state))
    assert sentence in text_of(answer)
    assert spoken in stops(answer)


def test_an_unsigned_letter_keeps_the_case_at_the_opd(client, ani, budi, bambang):
    case = cases.recommended(ani, budi)
    cases.proposal_of([case], bambang, signed=False)
    answer = look(client, ani, case)
    assert "Sekarang di <strong>Diskominfo</strong>" in text_of(answer)
    assert "Surat usulan belum ditandatangani." in text_of(answer)
    assert "Sekarang: Usulan ke BKD." in stops(answer)


def test_the_history_is_in_plain_words_with_the_note(client, ani, case_in):
    text = text_of(look(client, ani, case_in("refused")))
    history = text[text.index('class="history"') :]
    assert "Ditolak oleh <strong>Citra Maharani</strong>" in history
    assert "Layanan terganggu." in history
    assert "Diajukan oleh <strong>Anda</strong>" in history
    words = ["Ditolak", "Diusulkan ke BKD", "Dinilai dan didukung", "Diajukan"]
    places = [history.index(word) for word in words]
    assert places == sorted(places)
    assert "_" not in history[: history.index("</ol>")].replace("_blank", "")


# --- what can be done ------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["draft", *STATES])
def test_the_buttons_are_those_that_the_state_allows(state, client, ani, case_in):
    case = case_in(state)
    text = text_of(look(client, ani, case))
    offered = {
        "withdraw": reverse("pengajuan-batal", args=[case.pk]) in text,
        "fill": reverse("pengajuan-isi", args=[case.pk, 1]) in text,
        "discard": reverse("pengajuan-buang", args=[case.pk]) in text,
    }
    assert offered == {
        "withdraw": state in {"submitted", "returned", "recommended", "proposed"},
        "fill": state in {"draft", "returned"},
        "discard": state == "draft",
    }


def test_a_returned_case_shows_the_note_first_and_can_be_mended(client, ani, case_in):
    text = text_of(look(client, ani, case_in("returned")))
    assert text.index("Sebutkan keluarannya.") < text.index("Posisi berkas")
    assert ">Perbaiki</a>" in text


def test_withdrawing_from_the_page_tells_it_on_the_page(client, ani, case_in):
    case = case_in("submitted")
    page = sign_in(client, ani)
    answer = page.post(reverse("pengajuan-batal", args=[case.pk]), {"catatan": "Dinas luar."})
    assert answer.url == url(case)
    text = text_of(page.get(url(case)))
    assert "Pengajuan dibatalkan." in text
    assert "Dinas luar." in text


# --- who sees it -----------------------------------------------------------------------------


def test_officials_read_and_change_nothing(client, budi, pandu, citra, ines, case_in):
    case = case_in("proposed")
    for user in (budi, pandu, citra, ines):
        text = text_of(look(client, user, case))
        assert case.applicant.full_name in text
        assert "pengajuan-batal" not in text
        for name in ("pengajuan-batal", "pengajuan-buang"):
            assert reverse(name, args=[case.pk]) not in text
        assert reverse("pengajuan-isi", args=[case.pk, 1]) not in text


def test_an_official_is_not_told_anda(client, budi, case_in):
    text = text_of(look(client, budi, case_in("returned")))
    assert "Sekarang di <strong>pemohon</strong>" in text
    assert "Diajukan oleh <strong>Ani Lestari</strong>" in text


def test_colleagues_other_opd_and_the_administrator_get_404(
    client, dewi, dodi, plh_tri, rani, adi, case_in
):
    case = case_in("submitted")
    for user in (dewi, dodi, plh_tri, rani, adi):
        assert look(client, user, case).status_code == 404


def test_a_draft_is_seen_by_nobody_else(client, budi, bambang, ines, case_in):
    case = case_in("draft")
    for user in (budi, bambang, ines):
        assert look(client, user, case).status_code == 404


def test_health_evidence_is_named_to_nobody_who_may_not_open_it(client, ani, budi, pandu):
    from tests.requests.test_evidence import attach

    case = cases.submitted(ani)
    address = reverse("bukti", args=[attach(case, health=True).pk])
    assert address in text_of(look(client, budi, case))
    text = text_of(look(client, pandu, case))
    assert address not in text
    assert "surat.png" not in text
    assert "Bukti kesehatan" in text


def test_text_of_the_applicant_is_never_markup(client, ani, budi):
    bad = "<script>alert(1)</script>"
    case = cases.submitted(ani, reason=bad, place_address=bad, substitute=bad)
    cases.do("withdraw", case, ani, note=bad)
    text = text_of(look(client, ani, case))
    assert bad not in text
    assert text.count("&lt;script&gt;") >= 4


# --- budget ----------------------------------------------------------------------------------


def test_the_page_takes_as_many_queries_for_many_steps_as_for_few(client, ani, budi):
    case = cases.submitted(ani)
    page = sign_in(client, ani)
    page.get(url(case))
    with CaptureQueriesContext(connection) as few:
        page.get(url(case))
    for _ in range(3):
        cases.do("send_back", WorkRequest.objects.get(pk=case.pk), budi, note="Perbaiki.")
        cases.do("submit", WorkRequest.objects.get(pk=case.pk), ani)
    with CaptureQueriesContext(connection) as many:
        page.get(url(case))
    assert len(many) == len(few)
