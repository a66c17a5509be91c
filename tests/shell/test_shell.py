"""The frame of the pages: who sees which destinations, and what that costs."""

import pytest
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory, override_settings

from wfa.context import Shell, shell
from wfa.notifications.models import Message
from wfa.people.authority import GRANTS, Role
from wfa.people.models import Employee, Position, Region, Unit
from wfa.people.permissions import Authority, Capacity
from wfa.places import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.shell.urls")]


def acting(*roles):
    capacities = tuple(Capacity(role, 1, "1/", "D", f"Kepala {role}", "") for role in roles)
    return Authority(capacities, frozenset((g.role, g.action, "1/") for g in GRANTS))


@pytest.fixture
def ani():
    root = Unit.objects.create(kind=Unit.Kind.REGION, name="Kabupaten Arjamukti", path="1/")
    Region.objects.create(pk=1, name="Arjamukti", seat="Arjamukti", bkd=root)
    return Employee.objects.create(
        login="199002142014022003",
        nip="199002142014022003",
        name="Ratna Ayu Wulandari",
        unit=root,
        position=Position.objects.create(name="Pranata Komputer"),
    )


def frame(user, *roles, path="/"):
    return Shell(RequestFactory().get(path), Visitor(user, acting(*roles)))


def labels(user, *roles):
    return [item.label for item in frame(user, *roles).items]


def page(user, *roles, template="shell/menu.html", path="/menu/"):
    request = RequestFactory().get(path)
    request.user, request.authority = user, acting(*roles)
    return get_template(template).render({}, request)


def test_employee_sees_the_own_requests_and_decrees_only(ani):
    assert labels(ani) == [
        "Beranda",
        "Pengajuan Saya",
        "Jadwal Saya",
        "Presensi",
        "Surat Keputusan",
        "Kinerja",
    ]


def test_head_of_opd_gets_inbox_proposals_and_slips(ani):
    assert labels(ani, Role.OPD_HEAD) == [
        "Beranda",
        "Kotak Masuk",
        "Pengajuan Saya",
        "Jadwal",
        "Usulan",
        "Surat Keputusan",
        "Pengawasan",
        "Kinerja",
        "Pembinaan",
        "Siapa di Mana",
        "Pegawai",
        "Pembatalan",
        "Panggil Kembali",
        "Ketidakhadiran",
        "Perintah",
        "Jadwal Saya",
        "Presensi",
    ]


def test_verifier_has_one_inbox_that_is_the_bkds(ani):
    found = [i for i in frame(ani, Role.VERIFIER).items if i.label == "Kotak Masuk"]
    assert [i.url for i in found] == ["/kotak-masuk-bkd/"]


def test_head_of_bkd_and_opd_has_two_inboxes_with_two_names(ani):
    found = labels(ani, Role.BKD_HEAD, Role.OPD_HEAD)
    assert found[1:3] == ["Kotak Masuk", "Usulan BKD"]


def test_administrator_has_no_case_in_the_menu(ani):
    ani.kind = Employee.Kind.SERVICE
    found = labels(ani, Role.ADMINISTRATOR)
    assert found == ["Beranda", "Pegawai", "Kebijakan", "Kalender", "Pengaturan", "Penyiapan"]


def test_inspector_reads_the_audit_trail(ani):
    assert "Jejak Audit" in labels(ani, Role.INSPECTOR)


def test_bar_and_tabs_are_short_and_the_rest_is_under_menu(ani):
    long = frame(ani, Role.BKD_HEAD, Role.OPD_HEAD)
    assert len(long.bar) == 5
    assert len(long.tabs) == 4
    assert long.has_more
    assert not frame(ani).has_more


def test_current_place_is_the_nearest_one(ani):
    found = frame(ani, path="/pengajuan-saya/7/").items
    assert [i.label for i in found if i.is_current] == ["Pengajuan Saya"]
    assert [i.label for i in frame(ani, path="/").items if i.is_current] == ["Beranda"]


@pytest.mark.parametrize(
    ("path", "roles", "place"),
    [
        ("/pengajuan/7/isi/2/", (), "Pengajuan Saya"),
        ("/naskah/7/", (), "Surat Keputusan"),
        ("/usulan/7/", (Role.OPD_HEAD,), "Usulan"),
        ("/usulan/7/", (Role.VERIFIER,), "Kotak Masuk"),
        ("/kotak-masuk-bkd/", (Role.BKD_HEAD, Role.OPD_HEAD), "Usulan BKD"),
        ("/tugas/beri/", (Role.ADMINISTRATOR,), "Pegawai"),
        ("/jabatan/beri/", (Role.ADMINISTRATOR,), "Pegawai"),
        ("/unit/7/", (Role.ADMINISTRATOR,), "Pegawai"),
        ("/slip/", (Role.OPD_HEAD,), "Pegawai"),
        ("/impor/7/", (Role.ADMINISTRATOR,), "Pegawai"),
        ("/pengaturan/kewenangan/", (Role.ADMINISTRATOR,), "Pengaturan"),
    ],
)
def test_inner_page_belongs_to_its_place(ani, path, roles, place):
    items = frame(ani, *roles, path=path).items
    assert [i.label for i in items if i.is_current] == [place]


