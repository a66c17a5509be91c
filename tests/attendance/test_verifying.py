"""The verdict on a day: who gives it, on what, with which reason; corrections; explanations."""

import datetime

import pytest
from django.urls import reverse

from tests.actors import add_employee, appoint, open_policy, sign_in, text_of
from tests.attendance.duty import MONDAY, away, called, came, expected, take_back, whole
from wfa.attendance.models import Expectation, Explanation
from wfa.attendance.selectors import verifying as desk
from wfa.attendance.selectors.verifiers import leaders_on, verifiers_of
from wfa.attendance.services import keep_in_step
from wfa.attendance.services.explaining import explain
from wfa.attendance.services.verifying import verify
from wfa.audit.models import AuditEvent
from wfa.decisions.models import Decision
from wfa.notifications.models import Message
from wfa.people.permissions import authority
from wfa.refusals import Refused

pytestmark = pytest.mark.django_db
TUESDAY = datetime.date(2026, 12, 8)


@pytest.fixture(autouse=True)
def early(clock):
    clock("2026-12-07 06:00")


@pytest.fixture
def evening(clock):
    """The day is over: everything has come or is missing."""
    return lambda: clock("2026-12-07 17:30")


@pytest.fixture
def page(client):
    def get(user, query=""):
        answer = sign_in(client, user).get(reverse("verifikasi-hari") + query)
        assert answer.status_code == 200
        return text_of(answer)

    return get


@pytest.fixture
def send(client):
    def post(user, step, *days, **data):
        sign_in(client, user)
        body = {"langkah": step, "pilih": [str(day.pk) for day in days], **data}
        return client.post(reverse("verifikasi-putuskan"), body)

    return post


def outcome(receipts):
    return [(r.outcome.value, r.sentence) for r in receipts]


def state(day):
    day.refresh_from_db()
    return day.verdict


def names(rows):
    return [row.employee.get_short_name() for row in rows]


def shown(person, now, **asked):
    """The names on the desk of this person, in their order."""
    everybody = asked.get("everybody", False)
    rows = desk.desk(authority(person), person.pk, everybody=everybody)
    return names(desk.found(rows, desk.Asked(**asked), now))


# --- the door ----------------------------------------------------------------------------------


def test_a_whole_day_is_called_sah_by_the_superior(evening, ani, bambang):
    day = whole(expected(ani))
    evening()
    [receipt] = verify("verify_day", [day], by=bambang)
    assert outcome([receipt]) == [("done", "Dinyatakan sah.")]
    assert state(day) == "valid"
    row = Decision.objects.get()
    assert (row.step, row.from_state, row.to_state) == ("verify_day", "waiting", "valid")
    assert (row.actor_nip, row.subject_nip) == (bambang.nip, ani.nip)
    assert (row.capacity, row.capacity_kind) == ("Kepala Diskominfo", "D")
    assert row.data == {"date": "2026-12-07", "gaps": [], "flags": [], "unanswered": 0}
    assert AuditEvent.objects.get().action == "day_verified"
    assert Message.objects.count() == 0


@pytest.mark.parametrize("step", ["clarify_day", "invalidate_day"])
def test_an_adverse_verdict_needs_a_reason(evening, ani, bambang, step):
    day = expected(ani)
    evening()
    with pytest.raises(Refused, match="Alasan wajib diisi"):
        verify(step, [day], by=bambang, note="  ")
    assert state(day) == "waiting"


def test_the_employee_is_told_what_to_answer_and_until_when(clock, ani, bambang):
    day = expected(ani)
    clock("2026-12-10 09:00")
    verify("clarify_day", [day], by=bambang, note="Presensi siang tidak ada.")
    message = Message.objects.get()
    assert (message.recipient, message.topic) == (ani, "news")
    assert message.subject == "Hari kerja fleksibel Senin, 7 Desember 2026 dimintai klarifikasi"
    assert "Presensi siang tidak ada." in message.body
    assert "Anda dapat memberi penjelasan sampai 14 Desember 2026." in message.body
    assert message.link == reverse("presensi-hari", args=[day.pk])


