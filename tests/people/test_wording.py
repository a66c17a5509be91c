"""SIASN writes in capitals; people read ordinary writing, and the database keeps what SIASN says."""

import pytest

from tests.actors import add_employee, add_unit, appoint
from wfa.people.models import Employee, Position, Unit
from wfa.people.permissions import office_label
from wfa.people.selectors import search_people
from wfa.people.wording import person, title


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("HANA RAMDANI", "Hana Ramdani"),
        ("M. ALI", "M. Ali"),
        ("I GUSTI NGURAH RAI", "I Gusti Ngurah Rai"),
        ("NUR'AINI", "Nur'aini"),
        ("MA’RUF D'CRUZ", "Ma’ruf D'Cruz"),
        ("SITI AL-HABSYI", "Siti Al-Habsyi"),
        ("PAKU BUWONO XII", "Paku Buwono XII"),
        ("UMAR BIN ALI", "Umar bin Ali"),
        ("DRS. H. ALI, S.KOM, M.SI, MH", "Drs. H. Ali, S.Kom, M.Si, MH"),
        ("ANI, S.STP", "Ani, S.STP"),
        ("Hana de Vries", "Hana de Vries"),
        ("Ani LESTARI", "Ani LESTARI"),
        ("", ""),
    ],
)
def test_name_in_capitals_is_read_in_ordinary_writing(written, read):
    assert person(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("BIDANG APLIKASI INFORMATIKA", "Bidang Aplikasi Informatika"),
        ("DINAS KOMUNIKASI DAN INFORMATIKA", "Dinas Komunikasi dan Informatika"),
        ("KEPALA UPTD SMP NEGERI 2 ARJAMUKTI", "Kepala UPTD SMP Negeri 2 Arjamukti"),
        ("RSUD DR. SOETOMO KELAS II", "RSUD Dr. Soetomo Kelas II"),
        ("SUBBAGIAN TU DAN SDM PADA BKPSDM", "Subbagian TU dan SDM pada BKPSDM"),
        ("BIDANG P2P", "Bidang P2P"),
        ("DI DALAM KOTA", "Di dalam Kota"),
        ("SEKSI HARI JUM'AT", "Seksi Hari Jum'at"),
        ("Bidang SPBE dan TIK", "Bidang SPBE dan TIK"),
        ("", ""),
    ],
)
def test_unit_in_capitals_is_read_in_ordinary_writing(written, read):
    assert title(written) == read


def test_acronym_stays_in_capitals():
    known = (
        "UPTD UPT SMP SMA SMK SD TK RSUD BPBD BKPSDM BKD DPRD DPMPTSP TU PAUD KB LPSE PKK SDM ASN "
        "PNS II III IV"
    )
    assert title(f"BAGIAN {known} KOTA") == f"Bagian {known} Kota"


def test_full_name_keeps_its_titles_and_the_stored_name():
    hana = Employee(name="HANA RAMDANI", front_title="Dr.", back_title="S.A.P.")
    assert hana.full_name == "Dr. Hana Ramdani, S.A.P."
    assert hana.get_short_name() == "Hana Ramdani"
    assert hana.name == "HANA RAMDANI"


def test_unit_post_and_office_are_read_in_ordinary_writing():
    unit = Unit(name="BIDANG DATA DAN STATISTIK", head_title="KEPALA BIDANG DATA DAN STATISTIK")
    assert str(unit) == unit.title_name == "Bidang Data dan Statistik"
    assert unit.head_name == "Kepala Bidang Data dan Statistik"
    assert Unit(name="BAGIAN UMUM").head_name == "Kepala Bagian Umum"
    assert str(Unit(name="DINAS KESEHATAN", short_name="DINKES")) == "DINKES"
    assert str(Position(name="KEPALA SUBBAGIAN TU")) == "Kepala Subbagian TU"


@pytest.mark.django_db
def test_capacity_is_read_in_ordinary_writing(region):
    unit = add_unit(region.diskominfo, "BIDANG DATA DAN STATISTIK")
    held = appoint(add_employee(unit, "HANA RAMDANI"), unit, kind="PLT")
    assert office_label(held) == "Plt. Kepala Bidang Data dan Statistik"
    assert str(held) == "Plt. Kepala Bidang Data dan Statistik"


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["Hana", "HANA", "hana ram"])
def test_search_finds_a_name_however_it_is_written(region, typed):
    hana = add_employee(region.diskominfo, "HANA RAMDANI")
    assert list(search_people(typed)) == [hana]
