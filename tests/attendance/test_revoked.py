"""Flexible work that a letter took away: no way leads to a new day away while it stands."""

import contextlib
import datetime
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.actors import add_employee, appoint, far_working_days, sign_in, text_of
from tests.attendance.breaching import WHY
from tests.schedules.day_cases import counters_agree, rota, working_days
from tests.workflows import cases, rosters
from wfa.attendance.invariants import g18
from wfa.attendance.models import Reprimand
from wfa.attendance.services.reprimands import answer_objection, issue, lift, object_to
from wfa.attendance.services.reprimands import decide as decide_step
from wfa.people.models import Employee
from wfa.people.permissions import authority
from wfa.policies.models import Policy
from wfa.refusals import Refused
from wfa.requests.models import WorkRequest
from wfa.schedules.models import AWAY, Swap, WorkDay
from wfa.schedules.patterns import Kind, Pattern
from wfa.schedules.services import paint, start_extra, start_order
from workflows.selectors.swaps import swap_ground
from workflows.services import perform, perform_roster, propose
from workflows.services.swaps import agree, ask, decide

pytestmark = pytest.mark.django_db
LETTER = "800.1.6.2/0007/DISKOMINFO/2026"
NAMED = f"dicabut dengan surat nomor {LETTER} sampai"


@pytest.fixture(autouse=True)
def counters_hold(db):
    yield
    counters_agree()


def letter_goes_out(person, head, about="hand:1"):
    """The rung "cabut" is decided, and its letter issued today."""
    row = Reprimand.objects.create(
        employee=person,
        unit=person.unit,
        level="note",
        ground="by_hand",
        evidence={"text": "Di luar domisili."},
        about=about,
        proposed_at=timezone.now(),
    )
    for policy in Policy.objects.all():  # the only rung, so that one breach is enough
        policy.parameters = {**policy.parameters, "reprimand_ladder": ["revoke"]}
        policy.save(update_fields=["parameters"])
    row = decide_step(row, "confirm", by=head, note=WHY)
    capacity = authority(head).capacity("sign_letter", row.unit)
    return issue(row, by=head, capacity=capacity, number=LETTER, dated=timezone.localdate())


def days_away(person):
    """The days after today on which the person is away, whatever wrote them."""
    rows = WorkDay.objects.filter(employee=person, place__in=AWAY, withdrawn_at=None)
    return sorted(rows.filter(date__gt=timezone.localdate()).values_list("date", flat=True))


def kept(person):
    person = Employee.objects.get(pk=person.pk)
    return person.revoked_letter, person.revoked_until


# --- what stands ---------------------------------------------------------------------------------


def test_the_letter_names_itself_and_its_end_to_the_rooms_below(ani, bambang):
    row = letter_goes_out(ani, bambang)
    assert kept(ani) == (LETTER, row.expires_on)
    lift(row, by=bambang, note="Sudah diselesaikan bersama.")
    assert kept(ani) == ("", None)


def test_an_objection_doesn_t_suspend_it_and_a_granted_one_ends_it(ani, bambang, endah):
    row = letter_goes_out(ani, bambang)
    object_to(row, by=ani, reason="Saya di rumah hari itu.")
    assert kept(ani) == (LETTER, row.expires_on)
    answer_objection(row, by=endah, lifts=True, note="Terbukti di rumah.")
    assert kept(ani) == ("", None)


def test_of_two_letters_the_one_that_is_left_counts(ani, bambang):
    first = letter_goes_out(ani, bambang)
    second = letter_goes_out(ani, bambang, about="hand:2")
    lift(first, by=bambang, note="Diganti yang kedua.")
    assert kept(ani) == (LETTER, second.expires_on)


def test_nobody_is_kept_in_without_a_step_that_stands(ani, bambang):
    letter_goes_out(ani, bambang)
    assert not _kept_wrongly()
    Reprimand.objects.filter(employee=ani).update(
        state="lifted", lifted_at=timezone.now(), lifted_why="x"
    )
    assert _kept_wrongly()
    with pytest.raises(IntegrityError), transaction.atomic():
        Employee.objects.filter(pk=ani.pk).update(revoked_letter="")