def test_in_bulk_only_whole_and_unflagged_days_are_called_sah(evening, region, ani, dewi, bambang):
    third, fourth = (add_employee(region.aplikasi, name) for name in ("Eka Putri", "Gita Sari"))
    days = [whole(expected(ani)), expected(dewi), whole(expected(third)), whole(expected(fourth))]
    flag = days[2].check_ins.first().check_in
    flag.flags.create(kind="outside", raised_at=flag.at)
    called(days[3], bambang)
    evening()
    receipts = verify("verify_day", days, by=bambang)
    assert [r.outcome.value for r in receipts] == ["done", "refused", "refused", "refused"]
    assert "Presensi pagi tidak ada." in receipts[1].sentence
    assert receipts[2].sentence == (
        "Ada tanda: Di luar jarak lokasi yang disetujui. Buka harinya, lalu putuskan sendiri."
    )
    assert receipts[3].sentence.startswith("1 panggilan tidak dijawab.")
    assert [state(day) for day in days] == ["valid", "waiting", "waiting", "waiting"]


def test_a_flagged_day_is_called_sah_once_it_was_opened(evening, ani, bambang):
    day = whole(expected(ani))
    found = day.check_ins.first().check_in
    found.flags.create(kind="outside", raised_at=found.at)
    evening()
    assert verify("verify_day", [day], by=bambang)[0].ok is False
    assert outcome(verify("verify_day", [day], by=bambang, opened=True)) == [
        ("done", "Dinyatakan sah.")
    ]
    assert Decision.objects.get().data["flags"] == ["outside"]


def test_opened_counts_for_one_day_only(evening, ani, dewi, bambang):
    days = [expected(ani), expected(dewi)]
    evening()
    receipts = verify("verify_day", days, by=bambang, note="Listrik padam.", opened=True)
    assert {r.outcome.value for r in receipts} == {"refused"}


def test_an_incomplete_day_is_called_sah_only_with_a_reason(evening, ani, bambang):
    day = expected(ani)
    evening()
    [receipt] = verify("verify_day", [day], by=bambang, opened=True)
    assert receipt.sentence.endswith("Tulis alasan bila hari ini tetap dinyatakan sah.")
    [receipt] = verify("verify_day", [day], by=bambang, opened=True, note="Bertugas di lapangan.")
    assert (receipt.outcome.value, state(day)) == ("done", "valid")


def test_a_day_that_still_runs_is_asked_about_but_not_judged(clock, ani, bambang):
    day = expected(ani)
    clock("2026-12-07 13:40")
    for step in ("verify_day", "invalidate_day"):
        [receipt] = verify(step, [day], by=bambang, note="x", opened=True)
        assert receipt.sentence == (
            "Hari ini belum selesai. Masih ditunggu: Presensi sore dan Laporan hasil kerja."
        )
    assert verify("clarify_day", [day], by=bambang, note="Di mana?")[0].outcome.value == "done"


def test_a_recalled_day_is_not_judged(clock, ani, bambang):
    day = expected(ani)
    take_back(ani, MONDAY)
    clock("2026-12-07 17:30")
    [receipt] = verify("invalidate_day", [day], by=bambang, note="Kosong.")
    assert receipt.sentence == (
        "Hari ini dibatalkan, jadi tidak diverifikasi. Sebabnya: Dipanggil kembali: rapat."
    )


# --- who -----------------------------------------------------------------------------------------


def test_nobody_verifies_themself(evening, bambang):
    day = whole(expected(bambang))
    evening()
    [receipt] = verify("verify_day", [day], by=bambang, opened=True)
    assert receipt.sentence == "Ini hari Anda sendiri. Atasan Anda yang memverifikasinya."


def test_the_head_of_an_opd_is_verified_by_the_head_of_the_region(evening, bambang, bupati):
    day = whole(expected(bambang))
    evening()
    assert verify("verify_day", [day], by=bupati)[0].outcome.value == "done"
    assert Decision.objects.get().actor_nip == "bupati"


