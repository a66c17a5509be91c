"""Who is where: numbers by unit, people by name, and how much of it each visitor may see."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.actors import add_employee, add_unit, appoint, give, sign_in, text_of
from tests.schedules.days import place, take_back
from wfa.schedules.rules.presence import Numbers, Verdict, Whereabouts, sentence

pytestmark = pytest.mark.django_db

WEDNESDAY = datetime.date(2026, 12, 2)
SUNDAY = datetime.date(2026, 12, 6)


def page(client, user, query="", *, on=WEDNESDAY):
    day = f"tanggal={on}"
    answer = sign_in(client, user).get(f"/hari-ini/?{day}&{query}")
    assert answer.status_code == 200
    return answer


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text_of(answer)))


def said(answer):
    return {row.person.name: row.says for row in answer.context["rows"]}


@pytest.fixture
def scattered(ani, dewi, budi, bambang, fitri):
    """Ani at home, Dewi on leave, the others of Diskominfo at the office."""
    place(ani, [WEDNESDAY], "home", basis="Surat Tugas 12/2026")
    place(dewi, [WEDNESDAY], "leave", source="absence", basis="Surat cuti sakit 9")


# --- what a visitor may see --------------------------------------------------------------------


def test_front_office_is_told_who_is_not_in_without_the_kind(client, scattered, fitri):
    answer = page(client, fitri)
    assert said(answer) == {
        "Ani Lestari": "Bekerja dari rumah",
        "Bambang Hartono": "Di kantor",
        "Budi Santoso": "Di kantor",
        "Dewi Anggraini": "Tidak di tempat",
        "Fitri Handayani": "Di kantor",
    }
    assert not re.search("cuti|sakit|Surat Tugas", text_of(answer), re.IGNORECASE)


@pytest.mark.parametrize("who", ["bambang", "pandu", "budi", "citra", "endah", "ines", "bupati"])
def test_heads_and_personnel_see_the_kind_and_its_paper(client, scattered, region, request, who):
    answer = page(client, request.getfixturevalue(who), f"unit={region.diskominfo.pk}")
    assert said(answer)["Dewi Anggraini"] == "Cuti"
    assert "Surat cuti sakit 9" in words(answer)


def test_one_who_receives_visitors_in_another_opd_sees_kinds_only_at_home(
    client, scattered, budi, dodi, region
):
    give(budi, "layanan_depan", region.dinkes)
    place(dodi, [WEDNESDAY], "training", source="absence", basis="Surat diklat 3")
    answer = page(client, budi, f"unit={region.dinkes.pk}")
    assert said(answer) == {"Dodi Firmansyah": "Tidak di tempat"}
    assert said(page(client, budi, f"unit={region.aplikasi.pk}"))["Dewi Anggraini"] == "Cuti"


def test_a_head_of_a_division_sees_only_it(client, scattered, region, budi):
    head = add_employee(region.aplikasi, "Hadi Prakoso", echelon="31")
    appoint(head, region.aplikasi)
    answer = page(client, head)
    assert set(said(answer)) == {"Ani Lestari", "Dewi Anggraini", "Hadi Prakoso"}
    assert client.get(f"/hari-ini/?unit={region.diskominfo.pk}").status_code == 404


def test_a_unit_of_another_opd_is_not_there(client, fitri, region):
    sign_in(client, fitri)
    assert client.get(f"/hari-ini/?unit={region.dinkes.pk}").status_code == 404
    assert client.get("/hari-ini/?unit=%00").status_code == 404


@pytest.mark.parametrize("who", ["ani", "rani", "adi"])
def test_others_find_no_such_page(client, request, who):
    sign_in(client, request.getfixturevalue(who))
    assert client.get("/hari-ini/").status_code == 404


# --- what is shown -----------------------------------------------------------------------------


def test_people_are_grouped_by_unit_and_counted(client, scattered, fitri):
    answer = page(client, fitri)
    total = answer.context["total"]
    assert (total.people, total.here, total.elsewhere, total.out) == (5, 3, 1, 1)
    begins = [row.begins and str(row.begins) for row in answer.context["rows"]]
    assert begins == ["Diskominfo", None, None, "Bidang Aplikasi", None]
    numbers = {str(t.unit): (t.numbers.people, t.numbers.here) for t in answer.context["tallies"]}
    assert numbers == {"Diskominfo": (5, 3), "Bidang Aplikasi": (2, 0)}


@pytest.mark.parametrize(
    ("group", "names"),
    [
        ("kantor", {"Bambang Hartono", "Budi Santoso", "Fitri Handayani"}),
        ("tempat-lain", {"Ani Lestari"}),
        ("tidak-di-tempat", {"Dewi Anggraini"}),
        (
            "entah",
            {"Ani Lestari", "Bambang Hartono", "Budi Santoso", "Dewi Anggraini", "Fitri Handayani"},
        ),
    ],
)
def test_each_state_lists_its_people_and_as_many_as_it_says(client, scattered, fitri, group, names):
    answer = page(client, fitri, f"keadaan={group}")
    assert set(said(answer)) == names
    assert answer.context["page"].paginator.count == len(names)


def test_a_name_is_found_in_any_unit_of_the_scope(client, scattered, fitri, dodi):
    assert said(page(client, fitri, "cari=lest")) == {"Ani Lestari": "Bekerja dari rumah"}
    assert said(page(client, fitri, "cari=dodi")) == {}
    assert "Tidak ada yang cocok" in words(page(client, fitri, "cari=dodi"))


def test_a_day_taken_back_is_at_the_office_again(client, ani, fitri):
    case = place(ani, [WEDNESDAY], "home")
    take_back(case, [WEDNESDAY], "Dipanggil.")
    assert said(page(client, fitri))["Ani Lestari"] == "Di kantor"


def test_half_a_day_is_said_with_its_half(client, ani, fitri):
    place(ani, [WEDNESDAY], "home", slot="am")
    assert said(page(client, fitri))["Ani Lestari"] == "Bekerja dari rumah (pagi)"


def test_half_leave_shows_the_front_office_no_kind():
    halves = [Whereabouts("home", "am"), Whereabouts("leave", "pm")]
    assert sentence(halves, sees_kind=False) == (
        "Bekerja dari rumah (pagi), selebihnya tidak di tempat"
    )
    assert sentence(halves, sees_kind=True) == "Bekerja dari rumah (pagi) dan cuti (siang)"


def test_another_date_is_told_as_it_is_planned(client, ani, fitri):
    place(ani, [WEDNESDAY], "home")
    thursday = WEDNESDAY + datetime.timedelta(days=1)
    assert said(page(client, fitri, on=thursday))["Ani Lestari"] == "Di kantor"


def test_without_a_date_it_is_today(client, ani, fitri):
    place(ani, [timezone.localdate()], "other_office")
    answer = sign_in(client, fitri).get("/hari-ini/")
    assert said(answer)["Ani Lestari"] == "Bekerja di kantor lain"


def test_who_left_the_service_or_is_on_unpaid_leave_is_not_looked_for(client, ani, dewi, fitri):
    ani.is_active = False
    ani.save()
    dewi.standing = "leave"
    dewi.save()
    assert set(said(page(client, fitri))) == {"Fitri Handayani"}


# --- whether the office is kept ----------------------------------------------------------------


def kept(answer, unit):
    return next(t.verdict for t in answer.context["tallies"] if t.unit == unit)


def rule(region, **parameters):
    region.policy.parameters = {**region.policy.parameters, **parameters}
    region.policy.save(update_fields=["parameters"])


def test_an_office_with_its_minimum_and_an_official_is_kept(client, scattered, region, bambang):
    rule(region, min_present=3, min_structural_present=1)
    verdict = kept(page(client, bambang), region.diskominfo)
    assert verdict == Verdict(here=3, least=3, officials=1, least_officials=1)
    assert "3 orang hadir, sedikitnya 3; 1 pejabat, sedikitnya 1" in words(page(client, bambang))


def test_what_is_missing_is_said(client, scattered, region, bambang):
    rule(region, min_present=4, min_structural_present=1)
    place(bambang, [WEDNESDAY], "duty_travel", source="absence")
    answer = page(client, bambang)
    assert "Kurang 2 orang" in words(answer)
    assert "Tanpa pejabat" in words(answer)


def test_a_workplace_below_the_opd_is_an_office_of_its_own(client, region, bambang):
    rule(region, min_present=1)
    uptd = add_unit(region.diskominfo, "UPTD DATA CENTER", "uptd", "UPTD Data")
    keeper = add_employee(uptd, "Karno Wibowo")
    place(keeper, [WEDNESDAY], "home")
    answer = page(client, bambang)
    assert kept(answer, uptd).problems == ["Kurang 1 orang"]
    assert kept(answer, region.diskominfo).is_kept


def test_on_a_day_without_work_nobody_is_in_the_office_as_usual(client, scattered, bambang):
    answer = page(client, bambang, on=SUNDAY)
    assert "Hari tanpa kerja" in words(answer)
    assert (answer.context["total"], answer.context["tallies"]) == (None, [])
    assert {row.says for row in answer.context["rows"]} == {"Libur"}


def test_numbers_add_up():
    numbers = Numbers(10, 3, 2)
    assert [numbers.of(g) for g in ("", "kantor", "tempat-lain", "tidak-di-tempat")] == [
        10,
        5,
        3,
        2,
    ]


# --- the whole region --------------------------------------------------------------------------


def test_the_bkd_sees_opds_first_and_people_when_one_is_chosen(
    client, scattered, dodi, citra, region
):
    answer = page(client, citra)
    assert answer.context["rows"] == []
    numbers = {str(t.unit): t.numbers.people for t in answer.context["tallies"]}
    assert numbers == {"Diskominfo": 5, "Dinkes": 1, "BKPSDM": 1}
    assert set(said(page(client, citra, f"unit={region.dinkes.pk}"))) == {"Dodi Firmansyah"}
    assert set(said(page(client, citra, "cari=dodi"))) == {"Dodi Firmansyah"}


# --- the history of one person -----------------------------------------------------------------


def test_the_inspector_learns_what_was_known_when(client, ani, ines, monkeypatch):
    first = datetime.datetime(2026, 5, 1, 1, tzinfo=datetime.UTC)
    date = datetime.date(2026, 5, 4)
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", lambda: first)
        case = place(ani, [date], "home", basis="Surat Tugas 5/2026")
        patch.setattr(timezone, "now", lambda: first + datetime.timedelta(days=2))
        take_back(case, [date], "Dipanggil ke kantor.")
    sign_in(client, ines)
    now = client.get(f"/hari-ini/{ani.pk}/?tanggal=2026-05-04")
    assert now.context["past"].stood == []
    assert "Dicabut Minggu, 3 Mei 2026, 08.00 WIB: Dipanggil ke kantor." in words(now)
    then = client.get(f"/hari-ini/{ani.pk}/?tanggal=2026-05-04&saat=2026-05-02T08:00")
    assert [e.letter.letter for e in then.context["past"].stood] == ["R"]
    assert "Menurut catatan pada Sabtu, 2 Mei 2026, 08.00 WIB." in words(then)


@pytest.mark.parametrize(
    ("who", "status"), [("fitri", 404), ("bambang", 200), ("pandu", 200), ("plh_tri", 404)]
)
def test_the_history_is_for_those_who_lead_not_for_visitors_reception(
    client, request, ani, who, status
):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(f"/hari-ini/{ani.pk}/").status_code == status


# --- how much is asked -------------------------------------------------------------------------


def _asked(client, user, query):
    """Questions of the page itself: what every page of this visitor asks is taken off."""

    def count(url):
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    sign_in(client, user)
    return count(f"/hari-ini/?{query}") - count("/menu/")


@pytest.mark.parametrize("query", ["", "cari=a", "keadaan=kantor", "halaman=2"])
def test_at_most_8_questions_for_3_and_for_300_people(client, region, scattered, bambang, query):
    few = _asked(client, bambang, query)
    people = [add_employee(region.aplikasi, f"Pegawai {n}") for n in range(300)]
    for person in people[:120]:
        place(person, [timezone.localdate()], "home")
    assert (_asked(client, bambang, query), few <= 8) == (few, True)
    assert len(client.get(f"/hari-ini/?{query}").context["rows"]) == 50
