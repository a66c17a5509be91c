"""Where is my case: the place, the way with its loops, the days and the history."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.actors import far_working_days, open_policy
from tests.requests.pages import drawn, fresh, labels, look, text_of
from tests.workflows import cases
from wfa.requests import services as filing
from wfa.requests.models import WorkRequest
from wfa.requests.wording.history import _TOLD
from workflows.services import (
    answer_objection,
    ask_cancellation,
    decide_cancellation,
    give_view,
)
from workflows.steps import STEPS

AHEAD = ["Usulan ke BKD", "Persetujuan BKD", "Penetapan SK", "Berlaku"]

# --- the sentence and the drawing ------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "sentence", "here"),
    [
        ("draft", "Belum diajukan. Belum ada yang menerimanya.", ("now", "Draf")),
        ("submitted", "Sekarang di <strong>Diskominfo</strong>", ("now", "Penilaian OPD")),
        ("returned", "Sekarang di <strong>Anda</strong>", ("now", "Perbaikan")),
        ("recommended", "menunggu surat usulan", ("now", "Usulan ke BKD")),
        ("proposed", "Sekarang di <strong>BKPSDM</strong>", ("now", "Persetujuan BKD")),
        ("approved", "surat keputusan belum terbit", ("now", "Penetapan SK")),
        ("in_force", "Berlaku sampai", ("now", "Berlaku")),
        ("objected", "Kepala BKPSDM atau PPK", ("now", "Jawaban keberatan")),
        ("refused", "Ditolak hari ini", ("stop", "Ditolak")),
        ("withdrawn", "Dibatalkan hari ini", ("stop", "Dibatalkan")),
        ("cancelled", "Dibatalkan setelah disetujui", ("stop", "Dibatalkan")),
        ("revoked", "Dicabut hari ini", ("stop", "Dicabut")),
        ("ended", "Selesai. Hari terakhir", ("done", "Selesai")),
    ],
)
def test_every_state_is_told_in_a_sentence_and_drawn(state, sentence, here, client, ani, case_in):
    answer = look(client, ani, case_in(state))
    assert sentence in text_of(answer)
    assert here in drawn(answer)
    assert len(labels(answer, "now")) == (here[0] == "now")


def test_the_stop_of_now_says_how_long_there_is(client, ani, case_in):
    text = text_of(look(client, ani, case_in("submitted")))
    assert re.search(r"Sisa \d+ hari kerja, paling lambat \w+ \d+ \w+", text)


def test_a_late_case_says_so_and_that_it_must_still_be_decided(client, ani, case_in):
    case = case_in("submitted")
    ago = timezone.now() - datetime.timedelta(days=9)
    WorkRequest.objects.filter(pk=case.pk).update(due_on=ago.date(), stage_at=ago)
    text = text_of(look(client, ani, case))
    assert "Lewat " in text
    assert "Pengajuan tetap harus diputus secara tertulis." in text


def test_an_unsigned_letter_keeps_the_case_at_the_opd(client, ani, budi, bambang):
    case = cases.recommended(ani, budi)
    cases.proposal_of([case], bambang, signed=False)
    answer = look(client, ani, case)
    assert "Sekarang di <strong>Diskominfo</strong>" in text_of(answer)
    assert "Surat usulan belum ditandatangani." in text_of(answer)
    assert labels(answer, "now") == ["Usulan ke BKD"]


# --- the loops -------------------------------------------------------------------------------


def test_a_returned_case_shows_who_sent_it_back_and_all_that_is_still_to_come(client, ani, case_in):
    answer = look(client, ani, case_in("returned"))
    assert drawn(answer)[:3] == [
        ("done", "Diajukan"),
        ("back", "Dikembalikan"),
        ("now", "Perbaikan"),
    ]
    assert labels(answer, "later") == ["Penilaian OPD", *AHEAD]


def test_a_case_sent_again_shows_its_round_and_what_changed(client, ani, budi, case_in):
    case = case_in("returned")
    filing.save_part(case, by=ani, reason="Menguji layar pembayaran.")
    cases.do("submit", case, ani)
    answer = look(client, ani, case)
    assert [label for _, label in drawn(answer)][:3] == [
        "Diajukan",
        "Dikembalikan",
        "Diajukan lagi",
    ]
    text = text_of(answer)
    changed = text[text.index("Yang berubah sejak dikembalikan") :]
    assert "<del>Menyelesaikan pengujian aplikasi pelayanan.</del>" in changed
    assert "<ins>Menguji layar pembayaran.</ins>" in changed


def test_many_rounds_are_counted_and_not_drawn_one_by_one(client, ani, budi):
    case = cases.submitted(ani)
    for _ in range(3):
        cases.do("send_back", fresh(case), budi, note="Perbaiki.")
        cases.do("submit", fresh(case), ani)
    assert labels(look(client, ani, case), "back") == ["Dikembalikan (ke-3)"]


def test_a_case_withdrawn_while_it_was_sent_back_ends_there(client, ani, case_in):
    case = cases.do("withdraw", case_in("returned"), ani, note="Tidak jadi.")
    assert drawn(look(client, ani, case)) == [
        ("done", "Diajukan"),
        ("back", "Dikembalikan"),
        ("stop", "Dibatalkan"),
    ]


def test_a_refusal_in_the_second_round_keeps_both(client, ani, bambang, case_in):
    case = cases.do("submit", case_in("returned"), ani)
    cases.do("refuse", case, bambang, note="Layanan terganggu.")
    assert [label for _, label in drawn(look(client, ani, case))] == [
        "Diajukan",
        "Dikembalikan",
        "Diajukan lagi",
        "Ditolak",
    ]


def test_a_case_returned_to_the_opd_is_assessed_again(client, ani, citra, case_in):
    case = cases.do("return_to_opd", case_in("proposed"), citra, note="Lengkapi penilaian.")
    answer = look(client, ani, case)
    assert drawn(answer)[:3] == [
        ("done", "Diajukan"),
        ("back", "Dikembalikan ke OPD"),
        ("now", "Penilaian OPD"),
    ]


def test_a_taken_back_assessment_is_ahead_again(client, ani, budi, case_in):
    case = cases.do("take_back", case_in("recommended"), budi)
    answer = look(client, ani, case)
    assert labels(answer, "now") == ["Penilaian OPD"]
    assert "Penilaian diurungkan oleh" in text_of(answer)


def test_the_superior_is_heard_first_where_the_policy_asks(client, ani, region, kabid, budi):
    region.policy.parameters["superior_step"] = True
    region.policy.save()
    case = cases.submitted(ani)
    answer = look(client, ani, case)
    assert labels(answer, "now") == ["Pertimbangan atasan"]
    assert kabid.full_name in text_of(answer)
    give_view(case, by=kabid, agrees=False, note="Rapat setiap Rabu.")
    answer = look(client, ani, case)
    assert ("done", "Pertimbangan atasan") in drawn(answer)
    assert labels(answer, "now") == ["Penilaian OPD"]
    assert "Atasan langsung tidak mendukung" in text_of(answer)
    assert "Rapat setiap Rabu." in text_of(answer)


def test_an_upheld_refusal_ends_with_the_answer(client, ani, endah, case_in):
    case = case_in("objected")
    answer_objection(case.objection, by=endah, upheld=True, note="Layanan tetap perlu petugas.")
    answer = look(client, ani, case)
    assert drawn(answer)[-3:] == [
        ("stop", "Ditolak"),
        ("done", "Keberatan diajukan"),
        ("stop", "Tetap ditolak"),
    ]
    assert "Layanan tetap perlu petugas." in text_of(answer)


def test_an_overturned_refusal_goes_on_at_the_bkd(client, ani, endah, case_in):
    case = case_in("objected")
    answer_objection(case.objection, by=endah, upheld=False, note="Alasan diterima.")
    found = [label for _, label in drawn(look(client, ani, case))]
    assert found[3:6] == ["Ditolak, keberatan diajukan", "Keberatan dikabulkan", "Persetujuan BKD"]


def test_days_asked_back_stand_in_the_way_until_they_are_decided(client, ani, bambang, case_in):
    case = case_in("in_force")
    day = case.days.first().date
    asked = ask_cancellation(case, by=ani, dates=[day], reason="Ada rapat.")
    answer = look(client, ani, case)
    assert labels(answer, "now") == ["Berlaku", "Pembatalan hari diminta"]
    assert reverse("pembatalan-tarik", args=[asked.pk]) in text_of(answer)
    decide_cancellation(asked, by=bambang, granted=False, note="Sudah terjadwal.")
    answer = look(client, ani, case)
    assert labels(answer, "now") == ["Berlaku"]
    assert "Pembatalan hari tidak dikabulkan" in text_of(answer)
    assert "Sudah terjadwal." in text_of(answer)


def test_a_held_case_says_by_which_document(client, ani, region, case_in):
    case = case_in("submitted")
    closing = open_policy(region.diskominfo, by=region.service, open=False)
    closing.parameters["held_when_closed"] = True
    closing.save()
    answer = look(client, ani, case)
    assert labels(answer, "hold") == ["Penilaian OPD"]
    assert f"nomor {closing.document_number}" in text_of(answer)


# --- days and conditions ---------------------------------------------------------------------


def day_lines(answer):
    text = text_of(answer)
    start = text.index('class="day-lines"')
    part = text[start : text.index("</ul>", start)]
    return re.findall(r"<span>(\w+) \d+ .*?</svg>(.*?)</span>", part, re.S)


def test_approved_and_refused_days_are_told_apart_and_conditions_stand_on_top(
    client, ani, budi, bambang, citra
):
    dates = far_working_days(3)
    case = cases.proposed(ani, budi, bambang, dates)
    conditions = {case.pk: ["Hadir pada rapat Senin."]}
    cases.do("approve", case, citra, days={case.pk: dates[:2]}, conditions=conditions)
    answer = look(client, ani, case)
    ok = "disetujui, menunggu SK"
    assert [word for _, word in day_lines(answer)] == [ok, ok, "tidak disetujui"]
    text = text_of(answer)
    assert "Disetujui dengan syarat" in text[: text.index("Posisi berkas")]
    assert "<li>Hadir pada rapat Senin.</li>" in text


def test_a_case_in_force_is_told_day_by_day(client, ani, bambang, case_in):
    case = case_in("in_force")
    first = case.days.first().date
    cases.do("recall", case, bambang, note="Audit.", days={case.pk: [first]})
    answer = look(client, ani, case)
    assert [word for _, word in day_lines(answer)] == ["dibatalkan", "berlaku"]
    assert "Dipanggil kembali ke kantor oleh" in text_of(answer)


def test_days_of_an_earlier_round_are_not_told_as_cancelled(client, ani, budi, case_in):
    case = case_in("returned")
    later = far_working_days(4)[3]
    filing.save_part(case, by=ani, dates=[later.isoformat()])
    cases.do("submit", case, ani)
    assert [word for _, word in day_lines(look(client, ani, case))] == ["diajukan"]


# --- the history -----------------------------------------------------------------------------


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


def test_every_step_of_the_door_has_words_of_its_own():
    assert set(STEPS) - set(_TOLD) == {"end"}
    assert all("_" not in words for _, _, words in _TOLD.values())


def test_who_filed_for_somebody_else_is_named_to_both(client, ani, pandu, budi):
    case = cases.draft(ani)
    WorkRequest.objects.filter(pk=case.pk).update(filed_by=pandu)
    cases.do("submit", case, pandu)
    text = text_of(look(client, ani, case))
    assert f"Diisi oleh {pandu.full_name}" in text
    assert f"Diajukan oleh <strong>{pandu.full_name}</strong> untuk Anda" in text
    text = text_of(look(client, pandu, case))
    assert f"Anda mengisi untuk <strong>{ani.full_name}</strong>" in text
    assert f"Diajukan oleh <strong>Anda</strong> untuk {ani.full_name}" in text
