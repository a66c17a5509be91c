"""Calling back from days of rosters: at once, seats free, everybody told; and cover for absences."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.actors import add_employee, appoint, far_working_days, sign_in, text_of
from tests.documents import cases as paper_cases
from tests.schedules.day_cases import counters_agree, place_on, places, rota, taken, working_days
from tests.workflows import cases
from wfa.decisions.models import Decision
from wfa.exchange.selectors import Ask, headings, records
from wfa.notifications.models import Message
from wfa.refusals import Refused
from wfa.schedules.models import Absence, WorkDay
from wfa.schedules.selectors import where_was
from wfa.schedules.selectors.absences import cover_candidates
from workflows.services.recalling import Cover, cover_absence, recall_days

WHY = "Banjir surut, semua kembali ke kantor."
RECALL = reverse("panggil-kembali")


@pytest.fixture(autouse=True)
def counters_hold(db):
    yield
    counters_agree()


@pytest.fixture
def kabid(region):
    person = add_employee(region.aplikasi, "Kurnia Adi", echelon="31")
    appoint(person, region.aplikasi)
    return person


@pytest.fixture
def set_policy(region):
    def change(**parameters):
        region.policy.parameters = {**region.policy.parameters, **parameters}
        region.policy.save(update_fields=["parameters"])

    return change


def recall(people, by, **span):
    return recall_days([p.pk for p in people], by=by, note=WHY, **span)


@pytest.mark.parametrize("source", ["rota", "policy", "order", "swap"])
def test_a_day_away_becomes_a_day_in_the_office_at_once(source, ani, bambang, region):
    first, second = working_days(2)
    rota(ani, [first, second], source_kind=source)
    before = timezone.now()
    [receipt] = recall([ani], bambang)
    assert (receipt.outcome, receipt.dates) == ("done", (first, second))
    assert places(ani) == {d: [("full", "office", source)] for d in (first, second)}
    assert where_was(ani, first, known_at=before).place == "home"
    basis = WorkDay.objects.get(employee=ani, date=first, withdrawn_at=None).basis_text
    assert basis.startswith("Dipanggil kembali oleh Kepala Diskominfo")
    assert taken(region.diskominfo, first) == (0, 0)
    told = Message.objects.get(recipient=ani)
    assert WHY in told.body
    decision = Decision.objects.get(subject_kind="recall")
    assert (decision.step, decision.subject_nip, decision.note) == ("recall", ani.nip, WHY)
    assert decision.data["dates"] == [d.isoformat() for d in (first, second)]


def test_a_day_called_back_leaves_as_a_new_day_in_the_office(ani, bambang):
    """What the page of the export says: a row WFO that holds, not one that is taken back."""
    [date] = working_days(1)
    rota(ani, [date])
    recall([ani], bambang)
    [row] = records(Ask(date, date), "baris")
    told = dict(zip(headings("baris"), row.values, strict=True))
    assert (told["jenis"], told["status"]) == ("WFO", "AKTIF")
    assert told["nomor_surat"].startswith("Dipanggil kembali oleh Kepala Diskominfo")


def test_only_the_days_of_the_span_or_the_chosen_ones(ani, bambang):
    days = working_days(5)
    rota(ani, days)
    recall([ani], bambang, since=days[1], until=days[2])
    recall([ani], bambang, dates={days[4]})
    assert [place_on(ani, d) for d in days] == ["home", "office", "office", "home", "office"]


def test_both_halves_of_a_day_free_one_seat(ani, bambang, region):
    day = working_days(1)[0]
    rota(ani, [day], slot="am")
    rota(ani, [day], "office", slot="pm")
    recall([ani], bambang)
    assert [row[:2] for row in places(ani)[day]] == [("am", "office"), ("pm", "office")]
    assert taken(region.diskominfo, day) == (0, 0)


def test_what_has_passed_stays_and_today_is_taken(ani, bambang):
    today = timezone.localdate()
    yesterday = today - datetime.timedelta(days=1)
    rota(ani, [yesterday, today])
    recall([ani], bambang, since=yesterday)
    assert (place_on(ani, yesterday), place_on(ani, today)) == ("home", "office")


def test_absences_office_days_and_days_of_requests_are_left(ani, dewi, budi, bambang, citra):
    cases.in_force(paper_cases.approved([ani], assessor=budi, head=bambang, bkd=citra), citra)
    rota(dewi, working_days(1), "office")
    assert recall([ani, dewi], bambang) == []
    assert place_on(ani, far_working_days(1)[0]) == "home"


def test_one_refusal_does_not_stop_the_others(ani, pandu, kabid):
    day = working_days(1)[0]
    rota(ani, [day])
    rota(pandu, [day])
    own, foreign = recall([ani, pandu], kabid)
    assert (own.outcome, foreign.outcome) == ("done", "refused")
    assert foreign.sentence == "Anda tidak berwenang memanggil pegawai unit ini."
    assert place_on(pandu, day) == "home"


def test_nobody_calls_themselves_back(kabid, set_policy, bambang):
    set_policy(min_structural_present=0)
    day = working_days(1)[0]
    rota(kabid, [day])
    [receipt] = recall([kabid], kabid)
    assert receipt.sentence.startswith("Ini jadwal Anda sendiri.")


@pytest.mark.parametrize("who", ["budi", "citra", "pandu", "dodi", "plh_tri", "ines", "adi"])
def test_who_does_not_lead_them_calls_nobody_back(who, ani, request):
    day = working_days(1)[0]
    rota(ani, [day])
    [receipt] = recall([ani], request.getfixturevalue(who))
    assert receipt.outcome == "refused"


def test_a_recall_needs_its_reason(ani, bambang):
    with pytest.raises(Refused) as no:
        recall_days([ani.pk], by=bambang, note=" ")
    assert no.value.code == "note_missing"


def test_the_number_of_queries_does_not_grow_with_the_people(region, bambang):
    days = working_days(3)
    costs = []
    for count in (1, 2, 15):  # the first also reads what is known from then on
        people = [add_employee(region.aplikasi, f"Orang {count} {n}") for n in range(count)]
        for person in people:
            rota(person, days)
        with CaptureQueriesContext(connection) as done:
            assert {r.outcome for r in recall(people, bambang)} == {"done"}
        costs.append(len(done))
    assert costs[1] == costs[2] <= 30


# --- cover -------------------------------------------------------------------------------------


def test_one_comes_in_so_that_another_can_be_off(ani, dewi, bambang, region, set_policy):
    day = working_days(1)[0]
    rota(dewi, [day])
    set_policy(min_present=2)
    absence = cover_absence(
        ani, "sick", day, day, "850/3", covers={Cover(dewi.pk, day)}, note=WHY, by=bambang
    )
    assert absence.kind == "sick"
    assert (place_on(ani, day), place_on(dewi, day)) == ("leave", "office")
    assert taken(region.diskominfo, day) == (0, 1)
    assert Decision.objects.filter(subject_kind="recall", subject_nip=dewi.nip).exists()


def test_both_or_neither(ani, dewi, pandu, bambang, set_policy):
    first, second = working_days(2)
    rota(dewi, [first, second])
    set_policy(min_present=3)
    covers = {Cover(dewi.pk, first)}
    with pytest.raises(Refused):
        cover_absence(ani, "leave", first, second, "850/3", covers=covers, note=WHY, by=bambang)
    assert place_on(dewi, first) == "home"
    assert not Absence.objects.exists()
    assert not Decision.objects.filter(subject_kind="recall").exists()


def test_the_personnel_officer_records_but_calls_nobody(ani, dewi, pandu, set_policy):
    day = working_days(1)[0]
    rota(dewi, [day])
    covers = {Cover(dewi.pk, day)}
    with pytest.raises(Refused) as no:
        cover_absence(ani, "leave", day, day, "850/3", covers=covers, note=WHY, by=pandu)
    assert no.value.code == "no_right"


def test_who_is_not_away_any_more_cannot_come_in(ani, dewi, bambang):
    day = working_days(1)[0]
    rota(dewi, [day], "office")
    covers = {Cover(dewi.pk, day)}
    with pytest.raises(Refused) as no:
        cover_absence(ani, "leave", day, day, "850/3", covers=covers, note=WHY, by=bambang)
    assert no.value.code == "not_away"


def test_who_was_called_least_is_named_first(ani, dewi, bambang, region):
    first, second = working_days(2)
    rota(ani, [first, second])
    rota(dewi, [second])
    recall([ani], bambang, until=first)
    found = cover_candidates(region.diskominfo, second)
    assert [(c.employee, c.recalls) for c in found] == [(dewi, 0), (ani, 1)]


# --- the pages ---------------------------------------------------------------------------------


def test_requests_and_rota_days_stand_together_on_the_page(
    client, ani, dewi, budi, bambang, citra, region
):
    cases.in_force(paper_cases.approved([ani], assessor=budi, head=bambang, bkd=citra), citra)
    rota(ani, working_days(1))
    rota(dewi, working_days(3))
    sign_in(client, bambang)
    page = text_of(client.get(RECALL))
    assert page.count("data-pick") == 2
    assert '<td class="num" data-label="Hari dari pengajuan">2</td>' in page
    assert '<td class="num" data-label="Hari dari jadwal">3</td>' in page
    check = text_of(client.post(RECALL, {"lingkup": "semua"}))
    assert "2 pegawai, 6 hari" in check
    assert "4 di antaranya hari jadwal" in check
    done = client.post(
        RECALL, {"lingkup": "semua", "ditanya": "1", "reason": "Pemeriksaan BPK."}, follow=True
    )
    assert "1 dipanggil kembali ke kantor." in text_of(done)
    assert "2 dipanggil kembali, 4 hari jadwal." in text_of(done)
    assert not text_of(done).count("data-pick")


def test_one_day_only_by_its_address(client, dewi, bambang):
    days = working_days(3)
    rota(dewi, days)
    sign_in(client, bambang)
    one = {"sejak": days[1].isoformat(), "sampai": days[1].isoformat()}
    assert "1 pegawai, 1 hari" in text_of(client.post(RECALL, {**one, "lingkup": "semua"}))
    client.post(RECALL, {**one, "lingkup": "semua", "ditanya": "1", "reason": "Rapat penting."})
    assert [place_on(dewi, d) for d in days] == ["home", "office", "home"]


def test_a_request_is_recalled_within_the_span_only(client, ani, budi, bambang, citra):
    cases.in_force(paper_cases.approved([ani], assessor=budi, head=bambang, bkd=citra), citra)
    first, second = far_working_days(2)
    sign_in(client, bambang)
    one = {"sejak": first.isoformat(), "sampai": first.isoformat(), "lingkup": "semua"}
    client.post(RECALL, {**one, "ditanya": "1", "reason": "Rapat penting."})
    assert (place_on(ani, first), place_on(ani, second)) == (None, "home")


def test_above_20_the_number_is_typed_for_rota_days_too(client, region, bambang):
    day = working_days(1)
    for n in range(21):
        rota(add_employee(region.aplikasi, f"Orang {n:02}"), day)
    sign_in(client, bambang)
    said = {"lingkup": "semua", "ditanya": "1", "reason": "Pemeriksaan BPK."}
    assert "Angka belum sama. Ketik 21." in text_of(client.post(RECALL, {**said, "jumlah": "2"}))
    client.post(RECALL, {**said, "jumlah": "21"})
    assert not WorkDay.objects.filter(place="home", withdrawn_at=None).exists()


def test_the_cover_page_asks_whom_and_does_both(client, ani, dewi, bambang, region, set_policy):
    day = working_days(1)[0]
    rota(dewi, [day])
    set_policy(min_present=2)
    sign_in(client, bambang)
    said = {"employee": ani.pk, "kind": "sick", "first": day, "last": day, "basis": "850/3"}
    url = reverse("ketidakhadiran-isi", args=[ani.pk])
    refused = client.post(url, said)
    assert refused.status_code == 422
    assert "Pilih yang dipanggil" in text_of(refused)
    cover = reverse("ketidakhadiran-ganti")
    page = text_of(client.post(cover, said))
    assert "Dewi Anggraini" in page
    nobody = client.post(cover, {**said, "ditanya": "1", "reason": "Loket harus dijaga."})
    assert "Pilih siapa yang dipanggil." in text_of(nobody)
    chosen = {"ditanya": "1", "reason": "Loket harus dijaga.", "ganti-0": dewi.pk}
    done = client.post(cover, {**said, **chosen})
    assert done.status_code == 302
    assert (place_on(ani, day), place_on(dewi, day)) == ("leave", "office")


def test_the_cover_page_is_not_there_for_who_may_not_call(client, ani, pandu):
    day = working_days(1)[0]
    said = {"employee": ani.pk, "kind": "sick", "first": day, "last": day, "basis": "850/3"}
    assert sign_in(client, pandu).post(reverse("ketidakhadiran-ganti"), said).status_code == 404


def test_the_list_costs_the_same_for_one_and_many(client, region, bambang):
    sign_in(client, bambang)
    costs = []
    for count in (1, 12):
        for n in range(count):
            rota(add_employee(region.aplikasi, f"Orang {count} {n}"), working_days(2))
        client.get(RECALL)
        with CaptureQueriesContext(connection) as done:
            client.get(RECALL)
        costs.append(len(done))
    assert costs[0] == costs[1] <= 14