def _kept_wrongly():
    return "tanpa langkah pembinaannya" in g18()[2]


def test_a_letter_that_stands_keeps_its_person_in(ani, bambang):
    row = letter_goes_out(ani, bambang)
    assert g18()[0]
    Employee.objects.filter(pk=ani.pk).update(revoked_until=row.expires_on - DAY)
    assert not g18()[0]
    Employee.objects.filter(pk=ani.pk).update(revoked_letter="", revoked_until=None)
    assert "tidak tercatat pada pegawainya" in g18()[2]
    Reprimand.objects.filter(pk=row.pk).update(expires_on=timezone.localdate() - DAY)
    assert g18()[0]  # over by its date


# --- requests ------------------------------------------------------------------------------------


def test_a_request_is_refused_with_the_letter_and_its_end(client, ani, bambang):
    row = letter_goes_out(ani, bambang)
    request = cases.draft(ani)
    [receipt] = perform("submit", [request], by=ani)
    assert receipt.outcome == "refused"
    assert NAMED in receipt.sentence
    page = text_of(sign_in(client, ani).get(f"/pengajuan/{request.pk}/periksa/"))
    assert NAMED in page
    assert str(row.expires_on.year) in page or row.expires_on.year == timezone.localdate().year


def test_a_day_after_its_end_can_be_asked_for(ani, bambang):
    row = letter_goes_out(ani, bambang)
    Reprimand.objects.filter(pk=row.pk).update(expires_on=far_working_days(1)[0] - DAY)
    lift(letter_goes_out(ani, bambang, about="hand:2"), by=bambang, note="Yang pertama cukup.")
    assert kept(ani)[1] == far_working_days(1)[0] - DAY
    assert cases.submitted(ani, far_working_days(2)).state == "submitted"


DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize("state", ["draft", "submitted", "recommended", "proposed", "approved"])
def test_whenever_the_letter_comes_no_request_becomes_a_day_away(state, ani, budi, bambang, citra):
    office = {"applicant": ani, "assessor": budi, "head": bambang, "bkd": citra}
    request = cases.in_state(state, **office)
    letter_goes_out(ani, bambang)
    _push(request, ani, budi, bambang, citra)
    assert days_away(ani) == []
    assert WorkRequest.objects.get(pk=request.pk).state != "in_force"


def _push(request, ani, budi, bambang, citra):
    """Everybody takes every further step they can."""

    def now():
        return WorkRequest.objects.get(pk=request.pk)

    perform("submit", [now()], by=ani)
    perform("recommend", [now()], by=budi)
    if now().state == "recommended":
        propose([now()], by=bambang)
        cases.sign_letter(now().items.get().proposal, bambang)
    perform("approve", [now()], by=citra)
    perform("enact", [now()], by=citra, document_number="800.1.11.1/0009/BKD/2026")


def test_an_approved_request_that_slipped_through_is_named_at_its_decree(ani, budi, bambang, citra):
    office = {"applicant": ani, "assessor": budi, "head": bambang, "bkd": citra}
    request = cases.in_state("approved", **office)
    until = timezone.localdate() + 90 * DAY
    Employee.objects.filter(pk=ani.pk).update(revoked_letter=LETTER, revoked_until=until)
    [receipt] = perform("enact", [request], by=citra, document_number="800.1.11.1/0009/BKD/2026")
    assert receipt.outcome == "refused"
    assert NAMED in receipt.sentence
    assert days_away(ani) == []


# --- rosters -------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["draft", "submitted", "reported", "approved", "in_force"])
def test_whenever_the_letter_comes_no_roster_places_them_away(
    state, region, ani, dewi, bambang, citra
):
    day = rosters.working_days(count=1)[0]
    away = {ani: {day: "R"}}
    office = {"unit": region.diskominfo, "head": bambang, "bkd": citra, "away": away}
    roster = rosters.in_state(state, **office)
    letter_goes_out(ani, bambang)
    _push_roster(roster, bambang, citra)
    assert days_away(ani) == []


