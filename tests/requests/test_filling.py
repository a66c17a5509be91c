"""Filling in a request: what was typed is always kept, and what is wrong is told at its field."""

import datetime
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.actors import far_working_days, sign_in, text_of
from tests.files.corpus import picture
from tests.workflows import cases
from wfa.policies.parameters import TASK_CRITERIA
from wfa.requests import services
from wfa.requests.models import WorkRequest

LIST = reverse("pengajuan-saya")
KEYS = [key for key, _ in TASK_CRITERIA]


def step(case, number):
    return reverse("pengajuan-isi", args=[case.pk, number])


def fresh(case):
    return WorkRequest.objects.get(pk=case.pk)


@pytest.fixture
def desk(client, ani):
    return sign_in(client, ani)


@pytest.fixture
def draft(ani):
    return services.start_draft(by=ani)


def send(page, case, number, button="lanjut", **data):
    return page.post(step(case, number), {"isian": number, button: "1", **data})


def reason(**changed):
    usual = {"basis": "task", "reason_kind": "focus", "reason": "Menguji.", "criteria": KEYS}
    return {**usual, **changed}


def days(*dates, **changed):
    usual = {"place": "home", "place_address": "Jalan Melati 14"}
    return {"dates": [d.isoformat() for d in dates], **usual, **changed}


def plan(*rows, **changed):
    """The form of step 3 with these rows of (activity, target, measure, output, due)."""
    data = {"rencana-TOTAL_FORMS": len(rows), "rencana-INITIAL_FORMS": 0, "phone": "08120000"}
    for number, row in enumerate(rows):
        names = ("activity", "target", "measure", "output", "due")
        data |= {f"rencana-{number}-{name}": v for name, v in zip(names, row, strict=True)}
    return {**data, **changed}


ROW = ("Uji 24 layar", "24", "layar", "Laporan uji", "")


# --- the way through -------------------------------------------------------------------------


def test_three_steps_and_the_check_then_it_is_sent(desk, draft, budi):
    assert send(desk, draft, 1, **reason()).url == step(draft, 2)
    assert send(desk, draft, 2, **days(*far_working_days(2))).url == step(draft, 3)
    check = send(desk, draft, 3, **plan(ROW, ("", "", "", "", ""))).url
    assert check == reverse("pengajuan-periksa", args=[draft.pk])
    text = text_of(desk.get(check))
    assert "aria-disabled" not in text
    assert "Alasan, rencana kerja, dan keluaran lengkap." in text
    desk.post(reverse("pengajuan-ajukan", args=[draft.pk]), {"pernyataan": "1"})
    assert fresh(draft).state == "submitted"
    assert fresh(draft).plan.count() == 1


def test_a_saved_draft_needs_nothing_and_goes_to_the_list(desk, draft):
    for number, data in ((1, reason(reason="")), (2, days()), (3, plan(("Uji", "", "", "", "")))):
        assert send(desk, draft, number, "draf", **data).url == LIST
    kept = fresh(draft)
    assert (kept.basis, kept.place, kept.plan.get().activity) == ("task", "home", "Uji")


def test_what_was_stored_stands_in_the_form_again(desk, draft):
    send(desk, draft, 1, "draf", **reason(criteria=KEYS[:2]))
    assert fresh(draft).criteria == {key: key in KEYS[:2] for key in KEYS}
    form = desk.get(step(draft, 1)).context["form"]
    assert form["reason"].value() == "Menguji."
    assert sorted(form["criteria"].value()) == sorted(KEYS[:2])


# --- what is wrong ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "data", "missing"),
    [
        (1, {}, ["Dasar pengajuan belum dipilih", "Alasan belum diisi", "Jenis alasan belum"]),
        (2, {}, ["Belum ada hari yang dipilih", "Alamat tempat kerja belum diisi"]),
        (3, plan(phone=""), ["Rencana kerja belum diisi", "Nomor HP aktif belum diisi"]),
    ],
)
def test_an_empty_step_is_told_what_is_missing(number, data, missing, desk, ani):
    draft = cases.draft(ani, basis="", reason="", reason_kind="", phone="", place_address="")
    services.save_part(draft, by=ani, dates=[], basis="" if number == 1 else "task")
    services.save_plan(draft, by=ani, rows=[])
    text = text_of(send(desk, draft, number, **data))
    assert "<title>Salah: " in text
    assert 'class="errors"' in text
    for sentence in missing:
        assert text.count(sentence) >= 1, sentence


