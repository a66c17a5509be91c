import datetime

from django.template import Context, Template
from django.utils.safestring import mark_safe

MOMENT = datetime.datetime(2026, 8, 3, 1, 15, tzinfo=datetime.UTC)
DAYS = [datetime.date(2026, 8, 21), datetime.date(2026, 8, 28)]


def shown(expression, **context):
    return Template("{{ " + expression + " }}").render(Context(context))


def test_dates_are_written_in_indonesian():
    assert shown("d|tanggal", d=datetime.date(2026, 6, 5)) == "Jumat, 5 Juni 2026"
    assert shown("d|tanggal_pendek", d=datetime.date(2026, 6, 5)) == "5 Juni 2026"
    assert shown("d|bulan", d=datetime.date(2026, 6, 5)) == "Juni 2026"
    assert shown("d|daftar_tanggal", d=DAYS) == "Jumat, 21 dan 28 Agustus 2026"


def test_a_span_says_month_and_year_once():
    first, last = datetime.date(2026, 8, 21), datetime.date(2026, 8, 28)
    assert shown("a|rentang:b", a=first, b=last) == "21–28 Agustus 2026"
    assert shown("a|rentang:a", a=first) == "21 Agustus 2026"


def test_a_long_number_breaks_after_its_slashes():
    number = "800.1.11.1/0008/DISKOMINFO/2026"
    assert shown("n|nomor", n=f"Surat Tugas Nomor {number}") == (
        f"Surat Tugas Nomor {number.replace('/', '/<wbr>')}"
    )
    assert shown("n|nomor", n="850/1 <b>") == "850/1 &lt;b&gt;"
    marked = mark_safe("Diajukan oleh <strong>Ani Lestari</strong>")
    assert shown("n|nomor", n=marked) == marked


def test_a_label_inside_a_sentence_keeps_its_acronyms():
    assert shown("t|dalam_kalimat", t="Dilaporkan ke BKD") == "dilaporkan ke BKD"
    assert shown("t|dalam_kalimat", t="Jadwal Januari 2027") == "jadwal Januari 2027"
    assert shown("t|dalam_kalimat", t="WFH, rumah") == "WFH, rumah"


def test_times_name_the_zone_of_the_region():
    assert shown("d|waktu", d=MOMENT) == "Senin, 3 Agustus 2026, 08.15 WIB"
    assert shown("d|jam", d=MOMENT) == "08.15 WIB"


def test_a_moment_counts_for_the_local_day():
    late = datetime.datetime(2026, 8, 2, 18, 0, tzinfo=datetime.UTC)
    assert shown("d|tanggal", d=late) == "Senin, 3 Agustus 2026"


def test_numbers_use_comma_and_point_as_indonesia_does():
    assert shown("n|angka:2", n=1234.56) == "1.234,56"
    assert shown("n|angka", n=8528) == "8.528"
    assert shown("n|angka", n=0) == "0"
    assert shown("n|ukuran", n=217088) == "212 KB"


def test_nip_is_written_in_groups():
    assert shown("n|nip", n="196804111993031009") == "19680411 199303 1 009"


def test_nothing_is_written_as_nothing():
    for name in ("tanggal", "tanggal_pendek", "bulan", "waktu", "jam", "angka", "nip", "ukuran"):
        assert shown(f"d|{name}", d=None) == ""
    assert shown("d|daftar_tanggal", d=[]) == ""
