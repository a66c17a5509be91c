"""One's own requests: the list, beginning one, throwing a draft away."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.actors import add_employee, far_working_days, open_policy, sign_in, text_of
from tests.workflows import cases
from wfa.requests import services as filing
from wfa.requests.forms import GROUPS
from wfa.requests.models import State, WorkRequest

LIST = reverse("pengajuan-saya")
NEW = reverse("pengajuan-baru")
START = f'action="{NEW}"'


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


def queries(page, **query):
    page.get(LIST, query)
    with CaptureQueriesContext(connection) as found:
        page.get(LIST, query)
    return len(found)


def test_the_list_takes_as_many_queries_for_thirty_as_for_one(client, ani, budi, bambang):
    page = sign_in(client, ani)
    first = submitted_many(ani, 1)
    cases.proposal_of([cases.do("recommend", case, budi) for case in first], bambang)
    few = queries(page)
    drafts = [cases.draft(ani) for _ in range(21)]
    WorkRequest.objects.filter(pk__in=[case.pk for case in drafts]).update(renews=first[0])
    more = submitted_many(ani, 8, start=1)
    cases.proposal_of([cases.do("recommend", case, budi) for case in more[:4]], bambang)
    assert len(page.get(LIST).context["page"].object_list) == 20
    assert queries(page) == few


def test_the_tab_of_others_takes_as_many_queries_for_thirty_as_for_one(
    client, ani, pandu, region, budi
):
    page = sign_in(client, pandu)
    filed_for(ani, pandu)
    few = queries(page, bagian="untuk")
    for number in range(29):
        filed_for(add_employee(region.aplikasi, f"Pegawai {chr(65 + number % 26)}"), pandu)
    assert queries(page, bagian="untuk") == few


# --- narrowing down --------------------------------------------------------------------------


def shown(client, user, **query):
    answer = sign_in(client, user).get(LIST, query)
    return [case.pk for case in answer.context["page"].object_list], text_of(answer)


def test_each_state_stands_in_exactly_one_group():
    states = [state for _, held in GROUPS.values() for state in held]
    assert sorted(states) == sorted(State)


def test_the_list_is_narrowed_by_state(client, ani, budi, bambang, citra):
    people = {"applicant": ani, "assessor": budi, "head": bambang, "bkd": citra}
    returned = cases.in_state("returned", **people)
    WorkRequest.objects.filter(pk=returned.pk).update(first_day=None)
    waiting = cases.submitted(ani, far_working_days(4)[2:])
    assert shown(client, ani, keadaan="saya")[0] == [returned.pk]
    assert shown(client, ani, keadaan="proses")[0] == [waiting.pk]
    found, text = shown(client, ani, keadaan="selesai")
    assert found == []
    assert "Tidak ada yang cocok" in text
    assert "Tampilkan semua" in text


def test_the_list_is_narrowed_by_year(client, ani, budi):
    old, new = submitted_many(ani, 2)
    long_ago = timezone.now() - datetime.timedelta(days=800)
    WorkRequest.objects.filter(pk=old.pk).update(created_at=long_ago)
    year = timezone.localtime(long_ago).year
    found, text = shown(client, ani, tahun=str(year))
    assert found == [old.pk]
    assert f'<option value="{year}" selected>' in text
    assert shown(client, ani, tahun=str(timezone.localdate().year))[0] == [new.pk]


def test_what_cannot_be_read_narrows_nothing(client, ani, budi):
    made = submitted_many(ani, 1)
    for query in ({"keadaan": "x"}, {"tahun": "abad lalu"}, {"tahun": "1066"}, {"bagian": "x"}):
        assert shown(client, ani, **query)[0] == [made[0].pk], query


# --- filed for others ------------------------------------------------------------------------


def filed_for(applicant, filer):
    case = filing.start_draft(by=filer, applicant=applicant)
    return filing.save_part(case, by=filer, basis="task")


def test_what_one_filled_in_for_others_stands_in_a_tab_of_its_own(client, ani, pandu, budi):
    case = filed_for(ani, pandu)
    mine, text = shown(client, pandu)
    assert mine == []
    assert "Diisi untuk orang lain" in text
    theirs, text = shown(client, pandu, bagian="untuk")
    assert theirs == [case.pk]
    assert ani.full_name in text
    assert shown(client, ani)[0] == [case.pk]


def test_who_files_for_nobody_sees_no_tabs(client, ani, budi):
    _, text = shown(client, ani)
    assert "Diisi untuk orang lain" not in text
    assert "Ajukan untuk pegawai lain" not in text


def test_the_empty_tab_says_what_to_do(client, pandu):
    _, text = shown(client, pandu, bagian="untuk")
    assert "Belum ada yang Anda isi untuk orang lain" in text
    assert "Ajukan untuk pegawai lain" in text


def test_a_renewal_names_what_it_prolongs(client, ani, budi, bambang, citra):
    old = cases.in_state("in_force", applicant=ani, assessor=budi, head=bambang, bkd=citra)
    filing.start_draft(by=ani, renews=old)
    assert f"perpanjangan dari {old.number}" in shown(client, ani)[1]


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
