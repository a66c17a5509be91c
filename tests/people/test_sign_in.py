"""No default passwords: the first way in works once, for 14 days, for active people."""

import datetime

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.actors import sign_in
from wfa.audit.models import AuditEvent
from wfa.notifications.models import Message
from wfa.people import services
from wfa.people.models import FirstSignIn
from wfa.people.visitors import address_behind_proxy
from wfa.refusals import Refused

STRONG = "kopi-tubruk-pagi-7"
BAD = "NIP atau sandi salah. Periksa keduanya, atau minta kode baru kepada pengelola kepegawaian."


@pytest.fixture
def code(ani):
    return services.issue_first_sign_in(ani, by=None)


def test_code_lets_in_once(code, ani):
    assert services.use_first_sign_in(code, password=STRONG) == ani
    ani.refresh_from_db()
    assert ani.check_password(STRONG)
    with pytest.raises(Refused) as refusal:
        services.use_first_sign_in(code, password=STRONG)
    assert refusal.value.code == "first_sign_in_unknown"


def test_code_ends_after_14_days(code):
    later = timezone.now() - datetime.timedelta(seconds=1)
    FirstSignIn.objects.update(expires_at=later)
    with pytest.raises(Refused):
        services.find_first_sign_in(code)


def test_code_of_a_closed_account_is_unknown(code, ani):
    ani.is_active = False
    ani.save()
    with pytest.raises(Refused):
        services.find_first_sign_in(code)
    with pytest.raises(Refused) as refusal:
        services.issue_first_sign_in(ani, by=None)
    assert refusal.value.code == "inactive"


def test_new_code_ends_the_one_before(code, ani):
    newer = services.issue_first_sign_in(ani, by=None)
    with pytest.raises(Refused):
        services.find_first_sign_in(code)
    assert services.find_first_sign_in(newer).employee == ani


def test_only_the_hash_of_a_code_is_kept(code):
    kept = FirstSignIn.objects.get()
    assert code not in (kept.secret_hash, str(kept))
    assert not AuditEvent.objects.filter(data__icontains=code).exists()


def test_blanks_dashes_and_case_of_a_code_are_forgiven(code, ani):
    spelled = f" {code.lower().replace('-', ' ')} "
    assert services.find_first_sign_in(spelled).employee == ani


def test_opening_the_link_does_not_use_it_up(client, code, ani):
    address = reverse("masuk-pertama-kode", args=[code])
    for _ in range(3):
        page = client.get(address)
        assert page.status_code == 200
    assert ani.name in page.content.decode()
    assert ani.nip not in page.content.decode()
    assert services.find_first_sign_in(code).used_at is None


def test_first_sign_in_by_slip_ends_signed_in(client, code, ani):
    step = client.post(reverse("masuk-pertama"), {"code": code.lower()})
    assert step.status_code == 302
    done = client.post(step.url, {"password": STRONG, "again": STRONG})
    assert (done.status_code, done.url) == (302, reverse("beranda"))
    assert get_user(client) == ani


@pytest.mark.parametrize(
    ("password", "again", "says"),
    [
        ("pendek", "pendek", "setidaknya 10"),
        ("1234567890", "1234567890", "angka"),
        (STRONG, "lain-sama-sekali", "tidak sama"),
    ],
)
def test_weak_or_unequal_passwords_get_a_sentence(client, code, ani, password, again, says):
    address = reverse("masuk-pertama-kode", args=[code])
    page = client.post(address, {"password": password, "again": again})
    assert page.status_code == 200
    assert says in page.content.decode()
    assert not get_user(client).is_authenticated
    assert services.find_first_sign_in(code)


def test_unknown_code_is_kept_in_the_form(client, region):
    page = client.post(reverse("masuk-pertama"), {"code": "AAAAA-BBBBB"}).content.decode()
    assert 'value="AAAAA-BBBBB"' in page
    assert "Minta kode baru" in page


def test_unknown_link_says_what_to_do(client, region):
    page = client.get(reverse("masuk-pertama-kode", args=["tidak-ada"])).content.decode()
    assert "Minta kode baru" in page
    assert 'value="tidak-ada"' in page


def test_sign_in_by_nip_with_blanks(client, ani):
    ani.set_password(STRONG)
    ani.save()
    typed = f"{ani.nip[:8]} {ani.nip[8:]}"
    answer = client.post(reverse("masuk"), {"username": typed, "password": STRONG})
    assert answer.status_code == 302
    assert get_user(client) == ani


