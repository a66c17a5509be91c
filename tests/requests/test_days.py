"""The choice of days: own days of the week, seats of the unit, and why a day can't be taken."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.actors import add_employee, far_working_days, sign_in, text_of
from tests.workflows import cases
from wfa.calendars.models import Holiday
from wfa.policies.models import Policy
from wfa.requests import services
from wfa.requests.models import WorkRequest
from wfa.schedules.models import QuotaCounter


def step(case, number=2):
    return reverse("pengajuan-isi", args=[case.pk, number])


def check_page(case):
    return reverse("pengajuan-periksa", args=[case.pk])


def fresh(case):
    return WorkRequest.objects.get(pk=case.pk)


@pytest.fixture
def desk(client, ani):
    return sign_in(client, ani)


@pytest.fixture
def ten(region, ani, budi, bambang):
    """Diskominfo of 20 people of whom 10 may be away."""
    for number in range(17):
        add_employee(region.aplikasi, f"Rekan {chr(65 + number)}")
    region.policy.parameters["quota_percent"] = 50
    region.policy.save()
    return region.diskominfo


def fill(unit, date, taken, limit=10):
    QuotaCounter.objects.update_or_create(
        unit=unit,
        date=date,
        defaults={"taken": taken, "limit": limit, "room": 99, "structural_room": 0},
    )


def weeks(answer):
    return [week for month in answer.context["months"] for week in month["weeks"]]


def row(answer, date):
    rows = [day for week in weeks(answer) for day in week["days"]]
    return next(day for day in rows if day["value"] == date.isoformat())


# --- seats of the unit -----------------------------------------------------------------------


def test_each_day_says_how_many_seats_are_left(desk, ani, ten):
    first, second, third = far_working_days(3)
    fill(ten, first, 7)
    fill(ten, second, 9)
    answer = desk.get(step(cases.draft(ani, [third])))
    assert (row(answer, first)["left"], row(answer, first)["mood"]) == ("sisa 3", "")
    assert (row(answer, second)["left"], row(answer, second)["mood"]) == ("sisa 1", "is-few")
    assert row(answer, third)["left"] == "sisa 10"
    assert "kursi Diskominfo yang tersisa" in text_of(answer)


def test_a_full_day_cannot_be_ticked_and_says_why(desk, ani, ten):
    first, second = far_working_days(2)
    fill(ten, first, 10)
    answer = desk.get(step(cases.draft(ani, [second])))
    found = row(answer, first)
    assert (found["disabled"], found["left"], found["why"]) == (
        True,
        "penuh",
        "Kuota penuh (10/10).",
    )
    assert f'aria-describedby="{found["id"]}-sisa {found["id"]}-sebab"' in text_of(answer)


def test_a_ticked_day_that_became_full_can_be_unticked(desk, ani, ten):
    first = far_working_days(1)[0]
    case = cases.draft(ani, [first])
    fill(ten, first, 10)
    found = row(desk.get(step(case)), first)
    assert (found["checked"], found["disabled"], found["bad"]) == (True, False, True)
    assert found["why"] == "Kuota penuh (10/10). Hapus centang hari ini."


def test_a_returned_request_does_not_stand_in_its_own_way(desk, ani, budi, ten):
    first = far_working_days(1)[0]
    fill(ten, first, 9)
    case = cases.do("send_back", cases.submitted(ani, [first]), budi, note="Lengkapi.")
    assert QuotaCounter.objects.get(date=first).taken == 10
    found = row(desk.get(step(case)), first)
    assert (found["left"], found["bad"]) == ("sisa 1", False)


def test_a_unit_without_seats_says_so_at_every_day(desk, ani, ten):
    Policy.objects.update(parameters={"open": True, "quota_percent": 0})
    found = row(desk.get(step(cases.draft(ani))), far_working_days(3)[2])
    assert (found["disabled"], found["why"]) == (True, "Unit ini tidak membuka hari itu.")


# --- own days and days off -------------------------------------------------------------------


def test_each_week_says_how_many_of_ones_days_are_used(desk, ani, budi):
    day = far_working_days(1)[0]
    cases.submitted(ani, [day])
    answer = desk.get(step(cases.draft(ani, [day + datetime.timedelta(days=1)])))
    week = next(w for w in weeks(answer) if row(answer, day) in w["days"])
    assert (week["used"], week["elsewhere"], week["limit"]) == (2, 1, 2)
    assert "2 dari 2 hari" in text_of(answer)


def test_special_circumstances_have_no_count_of_the_week(desk, ani):
    answer = desk.get(step(cases.draft(ani, basis="special")))
    assert "data-week-says" not in text_of(answer)


def test_holidays_and_cuti_bersama_are_named(desk, ani):
    first, second = far_working_days(2)
    Holiday.objects.create(date=first, name="Hari Raya", kind=Holiday.Kind.NATIONAL)
    Holiday.objects.create(
        date=second, name="Cuti bersama Hari Raya", kind=Holiday.Kind.JOINT_LEAVE
    )
    answer = desk.get(step(cases.draft(ani, [far_working_days(3)[2]])))
    assert row(answer, first)["why"] == "Libur: Hari Raya."
    assert row(answer, second)["why"] == "Libur: Cuti bersama Hari Raya."
    assert row(answer, first)["left"] == ""


def test_the_choice_takes_as_many_queries_for_any_number_of_months_and_counters(
    desk, ani, region, ten
):
    case = cases.draft(ani, far_working_days(1))
    region.policy.parameters["max_period_months"] = 1
    region.policy.save()
    desk.get(step(case))
    with CaptureQueriesContext(connection) as few:
        desk.get(step(case))
    region.policy.parameters["max_period_months"] = 3
    region.policy.save()
    for n in range(60):
        fill(ten, timezone.localdate() + datetime.timedelta(days=n), n % 10)
    with CaptureQueriesContext(connection) as many:
        answer = desk.get(step(case))
    assert len(answer.context["months"]) >= 3
    assert len(many) == len(few)


# --- before and in the moment of submitting --------------------------------------------------


def swap(page, case, old, new):
    return page.post(reverse("pengajuan-ganti-hari", args=[case.pk]), {"ganti": f"{old}/{new}"})


def test_the_check_says_it_before_submitting_and_offers_the_days(desk, ani, ten):
    first, second = far_working_days(2)
    case = cases.draft(ani, [first])
    fill(ten, first, 10)
    answer = desk.get(check_page(case))
    text = text_of(answer)
    assert "penuh (10/10). Pilih" in text
    assert 'aria-disabled="true"' in text
    assert f'value="{first}/{second}"' in text


def test_losing_the_last_seat_keeps_everything_and_one_click_takes_another_day(desk, ani, ten):
    first, second, third = far_working_days(3)
    case = cases.draft(ani, [first, third])
    assert "aria-disabled" not in text_of(desk.get(check_page(case)))
    fill(ten, first, 10)
    sent = desk.post(reverse("pengajuan-ajukan", args=[case.pk]), {"pernyataan": "1"})
    assert sent.url == check_page(case)
    assert "penuh (10/10)" in text_of(desk.get(sent.url))
    kept = fresh(case)
    assert (kept.state, kept.reason, kept.plan.count()) == ("draft", case.reason, 1)
    assert swap(desk, case, first, second).url == check_page(case)
    assert fresh(case).dates == [second.isoformat(), third.isoformat()]
    assert "aria-disabled" not in text_of(desk.get(check_page(case)))
    desk.post(reverse("pengajuan-ajukan", args=[case.pk]), {"pernyataan": "1"})
    assert fresh(case).state == "submitted"


def test_only_an_offered_day_can_be_taken_instead(desk, ani, ten):
    first, second = far_working_days(2)
    case = cases.draft(ani, [first])
    saturday = first + datetime.timedelta(days=3)
    for old, new in ((first, second), (first, saturday), ("kapan", "kapan"), (second, first)):
        answer = swap(desk, case, old, new)  # nothing is full: nothing to take instead
        assert answer.url == check_page(case)
    assert fresh(case).dates == [first.isoformat()]
    fill(ten, first, 10)
    swap(desk, case, first, saturday)
    assert fresh(case).dates == [first.isoformat()]


def test_taking_it_twice_changes_it_once(desk, ani, ten):
    first, second = far_working_days(2)
    case = cases.draft(ani, [first])
    fill(ten, first, 10)
    for _ in range(2):
        swap(desk, case, first, second)
    assert fresh(case).dates == [second.isoformat()]


def test_nobody_else_swaps_a_day(client, ani, dewi, budi, ten):
    first, second = far_working_days(2)
    case = cases.draft(ani, [first])
    fill(ten, first, 10)
    for user in (dewi, budi):
        assert swap(sign_in(client, user), case, first, second).status_code == 404
    assert fresh(case).dates == [first.isoformat()]


def test_the_check_says_by_when_each_must_have_acted(desk, ani, budi):
    text = text_of(desk.get(check_page(cases.draft(ani))))
    assert text.count("paling lambat") >= 3


# --- the rest of filling in ------------------------------------------------------------------


def test_the_plan_begins_with_one_empty_block(desk, ani):
    draft = services.start_draft(by=ani)
    assert len(desk.get(step(draft, 3)).context["rows"].forms) == 1


def test_who_fills_in_for_somebody_else_is_told_for_whom_and_they_by_whom(client, ani, pandu, budi):
    draft = services.start_draft(by=pandu, applicant=ani)
    for number in (1, 2, 3):
        text = text_of(sign_in(client, pandu).get(step(draft, number)))
        assert f"Anda mengisi untuk <strong>{ani.full_name}</strong>" in text
        text = text_of(sign_in(client, ani).get(step(draft, number)))
        assert f"Diisi oleh <strong>{pandu.full_name}</strong>" in text


def test_a_renewal_says_what_it_prolongs_and_asks_for_the_results(desk, ani, budi, bambang, citra):
    old = cases.in_state("in_force", applicant=ani, assessor=budi, head=bambang, bkd=citra)
    new = services.start_draft(by=ani, renews=old)
    text = text_of(desk.get(step(new, 1)))
    assert "Perpanjangan dari" in text
    assert old.number in text
    assert "Sebut hasil periode lalu" in text
    assert old.reason in text