def test_an_acting_head_does_not_verify_the_head(evening, region, bambang, dewi, bupati):
    """Not through an acting office either: one's superior is judged one level up."""
    appoint(dewi, region.diskominfo, "PLH")
    day = whole(expected(bambang))
    evening()
    assert verify("verify_day", [day], by=dewi)[0].sentence == (
        "Anda bukan atasan yang memverifikasi hari ini."
    )
    assert state(day) == "waiting"
    assert names_of(verifiers_of([day])[day.pk]) == ["Hendra Gunawan"]


@pytest.mark.parametrize("who", ["budi", "pandu", "plh_tri", "endah", "citra", "dewi", "ines"])
def test_others_do_not_verify(evening, request, ani, bambang, who):
    day = whole(expected(ani))
    evening()
    [receipt] = verify("verify_day", [day], by=request.getfixturevalue(who))
    assert (receipt.outcome.value, state(day)) == ("refused", "waiting")


def test_the_nearest_leader_is_the_verifier(region, ani, dewi, budi, bambang, bupati):
    appoint(dewi, region.aplikasi)
    days = [expected(person) for person in (ani, dewi, budi, bambang)]
    found = verifiers_of(days)
    assert [names_of(found[day.pk]) for day in days] == [
        ["Dewi Anggraini"],
        ["Bambang Hartono"],
        ["Bambang Hartono"],
        ["Hendra Gunawan"],
    ]


def names_of(people):
    return [person.get_short_name() for person in people]


def test_a_unit_that_nobody_leads_falls_to_the_next_above(region, dodi, bupati):
    assert names_of(verifiers_of([day := expected(dodi)])[day.pk]) == ["Hendra Gunawan"]


# --- corrections and races -----------------------------------------------------------------------


def test_a_correction_keeps_the_original(clock, evening, ani, bambang):
    day = expected(ani)
    evening()
    verify("invalidate_day", [day], by=bambang, note="Tidak ada kabar.")
    clock("2026-12-08 09:00")
    [receipt] = verify("verify_day", [day], by=bambang, note="Ternyata di Puskesmas.", opened=True)
    assert receipt.outcome.value == "done"
    assert [(d.from_state, d.to_state, d.note) for d in Decision.objects.order_by("at")] == [
        ("waiting", "invalid", "Tidak ada kabar."),
        ("invalid", "valid", "Ternyata di Puskesmas."),
    ]
    assert Message.objects.filter(subject__endswith="dinyatakan sah").count() == 1


def test_the_same_again_is_information(evening, ani, bambang, bupati):
    day = whole(expected(ani))
    evening()
    verify("verify_day", [day], by=bambang)
    [receipt] = verify("verify_day", [day], by=bupati)
    assert outcome([receipt]) == [
        ("same", "Sudah dinyatakan sah oleh Bambang Hartono pukul 17.30 WIB.")
    ]
    assert Decision.objects.count() == 1


def test_another_verdict_of_a_faster_colleague_stays(evening, ani, bambang, bupati):
    day = whole(expected(ani))
    evening()
    verify("verify_day", [day], by=bambang)
    [receipt] = verify("invalidate_day", [day], by=bupati, note="Ragu.", seen="waiting")
    assert outcome([receipt]) == [
        (
            "refused",
            "Sudah dinyatakan sah oleh Bambang Hartono pukul 17.30 WIB. "
            "Buka harinya bila perlu diubah.",
        )
    ]
    assert state(day) == "valid"


def test_many_days_take_as_many_queries_as_one(
    evening, region, bambang, django_assert_max_num_queries
):
    days = []
    for n in range(12):
        days.append(whole(expected(add_employee(region.aplikasi, f"Pegawai {n}"))))
    evening()
    with django_assert_max_num_queries(17):
        assert verify("verify_day", days[:1], by=bambang)[0].ok
    with django_assert_max_num_queries(17):
        assert all(r.ok for r in verify("verify_day", days[1:], by=bambang))


# --- explanations --------------------------------------------------------------------------------