def test_wrong_password_keeps_the_nip_and_says_what_to_do(client, ani):
    page = client.post(reverse("masuk"), {"username": ani.nip, "password": "salah"})
    assert page.status_code == 200
    assert f'value="{ani.nip}"' in page.content.decode()
    assert BAD in page.content.decode()


def test_closed_account_hears_the_same_as_a_wrong_password(client, ani):
    ani.set_password(STRONG)
    ani.is_active = False
    ani.save()
    page = client.post(reverse("masuk"), {"username": ani.nip, "password": STRONG})
    assert BAD in page.content.decode()


def test_too_many_attempts_wait_15_minutes(client, ani, settings):
    settings.AXES_FAILURE_LIMIT = 3
    for spelled in (ani.nip, f" {ani.nip}", f"{ani.nip[:4]} {ani.nip[4:]}"):
        page = client.post(reverse("masuk"), {"username": spelled, "password": "salah"})
    assert page.status_code == 429
    assert "15 menit" in page.content.decode()


def test_the_right_password_waits_too(client, ani, dewi, settings):
    settings.AXES_FAILURE_LIMIT = 3
    for person in (ani, dewi):
        person.set_password(STRONG)
        person.save()
    for _ in range(3):
        client.post(reverse("masuk"), {"username": ani.nip, "password": "salah"})
    right = {"username": ani.nip, "password": STRONG}
    assert client.post(reverse("masuk"), right).status_code == 429
    assert not get_user(client).is_authenticated
    assert client.post(reverse("masuk"), {**right, "username": dewi.nip}).status_code == 302


def test_unknown_names_are_locked_like_known_ones(client, ani, settings):
    settings.AXES_FAILURE_LIMIT = 2
    for name in (ani.nip, "tidak-ada"):
        data = {"username": name, "password": "salah"}
        answers = [client.post(reverse("masuk"), data).status_code for _ in range(3)]
        assert answers == [200, 429, 429]


def test_leaving_is_a_post(client, ani):
    sign_in(client, ani)
    assert client.get(reverse("keluar")).status_code == 405
    client.post(reverse("keluar"))
    assert not get_user(client).is_authenticated


def test_own_password_is_changed_with_the_old_one(client, ani):
    ani.set_password(STRONG)
    ani.save()
    sign_in(client, ani)
    new = "teh-poci-sore-8"
    wrong = {"old": "salah", "password": new, "again": new}
    assert "sekarang salah" in client.post(reverse("akun-sandi"), wrong).content.decode()
    assert client.post(reverse("akun-sandi"), {**wrong, "old": STRONG}).status_code == 302
    assert get_user(client) == ani
    ani.refresh_from_db()
    assert ani.check_password(new)


def test_a_new_password_ends_the_code_and_the_other_sessions(client, code, ani):
    other = Client()
    sign_in(other, ani)
    ani.set_password(STRONG)
    ani.save()
    sign_in(client, ani)
    assert not get_user(other).is_authenticated
    sign_in(other, ani)
    new = {"old": STRONG, "password": "teh-poci-sore-8", "again": "teh-poci-sore-8"}
    assert client.post(reverse("akun-sandi"), new).status_code == 302
    assert get_user(client) == ani
    assert not get_user(other).is_authenticated
    with pytest.raises(Refused):
        services.find_first_sign_in(code)


def test_closing_an_account_ends_its_session_and_code_at_once(client, code, ani, endah):
    sign_in(client, ani)
    services.set_active(ani, active=False, by=endah)
    assert client.get(reverse("akun")).status_code == 302
    services.set_active(ani, active=True, by=endah)
    with pytest.raises(Refused):
        services.find_first_sign_in(code)


def test_signing_in_changes_the_session_key(client, ani):
    ani.set_password(STRONG)
    ani.save()
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.post(reverse("masuk"), {"username": ani.nip, "password": STRONG})
    assert get_user(client) == ani
    assert client.session.session_key != planted


