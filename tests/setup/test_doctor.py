"""`manage.py doctor`: on an empty server, on the demo, and on set-ups that are broken."""

import datetime
import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from documents.models import Document
from tests.actors import add_employee, add_unit, appoint, give, open_policy
from tests.setup.helpers import levels
from tests.workflows import cases
from wfa.calendars.models import RamadanPeriod
from wfa.calendars.services import seed
from wfa.notifications.models import Message
from wfa.people.models import Appointment, Duty, Mandate, Region
from wfa.policies.models import Policy
from wfa.setup import doctor
from wfa.setup.heartbeat import beat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _server(settings, tmp_path):
    """A server in good order: what a test breaks is then the only thing wrong with it."""
    tmp_path.chmod(0o700)
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.STATIC_ROOT = str(tmp_path / "static")
    settings.SECRET_KEY = "Zx8-q2LmT4vB9nR6cW1yH7kD3sF5gJ0pXeUaIoQtYzNbVrMwCdKf"
    settings.BASE_URL, settings.HTTPS = "https://luwes.arjamukti.example", True
    settings.ALLOWED_HOSTS = ["luwes.arjamukti.example"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "luwes@arjamukti.example"
    beat()


@pytest.fixture
def good(region, ani, budi, bambang, citra, endah, adi, plh_tri):
    """The small region as it should be."""
    for year in (timezone.localdate().year, timezone.localdate().year + 1):
        seed(year)
    starts = timezone.localdate() + datetime.timedelta(days=30)
    RamadanPeriod.objects.create(starts=starts, ends=starts + datetime.timedelta(days=29))
    appoint(add_employee(region.setda, "Sekda"), region.setda)
    for unit in (region.dinkes, region.setda, region.bkpsdm):
        give(add_employee(unit, f"Penilai {unit}"), "penilai", unit)
    endah.last_login = timezone.now()
    endah.save()
    return region


def run(*args):
    """(exit code, what was told)"""
    out = StringIO()
    try:
        call_command("doctor", *args, stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def told(code):
    """(level, sentence) of the finding with this code, the worst if there are several."""
    found = [f for f in doctor.installation() if f.code == code]
    [finding] = [f for f in found if not f.is_ok] or found[:1]
    return finding.level.value, finding.sentence


# --- whole set-ups ---------------------------------------------------------------------------


def test_an_empty_server_is_told_everything_and_ends_with_1():
    code, text = run()
    assert code == 1
    for sentence in (
        "Belum ada administrator.",
        "Nama daerah belum diisi.",
        "Belum ada unit dan pegawai.",
        "Unit yang menjadi BKD belum ditetapkan.",
        "Belum ada kebijakan, jadi pegawai belum dapat mengajukan.",
    ):
        assert f"SALAH  {sentence}" in text


def test_every_finding_that_is_not_right_says_what_to_do():
    found = doctor.examine()
    assert [f.code for f in found if not f.is_ok and not f.remedy] == []
    assert [f.sentence for f in found if len(f.sentence.split()) > 20] == []
    assert [f.remedy for f in found if len(f.remedy.split()) > 20] == []


def test_a_good_region_has_nothing_but_its_emblem_to_mend(good):
    found = doctor.installation()
    assert [f.code for f in found if not f.is_ok] == ["emblem"]


def test_the_demo_has_nothing_wrong(settings):
    manifest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": manifest}}
    call_command("demo", stdout=StringIO())
    call_command("collectstatic", "--no-input", verbosity=0)
    wrong = {f.code for f in doctor.examine() if f.level == "SALAH"}
    assert wrong - {"database", "durability"} == set()  # the tests' own is quick, not safe


def test_a_server_without_anything_wrong_ends_with_0(good, monkeypatch):
    def examine(*, with_email):
        return doctor.installation()

    monkeypatch.setattr(doctor, "examine", examine)
    code, text = run()
    assert code == 0
    assert text.strip().endswith("1 PERLU, dan 0 SALAH.")


def test_machines_get_the_same_findings_as_json():
    code, text = run("--json")
    answer = json.loads(text)
    assert (code, answer["ok"]) == (1, False)
    assert set(answer["counts"]) == {"BENAR", "PERLU", "SALAH"}
    assert len(answer["findings"]) == sum(answer["counts"].values())
    assert {"group", "code", "level", "sentence", "remedy"} == set(answer["findings"][0])
    assert {f["group"] for f in answer["findings"]} == {"server", "region", "rules", "backlog"}


# --- the region ------------------------------------------------------------------------------


def test_a_bkd_without_head_is_wrong(good, endah):
    Appointment.objects.filter(employee=endah).delete()
    assert told("bkd_head")[0] == "SALAH"
    assert told("mandate") == (
        "SALAH",
        f"Penanda tangan surat keputusan, {good.bkpsdm.head_name}, sedang kosong.",
    )


def test_a_mandate_that_has_ended_is_wrong(good):
    Mandate.objects.update(ends=timezone.localdate() - datetime.timedelta(days=1))
    assert told("mandate")[0] == "SALAH"


def test_opd_without_head_and_assessor_are_named(good, bambang, budi):
    Appointment.objects.filter(employee=bambang).delete()
    Duty.objects.filter(employee=budi).delete()
    assert told("heads") == ("PERLU", "1 OPD belum punya kepala: Diskominfo.")
    assert told("assessors")[1].endswith("menilai sendiri: Diskominfo.")


def test_an_office_that_ended_yesterday_no_longer_counts(good, bambang):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Appointment.objects.filter(employee=bambang).update(ends=yesterday)
    assert told("heads")[0] == "PERLU"


def test_an_account_that_was_closed_no_longer_counts(good, citra):
    citra.is_active = False
    citra.save()
    assert told("verifier")[0] == "PERLU"


def test_people_without_unit_and_units_without_opd_are_counted(good):
    lost = add_employee(good.dinkes, "Tanpa Unit")
    lost.unit = None
    lost.save()
    add_unit(good.root, "UNIT LEPAS", "lain")
    assert told("people_without_unit")[1].startswith("1 pegawai aktif tidak punya unit")
    assert told("units_without_opd")[1] == "1 unit tidak berada di bawah OPD mana pun."


def test_a_head_without_mail_is_named(good, bambang):
    bambang.email = ""
    bambang.save()
    assert "Diskominfo" in told("head_mail")[1]


def test_a_region_without_bkd_is_wrong(good):
    Region.objects.update(bkd=None)
    assert told("bkd")[0] == "SALAH"


# --- rules -----------------------------------------------------------------------------------


def test_a_closed_policy_is_no_mistake_but_is_told(good):
    Policy.objects.update(parameters={"open": False})
    assert told("policy") == ("PERLU", "Tidak ada kebijakan yang membuka kerja fleksibel.")


def test_a_policy_of_one_opd_alone_opens_the_trial(good):
    Policy.objects.all().delete()
    open_policy(good.diskominfo, by=good.service)
    assert told("policy") == ("BENAR", "Kerja fleksibel dibuka untuk Diskominfo.")


def test_a_draft_alone_opens_nothing(good):
    policy = Policy.objects.get()
    Policy.objects.all().delete()
    draft = Policy.objects.create(
        version=1, unit=good.root, parameters={"open": True}, drafted_by=policy.drafted_by
    )
    assert told("policy") == ("SALAH", f"{draft} masih rancangan, belum diberlakukan.")


def test_a_year_without_holidays_is_wrong_now_and_needed_next():
    assert told("calendar_now")[0] == "SALAH"
    assert told("calendar_next")[0] == "PERLU"
    seed(timezone.localdate().year)
    assert told("calendar_now")[0] == "BENAR"


# --- backlog ---------------------------------------------------------------------------------


def test_letters_given_up_and_late_are_counted_apart(good, ani):
    old = timezone.now() - datetime.timedelta(hours=2)
    rows = {
        "recipient": ani,
        "subject": "S",
        "body": "B",
        "created_at": old,
        "email": "a@b.example",
    }
    Message.objects.create(**rows, dead_at=old, last_error="SMTPRecipientsRefused")
    Message.objects.create(**rows, due_at=old)
    Message.objects.create(**rows, due_at=timezone.now())
    assert told("dead_letters")[1].startswith("1 surat")
    assert told("late_letters")[1].startswith("1 surat")


def test_a_case_that_nobody_may_assess_is_wrong(good, ani, bambang, budi):
    cases.submitted(ani)
    assert told("no_decider")[0] == "BENAR"
    Duty.objects.filter(employee=budi).delete()
    assert told("no_decider")[0] == "BENAR"  # the head is left
    Appointment.objects.filter(employee=bambang).delete()
    assert told("no_decider") == (
        "SALAH",
        "1 pengajuan menunggu penilaian tidak punya pejabat yang dapat memutus.",
    )


def test_the_only_assessor_does_not_count_for_the_own_case(good, budi, bambang):
    cases.submitted(budi)
    Appointment.objects.filter(employee=bambang).delete()
    assert told("no_decider")[0] == "SALAH"


def test_the_head_of_the_region_decides_where_nobody_nearer_does(good, ani, bambang, budi, bupati):
    cases.submitted(ani)
    Duty.objects.filter(employee=budi).delete()
    Appointment.objects.filter(employee=bambang).delete()
    assert told("no_decider")[0] == "BENAR"


def test_a_paper_that_is_late_by_an_hour_is_wrong(good, ani, budi, bambang, citra, endah):
    from documents import services as papers
    from workflows.services import close_examination

    proposal = cases.proposal_of([cases.recommended(ani, budi)], bambang)
    request = cases.do("approve", proposal.items.get().request, citra)
    close_examination(proposal, by=citra)
    [draft] = papers.draft_decree([request], by=citra)
    paper = papers.sign(draft, by=endah)
    assert told("late_papers")[0] == "BENAR"
    late = timezone.now() - datetime.timedelta(hours=2)
    Document.objects.filter(pk=paper.pk).update(due_at=late)
    assert told("late_papers") == ("SALAH", "1 naskah bernomor belum terbit lebih dari satu jam.")


def test_levels_come_with_stable_codes(good):
    assert levels(doctor.installation())["heads"] == "BENAR"
