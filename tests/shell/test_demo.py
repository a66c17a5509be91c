"""The demo region: made once, through the services, with something on every desk."""

import re
import stat
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from documents.models import ArchiveEntry, Document
from wfa.attendance.models import CheckIn, DayAccount, Expectation, Flag
from wfa.audit import labels
from wfa.audit.models import AuditEvent
from wfa.decisions.models import Decision
from wfa.demo.accounts import FILE, new_password
from wfa.demo.region import KNOWN, basis_day, short_name
from wfa.demo.schedules import _months
from wfa.people.models import Duty, Employee, Region, Unit
from wfa.people.permissions import authority
from wfa.people.selectors import head_of
from wfa.performance.models import DailyReport
from wfa.requests.models import State, WorkRequest
from wfa.schedules.models import Absence, Location, Roster, RosterState, Swap
from workflows import selectors as workflows

pytestmark = pytest.mark.django_db

ROLES = {
    "Pegawai (ASN)",
    "Penilai OPD",
    "Kepala OPD",
    "Pengelola kepegawaian",
    "Petugas layanan depan",
    "Plh. kepala OPD",
    "Verifikator BKD",
    "Kepala BKPSDM",
    "Arsiparis",
    "Inspektur",
    "Administrator",
    "Bupati",
}


def run(name="demo"):
    out = StringIO()
    call_command(name, stdout=out)
    return out.getvalue()


def shown():
    """[role, login, password, name] of each line of the file."""
    lines = Path(settings.DATA_DIR(FILE)).read_text().splitlines()[1:]
    return [re.split(r"\s{2,}", line) for line in lines]


@pytest.fixture
def demo(db):
    """The said of the command; the database holds the region."""
    return run()


def test_demo_holds_something_on_every_desk_and_keeps_all_promises(demo, client):
    states = set(WorkRequest.objects.values_list("state", flat=True))
    assert states == set(State)
    assert WorkRequest.objects.count() >= 50
    assert WorkRequest.objects.values("opd").distinct().count() >= 5
    assert workflows.letters_due().exists()
    assert workflows.bkd_inbox().count() >= 2
    assert workflows.approved_items().exists()
    issued = Document.objects.filter(state=Document.State.ISSUED)
    assert set(issued.values_list("kind", flat=True)) == set(Document.Kind) - {"recall"}
    assert Document.objects.filter(kind="decree", state=Document.State.DRAFT).exists()
    assert ArchiveEntry.objects.exclude(request=None).exists()
    assert run("check_invariants").count("SALAH") == 0
    _schedules_in_every_state()
    _accounts_are_shown_once_and_work(demo, client)
    _everybody_has_the_rights_of_the_role()
    _second_run_changes_nothing()


def _schedules_in_every_state():
    next_month = (timezone.localdate().replace(day=1) + timedelta(days=32)).replace(day=1)
    ahead = Roster.objects.filter(first_day=next_month, kind="month")
    assert set(ahead.values_list("state", flat=True)) == set(RosterState) - {"withdrawn"}
    assert Roster.objects.filter(first_day__lt=next_month, state="in_force").exists()
    assert Roster.objects.filter(kind="amendment", state="submitted").exists()
    assert set(Absence.objects.values_list("kind", flat=True)) <= set(Absence.Kind)
    assert Absence.objects.exists()
    assert Swap.objects.get().state == "agreed"
    assert Location.objects.exists()


def _accounts_are_shown_once_and_work(said, client):
    accounts = shown()
    assert {row[0] for row in accounts} == ROLES
    assert len({row[2] for row in accounts}) == len(ROLES)
    mode = Path(settings.DATA_DIR(FILE)).stat().st_mode
    assert stat.S_IMODE(mode) == 0o600
    for _role, login, password, _name in accounts:
        assert password in said
        answer = client.post("/masuk/", {"username": login, "password": password})
        assert answer.status_code == 302
        assert client.get("/").status_code == 200
        client.post("/keluar/")