def test_old_password_is_not_to_be_guessed_from_an_open_session(client, ani, settings):
    settings.AXES_FAILURE_LIMIT = 3
    ani.set_password(STRONG)
    ani.save()
    sign_in(client, ani)
    typed = {"old": "salah", "password": "teh-poci-sore-8", "again": "teh-poci-sore-8"}
    answers = [client.post(reverse("akun-sandi"), typed).status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    assert client.post(reverse("akun-sandi"), {**typed, "old": STRONG}).status_code == 429
    ani.refresh_from_db()
    assert ani.check_password(STRONG)
    kept = AccessAttempt.objects.get().post_data
    assert "salah" not in kept
    assert "teh-poci" not in kept


def test_signing_in_never_leads_to_another_site(client, ani):
    ani.set_password(STRONG)
    ani.save()
    data = {"username": ani.nip, "password": STRONG, "next": "//jahat.example/"}
    assert client.post(reverse("masuk"), data).url == reverse("beranda")


def test_wrong_passwords_leave_no_nip_in_the_log(client, ani, caplog):
    client.post(reverse("masuk"), {"username": ani.nip, "password": "salah"})
    assert ani.nip not in caplog.text


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("10.0.0.1, 203.0.113.9", "203.0.113.9"),
        ("2001:db8::1", "2001:db8::1"),
        ("bukan-alamat", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_behind_a_proxy_the_last_address_counts(rf, told, address):
    assert address_behind_proxy(rf.get("/", headers={"X-Forwarded-For": told})) == address


def test_a_stranger_locks_nobody_out_elsewhere(client, ani, settings):
    settings.AXES_FAILURE_LIMIT = 3
    settings.AXES_CLIENT_IP_CALLABLE = "wfa.people.visitors.address_behind_proxy"
    ani.set_password(STRONG)
    ani.save()
    data = {"username": ani.nip, "password": "salah"}
    for _ in range(3):
        page = client.post(reverse("masuk"), data, headers={"X-Forwarded-For": "203.0.113.9"})
    assert page.status_code == 429
    data["password"] = STRONG
    page = client.post(reverse("masuk"), data, headers={"X-Forwarded-For": "203.0.113.7"})
    assert page.status_code == 302


def test_code_is_shown_once_with_its_full_link(client, pandu, ani, settings):
    page = sign_in(client, pandu).post(reverse("pegawai-kode", args=[ani.pk]))
    code = page.context["code"]
    link = settings.BASE_URL + reverse("masuk-pertama-kode", args=[code])
    assert link in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert code not in client.get(reverse("pegawai-lihat", args=[ani.pk])).content.decode()


def test_whoever_has_signed_in_is_told_about_a_new_code(
    pandu, ani, django_capture_on_commit_callbacks
):
    services.issue_first_sign_in(ani, by=pandu)
    assert not Message.objects.exists()
    ani.last_login = timezone.now()
    ani.save()
    services.issue_first_sign_in(ani, by=pandu)
    assert Message.objects.get().recipient == ani


def test_slips_are_printed_for_own_opd_only(client, pandu, ani, dewi, dodi, region):
    ani.last_login = timezone.now()
    ani.save()
    sign_in(client, pandu)
    page = client.post(reverse("slip-cetak", args=[region.diskominfo.pk]))
    slips = {slip.employee: slip.code for slip in page.context["slips"]}
    assert set(slips) == {dewi}
    assert slips[dewi] in page.content.decode()
    assert services.find_first_sign_in(slips[dewi]).employee == dewi
    assert client.post(reverse("slip-cetak", args=[region.dinkes.pk])).status_code == 404


def test_choice_of_slips_lists_the_opds_in_scope(client, bambang, endah, ani, region):
    rows = sign_in(client, bambang).get(reverse("slip")).context["rows"]
    assert [(row.unit, row.people, row.waiting) for row in rows] == [(region.diskominfo, 2, 1)]
    everywhere = sign_in(client, endah).get(reverse("slip")).context["rows"]
    opds = {region.diskominfo, region.dinkes, region.bkpsdm, region.setda}
    assert {row.unit for row in everywhere} == opds


def test_slips_cost_as_many_queries_for_one_as_for_many(
    pandu, ani, region, django_assert_max_num_queries
):
    from tests.actors import add_employee

    for number in range(30):
        add_employee(region.aplikasi, f"Orang {number}")
    with django_assert_max_num_queries(16):
        assert len(services.issue_slips(region.diskominfo, by=pandu)) == 31


def test_codes_are_issued_by_those_with_the_right_only(ani, budi, pandu, dodi):
    with pytest.raises(Refused) as refusal:
        services.issue_first_sign_in(ani, by=budi)
    assert refusal.value.code == "not_allowed"
    with pytest.raises(Refused):
        services.issue_first_sign_in(dodi, by=pandu)
    assert services.issue_first_sign_in(ani, by=pandu)


def test_personnel_officer_makes_no_code_for_an_official(region, pandu, bambang, endah):
    """Whoever has the code of a head could decide in their name: only the BKD makes it."""
    with pytest.raises(Refused) as no:
        services.issue_first_sign_in(bambang, by=pandu)
    assert no.value.code == "not_allowed"
    assert bambang not in [
        slip.employee for slip in services.issue_slips(region.diskominfo, by=pandu)
    ]
    assert services.issue_first_sign_in(bambang, by=endah)