def test_an_explanation_reaches_whoever_verifies(clock, evening, ani, bambang):
    day = expected(ani)
    evening()
    kept = explain(day, by=ani, text="Listrik padam sejak pukul 12.30 WIB.")
    assert Explanation.objects.get() == kept
    message = Message.objects.get()
    assert (message.recipient, message.topic) == (bambang, "work")
    assert message.subject == "Ani Lestari menjelaskan Senin, 7 Desember 2026"
    assert AuditEvent.objects.get().action == "day_explained"


def test_after_its_time_an_explanation_is_refused_with_a_sentence(clock, ani, bambang):
    day = expected(ani)
    clock("2026-12-10 08:00")
    with pytest.raises(Refused, match="Waktu penjelasan berakhir 9 Desember 2026"):
        explain(day, by=ani, text="Listrik padam sejak siang.")
    verify("clarify_day", [day], by=bambang, note="Jelaskan.")
    assert explain(day, by=ani, text="Listrik padam sejak siang.").pk


def test_a_day_that_is_sah_needs_no_explanation(evening, ani, bambang):
    day = whole(expected(ani))
    evening()
    verify("verify_day", [day], by=bambang)
    with pytest.raises(Refused, match="sudah dinyatakan sah"):
        explain(day, by=ani, text="Listrik padam sejak siang.")


def test_nobody_explains_for_somebody_else(evening, ani, dewi):
    day = expected(ani)
    evening()
    with pytest.raises(Refused):
        explain(day, by=dewi, text="Listrik padam sejak siang.")


def test_a_policy_gives_more_time(region, ani):
    open_policy(region.aplikasi, by=region.service, explain_days=5)
    assert expected(ani).explain_until == datetime.date(2026, 12, 14)


# --- the desk ------------------------------------------------------------------------------------


def test_the_desk_shows_days_that_are_over_marked_first(clock, region, ani, dewi, bambang):
    for person in (ani, dewi):
        expected(person)
    assert shown(bambang, clock("2026-12-07 12:00")) == []
    whole(Expectation.objects.get(employee=ani))
    assert shown(bambang, clock("2026-12-07 17:30")) == ["Dewi Anggraini", "Ani Lestari"]
    assert shown(bambang, clock("2026-12-07 17:30"), only_marked=True) == ["Dewi Anggraini"]


def test_a_day_whose_parts_all_came_waits_at_once(clock, ani, bambang):
    whole(expected(ani))
    assert shown(bambang, clock("2026-12-07 16:05")) == ["Ani Lestari"]


def test_the_desk_is_the_nearest_leaders(clock, region, ani, dewi, budi, bambang, bupati):
    appoint(dewi, region.aplikasi)
    for person in (ani, dewi, budi, bambang):
        expected(person)
    now = clock("2026-12-07 17:30")
    assert shown(dewi, now) == ["Ani Lestari"]
    assert shown(bambang, now) == ["Budi Santoso", "Dewi Anggraini"]
    assert shown(bupati, now) == ["Bambang Hartono"]
    assert shown(bambang, now, everybody=True) == ["Ani Lestari", "Budi Santoso", "Dewi Anggraini"]
    assert len(shown(bupati, now, everybody=True)) == 4


def test_filters_narrow_by_unit_and_date(clock, region, ani, budi, bambang):
    expected(ani)
    expected(budi)
    expected(ani, TUESDAY)
    now = clock("2026-12-09 08:00")
    assert shown(bambang, now, unit=region.aplikasi.pk) == ["Ani Lestari", "Ani Lestari"]
    assert shown(bambang, now, date=TUESDAY) == ["Ani Lestari"]


def test_leaders_are_read_with_acting_ones(region, bambang, plh_tri):
    found = leaders_on()
    assert found.by_path[region.diskominfo.path] == {bambang.pk}
    assert found.by_path[region.dinkes.path] == {plh_tri.pk}


# --- pages ---------------------------------------------------------------------------------------