def _everybody_has_the_rights_of_the_role():
    who = {row[0]: Employee.objects.get(login=row[1]) for row in shown()}
    held = {role: {str(r) for r in authority(person).roles()} for role, person in who.items()}
    assert held["Pegawai (ASN)"] == set()
    assert held["Penilai OPD"] == {"penilai"}
    assert held["Pengelola kepegawaian"] == {"pengelola"}
    assert held["Petugas layanan depan"] == {"layanan_depan"}
    assert held["Kepala OPD"] == held["Plh. kepala OPD"] == {"kepala_opd"}
    assert held["Verifikator BKD"] == {"verifikator"}
    assert held["Kepala BKPSDM"] == {"kepala_bkd", "kepala_opd"}
    assert head_of(who["Plh. kepala OPD"].unit.opd).kind == "PLH"
    for role in ("Arsiparis", "Inspektur", "Administrator"):
        assert held[role] == {role.lower()}
    assert held["Bupati"] == {"kepala_daerah"}


def _second_run_changes_nothing():
    before = _counts()
    kept = Path(settings.DATA_DIR(FILE)).read_text()
    assert run() == "Daerah sudah ada, jadi tidak ada yang diubah.\n"
    assert _counts() == before
    assert Path(settings.DATA_DIR(FILE)).read_text() == kept


def _counts():
    models = (Unit, Employee, Duty, WorkRequest, Decision, Document, AuditEvent)
    return {model.__name__: model.objects.count() for model in models}


def test_inspectors_read_the_demo_s_log_in_words(demo):
    events = AuditEvent.objects.values_list("action", "data")
    assert {action for action, _ in events} <= set(labels._LABELS)
    assert {key for _, data in events for key in data} <= set(labels._DETAILS)


def test_demo_leaves_a_region_alone(region):
    before = _counts()
    assert run().startswith("Daerah sudah ada")
    assert _counts() == before


def test_demo_refuses_a_database_that_holds_people(region):
    Region.objects.all().delete()
    with pytest.raises(CommandError, match="sudah berisi"):
        run()


def test_passwords_are_random_and_readable():
    made = {new_password() for _ in range(50)}
    assert len(made) == 50
    assert all(len(p) == 14 and not set(p) & set("il1o0") for p in made)


def test_basis_is_a_tuesday_that_has_passed():
    assert basis_day().weekday() == 1
    assert basis_day() <= timezone.localdate()


def test_short_names_are_unique():
    assert len(set(KNOWN.values())) >= len(KNOWN) - 3
    assert short_name("DINAS ARSIP DAN MUSEUM") == "Dinas Arsip dan Museum"


@pytest.mark.parametrize(
    ("first", "months"), [(11, [11]), (10, [10, 11]), (9, [9, 10, 11])], ids=["same", "one", "two"]
)
def test_months_in_force_end_with_this_one(first, months):
    """Late in a month its first roster was approved in it: the next one stays to be planned."""
    start, this = date(2026, first, 1), date(2026, 11, 1)
    assert _months(start, this) == [date(2026, month, 1) for month in months]


def test_days_of_duty_lie_behind_the_region(demo):
    opd = Unit.objects.get(short_name="Diskominfo")
    days = Expectation.objects.filter(unit__opd=opd)
    dates = sorted(set(days.values_list("date", flat=True)))
    assert dates
    assert dates[-1] < timezone.localdate()
    assert set(days.values_list("verdict", flat=True)) == {"waiting", "valid", "clarify"}
    photos = CheckIn.objects.values_list("photo_state", flat=True)
    assert set(photos) == {"kept"}
    assert set(Flag.objects.values_list("kind", flat=True)) == {"outside"}
    told = DayAccount.objects.filter(unit=opd)
    assert told.exists()
    assert not told.filter(date=dates[-1]).exists()
    assert set(DailyReport.objects.values_list("rating", flat=True)) == {"", "good", "very_good"}
