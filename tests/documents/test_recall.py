"""The decree that calls people back after flexible work was closed: Lumajang's December."""

import datetime
import json

import pytest
from django.utils import timezone

from documents import services
from documents.models import ArchiveEntry, Document
from documents.selectors import visible_to
from tests.actors import add_employee, appoint, give
from tests.documents import cases as papers
from tests.workflows import cases
from wfa.decisions.models import Decision
from wfa.notifications.models import Message
from wfa.people.permissions import authority
from wfa.policies.services import take_back
from wfa.refusals import Refused
from wfa.requests.models import RequestDay, WorkRequest
from wfa.schedules.models import WorkDay
from workflows.services import close_examination
from workflows.services.switching import switch_off, switch_on

REASON = "pelayanan akhir tahun memerlukan kehadiran pegawai"


def today():
    return timezone.localdate()


def close(unit, by, *, hold=True, start=None):
    return switch_off(
        unit,
        by=by,
        hold=hold,
        title="Surat Edaran Bupati tentang Penghentian Kerja Fleksibel",
        number="800/123/2026",
        dated=today(),
        effective_from=start or today(),
    )


def draft(closing, by, since=None):
    return services.draft_recall(closing, by=by, since=since or today(), reason=REASON)


def called_back(closing, by, since=None):
    return papers.issue(services.sign(draft(closing, by, since), by=by))


def states(requests):
    return [WorkRequest.objects.get(pk=r.pk).state for r in requests]


@pytest.fixture
def running(issued):
    """Two people of Diskominfo whose decree is in force, two days each."""
    return list(WorkRequest.objects.filter(papers__document=issued).order_by("applicant__name"))


def test_one_decree_calls_everybody_back(running, region, endah):
    paper = called_back(close(region.root, endah), endah)
    assert states(running) == ["cancelled", "cancelled"]
    assert not RequestDay.objects.filter(state__in=["asked", "approved"]).exists()
    assert not WorkDay.objects.filter(withdrawn_at__isnull=True).exists()
    decisions = Decision.objects.filter(step="recall")
    assert {d.actor_name for d in decisions} == {endah.full_name}
    assert {d.data["document"] for d in decisions} == {paper.number}
    assert ArchiveEntry.objects.filter(document=paper).exists()


def test_days_before_the_date_stay_and_the_others_go(running, region, endah):
    first, second = sorted({d.date for d in RequestDay.objects.all()})
    paper = called_back(close(region.root, endah), endah, since=second)
    assert paper.valid_from == second
    assert states(running) == ["in_force", "in_force"]
    live = RequestDay.objects.filter(state="approved").values_list("date", flat=True)
    assert set(live) == {first}


def test_annex_lists_decrees_and_no_people(running, region, issued, endah):
    paper = called_back(close(region.root, endah), endah)
    [row] = paper.snapshot["annex"]["decrees"]
    assert (row["number"], row["people"]) == (issued.number, 2)
    assert row["opd"] == region.diskominfo.title_name
    assert paper.snapshot["count"] == 2
    text = json.dumps(paper.snapshot)
    assert all(r.applicant.name not in text for r in running)


def test_paper_names_its_ground_and_its_reason(running, region, endah):
    paper = called_back(close(region.root, endah), endah)
    considering = " ".join(paper.snapshot["considering"])
    assert "Nomor 800/123/2026" in considering
    assert REASON in considering
    assert "Surat Edaran Bupati" in paper.snapshot["noting"][0]
    assert "2 (dua) pegawai" in paper.snapshot["clauses"][0]["text"]


def test_approvals_of_other_offices_go_on(running, region, endah, dodi):
    close(region.dinkes, endah)
    with pytest.raises(Refused, match="Tidak ada persetujuan yang masih berlaku"):
        draft(close(region.bkpsdm, endah), endah)
    assert states(running) == ["in_force", "in_force"]


def test_who_comes_into_force_after_the_draft_is_called_back_too(
    running, region, ani, budi, bambang, citra, endah
):
    late = cases.proposed(ani, budi, bambang, cases.far_working_days(5)[3:])
    cases.do("approve", late, citra)
    close_examination(late.items.get().proposal, by=citra)
    closing = close(region.root, endah, hold=False)
    paper = draft(closing, endah)
    [decree] = services.draft_decree([late], by=citra)
    with pytest.raises(Refused, match="sedang terbit"):
        _sign_while_going_out(decree, paper, endah)
    papers.issue(papers.fresh(decree))
    papers.issue(services.sign(paper, by=endah))
    assert states([*running, late]) == ["cancelled"] * 3


def _sign_while_going_out(decree, paper, endah):
    services.sign(decree, by=endah)
    services.sign(paper, by=endah)


def test_approval_without_a_decree_is_called_back_and_listed(approved, region, endah):
    paper = called_back(close(region.root, endah), endah)
    assert states(approved) == ["cancelled", "cancelled"]
    [row] = paper.snapshot["annex"]["decrees"]
    assert (row["number"], row["people"]) == ("Belum dimuat dalam keputusan", 2)


def test_approved_but_not_yet_in_a_decree_is_held(approved, region, citra, endah):
    close(region.root, endah)
    with pytest.raises(Refused, match="Ditahan: kerja fleksibel ditutup dengan Surat Edaran"):
        services.draft_decree(approved, by=citra)
    assert states(approved) == ["approved", "approved"]


def test_decree_that_was_drafted_before_the_closing_is_not_signed(draft, region, endah):
    close(region.root, endah)
    with pytest.raises(Refused, match="Ditahan: kerja fleksibel ditutup"):
        services.sign(draft, by=endah)
    assert papers.fresh(draft).number == ""


