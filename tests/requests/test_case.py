"""The page of a case: what can be done about it, who sees it, and what it costs."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.actors import sign_in
from tests.requests.pages import fresh, look, text_of, url
from tests.workflows import cases
from wfa.requests import services as filing
from wfa.requests.models import WorkRequest
from workflows.services import close_examination

STATES = ("submitted", "returned", "withdrawn", "recommended", "proposed", "approved")
STATES += ("refused", "in_force", "revoked")


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
    assert text.count(">Lengkapi</a>") == 1
    assert text.index(">Lengkapi</a>") < text.index("Posisi berkas")


def deeds(answer):
    """{label: sentence why not, or ""} of what stands under "Yang dapat Anda lakukan"."""
    text = text_of(answer)
    start = text.find('class="deeds"')
    part = text[start : text.index("</ul>", start)] if start > 0 else ""
    found = {}
    for item in part.split("<li")[1:]:
        label = re.findall(r"(?:</svg>|>)([A-Z][\w ]+)</(?:button|a|summary)>", item)[0]
        why = re.search(r'id="sebab-\w+">(.*?)</p>', item)
        found[label] = why.group(1) if why else ""
    return found


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        ("submitted", ["Ingatkan", "Batalkan pengajuan"]),
        ("returned", ["Batalkan pengajuan"]),
        ("proposed", ["Ingatkan", "Batalkan pengajuan"]),
        ("approved", ["Ingatkan", "Minta pembatalan hari", "Batalkan pengajuan"]),
        ("refused", ["Ajukan keberatan"]),
        ("objected", ["Ingatkan"]),
        ("in_force", ["Minta pembatalan hari", "Perpanjang"]),
        ("ended", ["Perpanjang"]),
        ("cancelled", ["Perpanjang"]),
        ("revoked", []),
        ("withdrawn", []),
    ],
)
def test_each_state_offers_what_can_be_done_or_says_why_not(state, offered, client, ani, case_in):
    found = deeds(look(client, ani, case_in(state)))
    assert list(found) == offered
    if state == "approved":
        assert found["Batalkan pengajuan"] == "Sudah disetujui. Pakai Minta pembatalan hari."


def test_an_objection_can_be_filed_once_the_sitting_is_closed(client, ani, citra, case_in):
    case = case_in("refused")
    assert "belum menutup" in deeds(look(client, ani, case))["Ajukan keberatan"]
    close_examination(case.items.get().proposal, by=citra)
    answer = look(client, ani, case)
    assert deeds(answer)["Ajukan keberatan"] == ""
    assert reverse("keberatan-ajukan", args=[case.pk]) in text_of(answer)
    assert re.search(r"Dapat diajukan sekali sampai \w+, \d+ \w+ \d{4}\.", text_of(answer))


def test_with_no_day_ahead_nothing_can_be_given_back(client, ani, case_in):
    case = case_in("in_force")
    today = timezone.localdate()
    first, second = case.days.all()
    for number, day in enumerate((first, second)):
        day.date = today - datetime.timedelta(days=number)
        day.save()
    WorkRequest.objects.filter(pk=case.pk).update(last_day=today)
    why = deeds(look(client, ani, case))["Minta pembatalan hari"]
    assert why == "Tidak ada lagi hari sesudah hari ini."


def test_the_filer_is_told_that_only_the_applicant_gives_days_back(client, ani, pandu, case_in):
    case = case_in("in_force")
    WorkRequest.objects.filter(pk=case.pk).update(filed_by=pandu)
    why = deeds(look(client, pandu, case))["Minta pembatalan hari"]
    assert why == "Hanya pemohon sendiri yang dapat memintanya."


def test_reminding_is_offered_with_the_day_from_which_it_is_possible(client, ani, case_in):
    case = case_in("submitted")
    assert "Anda dapat mengingatkan mulai" in deeds(look(client, ani, case))["Ingatkan"]
    ago = timezone.now() - datetime.timedelta(days=9)
    WorkRequest.objects.filter(pk=case.pk).update(due_on=ago.date(), stage_at=ago)
    answer = look(client, ani, case)
    assert deeds(answer)["Ingatkan"] == ""
    assert reverse("ingatkan", args=[case.pk]) in text_of(answer)


def test_a_renewal_and_its_origin_lead_to_each_other(client, ani, case_in):
    old = case_in("in_force")
    new = filing.start_draft(by=ani, renews=old)
    text = text_of(look(client, ani, old))
    assert url(new) in text
    assert "Draf perpanjangan" in text
    text = text_of(look(client, ani, new))
    assert f'Perpanjangan dari <a href="{url(old)}">{old.number}</a>' in text


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
    cases.do("send_back", case, budi, note="Perbaiki.")
    cases.do("submit", fresh(case), ani)
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