def _push_roster(roster, head, bkd):
    dated = timezone.localdate()
    for step, by, data in (
        ("submit", head, {}),
        ("report", head, {"document_number": rosters.LETTER, "dated": dated}),
        ("approve", bkd, {}),
        ("enact", bkd, {"document_number": rosters.ASSIGNMENT}),
    ):
        perform_roster(step, [rosters.fresh(roster)], by=by, **data)


def test_the_others_of_an_approved_roster_go_as_planned(region, ani, dewi, bambang, citra):
    first, second = rosters.working_days(count=2)
    away = {ani: {first: "R"}, dewi: {second: "R"}}
    roster = rosters.approved(rosters.draft(region.diskominfo, bambang, away=away), bambang, citra)
    letter_goes_out(ani, bambang)
    rosters.do("enact", roster, citra, document_number=rosters.ASSIGNMENT)
    assert (days_away(ani), days_away(dewi)) == ([], [second])


def test_what_stands_against_a_roster_names_the_letter(region, ani, bambang):
    letter_goes_out(ani, bambang)
    day = rosters.working_days(count=1)[0]
    roster = rosters.draft(region.diskominfo, bambang, away={ani: {day: "R"}})
    receipt = rosters.no("submit", roster, bambang)
    assert [p.code for p in receipt.problems] == ["revoked"]
    assert NAMED in str(receipt.problems[0])


@pytest.mark.parametrize("kind", ["extra", "order"])
def test_extra_days_and_orders_leave_them_in_the_office(kind, region, ani, bambang, citra, endah):
    letter_goes_out(ani, bambang)
    day = rosters.working_days(count=1)[0]
    if kind == "extra":
        roster = start_extra(region.diskominfo, [day], by=bambang, reason="Tambahan.")
    else:
        orders = {"by": citra, "reason": "Banjir.", "basis": "Instruksi 3/2026"}
        [roster] = start_order([region.diskominfo], [day], **orders)
    who = bambang if kind == "extra" else citra
    rosters.fill(roster, who, {ani: {day: "R"}})
    receipt = rosters.no("submit", rosters.fresh(roster), who)
    assert "revoked" in [p.code for p in receipt.problems]


def test_an_amendment_sends_nobody_away_whom_a_letter_keeps_in(region, ani, dewi, bambang, citra):
    first, second = rosters.working_days(count=2)
    drafted = rosters.draft(region.diskominfo, bambang, away={ani: {first: "R"}})
    roster = rosters.in_force(drafted, bambang, citra)
    letter_goes_out(ani, bambang)
    assert days_away(ani) == []  # called back
    changed = rosters.amendment(roster, bambang, {ani: {first: "R", second: "R"}})
    receipt = rosters.no("submit", changed, bambang)
    assert [p.code for p in receipt.problems] == ["revoked"]


@pytest.mark.parametrize(
    "pattern",
    [
        Pattern(Kind.FIXED_WEEKDAY, weekdays=(0, 1, 2, 3, 4)),
        Pattern(Kind.SHARE, share=50),
        Pattern(Kind.ALTERNATE),
    ],
    ids=lambda pattern: pattern.kind,
)
def test_the_generator_keeps_them_in_and_says_by_which_letter(pattern, region, ani, dewi, bambang):
    letter_goes_out(ani, bambang)
    roster = rosters.draft(region.diskominfo, bambang)
    outcome = paint(roster, pattern, by=bambang, revision=rosters.fresh(roster).revision)
    assert not set(rosters.cells_of(roster, ani).values()) & {"R", "A"}
    assert [u.people for u in outcome.unmet if NAMED in u.sentence] == [(ani.pk,)]


def test_a_letter_that_ends_within_the_month_is_named_too(region, ani, dewi, bambang):
    first, second = (rosters.a_weekday(4)[n] for n in (0, 1))
    Employee.objects.filter(pk=ani.pk).update(revoked_letter=LETTER, revoked_until=first)
    roster = rosters.draft(region.diskominfo, bambang)
    pattern = Pattern(Kind.FIXED_WEEKDAY, weekdays=(4,))
    outcome = paint(roster, pattern, by=bambang, revision=rosters.fresh(roster).revision)
    cells = rosters.cells_of(roster, ani)
    assert cells[first] == "K"
    assert [u.people for u in outcome.unmet if NAMED in u.sentence] == [(ani.pk,)]
    assert second in cells


