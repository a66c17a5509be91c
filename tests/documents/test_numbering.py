import datetime

import pytest

from documents import numbering
from documents.numbering import Parts

KNOWN = {"800.1.11.1", "800.1.11.13", "800.1.4.5", "00.1.1"}


def parts(**values):
    day = datetime.date(2026, 5, 4)
    return Parts(
        **{
            "classification": "800.1.11.1",
            "sequence": 123,
            "unit_code": "BKPSDM",
            "dated": day,
            **values,
        }
    )


def test_default_pattern_writes_the_number_of_the_pictures():
    assert numbering.write(numbering.PATTERNS["decree"], parts()) == "800.1.11.1/0123/BKPSDM/2026"


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        (
            "{klasifikasi}/{urut:03}/{kode_opd}/{bulan_romawi}/{tahun}",
            "800.1.11.1/123/BKPSDM/V/2026",
        ),
        ("{klasifikasi}/{urut}-{kode_opd}", "800.1.11.1/123-BKPSDM"),
        ("{klasifikasi}/{urut:05}/{bulan}/{tahun}", "800.1.11.1/00123/05/2026"),
    ],
)
def test_tokens_are_filled(pattern, number):
    assert numbering.write(pattern, parts()) == number


def test_a_long_sequence_is_not_cut():
    assert numbering.write("{klasifikasi}/{urut:04}", parts(sequence=12345)) == "800.1.11.1/12345"


@pytest.mark.parametrize(
    "pattern", ["{klasifikasi}/{nomor}", "{urut:04}/{tahun}", "{klasifikasi}/"]
)
def test_a_pattern_without_a_valid_number_is_an_error(pattern):
    with pytest.raises(ValueError):
        numbering.write(pattern, parts())


@pytest.mark.parametrize(
    "number",
    [
        "800.1.11.13/123-Sekre",
        "800.1.4.5/1393/KEP/6115/SK/PAK/2026",
        "00.1.1/7",
        "800.1.11.1/2677/Sekre",
    ],
)
def test_real_numbers_are_accepted(number):
    assert numbering.problem(number, KNOWN) == ""


@pytest.mark.parametrize(
    "number",
    [
        "123-Sekre",
        "999.999/123",
        "800.1.11.13/",
        "800.1.11.13/Sekre",
        "800.1.11.13/12\n3",
        "800.1.11.13/{urut}",
        "800.1.11.13/1" + "2" * 120,
    ],
)
def test_wrong_numbers_get_a_sentence(number):
    assert numbering.problem(number, KNOWN).endswith((".", "0123."))
