"""The region of the matrix: who is in it, and what lies there, made once by the real ways.

Each OPD's people carry its word as surname, and each case its own words, so that a page that
shows what it shouldn't gives itself away.
"""

import datetime
from dataclasses import dataclass, field
from io import BytesIO

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from documents import services as papers
from documents.models import Document
from tests import actors
from tests.actors import add_employee, add_official, appoint, far_working_days, give
from tests.documents import cases as paper_cases
from tests.files.corpus import picture
from tests.people.test_import import GOOD, HEADINGS
from tests.schedules.day_cases import rota, working_days
from tests.workflows import cases, rosters
from wfa.calendars.models import Holiday
from wfa.notifications.models import Message
from wfa.notifications.services import notify
from wfa.people import import_service
from wfa.people.models import Employee
from wfa.people.services import issue_first_sign_in
from wfa.policies.models import Policy
from wfa.requests import services as filing
from wfa.requests.models import WorkRequest
from wfa.schedules.models import RosterLine
from wfa.schedules.services.absence_imports import start_absence_import
from wfa.schedules.services.absences import record_absence
from workflows.models import ReasonTemplate, SavedView
from workflows.services import ask_cancellation, close_examination, file_objection
from workflows.services.swaps import agree
from workflows.services.swaps import ask as ask_swap

PASSWORD = "kata-sandi-panjang"
SURNAMES = {"diskominfo": "Puspakominfo", "dinkes": "Wirasehat", "bkpsdm": "Tatapegawai"}


@dataclass(frozen=True)
class Actor:
    """Who knocks: the letter in the table, the account, the OPD it belongs to ("" = none)."""

    letter: str
    user: Employee | None
    opd: str = ""


@dataclass
class World:
    region: actors.SmallRegion
    actors: dict[str, Actor] = field(default_factory=dict)
    things: dict[str, list[tuple[str, str, object]]] = field(default_factory=dict)
    """{kind: [(OPD, letter of its owner or "", thing)]}"""
    sessions: dict[str, str] = field(default_factory=dict)
    people: dict[str, list[Employee]] = field(default_factory=dict)
    """{OPD: its people}"""
    pages: dict[tuple[str, str], object] = field(default_factory=dict)
    """{(letter, address): what was answered}"""

    def put(self, kind, opd, owner, thing):
        self.things.setdefault(kind, []).append((opd, owner, thing))
        return thing

    def user(self, letter):
        return self.actors[letter].user

    def find(self, kind, letter, whose):
        """The thing of `kind` that is the actor's own, of a colleague, or of another OPD."""
        actor = self.actors[letter]
        for opd, owner, thing in self.things.get(kind, []):
            if _whose(actor, opd, owner) == whose:
                return thing
        return None


def _whose(actor, opd, owner):
    if owner and owner == actor.letter:
        return "own"
    return "same" if opd and opd == actor.opd else "other"


def build():
    world = World(actors.small_region())
    _people(world)
    _cases(world)
    _procedure(world)
    _rosters(world)
    _records(world)
    _days(world)
    _guidance(world)
    _duty(world)
    _performance(world)
    _sign_in(world)
    return world


# --- people ----------------------------------------------------------------------------------


def _people(world):
    region = world.region
    today = timezone.localdate()
    yesterday = today - datetime.timedelta(days=1)
    join = _joiner(world)
    join("a", "diskominfo", "Ani", sex="F")
    join("d", "diskominfo", "Dewi", sex="F")
    budi = give(join("b", "diskominfo", "Budi"), "penilai", region.diskominfo)
    give(join("p", "diskominfo", "Pandu"), "pengelola", region.diskominfo)
    give(join("f", "diskominfo", "Fitri", sex="F"), "layanan_depan", region.diskominfo)
    bambang = appoint(join("B", "diskominfo", "Bambang", echelon="22"), region.diskominfo)
    give(join("n", "diskominfo", "Eko"), "penilai", region.diskominfo)
    join("o", "dinkes", "Dodi")
    joko = give(join("j", "dinkes", "Joko"), "penilai", region.dinkes)
    tri = appoint(join("t", "dinkes", "Tri", echelon="31"), region.dinkes, "PLH")
    appoint(join("x", "dinkes", "Sari"), region.dinkes, "PLH", ends=yesterday)
    give(join("c", "bkpsdm", "Citra"), "verifikator", region.bkpsdm)
    appoint(join("E", "bkpsdm", "Endah", echelon="22"), region.bkpsdm)
    give(join("r", "bkpsdm", "Rani"), "arsiparis", region.bkpsdm)
    for opd, duty, office in (("diskominfo", budi, bambang), ("dinkes", joko, tri)):
        world.put("duty", opd, "", duty)
        world.put("office", opd, "", office)
    outside = {
        "i": ("ines", "Ines", "official", "inspektur"),
        "s": ("adi", "Adi", "service", "administrator"),
        "u": ("bupati", "Hendra", "official", ""),
        "l": ("layanan", "Layanan", "service", ""),
    }
    for letter, (login, name, kind, duty) in outside.items():
        user = add_official(login, f"{name} Luarsiasn", kind)
        user.set_password(PASSWORD)
        user.save()
        world.actors[letter] = Actor(letter, user)
        if duty:
            give(user, duty, region.root)
    appoint(world.user("u"), region.root)
    world.actors["-"] = Actor("-", None)


