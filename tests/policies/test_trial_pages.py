"""The page of a trial in phases: asked, shown, put in force; nothing typed is lost."""

import pytest
from django.urls import reverse

from tests.actors import add_unit, sign_in
from wfa.policies.models import Policy

URL = "/kebijakan/tahap/"


@pytest.fixture
def page(clock, client, endah):
    return sign_in(client, endah)


@pytest.fixture
def answers(region):
    return {
        "unit": region.root.pk,
        "title": "SE Gubernur tentang Uji Coba",
        "number": "150/KPG.03/BKD",
        "dated": "2026-10-01",
        "jumlah": "2",
        **one(0, "Fase I", "2026-11-01", "2026-11-30", pattern="fixed_weekday", quota="100"),
        **one(1, "Fase II", "2026-12-01", "2026-12-31", pattern="halves_day"),
    }


def one(place, name, starts, ends, **values):
    usual = {"pattern": "", "weekdays": ["3"], "share": "50", "quota": "50", "days": "2"}
    typed = {"name": name, "starts": starts, "ends": ends, **usual, **values}
    return {f"fase-{place}-{key}": value for key, value in typed.items()}


def text(response):
    return response.content.decode()


def test_first_two_phases_are_asked_with_usual_values(page, region):
    response = page.get(URL, {"unit": region.diskominfo.pk})
    assert response.status_code == 200
    forms = response.context["forms"]
    assert [form["name"].value() for form in forms.phases] == ["Fase I", "Fase II"]
    assert f'value="{region.diskominfo.pk}" selected' in text(response)
    assert 'data-show-when="fase-0-pattern=fixed_weekday"' in text(response)


def test_preview_tells_what_holds_and_nothing_is_in_force_yet(page, answers, region):
    html = text(page.post(URL, answers))
    for words in (
        "Sekarang sampai 31 Oktober 2026",
        "<strong>Fase I</strong>: Kamis, semua pegawai",
        "<strong>Fase II</strong>: 50:50 per hari",
        "1 Januari 2027 dan seterusnya",
        "Tetapkan 2 fase",
    ):
        assert words in html
    assert list(Policy.objects.all()) == [region.policy]


def hidden(response):
    """What the preview would send: its hidden fields, as the browser reads them."""
    forms, sent = response.context["forms"], {"jumlah": str(len(response.context["forms"].phases))}
    for form in forms.all():
        for field in form:
            sent[field.html_name] = field.value() if field.value() is not None else ""
    return sent


def test_said_once_more_all_phases_are_in_force(page, answers, region):
    preview = page.post(URL, answers)
    response = page.post(URL, {**hidden(preview), "yakin": "ya"}, follow=True)
    assert response.redirect_chain == [(reverse("kebijakan"), 302)]
    assert "2 fase ditetapkan" in text(response)
    assert "Fase I mulai Minggu, 1 November 2026." in text(response)
    made = Policy.objects.exclude(pk=region.policy.pk).order_by("effective_from")
    assert [(p.phase_name, p.state) for p in made] == [
        ("Fase I", "in_force"),
        ("Fase II", "in_force"),
    ]
    assert made[0].parameters["rota_weekdays"] == [3]
    assert "rota_weekdays" not in made[1].parameters
    assert "<strong>Fase II</strong>: 50:50 per hari" in text(response)


def test_sent_twice_it_is_told_and_nothing_is_added(page, answers):
    page.post(URL, {**answers, "yakin": "ya"})
    again = page.post(URL, {**answers, "yakin": "ya"})
    assert again.status_code == 422
    assert "tidak ada yang ditambahkan" in text(again)
    assert Policy.objects.count() == 3


def test_error_stands_at_its_field_and_keeps_what_was_typed(page, answers):
    wrong = {**answers, "fase-1-starts": "2026-11-15", "fase-0-quota": "77"}
    response = page.post(URL, wrong)
    assert response.status_code == 422
    html = text(response)
    assert "bertumpuk dengan Fase I" in html
    assert 'href="#id_fase-1-starts">Fase ke-2: ' in html
    for kept in ('value="2026-11-15"', 'value="77"', "150/KPG.03/BKD"):
        assert kept in html
    assert Policy.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("fase-0-name", "", "Nama fase belum diisi."),
        ("fase-0-starts", "kapan", "Tanggal tidak dikenali."),
        ("fase-0-starts", "2026-10-11", "Fase tidak berlaku surut."),
        ("fase-0-ends", "", "Hanya fase terakhir boleh tanpa akhir."),
        ("fase-0-quota", "banyak", "Isi 0 sampai 100 persen."),
        ("fase-0-quota", "", "Isi 0 sampai 100 persen."),
        ("fase-0-days", "6", "Isi 0 sampai 5 hari seminggu."),
        ("fase-0-pattern", "x", "Pilih salah satu dari daftar."),
        ("fase-0-weekdays", [], "Pilih sedikitnya satu hari"),
        ("fase-0-weekdays", ["9"], "Pilih hanya dari daftar"),
        ("dated", "2026-10-13", "Dokumen bertanggal sesudah hari ini."),
        ("number", "", "Nomor dokumen belum diisi."),
        ("unit", "999999", "Unit ini tidak dapat dipilih."),
    ],
)
def test_every_nonsense_gets_a_sentence(page, answers, field, value, words):
    response = page.post(URL, {**answers, field: value, "yakin": "ya"})
    assert response.status_code == 422
    assert words in text(response)
    assert Policy.objects.count() == 1


