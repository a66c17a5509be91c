import re

import pytest
from django import forms
from django.core.paginator import Paginator
from django.forms import formset_factory
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from wfa.people.models import Employee
from wfa.refusals import Refused
from wfa.requests.models import State, WorkRequest
from wfa.templatetags.drawings import STOPS, quota
from wfa.templatetags.fields import Problem, problems
from wfa.templatetags.icons import icon
from wfa.templatetags.statuses import KINDS, LOOKS, status
from workflows.services import Outcome, Receipt


def draw(text, /, **context):
    return Template(text).render(Context(context))


class SampleForm(forms.Form):
    nip = forms.CharField(label="NIP", help_text="18 angka.")
    place = forms.ChoiceField(
        label="Tempat", widget=forms.RadioSelect, choices=[("home", "Rumah"), ("other", "Lain")]
    )
    kind = forms.ChoiceField(label="Jenis", choices=[("a", "A")])
    day = forms.DateField(label="Hari", widget=forms.DateInput)
    note = forms.CharField(label="Catatan", widget=forms.Textarea)
    file = forms.FileField(label="Berkas")
    sure = forms.BooleanField(label="Saya yakin")

    def clean_nip(self):
        raise forms.ValidationError("NIP harus 18 angka.")


@pytest.fixture
def failed():
    return SampleForm({"nip": "123", "day": "2026-08-21"})


# ---- leaves


def test_icon_is_hidden_from_readers():
    assert icon("check") == (
        '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
        '<circle cx="8" cy="8" r="6"/><path d="m5.4 8.2 1.9 1.9 3.4-3.9"/></svg>'
    )


def test_unknown_icon_is_a_mistake():
    with pytest.raises(KeyError):
        icon("no-such-picture")


@pytest.mark.parametrize("kind", KINDS)
def test_every_state_has_picture_colour_and_the_models_word(kind):
    choices = KINDS[kind]
    assert set(LOOKS[choices]) == set(choices)
    for state in choices:
        assert state.label in status(state.value, kind)
        assert "<svg" in status(state.value, kind)


def test_status_takes_the_object_itself():
    assert status(WorkRequest(state=State.PROPOSED)) == status("proposed")


def test_tag_escapes_what_people_wrote():
    assert "&lt;b&gt;" in draw('{% tag text "info" %}', text="<b>")


def test_full_quota_says_so_in_words():
    assert "10/10 penuh" in quota(10, 10)
    assert "0/0 penuh" in quota(0, 0)
    assert "9/10</span>" in quota(9, 10)


def test_only_an_exceeded_quota_is_drawn_as_wrong():
    assert [('class="quota"' in quota(n, 10)) for n in (3, 9, 10)] == [True, True, True]
    assert 'class="quota is-over"' in quota(11, 10)
    assert "11/10 melebihi kuota" in quota(11, 10)
    assert "1/0 melebihi kuota" in quota(1, 0)


# ---- fields


def test_field_ties_hint_and_error_to_its_input(failed):
    html = draw("{% field form.nip inputmode='numeric' %}", form=failed)
    assert 'class="field has-error"' in html
    assert 'aria-describedby="id_nip_hint id_nip_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'inputmode="numeric"' in html
    assert 'id="id_nip_error"' in html
    assert "NIP harus 18 angka." in html


def test_field_without_hint_or_error_describes_nothing():
    assert "aria-describedby" not in draw("{% field form.kind %}", form=SampleForm())


def test_radio_group_is_a_fieldset_with_a_legend(failed):
    html = draw("{% field form.place %}", form=failed)
    assert "<fieldset" in html
    assert "Tempat</legend>" in html
    assert html.count('class="form-check-input"') == 2
    assert 'for="id_place_1"' in html


def test_checkbox_has_its_label_beside_it():
    html = draw("{% field form.sure %}", form=SampleForm())
    assert '<label class="form-check-label" for="id_sure">Saya yakin</label>' in html


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("kind", 'class="form-select"'),
        ("note", "<textarea"),
        ("file", 'type="file"'),
        ("day", 'type="date"'),
    ],
)
def test_field_wears_the_clothes_of_its_kind(name, expected):
    form = SampleForm()
    assert expected in draw("{% field field %}", field=form[name])


def test_date_keeps_what_was_typed_in_the_form_the_browser_reads(failed):
    assert 'value="2026-08-21"' in draw("{% field form.day %}", form=failed)


def test_optional_and_dependent_field_say_so():
    html = draw("{% field form.note optional=True show_when='place=other' %}", form=SampleForm())
    assert "(boleh kosong)" in html
    assert 'data-show-when="place=other"' in html


# ---- summary of errors


def test_summary_counts_and_links_to_each_field(failed):
    html = draw("{% errors form subject='Pengajuan' %}", form=failed)
    count = sum(len(failed[name].errors) for name in failed.fields)
    assert f"Pengajuan belum bisa dilanjutkan: {count} hal perlu diperbaiki" in html
    assert '<a href="#id_nip">NIP harus 18 angka.</a>' in html
    assert 'href="#id_place_0"' in html
    assert 'role="alert"' in html


def test_missing_value_is_named_by_its_field(failed):
    assert "Catatan belum diisi." in draw("{% field form.note %}", form=failed)
    assert "Tempat belum dipilih." in draw("{% field form.place %}", form=failed)
    assert "Berkas belum diunggah." in draw("{% errors form %}", form=failed)
    assert "Saya yakin: centang kotak ini untuk melanjutkan." in draw(
        "{% errors form %}", form=failed
    )


