"""The schedule as files: rows, revocations, deltas, and what never becomes a formula."""

import csv
import datetime
import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.actors import add_employee, sign_in, text_of
from tests.exchange.cases import clock, day, moment, place, take_back
from wfa.audit.models import AuditEvent
from wfa.calendars.models import RamadanPeriod
from wfa.exchange.selectors import Ask, headings, next_moment, records
from wfa.exchange.selectors import days as selector
from wfa.people.models import Employee
from wfa.schedules.models import WorkDay
from wfa.schedules.services.locations import record_location, spot_of

pytestmark = pytest.mark.django_db
NOVEMBER = (day("2026-11-01"), day("2026-11-30"))
D = [day(f"2026-11-{n:02}") for n in range(1, 31)]


def rows(ask=None, layout="baris", **more):
    ask = ask or Ask(*NOVEMBER, **more)
    return [dict(zip(headings(layout), each.values, strict=True)) for each in records(ask, layout)]


def short(found):
    return [(row["nip"][-3:], row["tanggal"][-2:], row["jenis"], row["status"]) for row in found]


def home(person, latitude="-7.816895", longitude="112.011398", at=None):
    from decimal import Decimal

    with clock(at):
        spot = spot_of(Decimal(latitude), Decimal(longitude), 200)
        return record_location(person, spot, by=person)


def get(client, **query):
    usual = {"dari": "2026-11-01", "sampai": "2026-11-30", "layout": "baris", "format": "csv"}
    return client.get(reverse("presensi-unduh"), {**usual, **query})


def body_of(response):
    return b"".join(response.streaming_content).decode()


def lines_of(response):
    return list(csv.DictReader(io.StringIO(body_of(response))))


def test_a_row_tells_who_where_when_and_by_which_letter(ani):
    home(ani, at=moment("2026-10-01T08:00"))
    basis = "Surat Tugas Nomor 800/7/2026 tanggal 28 Oktober 2026"
    place(ani, D[5], basis=basis, at=moment("2026-10-28T09:00"))
    [row] = rows()
    assert row == {
        "nip": ani.nip,
        "nama": "Ani Lestari",
        "unor_id": str(ani.unit_id),
        "unor_nama": "Bidang Aplikasi Informatika",
        "tanggal": "2026-11-06",
        "jenis": "WFH",
        "lokasi_label": "Rumah",
        "lat": row["lat"],
        "lon": row["lon"],
        "radius_m": 200,
        "jam_masuk": "07:30",
        "jam_pulang": "16:30",
        "zona": "WIB",
        "nomor_surat": "800/7/2026",
        "tanggal_surat": "2026-10-28",
        "status": "AKTIF",
        "diubah_pada": "2026-10-28T09:00:00+07:00",
    }
    assert (str(row["lat"]), str(row["lon"])) == ("-7.816895", "112.011398")


def test_absences_have_no_hours_and_no_coordinates(ani):
    home(ani, at=moment("2026-10-01T08:00"))
    place(ani, D[1], place="leave")
    place(ani, D[2], place="duty_travel")
    place(ani, D[3], place="training")
    found = rows()
    assert [row["jenis"] for row in found] == ["CUTI", "DL", "DIKLAT"]
    assert {(row["jam_masuk"], row["lat"]) for row in found} == {("", "")}


def test_half_days_are_rows_of_their_own_with_their_hours(ani):
    place(ani, D[1], slot="am")
    place(ani, D[1], slot="pm", place="office")
    found = [(r["jenis"], r["lokasi_label"], r["jam_masuk"], r["jam_pulang"]) for r in rows()]
    assert found == [
        ("WFH", "Rumah pagi", "07:30", "12:00"),
        ("WFO", "Kantor siang", "13:00", "16:00"),
    ]


def test_ramadan_shortens_the_hours(ani):
    RamadanPeriod.objects.create(starts=day("2026-11-02"), ends=day("2026-11-30"))
    place(ani, D[2])
    [row] = rows()
    assert (row["jam_masuk"], row["jam_pulang"]) == ("08:00", "15:00")


