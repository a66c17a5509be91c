"""The people every test knows by name, and the small region they work in.

Ani asks; Budi assesses and Bambang proposes for her OPD; Citra examines and Endah signs at BKD;
Fitri receives visitors at her OPD. Dodi belongs elsewhere. Each is a fixture, made when first asked for; all hang on `region`.
"""

import datetime
import itertools
from dataclasses import dataclass

import pytest
from django.utils import timezone

from wfa.people.models import Appointment, Duty, Employee, Mandate, Position, Region, Unit
from wfa.people.services import ensure_grants
from wfa.policies.models import Policy

LONG_AGO = datetime.date(2019, 1, 2)
PNS = {"employment": "pns", "grade": "III/c", "rank": "Penata", "sex": "M"}
EMPTY_OFFICE = {"min_present": 0, "min_structural_present": 0}
"""Nobody must be in: the small region's offices hold one to three people."""
_serials = itertools.count(1)


@dataclass
class SmallRegion:
    root: Unit
    diskominfo: Unit
    aplikasi: Unit
    dinkes: Unit
    bkpsdm: Unit
    setda: Unit
    service: Employee
    """The account that set everything up; holds no office and no duty."""
    region: Region
    mandate: Mandate
    policy: Policy


@pytest.fixture
def region(db):
    return small_region()


def small_region():
    """Five units, a mandate, all grants, and a policy in force that opens everything."""
    root = add_unit(None, "PEMERINTAH KABUPATEN ARJAMUKTI", "instansi", "", "BUPATI ARJAMUKTI")
    diskominfo = add_unit(root, "DINAS KOMUNIKASI DAN INFORMATIKA", "opd", "Diskominfo")
    aplikasi = add_unit(diskominfo, "BIDANG APLIKASI INFORMATIKA", "bidang", "Bidang Aplikasi")
    dinkes = add_unit(root, "DINAS KESEHATAN", "opd", "Dinkes")
    bkpsdm = add_unit(root, "BADAN KEPEGAWAIAN DAN PENGEMBANGAN SDM", "opd", "BKPSDM")
    setda = add_unit(root, "SEKRETARIAT DAERAH", "opd", "Setda", "SEKRETARIS DAERAH")
    ensure_grants()
    service = Employee.objects.create_user("pemasang", name="Pemasang", kind="service")
    home = Region.objects.create(
        pk=1, kind="kabupaten", name="Arjamukti", seat="Arjamukti", bkd=bkpsdm
    )
    mandate = Mandate.objects.create(
        office=bkpsdm,
        on_behalf_of="BUPATI ARJAMUKTI",
        title="Keputusan Bupati tentang Pendelegasian Kewenangan",
        basis_number="5 Tahun 2026",
        basis_date=datetime.date(2026, 1, 5),
        starts=LONG_AGO,
    )
    policy = open_policy(root, by=service)
    units = (root, diskominfo, aplikasi, dinkes, bkpsdm, setda)
    return SmallRegion(*units, service, home, mandate, policy)


def add_unit(parent, name, kind="bidang", short_name="", head_title=""):
    """A unit under `parent` with its path; an OPD is its own `opd`, what lies below has it too."""
    title = head_title or f"KEPALA {name}"
    unit = Unit.objects.create(
        parent=parent, name=name, kind=kind, short_name=short_name, head_title=title
    )
    unit.path = f"{parent.path if parent else ''}{unit.pk}/"
    unit.opd = unit if kind == "opd" else parent and parent.opd
    unit.letter_code = f"U{unit.pk}"
    unit.save()
    return unit


def open_policy(unit, *, by, **parameters):
    """A policy in force at `unit` since long ago."""
    return Policy.objects.create(
        version=(Policy.objects.count() + 1),
        unit=unit,
        state=Policy.State.IN_FORCE,
        parameters={"open": True, "quota_percent": 100, **EMPTY_OFFICE, **parameters},
        effective_from=LONG_AGO,
        document_title="Peraturan Bupati tentang Fleksibilitas Kerja",
        document_number="12 Tahun 2026",
        document_date=datetime.date(2026, 1, 12),
        drafted_by=by,
        enforced_by=by,
        enforced_at=timezone.now() - datetime.timedelta(days=365),
    )