def test_page_itself_may_say_its_place(ani):
    def current(*places, roles=(Role.BKD_HEAD, Role.OPD_HEAD)):
        request = RequestFactory().get("/usulan/7/")
        request.places = places
        found = Shell(request, Visitor(ani, acting(*roles))).items
        return [i.label for i in found if i.is_current]

    assert current("kotak-masuk-bkd") == ["Usulan BKD"]
    assert current("kotak-masuk", "usulan", roles=(Role.VERIFIER,)) == []


def test_who_makes_decrees_has_them_before_the_own_requests(ani):
    first = ["Beranda", "Kotak Masuk", "Usulan BKD", "Surat Keputusan", "Arsip", "Jadwal OPD"]
    assert labels(ani, Role.BKD_HEAD, Role.OPD_HEAD)[:6] == first
    assert [i.short for i in frame(ani, Role.BKD_HEAD, Role.OPD_HEAD).tabs][3] == "SK"
    found = labels(ani, Role.VERIFIER)
    assert found.index("Surat Keputusan") < found.index("Pengajuan Saya")
    with_archive = labels(ani, Role.VERIFIER, Role.ARCHIVIST)
    assert with_archive[:4] == ["Beranda", "Kotak Masuk", "Surat Keputusan", "Arsip"]


def test_menu_is_current_where_the_place_lies_under_it(ani):
    roles = (Role.BKD_HEAD, Role.OPD_HEAD)
    assert frame(ani, *roles, path="/kebijakan/7/").is_elsewhere
    assert frame(ani, *roles, path="/pengajuan/7/").is_beyond_tabs
    assert frame(ani, *roles, path="/pengajuan/7/").is_elsewhere
    assert frame(ani, path="/akun/").is_beyond_tabs
    assert not frame(ani, path="/akun/").is_elsewhere
    assert not frame(ani, *roles, path="/surat-keputusan/").is_beyond_tabs
    html = page(ani, *roles, path="/kebijakan/7/")
    assert html.count('<a href="/menu/" aria-current="page"') == 2


def test_privacy_notice_names_all_who_may_read_a_request(ani):
    html = page(ani, template="shell/privacy.html")
    for readers in ("Atasan langsung Anda", "pengelola kepegawaian OPD Anda", "inspektur"):
        assert readers in html


def test_place_without_an_address_is_hidden(ani):
    with override_settings(ROOT_URLCONF="django.contrib.auth.urls"):
        assert frame(ani).items == []


def test_initials_and_capacity_say_who_is_here(ani):
    assert frame(ani).initials == "RW"
    assert frame(ani).acting_as == "Pranata Komputer · Kabupaten Arjamukti"
    assert frame(ani, Role.OPD_HEAD).acting_as == "Kepala kepala_opd"


def test_menu_lists_every_place_with_account_and_way_out(ani):
    html = page(ani, Role.BKD_HEAD, Role.OPD_HEAD)
    for item in frame(ani, Role.BKD_HEAD, Role.OPD_HEAD).items:
        assert f'href="{item.url}"' in html
    assert 'action="/keluar/"' in html
    assert 'method="post"' in html


def test_page_names_region_person_and_server_time(ani):
    html = page(ani)
    assert "Kabupaten Arjamukti" in html
    assert "Ratna Ayu Wulandari" in html
    assert "(waktu server)" in html
    assert 'href="#isi"' in html


@pytest.mark.parametrize(
    ("roles", "queries"),
    [
        ((Role.OPD_HEAD,), 3),  # region, inbox, unread
        ((Role.BKD_HEAD, Role.OPD_HEAD), 4),  # region, two inboxes, unread
        ((), 3),  # region, position and unit, unread
    ],
)
def test_shell_asks_the_database_little(ani, roles, queries, django_assert_num_queries):
    with django_assert_num_queries(queries):
        page(ani, *roles)


def test_unread_messages_are_counted(ani):
    for subject in ("Satu", "Dua"):
        Message.objects.create(
            recipient=ani, subject=subject, body="Isi", created_at="2026-08-03T01:00:00Z"
        )
    assert "2 belum dibaca" in page(ani)


def test_public_page_asks_nothing_about_the_visitor(ani, django_assert_num_queries):
    with django_assert_num_queries(1):  # the region
        html = page(ani, template="public.html")
    assert "lw-nav" not in html
    assert "Ratna" not in html


def test_stranger_has_no_menu():
    context = shell(RequestFactory().get("/"))
    assert not context["shell"]
    assert "lw-nav" not in render_to_string("base.html", {}, RequestFactory().get("/"))


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_page_needs_neither_request_nor_database(name, django_assert_num_queries):
    with django_assert_num_queries(0):
        html = get_template(f"{name}.html").render()
    assert "<h1>" in html
    assert "Ke Beranda" in html


def test_not_found_and_not_allowed_look_the_same(ani):
    html = page(ani, template="404.html")
    assert "Halaman ini tidak ada, atau Anda tidak berhak melihatnya." in html


@pytest.mark.parametrize("name", ["gallery", "help", "privacy"])
def test_page_of_the_shell_renders(ani, name):
    html = page(ani, template=f"shell/{name}.html")
    assert html.count("<h1>") == 1
    assert "{#" not in html
