"""Mistakes 8, 15, 17, 18 and 20: rules, numbers, leaks between requests, quotas, schedulers."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents import services as desk
from documents.models import Document, Register
from tests.actors import LONG_AGO, far_working_days, open_policy, sign_in
from tests.documents import cases as papers
from tests.workflows import cases
from wfa.policies.models import Policy
from wfa.requests.models import WorkRequest
from wfa.requests.selectors import facts_of
from workflows.services import perform

# --- 8. editing a rule changes running cases --------------------------------------------------


def test_8_a_new_policy_leaves_running_cases_under_their_own(
    region, ani, dewi, budi, bambang, citra
):
    case = cases.submitted(ani)
    new = open_policy(region.root, by=region.service, excluded_positions=["Analis Kebijakan"])
    Policy.objects.filter(pk=new.pk).update(
        enforced_at=timezone.now(), effective_from=timezone.localdate()
    )
    cases.do("recommend", case, budi)
    cases.proposal_of([WorkRequest.objects.get()], bambang)
    after = cases.do("approve", WorkRequest.objects.get(), citra)
    assert after.policy_id == region.policy.pk
    [receipt] = perform("submit", [cases.draft(dewi)], by=dewi)
    assert "tetap bekerja di kantor" in receipt.sentence


def test_8_a_policy_in_force_is_never_edited(region, endah):
    from wfa.policies.services import edit
    from wfa.refusals import Refused

    with pytest.raises(Refused, match="tidak dapat diubah"):
        edit(region.policy, parameters={"open": False}, by=endah)


# --- 15. number = MAX + 1; paper and system differ; the QR isn't found ------------------------


@pytest.fixture
def issued(ani, dewi, budi, bambang, citra, endah):
    requests = papers.approved([ani, dewi], assessor=budi, head=bambang, bkd=citra)
    [paper] = desk.draft_decree(requests, by=citra)
    return papers.issue(desk.sign(paper, by=endah))


def test_15_a_revoked_or_voided_number_is_never_given_again(
    issued, region, pandu, budi, bambang, citra, endah
):
    requests = papers.approved([pandu], assessor=budi, head=bambang, bkd=citra)
    [paper] = desk.draft_decree(requests, by=citra)
    void = desk.void(desk.sign(paper, by=endah), by=endah, reason="Salah ketik pada jabatan.")
    [again] = desk.draft_decree(requests, by=citra)
    third = desk.sign(again, by=endah)
    book = Register.objects.get(pk=third.register_id)
    assert [issued.sequence, void.sequence, third.sequence, book.last] == [1, 2, 3, 3]
    assert len({issued.number, void.number, third.number}) == 3


def test_15_the_number_on_paper_is_the_number_in_the_system(issued):
    import pikepdf

    from documents.storage import read

    assert issued.snapshot["number"] == issued.number
    with pikepdf.open(BytesIO(read(issued.file_name))) as pdf:
        assert issued.number in str(pdf.open_metadata().get("dc:title", ""))


def test_15_the_code_on_the_paper_is_found(client, issued):
    address = issued.snapshot["verification"]["url"]
    page = client.get(address[address.index("/v/") :])
    assert page.status_code == 200
    assert issued.number in page.content.decode()
    assert Document.objects.get(token=issued.token).pk == issued.pk


# --- 17. a request kept in a thread-local leaks into the next one -------------------------------


def test_17_one_thread_serving_two_people_never_mixes_them(ani, dodi, budi, bambang):
    """Hundred alternating requests on the same thread: each sees only their own name."""
    cases.submitted(ani)
    first, second = sign_in(Client(), ani), sign_in(Client(), dodi)
    page = reverse("pengajuan-saya")
    for _ in range(50):
        mine, theirs = first.get(page).content.decode(), second.get(page).content.decode()
        assert "P-" in mine
        assert "Ani Lestari" not in theirs
        assert "P-2" not in theirs


def test_17_we_keep_no_request_in_a_thread(db):
    """No module of ours holds a thread-local or a context variable."""
    found = [
        f"{name}.{key}"
        for name, module in list(sys.modules.items())
        if name.split(".")[0] in {"wfa", "workflows", "documents"}
        for key, value in vars(module).items()
        if isinstance(value, threading.local)
    ]
    assert found == []


# --- 18. pending requests aren't counted against the quota --------------------------------------


def test_18_a_waiting_request_holds_its_seat(region, ani, dewi, pandu, budi, bambang):
    region.policy.parameters = {"open": True, "quota_percent": 40}  # 5 people: 2 seats
    region.policy.save(update_fields=["parameters"])
    day = far_working_days(1)
    cases.submitted(ani, day)
    cases.submitted(dewi, day)  # both still wait for the OPD
    [receipt] = perform("submit", [cases.draft(pandu, day)], by=pandu)
    assert "penuh (2/2)" in receipt.sentence
    draft = WorkRequest.objects.get(applicant=pandu)
    assert facts_of(draft).seats[day[0]].full


# --- 20. a scheduler inside the web process -------------------------------------------------------


def test_20_the_web_server_starts_no_thread_and_runs_no_sweep():
    """Two web workers would otherwise do everything twice."""
    code = (
        "import threading; before = threading.active_count();"
        "import wfa.wsgi; import sys;"
        "print(threading.active_count() - before,"
        " 'wfa.management.commands.worker' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split() == ["0", "False"]


def test_20_two_workers_at_once_end_a_case_once(ani, budi, bambang, citra, endah):
    from wfa.decisions.models import Decision
    from workflows.services import end_due

    requests = papers.approved([ani], assessor=budi, head=bambang, bkd=citra)
    [paper] = desk.draft_decree(requests, by=citra)
    papers.issue(desk.sign(paper, by=endah))
    WorkRequest.objects.update(last_day=LONG_AGO)
    with ThreadPoolExecutor(1):
        assert [end_due(), end_due()] == [1, 0]
    assert Decision.objects.filter(step="end").count() == 1