def test_a_day_taken_back_is_batal_until_something_else_stands(ani):
    place(ani, D[1], D[2])
    take_back(ani, D[1], D[2])
    assert [s for *_, s in short(rows())] == ["BATAL", "BATAL"]
    place(ani, D[2], place="other_place")
    assert [(r["jenis"], r["status"]) for r in rows()] == [("WFH", "BATAL"), ("WFA", "AKTIF")]


def test_the_place_of_a_day_is_the_one_that_held_on_it(ani):
    home(ani, latitude="-7.1", at=moment("2026-11-01T08:00"))
    home(ani, latitude="-7.2", at=moment("2026-11-10T08:00"))
    place(ani, D[4], D[9], D[19])
    assert [str(row["lat"]) for row in rows()] == ["-7.100000", "-7.200000", "-7.200000"]


def test_office_days_are_told_only_when_asked(ani, dewi):
    place(ani, D[2])
    assert len(rows()) == 1
    found = rows(Ask(D[1], D[3], (ani.unit.path,), None, True))
    # Monday to Wednesday, two people; Ani is at home on Tuesday
    assert [(r["nip"], r["jenis"]) for r in found] == [
        (who.nip, "WFH" if (who, n) == (ani, 2) else "WFO")
        for n in (1, 2, 3)
        for who in (ani, dewi)
    ]
    assert {row["diubah_pada"] for row in found if row["jenis"] == "WFO"} == {""}


def test_with_office_days_a_day_taken_back_is_an_office_day(ani):
    place(ani, D[1], D[6])
    take_back(ani, D[1], D[6])
    found = rows(Ask(D[1], D[6], (ani.unit.path,), None, True))
    told = {row["tanggal"]: (row["jenis"], row["status"]) for row in found}
    assert told["2026-11-02"] == ("WFO", "AKTIF")
    assert told["2026-11-07"] == ("WFH", "BATAL")  # a Saturday is no office day


def test_matrix_tells_one_for_elsewhere_and_zero_for_the_office(ani, dewi):
    place(ani, D[1])
    place(ani, D[2], place="leave")
    place(dewi, D[1], slot="pm", basis="x" * 200)
    place(dewi, D[2])
    take_back(dewi, D[2])
    found = rows(layout="matriks")
    assert [(r["nip"], r["tanggal"][-2:], r["status_aktif"]) for r in found] == [
        (ani.nip, "02", 1),
        (dewi.nip, "02", 1),
        (ani.nip, "03", 0),
        (dewi.nip, "03", 0),
    ]
    assert max(len(row["keterangan"]) for row in found) <= 255


def test_map_has_the_columns_of_their_product(ani, dodi):
    home(ani)
    home(dodi)
    found = rows(layout="peta", paths=(ani.unit.path,))
    assert [list(row) for row in found] == [["No", "Nama", "NIP", "Latitude", "Longitude", "Jarak"]]
    assert (found[0]["No"], found[0]["NIP"], found[0]["Jarak"]) == (1, ani.nip, 200)


def test_december_and_the_turn_of_the_year_lose_no_day(ani):
    dates = [day("2026-12-31") + datetime.timedelta(days=n) for n in range(3)]
    place(ani, *dates)
    found = rows(Ask(day("2026-12-01"), day("2027-01-31")))
    assert [row["tanggal"] for row in found] == ["2026-12-31", "2027-01-01", "2027-01-02"]
    place(ani, day("2028-02-29"))
    assert len(rows(Ask(day("2028-02-29"), day("2028-02-29")))) == 1


def test_who_moved_away_is_told_of_by_the_other_office_alone(ani, region):
    place(ani, D[1], D[2])
    take_back(ani, D[1])
    Employee.objects.filter(pk=ani.pk).update(unit=region.dinkes)
    place(Employee.objects.get(pk=ani.pk), D[1])
    here, there = (rows(paths=(unit.path,)) for unit in (region.diskominfo, region.dinkes))
    assert [(r["tanggal"][-2:], r["status"]) for r in here] == [("03", "AKTIF")]
    assert [(r["tanggal"][-2:], r["status"]) for r in there] == [("02", "AKTIF")]
    assert len(rows()) == 2


# --- deltas ----------------------------------------------------------------------------------