def test_bulk_answers_with_receipts_and_keeps_the_refused_selected(
    evening, page, send, ani, dewi, bambang
):
    days = [whole(expected(ani)), expected(dewi)]
    evening()
    answer = send(bambang, "verify_day", *days, dari="waiting", kembali="tampilan=menunggu")
    assert answer.url == f"{reverse('verifikasi-hari')}?tampilan=menunggu"
    text = page(bambang)
    assert "Hasil 2 hari, pukul 17.30 WIB" in text
    assert "1 hari dinyatakan sah." in text
    assert "1 tidak dapat diproses." in text
    assert f'value="{days[1].pk}" data-pick checked' in text
    assert "Hasil 2 hari" not in page(bambang)


def test_an_adverse_verdict_in_bulk_asks_for_the_reason_first(evening, send, ani, dewi, bambang):
    days = [expected(ani), expected(dewi)]
    evening()
    answer = send(bambang, "invalidate_day", *days)
    assert answer.status_code == 200
    assert "Pegawai membaca alasan ini" in text_of(answer)
    assert send(bambang, "invalidate_day", *days, ditanya="1").status_code == 422
    answer = send(bambang, "invalidate_day", *days, ditanya="1", catatan="Tidak ada kabar.")
    assert answer.status_code == 302
    assert [state(day) for day in days] == ["invalid", "invalid"]


def test_more_than_twenty_want_their_number_typed(evening, region, send, bambang):
    days = [expected(add_employee(region.aplikasi, f"Pegawai {n}")) for n in range(21)]
    evening()
    data = {"catatan": "Tidak ada kabar.", "ditanya": "1"}
    answer = send(bambang, "invalidate_day", *days, **data, jumlah="20")
    assert (answer.status_code, "Angka belum sama. Ketik 21." in text_of(answer)) == (422, True)
    assert send(bambang, "invalidate_day", *days, **data, jumlah="21").status_code == 302
    assert set(Expectation.objects.values_list("verdict", flat=True)) == {"invalid"}


def test_from_the_page_of_the_day_a_refusal_keeps_what_was_typed(evening, send, ani, bambang):
    day = expected(ani)
    evening()
    answer = send(bambang, "invalidate_day", day, dibuka="1", dari="waiting")
    assert answer.status_code == 422
    assert "Alasan wajib diisi" in text_of(answer)
    answer = send(bambang, "verify_day", day, dibuka="1", dari="valid", catatan="Sudah dicek.")
    assert answer.status_code == 422
    assert "Sudah dicek." in text_of(answer)


def test_from_the_page_of_the_day_one_goes_back_to_the_desk_or_stays(evening, send, ani, bambang):
    day = whole(expected(ani))
    evening()
    answer = send(bambang, "verify_day", day, dibuka="1", dari="waiting", kembali="tanda=1")
    assert answer.url == f"{reverse('verifikasi-hari')}?tanda=1"
    answer = send(bambang, "clarify_day", day, dibuka="1", dari="valid", catatan="Cek lagi.")
    assert answer.url == reverse("pengawasan-hari", args=[day.pk])


def test_a_chosen_sentence_is_a_reason(evening, send, ani, bambang):
    day = expected(ani)
    evening()
    send(bambang, "clarify_day", day, dibuka="1", contoh="Jelaskan di mana Anda bekerja.")
    assert Decision.objects.get().note == "Jelaskan di mana Anda bekerja."


def test_days_outside_are_not_there(evening, send, dodi, bambang):
    day = expected(dodi)
    evening()
    assert send(bambang, "clarify_day", day, catatan="x").status_code == 404


@pytest.mark.parametrize(
    ("view", "title"),
    [
        ("", "Tidak ada hari yang menunggu Anda"),
        ("?tampilan=klarifikasi", "Tidak ada hari di sini"),
        ("?tanda=1", "Tidak ada yang cocok"),
        ("?tampilan=x&unit=y&tanggal=z", "Tidak ada hari yang menunggu Anda"),
    ],
)
def test_an_empty_desk_says_so(page, bambang, view, title):
    assert title in page(bambang, view)


def test_the_whole_region_at_once_is_asked_to_be_narrowed(
    clock, page, region, ani, bambang, bupati
):
    expected(ani)
    clock("2026-12-08 08:00")
    text = page(bupati, "?semua=1")
    assert "Pilih unit atau tanggal" in text
    assert "Ani Lestari" not in text
    assert "Ani Lestari" in page(bupati, f"?semua=1&unit={region.diskominfo.pk}")
    assert "Ani Lestari" in page(bupati, "?semua=1&tanggal=2026-12-07")


