"""Filing and assessing on a phone whose browser runs no scripts (promise G13)."""

import pytest

from tests.actors import far_working_days
from tests.browser import steps
from tests.browser.conftest import PHONE
from wfa.requests.models import WorkRequest
from workflows.models import Assessment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plain_phone(new_page):
    return new_page(viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=False)


def test_filing_and_assessing_work_without_scripts(plain_phone, sign_in, ani, budi):
    sign_in(plain_phone, ani)
    plain_phone.goto("/")
    days = far_working_days(1)
    steps.file(plain_phone, days)
    request = WorkRequest.objects.get(applicant=ani)
    assert request.state == "submitted"
    assert [day.date for day in request.days.all()] == days

    sign_in(plain_phone, budi)
    plain_phone.goto("/")
    steps.assess(plain_phone, ani)
    request.refresh_from_db()
    assert request.state == "recommended"
    assert Assessment.objects.get().assessor == budi


def test_returning_without_a_reason_asks_for_it_without_scripts(
    plain_phone, watch, sign_in, ani, budi
):
    watch.allow("status of 422")
    sign_in(plain_phone, ani)
    plain_phone.goto("/")
    steps.file(plain_phone, far_working_days(1))
    request = WorkRequest.objects.get(applicant=ani)
    sign_in(plain_phone, budi)
    plain_phone.goto(f"/kotak-masuk/{request.pk}/")
    plain_phone.get_by_role("button", name="Kembalikan untuk perbaikan").last.click()
    assert plain_phone.title().startswith("Salah:")
    plain_phone.get_by_label("Catatan").fill("Sebutkan keluarannya.")
    plain_phone.get_by_role("button", name="Kembalikan untuk perbaikan").last.click()
    plain_phone.get_by_text("dikembalikan untuk perbaikan").first.wait_for()
    request.refresh_from_db()
    assert request.state == "returned"