def test_own_words_for_a_missing_value_are_kept():
    form = SampleForm({})
    form.errors.clear()
    form.add_error("note", forms.ValidationError("Tulis alasannya.", code="required"))
    assert "Tulis alasannya." in draw("{% field form.note %}", form=form)


def test_summary_is_silent_when_nothing_is_wrong():
    assert draw("{% errors form %}", form=SampleForm()).strip() == ""


def test_summary_takes_formsets_refusals_and_sentences():
    rows = formset_factory(SampleForm)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-nip": "1"}
    )
    refusal = Refused("Kuota penuh. Pilih hari lain.", field="dates")
    found = problems(rows, refusal, "Sesi berakhir.", [refusal])
    assert Problem("NIP harus 18 angka.", "id_form-0-nip") in found
    assert found[-3:] == [
        Problem("Kuota penuh. Pilih hari lain.", "id_dates"),
        Problem("Sesi berakhir."),
        Problem("Kuota penuh. Pilih hari lain.", "id_dates"),
    ]


# ---- the way of a case

WAY = [
    {"label": "Diajukan", "who": "Anda", "when": "30 Juli", "state": "done"},
    {"label": "Penilaian OPD", "who": "Tri Yulianto", "when": "", "state": "now"},
    {"label": "Berlaku", "who": "", "when": "", "state": "later"},
]


def test_every_stop_is_told_in_words():
    html = draw("{% route way %}", way=WAY)
    said = re.findall(r'visually-hidden">: (.*?)<', html)
    assert said == ["selesai", "sekarang", "belum"]
    assert html.count('aria-current="step"') == 1
    assert all(f"{text}" in html for text in ("Diajukan", "Anda", "30 Juli", "Tri Yulianto"))


def test_every_kind_of_stop_has_a_picture_and_a_word():
    way = [{"label": state, "state": state} for state in STOPS]
    html = draw("{% route way %}", way=way)
    assert html.count("<circle") >= len(STOPS)
    assert all(f'class="is-{state}"' in html for state in STOPS)


def test_long_name_stands_whole():
    long = "Dr. Raden Ayu Kusumawardhani Prawirodirjo Notonegoro, S.Kom., M.Si."
    way = [{"label": "Penilaian", "who": long, "when": "", "state": "now"}] * 6
    assert draw("{% route way %}", way=way).count(long) == 6


def test_case_without_steps_draws_nothing_and_breaks_nothing():
    assert "<circle" not in draw("{% route way %}", way=[])


# ---- lists


def test_pages_keep_the_rest_of_the_query():
    request = RequestFactory().get("/", {"q": "ani", "halaman": "2"})
    html = draw("{% pagination page %}", request=request, page=Paginator(range(30), 10).page(2))
    assert 'href="?q=ani&amp;halaman=3"' in html
    assert 'aria-current="page"' in html


def test_a_single_page_shows_no_pages():
    request = RequestFactory().get("/")
    html = draw("{% pagination page %}", request=request, page=Paginator([1], 10).page(1))
    assert html.strip() == ""


def receipt(name, outcome, sentence):
    return Receipt(WorkRequest(applicant=Employee(name=name)), outcome, sentence)


def test_receipts_count_the_done_and_name_the_others():
    html = draw(
        "{% receipts answers %}",
        answers=[
            receipt("Ani", Outcome.DONE, "Disetujui."),
            receipt("Budi", Outcome.DONE, "Disetujui."),
            receipt("Siti", Outcome.SAME, "Sudah disetujui oleh Citra pukul 09.38 WIB."),
            receipt("Heru", Outcome.REFUSED, "Kuota penuh."),
        ],
    )
    assert "<strong>2 disetujui.</strong>" in html
    assert "Siti: sudah disetujui oleh Citra pukul 09.38 WIB." in html
    assert "<strong>1 tidak dapat diproses.</strong>" in html
    assert "Ani" not in html


def test_rules_say_their_verdict_in_words():
    rules = [{"level": "bad", "sentence": "Kuota penuh.", "law": "Pasal 1"}]
    html = render_to_string("components/rules.html", {"rules": rules})
    assert "Tidak terpenuhi:" in html
    assert "Pasal 1" in html


# ---- wrappers


def test_wrappers_keep_their_markup_and_escape_their_values():
    html = draw(
        "{% panel title count=3 flush=True %}<p>{{ text }}</p>{% endpanel %}",
        title="<i>",
        text="<b>",
    )
    assert '<section class="panel panel-flush">' in html
    assert "&lt;i&gt;" in html
    assert "<p>&lt;b&gt;</p>" in html


def test_empty_fact_is_a_dash_and_zero_stays_zero():
    html = draw("{% facts %}{% fact 'A' '' %}{% fact 'B' 0 %}{% endfacts %}")
    assert "<dd>–</dd>" in html
    assert "<dd>0</dd>" in html


def test_fact_can_be_changed_where_it_says_so():
    html = draw("{% fact 'Hari' value '/ubah/' %}", value="<x>")
    assert re.search(r'href="/ubah/">Ubah<span class="visually-hidden"> hari</span>', html)
    assert "&lt;x&gt;" in html


@pytest.mark.parametrize("tone", ["", "ok", "warn", "bad"])
def test_note_has_a_picture_for_each_tone(tone):
    html = draw("{% note tone title='Judul' %}<p>Isi</p>{% endnote %}", tone=tone)
    assert "<svg" in html
    assert "<strong>Judul</strong>" in html