def test_a_delta_tells_what_was_written_or_taken_back_since(ani, dewi):
    place(ani, D[1], D[2], at=moment("2026-10-01T08:00"))
    place(dewi, D[1], at=moment("2026-10-05T08:00"))
    take_back(ani, D[2], at=moment("2026-10-06T08:00"))
    found = rows(since=moment("2026-10-05T08:00"))
    assert [(r["nip"], r["tanggal"][-2:], r["status"]) for r in found] == [
        (dewi.nip, "02", "AKTIF"),
        (ani.nip, "03", "BATAL"),
    ]


def test_the_next_moment_looks_back_so_that_a_slow_transaction_is_not_lost(ani):
    begun = moment("2026-10-05T08:00")
    place(ani, D[1], at=begun - datetime.timedelta(minutes=5))  # seen only after `begun`
    assert len(rows(since=next_moment(begun))) == 1
    assert rows(since=begun) == []


def test_a_move_is_told_with_the_days_it_concerns(ani):
    home(ani, latitude="-7.1", at=moment("2026-10-01T08:00"))
    place(ani, D[1], D[20], at=moment("2026-10-01T08:00"))
    home(ani, latitude="-7.2", at=moment("2026-11-10T08:00"))
    found = rows(since=moment("2026-11-10T08:00"))
    assert [(r["tanggal"][-2:], str(r["lat"])) for r in found] == [("21", "-7.200000")]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["write", "write", "take_back", "halve", "move", "export"]),
        st.integers(0, 1),
        st.integers(0, 5),
        st.sampled_from(["home", "office", "other_place", "leave"]),
    ),
    max_size=25,
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS, layout=st.sampled_from(["baris", "matriks"]))
def test_all_deltas_in_order_give_what_a_full_export_gives(ani, dewi, steps, layout):
    """Whatever is written, taken back, halved or moved between two exports."""
    from django.db import transaction

    with transaction.atomic():
        now, since, kept = moment("2026-10-05T08:00"), None, {}
        for step, who, n, where in [*steps, ("export", 0, 0, "home")]:
            now += datetime.timedelta(hours=1)
            person, date = (ani, dewi)[who], D[n + 1]
            if step == "export":
                _apply(kept, rows(Ask(*NOVEMBER, None, since), layout))
                since = next_moment(now)
            else:
                _change(step, person, date, where, now)
        assert kept == _apply({}, rows(layout=layout))
        transaction.set_rollback(True)


def _change(step, person, date, where, now):
    if step == "move":
        home(person, latitude=f"-7.{now.day}{now.hour:02}", at=now)
        return
    if step == "take_back":
        take_back(person, date, at=now)
        return
    stands = WorkDay.objects.filter(employee=person, date=date, withdrawn_at=None)
    if not stands.exists():
        for slot in ("am", "pm") if step == "halve" else ("full",):
            place(person, date, place=where, slot=slot, at=now)


def _apply(kept, told):
    """As a receiver does: the lines of one person and day take the place of those before."""
    days = {}
    for row in told:
        days.setdefault((row["nip"], row["tanggal"]), []).append(row)
    kept.update(days)
    return kept


def test_small_pieces_give_the_same_as_one(ani, dewi, monkeypatch):
    place(ani, *D[1:9])
    place(dewi, *D[3:12])
    whole = rows()
    monkeypatch.setattr(selector, "CHUNK", 3)
    assert rows() == whole
    keys = [each.key for each in records(Ask(*NOVEMBER), "baris")]
    rest = records(Ask(*NOVEMBER), "baris", after=keys[6])
    assert [each.key for each in rest] == keys[7:]


def test_queries_dont_grow_with_people(region, django_assert_num_queries):
    def people(n):
        for number in range(n):
            place(add_employee(region.aplikasi, f"Orang {number}"), *D[1:4])

    people(1)
    with django_assert_num_queries(6):
        rows()
    people(5)
    with django_assert_num_queries(6):
        assert len(rows()) == 18


# --- the page --------------------------------------------------------------------------------


def test_personnel_officer_exports_the_own_opd_and_it_is_audited(client, pandu, ani, dodi):
    place(ani, D[1])
    place(dodi, D[1])
    answer = get(sign_in(client, pandu))
    assert [row["nip"] for row in lines_of(answer)] == [ani.nip]
    assert answer["X-Luwes-Sejak-Berikut"][:10] == timezone.localdate().isoformat()
    event = AuditEvent.objects.get(action="schedule_exported")
    assert (event.actor_nip, event.data["layout"]) == (pandu.nip, "baris")
    assert event.capacity == "Pengelola kepegawaian Diskominfo"
    assert ani.nip not in str(event.data)