def add_employee(unit, name, **fields):
    """A PNS with a valid NIP, seven years in the position."""
    serial = next(_serials) % 1000
    woman = fields.get("sex") == "F"
    number = f"1985{serial % 12 + 1:02}{serial % 28 + 1:02}201001{2 if woman else 1}{serial:03}"
    position, _ = Position.objects.get_or_create(name="Analis Kebijakan", kind="2")
    contact = {"phone": f"0812{serial:08}", "email": f"pegawai{serial}@arjamukti.example"}
    post = {"unit": unit, "position": position, "position_since": LONG_AGO}
    facts = {"login": number, "nip": number, **PNS, **contact, **post, **fields}
    return Employee.objects.create(name=name, **facts)


def give(employee, kind, unit, starts=LONG_AGO, ends=None):
    """A duty with a basis, past every check: for what must already be so."""
    return _held(Duty, employee, kind, unit, starts, ends)


def appoint(employee, unit, kind="D", starts=LONG_AGO, ends=None):
    """The office of head with a basis, past every check."""
    return _held(Appointment, employee, kind, unit, starts, ends)


def _held(model, employee, kind, unit, starts, ends):
    held = model(employee=employee, kind=kind, unit=unit, starts=starts, ends=ends)
    held.basis_number, held.basis_date = "800/1/2019", LONG_AGO
    held.save()
    return held


def sign_in(client, user):
    client.force_login(user, backend="wfa.people.backends.PeopleBackend")
    return client


def text_of(response):
    """The page as it was sent."""
    return response.content.decode()


def far_working_days(n):
    """`n` dates at least three weeks ahead, each a Wednesday of a week of its own."""
    day = timezone.localdate() + datetime.timedelta(days=21)
    day += datetime.timedelta(days=(2 - day.weekday()) % 7)
    return [day + datetime.timedelta(weeks=week) for week in range(n)]


def add_official(login, name, kind="official"):
    """Somebody whom SIASN doesn't know: no NIP, no unit."""
    return Employee.objects.create_user(login, name=name, kind=kind, email=f"{login}@luwes.example")


def _actor(name, make):
    """A fixture called `name` that makes its person in the region."""

    def person(region):
        return make(region)

    person.__name__ = name
    return pytest.fixture(person)


def _holding(employee, hold, *what):
    hold(employee, *what)
    return employee


def _staff(unit, name, **fields):
    return lambda region: add_employee(getattr(region, unit), name, **fields)


def _on_duty_at(unit, name, kind, **fields):
    def make(region):
        home = getattr(region, unit)
        return _holding(add_employee(home, name, **fields), give, kind, home)

    return make


def _head_of(unit, name, kind="D", **fields):
    def make(region):
        home = getattr(region, unit)
        head = add_employee(home, name, **{"echelon": "22", **fields})
        return _holding(head, appoint, home, kind)

    return make


ani = _actor("ani", _staff("aplikasi", "Ani Lestari", sex="F"))
dewi = _actor("dewi", _staff("aplikasi", "Dewi Anggraini", sex="F"))
dodi = _actor("dodi", _staff("dinkes", "Dodi Firmansyah"))
budi = _actor("budi", _on_duty_at("diskominfo", "Budi Santoso", "penilai"))
pandu = _actor("pandu", _on_duty_at("diskominfo", "Pandu Wijaya", "pengelola"))
fitri = _actor("fitri", _on_duty_at("diskominfo", "Fitri Handayani", "layanan_depan", sex="F"))
citra = _actor("citra", _on_duty_at("bkpsdm", "Citra Maharani", "verifikator", sex="F"))
rani = _actor("rani", _on_duty_at("bkpsdm", "Rani Puspita", "arsiparis", sex="F"))
bambang = _actor("bambang", _head_of("diskominfo", "Bambang Hartono"))
endah = _actor("endah", _head_of("bkpsdm", "Endah Sulistyowati", sex="F"))
plh_tri = _actor("plh_tri", _head_of("dinkes", "Tri Wahyuni", "PLH", echelon="31"))


@pytest.fixture
def ines(region):
    return _holding(add_official("ines", "Ines Kartika"), give, "inspektur", region.root)


@pytest.fixture
def adi(region):
    account = add_official("adi", "Adi Nugroho", "service")
    return _holding(account, give, "administrator", region.root)


@pytest.fixture
def bupati(region):
    return _holding(add_official("bupati", "Hendra Gunawan"), appoint, region.root)