def test_a_wrong_field_says_so_in_the_summary_and_at_the_field(desk, draft):
    text = text_of(send(desk, draft, 1, **reason(reason="")))
    sentence = "Alasan belum diisi. Tulis alasan Anda."
    assert f'<a href="#id_reason">{sentence}</a>' in text
    assert text.count(sentence) == 2


def test_a_text_too_long_stays_in_the_form_with_a_sentence(desk, draft):
    long = "a" * 5000
    text = text_of(send(desk, draft, 1, **reason(reason=long)))
    assert long in text
    assert "Alasan terlalu panjang: 5.000 huruf." in text
    assert "paling banyak 2.000 huruf" in text
    assert (fresh(draft).reason, fresh(draft).basis) == ("", "task")


def test_line_breaks_count_once_so_that_2000_characters_fit(desk, draft):
    written = "\r\n".join(["a" * 99] * 20)
    send(desk, draft, 1, **reason(reason=written))
    assert fresh(draft).reason == written.replace("\r\n", "\n")


def test_days_against_the_rules_are_kept_and_told(desk, draft, ani):
    services.save_part(draft, by=ani, basis="task")
    first = far_working_days(1)[0]
    three = [first, first + datetime.timedelta(days=1), first + datetime.timedelta(days=2)]
    answer = send(desk, draft, 2, **days(*three))
    assert "paling banyak 2. Kurangi 1 hari." in text_of(answer)
    assert fresh(draft).dates == [d.isoformat() for d in three]
    assert {f.code for f in answer.context["rules"]} >= {"week", "lead", "overlap"}


def test_a_day_that_was_never_offered_is_not_stored(desk, draft, ani):
    services.save_part(draft, by=ani, basis="task")
    far = datetime.date.today() + datetime.timedelta(days=900)
    for value in (far.isoformat(), "kapan-kapan", "2026-02-30"):
        answer = send(desk, draft, 2, **{**days(), "dates": [value]})
        assert "tidak dapat dipilih" in text_of(answer), value
    assert fresh(draft).dates == []


def test_a_day_asked_elsewhere_cannot_be_ticked_and_says_why(desk, ani, budi):
    taken = far_working_days(1)[0]
    other = cases.submitted(ani, [taken])
    draft = cases.draft(ani, [far_working_days(2)[1]])
    rows = [
        day
        for month in desk.get(step(draft, 2)).context["months"]
        for week in month["weeks"]
        for day in week["days"]
    ]
    row = next(day for day in rows if day["value"] == taken.isoformat())
    assert row["disabled"]
    assert other.number in row["why"]


def test_a_half_row_of_the_plan_is_told_and_kept(desk, draft):
    text = text_of(send(desk, draft, 3, **plan(("Uji layar", "", "", "", ""))))
    assert "Target pada baris 1 belum diisi." in text
    assert "Uji layar" in text
    assert fresh(draft).plan.get().activity == "Uji layar"


def test_a_date_that_cannot_be_read_leaves_the_row(desk, draft):
    row = ("Uji layar", "24", "layar", "Laporan", "31 Februari")
    text = text_of(send(desk, draft, 3, **plan(row)))
    assert "Tanggal tidak dikenal." in text
    assert "31 Februari" in text


def test_adding_a_row_keeps_what_was_typed(desk, draft):
    answer = send(desk, draft, 3, "tambah", **plan(ROW, phone="0899"))
    assert len(answer.context["rows"].forms) == 2
    assert "Uji 24 layar" in text_of(answer)
    assert fresh(draft).phone == "0899"


def test_a_torn_form_of_the_plan_is_not_a_crash(desk, draft):
    for total in ("", "x", "-1", "99999"):
        answer = send(desk, draft, 3, **{"rencana-TOTAL_FORMS": total, "phone": "0812"})
        assert answer.status_code == 200, total


# --- tracks ----------------------------------------------------------------------------------


def test_a_closed_track_cannot_be_chosen_and_says_why(desk, draft, region):
    region.policy.parameters["special_open"] = False
    region.policy.save()
    tracks = {t["value"]: t for t in desk.get(step(draft, 1)).context["tracks"]}
    assert (tracks["special"]["open"], tracks["task"]["open"]) == (False, True)
    assert tracks["special"]["why"].startswith("Kebijakan daerah versi")
    text = text_of(send(desk, draft, 1, **reason(basis="special")))
    assert "sedang tidak dibuka" in text


def test_special_circumstances_need_a_file(desk, draft):
    text = text_of(send(desk, draft, 1, **reason(basis="special", reason_kind="health")))
    assert "Bukti dukung belum ada." in text