def test_signers_own_approval_is_left_to_another_official(running, region, endah, citra):
    """Nobody decides about themself (UU 30/2014 Ps 42): the paper goes out without them."""
    yuni = add_employee(region.bkpsdm, "Yuni Astuti", sex="F")
    assessor = add_employee(region.bkpsdm, "Rizal Hakim")
    give(assessor, "penilai", region.bkpsdm)
    mine = cases.proposed(yuni, assessor, endah)
    cases.do("approve", mine, citra)
    close_examination(mine.items.get().proposal, by=citra)
    appoint(yuni, region.bkpsdm, "PLH")
    paper = draft(close(region.root, endah), endah)
    capacity = services.signing_capacity(paper, yuni)
    warned = [c for c in services.checks(paper, yuni, capacity, today()) if c.level == "warn"]
    assert [c.sentence for c in warned] == [
        "Persetujuan Anda sendiri tidak ikut dipanggil. Pejabat lain yang memutusnya."
    ]
    papers.issue(services.sign(paper, by=yuni))
    assert states([*running, mine]) == ["cancelled", "cancelled", "approved"]


def test_employees_heads_and_bkd_are_told(running, region, bambang, citra, endah):
    closing = close(region.root, endah)
    Message.objects.all().delete()
    paper = called_back(closing, endah)
    told = {(m.recipient_id, m.subject) for m in Message.objects.all()}
    for request in running:
        assert (request.applicant_id, "Anda dipanggil kembali ke kantor") in told
    assert (bambang.pk, "Pegawai Anda dipanggil kembali ke kantor") in told
    assert (citra.pk, "Surat keputusan pemanggilan kembali terbit") in told
    assert paper.number in Message.objects.get(recipient=bambang).body


def test_only_those_it_takes_in_and_their_office_may_read_it(
    running, region, bambang, endah, dodi, plh_tri
):
    paper = called_back(close(region.root, endah), endah)

    def sees(person):
        return visible_to(person, authority(person)).filter(pk=paper.pk).exists()

    assert all(sees(p) for p in (running[0].applicant, bambang, endah))
    assert not any(sees(p) for p in (dodi, plh_tri))


def test_second_draft_for_the_same_closing_is_refused(running, region, endah):
    closing = close(region.root, endah)
    draft(closing, endah)
    with pytest.raises(Refused, match="sudah disusun"):
        draft(closing, endah)


def test_recall_is_not_retroactive_nor_before_the_closing(running, region, endah):
    closing = close(region.root, endah, start=today() + datetime.timedelta(days=3))
    with pytest.raises(Refused, match="tidak mendahului penutupan"):
        draft(closing, endah, since=today())


def test_recall_needs_a_closing(running, region, endah):
    with pytest.raises(Refused, match="tidak menutup kerja fleksibel"):
        draft(region.policy, endah)
    ahead = close(region.root, endah, start=today() + datetime.timedelta(days=1))
    take_back(ahead, by=endah, reason="Bupati menunda penghentian.")
    ahead.refresh_from_db()
    with pytest.raises(Refused, match="tidak menutup kerja fleksibel"):
        draft(ahead, endah)


@pytest.mark.parametrize("who", ["ani", "budi", "bambang", "adi"])
def test_only_the_bkd_drafts_a_recall(running, region, endah, who, request):
    person = request.getfixturevalue(who)
    closing = close(region.root, endah)
    with pytest.raises(Refused, match="disusun oleh petugas BKD"):
        draft(closing, person)


def test_recall_without_a_reason_is_refused(running, region, endah):
    closing = close(region.root, endah)
    with pytest.raises(Refused, match="alasan pemanggilan"):
        services.draft_recall(closing, by=endah, since=today(), reason="Perlu")


def test_recall_of_both_offices_lists_each_decree(running, region, endah, citra, budi):
    """Two offices, two decrees, one recall."""
    head = add_employee(region.dinkes, "Wulan Kartika", echelon="22")
    appoint(head, region.dinkes)
    assessor = add_employee(region.dinkes, "Rizal Hakim")
    give(assessor, "penilai", region.dinkes)
    people = [add_employee(region.dinkes, f"Perawat {n}") for n in ("Satu", "Dua", "Tiga")]
    more = papers.approved(people, assessor=assessor, head=head, bkd=citra)
    [decree] = services.draft_decree(more, by=citra)
    papers.issue(services.sign(decree, by=endah))
    paper = called_back(close(region.root, endah), endah)
    rows = paper.snapshot["annex"]["decrees"]
    assert [(r["opd"], r["people"]) for r in rows] == [
        (region.diskominfo.title_name, 2),
        (region.dinkes.title_name, 3),
    ]
    assert set(states([*running, *more])) == {"cancelled"}
    assert Document.objects.filter(kind="recall").count() == 1


def test_recall_is_not_signed_after_it_was_opened_again(running, region, endah):
    closing = close(region.root, endah)
    paper = draft(closing, endah)
    switch_on(
        region.root,
        by=endah,
        title="Surat Edaran Bupati tentang Pembukaan Kembali",
        number="800/200/2026",
        dated=today(),
        effective_from=today(),
    )
    with pytest.raises(Refused, match="sudah dibuka lagi"):
        services.sign(paper, by=endah)
    services.discard(paper, by=endah)
    with pytest.raises(Refused, match="sudah dibuka lagi"):
        draft(closing, endah)
    assert states(running) == ["in_force", "in_force"]