def test_what_was_decided_is_found_again(evening, page, ani, bambang):
    day = whole(expected(ani))
    evening()
    verify("verify_day", [day], by=bambang)
    assert "Ani Lestari" in page(bambang, "?tampilan=diputus")
    assert "Ani Lestari" not in page(bambang)


@pytest.mark.parametrize("people", [1, 3, 25])
def test_the_desk_asks_the_same_however_many(
    people, clock, client, region, bambang, django_assert_max_num_queries
):
    staff = [add_employee(region.aplikasi, f"Pegawai {n}") for n in range(people)]
    for person in staff:
        away(person, MONDAY)
    keep_in_step(MONDAY)
    for day in Expectation.objects.select_related("employee"):
        came(day, "Pagi", flags=["outside"])
    clock("2026-12-07 17:30")
    sign_in(client, bambang)
    with django_assert_max_num_queries(24):
        client.get(reverse("verifikasi-hari"))


# --- one's own pages -----------------------------------------------------------------------------


def test_employees_see_every_flag_verdict_call_and_opening(clock, client, ani, bambang):
    day = expected(ani)
    found = came(day, "Pagi", flags=["outside", "clock_gap"])
    called(day, bambang, at=clock("2026-12-07 13:02"))
    clock("2026-12-07 17:30")
    answer = sign_in(client, bambang).get(reverse("pengawasan-foto", args=[found.pk]))
    assert b"".join(answer.streaming_content)
    verify("clarify_day", [day], by=bambang, note="Di mana Anda pagi ini?")
    text = text_of(sign_in(client, ani).get(reverse("presensi-hari", args=[day.pk])))
    for words in (
        "Di luar jarak lokasi yang disetujui.",
        "Jam ponsel berbeda dari jam server.",
        "Dimintai klarifikasi",
        "Di mana Anda pagi ini?",
        "Tidak menjawab",
        "Foto pagi · Senin, 7 Desember 2026, 17.30 WIB",
        "Atasan meminta penjelasan",
    ):
        assert words in text
    month = text_of(client.get(reverse("presensi-bulan")))
    assert "Perlu klarifikasi" in month


def test_employees_explain_on_their_page(clock, client, ani, bambang):
    day = expected(ani)
    clock("2026-12-08 08:00")
    sign_in(client, ani)
    url = reverse("presensi-jelaskan", args=[day.pk])
    assert client.post(url, {"penjelasan": "x"}).status_code == 422
    assert client.post(url, {"penjelasan": "Listrik padam di rumah."}).url == reverse(
        "presensi-hari", args=[day.pk]
    )
    clock("2026-12-11 08:00")
    sign_in(client, ani)
    late = client.post(url, {"penjelasan": "Tambahan penjelasan."})
    assert (late.status_code, "Waktu penjelasan berakhir" in text_of(late)) == (422, True)


@pytest.mark.parametrize("name", ["presensi-hari", "presensi-jelaskan"])
def test_the_days_of_others_are_not_there(client, ani, dewi, bambang, name):
    day = expected(ani)
    for user in (dewi, bambang):
        sign_in(client, user)
        method = client.post if name == "presensi-jelaskan" else client.get
        assert method(reverse(name, args=[day.pk])).status_code == 404


@pytest.mark.parametrize("days", [1, 3])
def test_ones_own_pages_ask_the_same_however_many_days(
    days, clock, client, ani, bambang, django_assert_max_num_queries
):
    for n in range(days):
        came(expected(ani, MONDAY + datetime.timedelta(days=n)), "Pagi", flags=["outside"])
    clock("2026-12-09 17:30")
    sign_in(client, ani)
    with django_assert_max_num_queries(14):
        client.get(reverse("presensi-bulan"))
    with django_assert_max_num_queries(16):
        client.get(reverse("presensi-hari", args=[Expectation.objects.first().pk]))