def test_unticked_criteria_are_told(desk, draft):
    text = text_of(send(desk, draft, 1, **reason(criteria=KEYS[1:])))
    assert "Belum semua kriteria tugas terpenuhi." in text


# --- a file together with the form -----------------------------------------------------------


def test_uploading_keeps_what_was_typed(desk, draft):
    file = SimpleUploadedFile("surat.png", picture("PNG"), "image/png")
    data = {"isian": 1, **reason(reason="Belum disimpan."), "berkas": file}
    answer = desk.post(reverse("bukti-unggah", args=[draft.pk]), data)
    assert answer.url.startswith(step(draft, 1))
    assert fresh(draft).reason == "Belum disimpan."
    assert fresh(draft).evidence.count() == 1


def test_a_refused_file_is_told_and_nothing_typed_is_lost(desk, draft):
    file = SimpleUploadedFile("surat.pdf", b"bukan pdf", "application/pdf")
    data = {"isian": 1, **reason(reason="Tetap ada."), "berkas": file}
    text = text_of(desk.post(reverse("bukti-unggah", args=[draft.pk]), data))
    assert "<title>Salah: " in text
    assert "Tetap ada." in text
    assert fresh(draft).reason == "Tetap ada."
    assert not fresh(draft).evidence.exists()


def test_health_is_marked_by_the_kind_of_reason(desk, draft):
    file = SimpleUploadedFile("surat.png", picture("PNG"), "image/png")
    send(desk, draft, 1, **reason(basis="special", reason_kind="health"), berkas=file)
    assert fresh(draft).evidence.get().is_health


# --- the check -------------------------------------------------------------------------------


def test_the_check_explains_why_the_button_rests(desk, ani):
    draft = cases.draft(ani, phone="")
    text = text_of(desk.get(reverse("pengajuan-periksa", args=[draft.pk])))
    assert 'aria-disabled="true"' in text
    assert "Nomor HP aktif belum diisi." in text
    assert text.count("Ubah<span") > 7


# --- whose, and until when -------------------------------------------------------------------


def test_somebody_elses_draft_is_404_for_everybody(client, ani, dewi, budi, ines):
    draft = cases.draft(ani)
    addresses = [step(draft, 1), reverse("pengajuan-periksa", args=[draft.pk])]
    for user in (dewi, budi, ines):
        page = sign_in(client, user)
        assert {page.get(address).status_code for address in addresses} == {404}
        assert send(page, draft, 1, **reason(reason="Diubah.")).status_code == 404
    assert fresh(draft).reason == "Menyelesaikan pengujian aplikasi pelayanan."


def test_a_submitted_request_is_shown_instead_of_its_form(desk, ani, budi):
    case = cases.submitted(ani)
    place = reverse("pengajuan", args=[case.pk])
    assert desk.get(step(case, 1)).url == place
    answer = send(desk, case, 1, **reason(reason="Diubah."))
    assert answer.url == place
    assert "tidak dapat diubah" in text_of(desk.get(place))
    assert fresh(case).reason == "Menyelesaikan pengujian aplikasi pelayanan."


def test_a_returned_request_is_mended_and_sent_again(desk, ani, budi):
    case = cases.do("send_back", cases.submitted(ani), budi, note="Sebutkan keluarannya.")
    assert send(desk, case, 1, **reason(reason="Sudah jelas.")).url == step(case, 2)
    desk.post(reverse("pengajuan-ajukan", args=[case.pk]), {"pernyataan": "1"})
    assert (fresh(case).state, fresh(case).reason) == ("submitted", "Sudah jelas.")


def test_steps_that_do_not_exist_are_404(desk, draft):
    for number in (0, 4, 99):
        assert desk.get(step(draft, number)).status_code == 404
    assert desk.get(reverse("pengajuan-isi", args=[uuid.uuid4(), 1])).status_code == 404


# --- budgets ---------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_step_takes_as_many_queries_for_many_days_and_rows_as_for_few(number, desk, ani):
    case = cases.draft(ani, far_working_days(1))
    desk.get(step(case, number))
    with CaptureQueriesContext(connection) as few:
        desk.get(step(case, number))
    services.save_part(case, by=ani, dates=[d.isoformat() for d in far_working_days(9)])
    names = ("activity", "target", "measure", "output")
    services.save_plan(case, by=ani, rows=[dict(zip(names, ROW, strict=False))] * 12)
    with CaptureQueriesContext(connection) as many:
        desk.get(step(case, number))
    assert len(many) == len(few)