def test_what_the_pattern_does_not_ask_cannot_be_wrong(page, answers):
    sent = {**answers, "fase-1-share": "banyak", "fase-1-weekdays": []}
    assert page.post(URL, sent).status_code == 200


def test_another_phase_is_added_without_losing_anything(page, answers):
    typed = {**answers, "fase-1-quota": "bukan angka", "tambah": "ya"}
    response = page.post(URL, typed)
    assert response.status_code == 200
    html = text(response)
    assert 'value="bukan angka"' in html
    assert "<title>Salah" not in html
    third = response.context["forms"].phases[2]
    assert third["name"].value() == "Fase III"
    assert 'name="fase-2-starts" value="2027-01-01"' in html
    assert response.context["forms"].phases[0]["weekdays"].value() == ["3"]


def test_a_phase_is_removed_and_the_others_stay(page, answers):
    third = one(2, "Fase III", "2027-01-01", "", pattern="share", share="30")
    typed = {**answers, **third, "jumlah": "3", "hapus": "1"}
    forms = page.post(URL, typed).context["forms"]
    assert [form["name"].value() for form in forms.phases] == ["Fase I", "Fase III"]
    assert forms.phases[1]["share"].value() == "30"
    fewest = page.post(URL, {**answers, "hapus": "0"}).context["forms"]
    assert len(fewest.phases) == 2


@pytest.mark.parametrize("count", ["", "x", "-3", "999", "7"])
def test_the_number_of_phases_stays_within_its_limits(page, answers, count):
    forms = page.post(URL, {**answers, "jumlah": count, "tambah": "ya"}).context["forms"]
    assert 2 <= len(forms.phases) <= 6


def test_going_back_from_the_preview_keeps_everything(page, answers):
    response = page.post(URL, {**hidden(page.post(URL, answers)), "ubah": "ya"})
    assert response.status_code == 200
    assert 'name="fase-0-starts" value="2026-11-01"' in text(response)


def test_the_list_and_the_timeline_lead_here(page, answers, region):
    page.post(URL, {**answers, "yakin": "ya"})
    html = text(page.get(reverse("kebijakan")))
    assert f'href="{URL}"' in html
    assert f'href="{URL}?unit={region.root.pk}"' in html


def test_the_phases_are_told_while_the_trial_runs_and_in_the_list_afterwards(
    page, answers, client, endah, clock
):
    page.post(URL, {**answers, "yakin": "ya"})
    clock("2026-12-05 09:00")
    html = text(sign_in(client, endah).get(reverse("kebijakan")))
    running = html[html.index('class="phases"') : html.index("</ol>")]
    assert running.count("Selesai") == running.count("Berjalan") == 1
    for words in ("1–30 November 2026", "<strong>Fase I</strong>", "1–31 Desember 2026"):
        assert words in running
    clock("2027-01-05 09:00")
    html = text(sign_in(client, endah).get(reverse("kebijakan")))
    assert 'class="phases"' not in html
    assert html.count("Fase selesai") == 2
    assert "1 November 2026 sampai 30 November 2026" in html


def test_who_may_not_enforce_finds_no_link_and_no_page(clock, client, region, adi):
    page = sign_in(client, adi)
    assert URL not in text(page.get(reverse("kebijakan")))
    assert page.get(URL).status_code == 404


@pytest.mark.parametrize("schools", [1, 60])
def test_the_page_costs_the_same_for_many_units(
    page, region, schools, django_assert_max_num_queries
):
    for n in range(schools):
        add_unit(region.dinkes, f"SDN {n}", kind="sekolah")
    with django_assert_max_num_queries(16):
        page.get(URL)


def test_enter_never_removes_a_phase(page, answers):
    """Enter in a field presses the first button of the form."""
    html = text(page.post(URL, {**answers, "tambah": "ya"}))
    form = html[html.index('name="jumlah"') - 400 :]
    first = form[form.index("<button") :].split(">")[0]
    assert "name=" not in first
    assert 'name="hapus"' in form