def _joiner(world):
    """A function that adds somebody to an OPD, with a password, and remembers them."""

    def join(letter, opd, name, **fields):
        user = add_employee(getattr(world.region, opd), f"{name} {SURNAMES[opd]}", **fields)
        user.set_password(PASSWORD)
        user.save()
        world.actors[letter] = Actor(letter, user, opd)
        world.people.setdefault(opd, []).append(user)
        world.put("person", opd, letter, user)
        return user

    return join


# --- cases -----------------------------------------------------------------------------------


def words(user):
    """What only this person's cases say."""
    return {
        "place_address": f"Jalan Rahasia {user.login}",
        "reason": f"Alasan milik {user.login}.",
        "phone": f"0899{user.pk:08}",
    }


def _day(n):
    """The `n`th day that may be asked for: two in each week."""
    return far_working_days(n // 2 + 1)[-1] + datetime.timedelta(days=n % 2)


def _draft(user, n):
    return cases.draft(user, [_day(n)], **words(user))


def _submitted(user, n):
    return cases.do("submit", _draft(user, n), user)


def _cases(world):
    for letter in "adbpfBotxcEr":
        actor = world.actors[letter]
        draft = _draft(actor.user, 0)
        world.put("draft", actor.opd, letter, draft)
        world.put("draft_evidence", actor.opd, letter, _evidence(draft, actor.user, False))
    for letter in "adbpoxjcr":
        actor = world.actors[letter]
        case = _draft(actor.user, 1)
        world.put("evidence", actor.opd, letter, _evidence(case, actor.user, False))
        world.put("health", actor.opd, letter, _evidence(case, actor.user, True))
        world.put("case", actor.opd, letter, cases.do("submit", case, actor.user))


def _evidence(request, user, is_health):
    upload = SimpleUploadedFile(f"bukti-{user.login}.png", picture("PNG"), "image/png")
    return filing.add_evidence(request, upload, by=user, is_health=is_health)


def _procedure(world):
    """Per OPD: a case in each later state, proposals, papers, closed cases."""
    parts = (("diskominfo", "a", "b", "B"), ("dinkes", "o", "j", "t"))
    for opd, *letters in parts:
        applicant, assessor, head = (world.user(letter) for letter in letters)
        bkd = world.user("c")

        def recommended(n, applicant=applicant, assessor=assessor):
            return cases.do("recommend", _submitted(applicant, n), assessor)

        world.put("recommended", opd, letters[0], recommended(2))
        unsigned = cases.proposal_of([recommended(3)], head, signed=False)
        world.put("proposal_unsigned", opd, "", unsigned)
        world.put("letter", opd, "", papers.ensure_letter(unsigned, by=head))
        received = cases.proposal_of([recommended(4), recommended(5)], head)
        first, second = (item.request for item in received.items.order_by("request__first_day"))
        world.put("proposal", opd, "", received)
        world.put("proposed", opd, letters[0], first)
        world.put("decided", opd, letters[0], cases.do("approve", second, bkd))
        ready = cases.proposal_of([recommended(6)], head)
        cases.do("approve", ready.items.get().request, bkd)
        world.put("proposal_ready", opd, "", ready)
        _papers(world, opd, letters[0], [recommended(n) for n in range(7, 11)], head)
        _closed(world, opd, letters[0], applicant, assessor)
        _loops(world, opd, letters[0], applicant, head)


def _papers(world, opd, owner, requests, head):
    bkd, signer = world.user("c"), world.user("E")
    proposal = cases.proposal_of(requests, head)
    approved = [cases.do("approve", r, bkd) for r in _fresh(requests)]
    close_examination(proposal, by=bkd)
    ready, *others = _fresh(approved)
    draft, numbered, issued = (papers.draft_decree([r], by=bkd)[0] for r in others)
    numbered = papers.sign(numbered, by=signer)
    issued = paper_cases.issue(papers.sign(issued, by=signer))
    world.put("ready", opd, owner, ready)
    world.put("decree_draft", opd, "", draft)
    world.put("decree_numbered", opd, "", numbered)
    world.put("decree", opd, owner, issued)
    world.put("in_force", opd, owner, WorkRequest.objects.get(papers__document=issued))


def _closed(world, opd, owner, applicant, assessor):
    case = cases.do("withdraw", _submitted(applicant, 11), applicant)
    world.put("closed", opd, owner, case)
    returned = cases.do("send_back", _submitted(applicant, 12), assessor, note="Lengkapi dulu.")
    world.put("returned", opd, owner, returned)


def _loops(world, opd, owner, applicant, head):
    """A refusal, an objection to another, and an asking to give days back."""
    note = "Layanan loket kosong."
    refused = cases.do("refuse", _submitted(applicant, 13), head, note=note)
    world.put("refused", opd, owner, refused)
    objected = cases.do("refuse", _submitted(applicant, 14), head, note=note)
    file_objection(objected, by=applicant, reason="Layanan dijaga dua rekan.")
    world.put("objected", opd, owner, objected)
    [ready] = [thing for where, _, thing in world.things["ready"] if where == opd]
    dates = [day.date for day in ready.days.all()]
    asked = ask_cancellation(ready, by=applicant, dates=dates, reason="Rapat di kantor.")
    world.put("cancellation", opd, owner, asked)


def _fresh(requests):
    return [WorkRequest.objects.get(pk=r.pk) for r in requests]


# --- rosters ---------------------------------------------------------------------------------


def _rosters(world):
    """Per OPD the month's roster in each state that a page is about, each in a month of its own."""
    parts = (("diskominfo", "B", "d"), ("dinkes", "t", "x"))
    for opd, head, away in parts:
        drafter, person = world.user(head), world.user(away)
        unit = getattr(world.region, opd)
        for n, state in enumerate(("draft", "submitted", "reported", "approved", "in_force")):
            first = _month(3 + n)
            day = rosters.working_days(first)[5]
            planned = rosters.in_state(
                state,
                unit=unit,
                head=drafter,
                bkd=world.user("c"),
                away={person: {day: "R"}},
                first=first,
            )
            world.put(f"roster_{state}", opd, "", planned)
            if state == "draft":
                world.put("roster_line", opd, "", planned.lines.get(employee=drafter))
            if state == "submitted":
                papers.ensure_roster_letter(planned, by=drafter)
    # Eko's account is closed later on: a roster that still plans him couldn't go on
    RosterLine.objects.filter(employee=world.user("n")).delete()


def _month(n):
    """The first day of the month that lies `n` months ahead."""
    first = timezone.localdate().replace(day=1)
    for _ in range(n):
        first = (first + datetime.timedelta(days=31)).replace(day=1)
    return first


# --- everything else -------------------------------------------------------------------------


def _records(world):
    region = world.region
    for opd in SURNAMES:
        world.put("unit", opd, "", getattr(region, opd))
    for letter, actor in world.actors.items():
        if actor.user:
            notify([actor.user], subject=f"Pesan untuk {actor.user.login}", body="Isi.", link="/")
            message = Message.objects.filter(recipient=actor.user).latest("created_at")
            world.put("message", actor.opd, letter, message)
    dead = Message.objects.filter(recipient=world.user("o")).earliest("created_at")
    dead.due_at, dead.dead_at, dead.last_error = None, timezone.now(), "SMTPRecipientsRefused"
    dead.save()
    world.put("dead", "", "", dead)
    for opd, letter, place in (
        ("diskominfo", "b", "kotak-masuk"),
        ("bkpsdm", "c", "kotak-masuk-bkd"),
    ):
        view = SavedView.objects.create(owner=world.user(letter), place=place, name="Lewat batas")
        world.put("view", opd, letter, view)
    for opd in ("diskominfo", "dinkes"):
        reason = {"unit": getattr(region, opd), "step": "refuse", "text": "Layanan terganggu."}
        world.put("reason", opd, "", ReasonTemplate.objects.create(**reason))
    day = timezone.localdate() + datetime.timedelta(days=200)
    world.put("holiday", "", "", Holiday.objects.create(date=day, name="Hari Jadi", kind="local"))
    world.put("policy_draft", "", "", _policy_draft(region))
    world.put("policy", "", "", region.policy)
    _switched(world)
    _exchange(world)
    run = import_service.start(None, roster(), by=world.user("s"))
    world.put("import", "", "", run)
    world.put("code", "", "", issue_first_sign_in(world.user("j"), by=None))
    world.put("token", "", "", Document.objects.filter(state="issued").first().token)


def free_day():
    """A working day soon, on which nobody of this region has asked for anything."""
    return working_days(1, start=8)[0]


def absences():
    """A list with one row that nobody can record."""
    rows = b"NIP;Jenis;Mulai;Sampai;Nomor Surat\n199001012015011999;Cuti;1-1-2026;1-1-2026;1\n"
    return SimpleUploadedFile("cuti.csv", rows, "text/csv")


def _days(world):
    """Absences of two OPDs, a list that was read, and a swap that waits for its superior."""
    first, second = working_days(2, start=15)
    for opd, owner, by in (("diskominfo", "a", "p"), ("dinkes", "o", "t")):
        absence = record_absence(
            world.user(owner), "leave", second, second, "850/9", by=world.user(by)
        )
        world.put("absence", opd, owner, absence)
    run = start_absence_import(absences(), by=world.user("p"))
    world.put("absence_import", "diskominfo", "p", run)
    rota(world.user("a"), [first])
    rota(world.user("d"), [first], "office")
    swap = ask_swap(world.user("a"), world.user("d"), first, reason="Mengantar anak.")
    world.put("swap", "diskominfo", "a", agree(swap, by=world.user("d")))


def _guidance(world):
    """Calls, and steps of guidance in each state."""
    from tests.attendance import guidance_world

    guidance_world.build(world)


def _duty(world):
    """Days of duty that are over, pictures, accounts of days, and windows that are open now."""
    from tests.attendance import checking_world, duty_world

    duty_world.build(world)
    checking_world.build(world)


def _performance(world):
    """Days with plan, report and evidence."""
    from tests.performance import access_world

    access_world.build(world)


def _exchange(world):
    """Connections, a delivery that was given up, a comparison of an OPD, a calendar."""
    from tests.exchange import world as exchange

    exchange.build(world)


def _switched(world):
    """One unit that is closed today, and a closing of an OPD that is set up for later."""
    region = world.region
    actors.open_policy(region.setda, by=region.service, open=False, held_when_closed=True)
    ahead = actors.open_policy(region.diskominfo, by=region.service, open=False)
    Policy.objects.filter(pk=ahead.pk).update(
        effective_from=timezone.localdate() + datetime.timedelta(days=5),
        effective_until=timezone.localdate() + datetime.timedelta(days=12),
    )
    world.put("policy_ahead", "", "", Policy.objects.get(pk=ahead.pk))
    world.put("closed_unit", "", "", region.setda)


def roster():
    """SIASN.xlsx with one person."""
    book, out = openpyxl.Workbook(), BytesIO()
    book.active.title = "PNS"
    for row in (HEADINGS, GOOD):
        book.active.append(row)
    book.save(out)
    return SimpleUploadedFile("SIASN.xlsx", out.getvalue(), "application/octet-stream")


def _policy_draft(region):
    return Policy.objects.create(
        version=Policy.objects.count() + 1,
        unit=region.root,
        state=Policy.State.DRAFT,
        parameters={"open": True},
        drafted_by=region.service,
    )


def _sign_in(world):
    """Everybody comes in; then Eko's account is closed while the browser is still open."""
    for letter, actor in world.actors.items():
        if actor.user:
            client = actors.sign_in(Client(), actor.user)
            world.sessions[letter] = client.cookies["sessionid"].value
    gone = world.user("n")
    gone.is_active = False
    gone.save()
