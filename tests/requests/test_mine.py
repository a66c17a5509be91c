"""One's own requests: the list, beginning one, throwing a draft away."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.actors import far_working_days, open_policy, sign_in
from tests.workflows import cases
from wfa.requests.models import WorkRequest

LIST = reverse("pengajuan-saya")
NEW = reverse("pengajuan-baru")
START = f'action="{NEW}"'


def text_of(response):
    return response.content.decode()


def submitted_many(applicant, count, start=0):
    days = far_working_days(start + count)[start:]
    return [cases.submitted(applicant, [day]) for day in days]


def test_nothing_yet_says_so_and_offers_the_beginning(client, ani):
    text = text_of(sign_in(client, ani).get(LIST))
    assert 'class="empty"' in text
    assert START in text


def test_newest_first_with_state_and_since_when(client, ani, budi):
    older, newer = submitted_many(ani, 2)
    answer = sign_in(client, ani).get(LIST)
    text = text_of(answer)
    assert text.index(str(newer.pk)) < text.index(str(older.pk))
    assert "Menunggu penilaian OPD" in text
    assert "Di Diskominfo sejak hari ini" in text


def test_only_ones_own_are_listed(client, ani, dewi, budi):
    others = cases.submitted(dewi)
    for user in (ani, budi):
        assert str(others.pk) not in text_of(sign_in(client, user).get(LIST))


def test_twenty_a_page(client, ani, budi):
    dates = far_working_days(21)
    made = [cases.draft(ani, [day]) for day in dates]
    page = sign_in(client, ani)
    first, second = text_of(page.get(LIST)), text_of(page.get(LIST, {"halaman": 2}))
    assert sum(str(case.pk) in first for case in made) == 20
    assert sum(str(case.pk) in second for case in made) == 1


def test_the_list_takes_as_many_queries_for_many_as_for_one(client, ani, budi):
    page = sign_in(client, ani)
    submitted_many(ani, 1)
    page.get(LIST)
    with CaptureQueriesContext(connection) as few:
        page.get(LIST)
    submitted_many(ani, 8, start=1)
    with CaptureQueriesContext(connection) as many:
        page.get(LIST)
    assert len(many) == len(few)


def test_a_closed_policy_says_why_instead_of_the_button(client, ani, region):
    region.policy.parameters["open"] = False
    region.policy.save()
    text = text_of(sign_in(client, ani).get(LIST))
    assert START not in text
    assert "tidak dibuka" in text
    assert "Kebijakan daerah versi" in text


def test_a_policy_of_the_opd_closes_for_its_people_only(client, ani, dodi, region):
    open_policy(region.diskominfo, by=region.service, open=False)
    assert START not in text_of(sign_in(client, ani).get(LIST))
    assert START in text_of(sign_in(client, dodi).get(LIST))


def test_an_account_without_nip_is_told_that_it_cannot_ask(client, ines):
    text = text_of(sign_in(client, ines).get(LIST))
    assert START not in text
    assert "hanya untuk ASN" in text
    assert sign_in(client, ines).post(NEW).url == LIST
    assert not WorkRequest.objects.exists()


# --- beginning -------------------------------------------------------------------------------


def test_a_new_one_leads_to_the_first_step(client, ani):
    answer = sign_in(client, ani).post(NEW)
    draft = WorkRequest.objects.get()
    assert answer.url == reverse("pengajuan-isi", args=[draft.pk, 1])
    assert (draft.applicant, draft.state) == (ani, "draft")


def test_beginning_twice_makes_one_draft(client, ani):
    page = sign_in(client, ani)
    assert page.post(NEW).url == page.post(NEW).url
    assert WorkRequest.objects.count() == 1


def test_looking_at_the_address_makes_nothing(client, ani):
    sign_in(client, ani).get(NEW)
    assert not WorkRequest.objects.exists()


# --- throwing away ---------------------------------------------------------------------------


def discard(page, case):
    return page.post(reverse("pengajuan-buang", args=[case.pk]))


def test_a_draft_is_thrown_away_by_its_owner_only(client, ani, dewi, budi):
    case = cases.draft(ani)
    for user in (dewi, budi):
        assert discard(sign_in(client, user), case).status_code == 404
    assert discard(sign_in(client, ani), case).url == LIST
    assert not WorkRequest.objects.exists()


@pytest.mark.parametrize("state", ["submitted", "returned"])
def test_what_was_submitted_is_never_thrown_away(state, client, ani, budi, bambang, citra):
    case = cases.in_state(state, applicant=ani, assessor=budi, head=bambang, bkd=citra)
    discard(sign_in(client, ani), case)
    assert WorkRequest.objects.get().state == state
