"""Pages of exchanging days: step by step without scripts, possible ones first, the others with reasons."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.actors import add_employee, appoint, sign_in, text_of
from tests.schedules.day_cases import counters_agree, place_on, rota, working_days
from wfa.schedules.models import Swap
from workflows.services.swaps import agree, ask

ASK = reverse("tukar-minta")
WHY = "Mengantar anak ke rumah sakit."


@pytest.fixture
def kabid(region):
    person = add_employee(region.aplikasi, "Kurnia Adi", echelon="31")
    appoint(person, region.aplikasi)
    return person


@pytest.fixture
def days(ani, dewi):
    first, second = working_days(2)
    for date, home, office in ((first, ani, dewi), (second, dewi, ani)):
        rota(home, [date])
        rota(office, [date], "office")
    return first, second


def test_from_the_first_day_to_the_decision(client, ani, dewi, kabid, days):
    first, second = days
    sign_in(client, ani)
    assert f"?tanggal={first}" in text_of(client.get(ASK))
    page = text_of(client.get(ASK, {"tanggal": first}))
    assert f"rekan={dewi.pk}" in page
    assert "1 rekan tidak dapat diajak" in page
    form = text_of(client.get(ASK, {"tanggal": first, "rekan": dewi.pk}))
    assert f'value="{second}"' in form
    sent = client.post(
        ASK, {"tanggal": first, "rekan": dewi.pk, "second": second, "reason": WHY}, follow=True
    )
    assert "Permintaan dikirim." in text_of(sent)
    swap = Swap.objects.get()
    url = reverse("tukar-lihat", args=[swap.pk])
    sign_in(client, dewi)
    assert url in text_of(client.get(reverse("tukar")))
    assert "Anda setuju." in text_of(client.post(url, {"tindakan": "setuju"}, follow=True))
    sign_in(client, kabid)
    assert url in text_of(client.get(reverse("tukar")))
    done = text_of(client.post(url, {"tindakan": "kabul"}, follow=True))
    assert "Hari keduanya sudah ditukar." in done
    assert (place_on(ani, first), place_on(ani, second)) == ("office", "home")
    counters_agree()


def test_a_missing_reason_keeps_what_was_chosen(client, ani, dewi, kabid, days):
    first, second = days
    answer = sign_in(client, ani).post(
        ASK, {"tanggal": first, "rekan": dewi.pk, "second": second, "reason": ""}
    )
    assert answer.status_code == 422
    assert f'value="{second}" id="id_second_1" class="form-check-input" checked' in text_of(
        answer
    ) or "checked" in text_of(answer)
    assert not Swap.objects.exists()


def test_strangers_see_nothing(client, ani, dewi, dodi, pandu, kabid, days):
    swap = ask(ani, dewi, days[0], reason=WHY)
    url = reverse("tukar-lihat", args=[swap.pk])
    for person in (dodi, pandu):
        sign_in(client, person)
        assert client.get(url).status_code == 404
        assert client.post(url, {"tindakan": "batal"}).status_code == 404
    assert Swap.objects.get().state == "asked"


def test_a_colleague_of_another_opd_cannot_be_chosen(client, ani, dodi, days):
    answer = sign_in(client, ani).get(ASK, {"tanggal": days[0], "rekan": dodi.pk})
    assert answer.status_code == 404


@pytest.mark.parametrize("typed", [{"tanggal": "x"}, {"tanggal": "2020-01-01"}, {"rekan": "x"}])
def test_spoiled_steps_begin_again(typed, client, ani, days):
    assert "Hari Anda yang mana?" in text_of(sign_in(client, ani).get(ASK, typed))


def test_who_has_no_schedule_is_told_why(client, ani):
    assert "Belum ada jadwal yang berlaku" in text_of(sign_in(client, ani).get(ASK))


def test_a_refusal_of_the_superior_needs_its_note(client, ani, dewi, kabid, days):
    swap = agree(ask(ani, dewi, days[0], reason=WHY), by=dewi)
    url = reverse("tukar-lihat", args=[swap.pk])
    answer = sign_in(client, kabid).post(url, {"tindakan": "tolak"})
    assert answer.status_code == 422
    assert "Tulis alasan menolak." in text_of(answer)
    client.post(url, {"tindakan": "tolak", "note": "<i>Loket</i> harus dijaga."})
    assert "&lt;i&gt;Loket&lt;/i&gt; harus dijaga." in text_of(client.get(url))


def test_choosing_costs_the_same_for_many_colleagues(client, region, ani, days):
    sign_in(client, ani)
    costs = []
    for count in (1, 12):
        for n in range(count):
            rota(add_employee(region.aplikasi, f"Rekan {count} {n}"), [days[0]], "office")
        client.get(ASK, {"tanggal": days[0]})
        with CaptureQueriesContext(connection) as done:
            client.get(ASK, {"tanggal": days[0]})
        costs.append(len(done))
    assert costs[0] == costs[1] <= 20


def test_a_long_list_says_that_more_wait(client, region, kabid):
    """The oldest are decided first; the others aren't silently left out."""
    date = working_days(1)[0]
    people = [add_employee(region.aplikasi, f"Staf {n:02}") for n in range(26)]
    rows = [Swap(asker=kabid, other=other, unit=region.aplikasi) for other in people]
    for number, row in enumerate(rows):
        row.asker, row.state = people[number - 1], Swap.State.AGREED
        row.first_date, row.reason, row.asked_at = date, WHY, timezone.now()
    Swap.objects.bulk_create(rows[:25])
    sign_in(client, kabid)
    page = reverse("tukar")
    assert "Yang lain muncul" not in text_of(client.get(page))
    rows[25].save()
    assert "Yang lain muncul setelah sebagian diputus." in text_of(client.get(page))