def test_the_page_says_what_becomes_of_a_day_called_back(client, pandu):
    page = text_of(sign_in(client, pandu).get(reverse("presensi")))
    layout = page[page.index("Tata letak") : page.index("Format")]
    assert "tampil sebagai baris WFO baru, bukan BATAL." in layout


def test_unit_of_another_opd_is_no_choice(client, pandu, region, dodi):
    place(dodi, D[1])
    answer = get(sign_in(client, pandu), unit=region.dinkes.pk)
    assert "Pilihan ini tidak ada" in text_of(answer)
    assert not AuditEvent.objects.filter(action="schedule_exported").exists()


def test_bkd_exports_everybody_or_one_opd(client, citra, ani, dodi, region):
    place(ani, D[1])
    place(dodi, D[1])
    sign_in(client, citra)
    assert len(lines_of(get(client))) == 2
    assert [r["nip"] for r in lines_of(get(client, unit=region.dinkes.pk))] == [dodi.nip]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"sampai": "2027-11-02"}, "Paling banyak 366 hari"),
        ({"sampai": "2026-10-01"}, "Hari terakhir mendahului"),
        ({"sejak": "kemarin"}, "Waktu tidak dikenali"),
        ({"sejak": "2026-11-01T08:00", "kantor": "on"}, "Hari kantor tidak berubah sendiri"),
        ({"layout": "lain"}, "Pilihan ini tidak ada"),
    ],
)
def test_a_question_that_cant_be_answered_is_told_on_the_page(client, citra, query, sentence):
    answer = get(sign_in(client, citra), **query)
    assert answer.status_code == 200
    assert sentence in text_of(answer)
    assert 'value="2026-11-01"' in text_of(answer)


def test_a_leap_year_is_not_too_long(client, citra):
    answer = get(sign_in(client, citra), dari="2028-01-01", sampai="2028-12-31")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("name", ['=HYPERLINK("http://jahat")', "+1", "-2+3", "@SUM(A1)", "\tTab"])
def test_no_name_becomes_a_formula(client, citra, ani, name):
    Employee.objects.filter(pk=ani.pk).update(front_title=name)
    place(ani, D[1], basis=name)
    home(ani)
    sign_in(client, citra)
    [row] = lines_of(get(client))
    assert row["nama"][:1] in "'T"  # a tab is trimmed away
    assert row["nomor_surat"][:1] in "'T"  # the citation is trimmed
    for layout in ("baris", "matriks", "peta"):
        answer = get(client, layout=layout, format="xlsx")
        sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
        assert "f" not in {cell.data_type for line in sheet for cell in line}


def test_nip_is_text_and_coordinates_are_numbers_in_a_workbook(client, citra, ani):
    place(ani, D[1])
    home(ani)
    answer = get(sign_in(client, citra), layout="peta", format="xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    [head, line] = sheet.iter_rows(values_only=True)
    assert head == ("No", "Nama", "NIP", "Latitude", "Longitude", "Jarak")
    assert line == (1, "Ani Lestari", ani.nip, -7.816895, 112.011398, 200)


def test_html_in_a_name_stays_text(client, citra, ani):
    Employee.objects.filter(pk=ani.pk).update(front_title="<script>alert(1)</script>")
    place(ani, D[1])
    answer = get(sign_in(client, citra))
    assert answer["Content-Type"].startswith("text/csv")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_workbook_that_no_program_opens_is_refused_with_a_way_out(
    client, citra, ani, monkeypatch
):
    from wfa.exchange.services import exporting

    monkeypatch.setattr(exporting, "MOST_IN_WORKBOOK", 1)
    place(ani, D[1], D[2])
    answer = get(sign_in(client, citra), format="xlsx")
    assert "Pilih CSV" in text_of(answer)


def test_strangers_and_those_without_the_duty_find_nothing(client, ani):
    assert get(Client()).status_code == 302
    assert get(sign_in(client, ani)).status_code == 404