def test_a_workbook_that_sends_them_away_is_told_in_its_dry_run(client, region, ani, bambang):
    letter_goes_out(ani, bambang)
    day = rosters.working_days(count=1)[0]
    roster = rosters.draft(region.diskominfo, bambang)
    desk = sign_in(client, bambang)
    book = openpyxl.load_workbook(BytesIO(desk.get(f"/jadwal/{roster.pk}/xlsx/").content))
    sheet = book["Jadwal"]
    rows = {sheet.cell(n, 3).value: n for n in range(5, sheet.max_row + 1)}
    sheet.cell(rows[ani.nip], 4 + day.day, "R")
    out = BytesIO()
    book.save(out)
    file = SimpleUploadedFile("jadwal.xlsx", out.getvalue(), "application/octet-stream")
    page = text_of(desk.post(f"/jadwal/{roster.pk}/unggah/", {"berkas": file}))
    assert "0 hari berubah, 1 tidak dapat dipakai" in page
    assert NAMED in page


# --- swaps ---------------------------------------------------------------------------------------


@pytest.fixture
def exchange(region, ani, dewi):
    """Dewi is at home on Thursday, Ani in the office; on Tuesday the other way round."""
    _, tuesday, _, thursday, _ = working_days(5)
    rota(ani, [tuesday])
    rota(ani, [thursday], "office")
    rota(dewi, [thursday])
    rota(dewi, [tuesday], "office")
    return tuesday, thursday


def test_nobody_swaps_themselves_a_day_away(ani, dewi, bambang, exchange):
    letter_goes_out(ani, bambang)
    _, thursday = exchange
    reasons = swap_ground([ani.pk, dewi.pk], [thursday]).reasons(ani.pk, dewi.pk, [thursday])
    assert [reason.code for reason in reasons] == ["stays"]
    assert NAMED in reasons[0].sentence
    with pytest.raises(Refused, match="dicabut dengan surat nomor"):
        ask(ani, dewi, thursday, None, reason="Mengantar anak ke rumah sakit.")


@pytest.mark.parametrize("agreed", [False, True])
def test_a_swap_on_its_way_doesn_t_go_through(agreed, region, ani, dewi, bambang, exchange):
    kabid = add_employee(region.aplikasi, "Kurnia Adi", echelon="31")
    appoint(kabid, region.aplikasi)
    swap = ask(ani, dewi, *exchange, reason="Mengantar anak ke rumah sakit.")
    if agreed:
        agree(swap, by=dewi)
    letter_goes_out(ani, bambang)
    for act, how in ((agree, {"by": dewi}), (decide, {"by": kabid, "approved": True})):
        with contextlib.suppress(Refused):
            act(swap, **how)
    assert days_away(ani) == []
    assert Swap.objects.get(pk=swap.pk).state != "done"


# --- whoever asks --------------------------------------------------------------------------------


def test_unlimited_authority_gets_no_further(region, ani, bambang, citra):
    root = Employee.objects.create_superuser("akar", name="Akun Layanan")
    letter_goes_out(ani, bambang)
    request = cases.draft(ani)
    [receipt] = perform("submit", [request], by=root)
    assert receipt.outcome == "refused"
    day = rosters.working_days(count=1)[0]
    roster = rosters.draft(region.diskominfo, bambang, away={ani: {day: "R"}})
    for step in ("submit", "report", "approve", "enact"):
        data = {"document_number": "1", "dated": timezone.localdate()}
        perform_roster(step, [rosters.fresh(roster)], by=root, **data)
    assert days_away(ani) == []


def test_their_pages_say_so_until_it_ends(client, ani, pandu, bambang):
    row = letter_goes_out(ani, bambang)
    for who, url in ((pandu, f"/pegawai/{ani.pk}/"), (ani, "/akun/")):
        assert f"dengan surat nomor {LETTER} sampai" in text_of(sign_in(client, who).get(url))
    lift(row, by=bambang, note="Sudah diselesaikan bersama.")
    for who, url in ((pandu, f"/pegawai/{ani.pk}/"), (ani, "/akun/")):
        assert LETTER not in text_of(sign_in(client, who).get(url))
