"""The region, its people and its officials: what is missing before a case can go its way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wfa.calendars import wording
from wfa.people.models import Duty, Unit
from wfa.setup.facts import Facts, Office
from wfa.setup.rules.findings import Finding, Group, Level, Page, ended, names

ACCOUNT, REGION, PEOPLE, OFFICIALS = "akun", "daerah", "pegawai", "pejabat"
_SETTINGS = Page("pengaturan", "Buka Pengaturan")
_IMPORT = Page("impor", "Buka Impor SIASN")
_GIVE = "Beri tugas di Tugas dan jabatan."


def findings(facts: Facts) -> Iterator[Finding]:
    yield _administrators(facts)
    yield from _region(facts)
    yield from _people(facts)
    yield from _bkd(facts)
    yield from _mandate(facts)
    yield from _offices(facts)


def _one(
    task: str,
    code: str,
    level: Level,
    sentence: str,
    remedy: str = "",
    page: Page | None = None,
    *,
    begun: bool = False,
) -> Finding:
    return Finding(Group.REGION, code, level, sentence, remedy, task, page, begun)


def _many(
    found: Sequence[object], of: str, code: str, level: Level, remedy: str, page: Page, ok: str
) -> Finding:
    """ "3 OPD belum punya kepala: A, B, dan C." or, with none of them, the sentence `ok`."""
    if not found:
        return _one(OFFICIALS, code, Level.OK, ok)
    sentence = ended(f"{wording.number(len(found))} {of}: {names(found)}")
    return _one(OFFICIALS, code, level, sentence, remedy, page)


# --- the region itself -----------------------------------------------------------------------


def _administrators(facts: Facts) -> Finding:
    held = [duty.employee for duty in facts.held.get(Duty.Kind.ADMINISTRATOR, ())]
    if held:
        return _one(ACCOUNT, "administrator", Level.OK, ended(f"Administrator: {names(held)}"))
    return _one(
        ACCOUNT,
        "administrator",
        Level.WRONG,
        "Belum ada administrator.",
        "Jalankan manage.py first_administrator di server.",
    )


def _region(facts: Facts) -> Iterator[Finding]:
    region = facts.region
    if region is None:
        yield _one(
            REGION,
            "region",
            Level.WRONG,
            "Nama daerah belum diisi.",
            "Isi nama, jenis, dan tempat penetapan di Pengaturan.",
            _SETTINGS,
        )
        return
    yield _one(REGION, "region", Level.OK, f"{region}, surat ditetapkan di {region.seat}.")
    if region.emblem_id:
        yield _one(REGION, "emblem", Level.OK, "Lambang daerah tersimpan.")
    else:
        yield _one(
            REGION,
            "emblem",
            Level.NEEDED,
            "Lambang daerah belum diunggah, jadi kepala surat terbit tanpa lambang.",
            "Unggah gambarnya di Pengaturan.",
            _SETTINGS,
        )


# --- units and people ------------------------------------------------------------------------


def _people(facts: Facts) -> Iterator[Finding]:
    if not facts.employees or not facts.offices:
        waits = facts.unread is not None
        yield _one(
            PEOPLE,
            "people",
            Level.WRONG,
            "Berkas SIASN sudah dibaca, tetapi belum disimpan."
            if waits
            else "Belum ada unit dan pegawai.",
            "Unggah UNOR.csv dan SIASN.xlsx, baca hasil ujinya, lalu simpan.",
            _IMPORT,
            begun=waits or bool(facts.employees),
        )
        return
    counted = (facts.units, facts.employees)
    units, employees = (wording.number(n) for n in counted)
    opds = wording.number(len(facts.offices))
    yield _one(
        PEOPLE,
        "people",
        Level.OK,
        f"{units} unit, di antaranya {opds} OPD, dan {employees} pegawai aktif.",
    )
    yield from _reading(facts)
    yield from _places(facts)


def _reading(facts: Facts) -> Iterator[Finding]:
    if facts.unread is not None:
        yield _one(
            PEOPLE,
            "import_unread",
            Level.NEEDED,
            "Satu hasil uji impor belum disimpan atau dibuang.",
            "Baca hasilnya, lalu simpan atau buang.",
            Page("impor-lihat", "Buka hasil uji", pk=facts.unread.pk),
        )
    if facts.refused:
        yield _one(
            PEOPLE,
            "import_refused",
            Level.NEEDED,
            f"{wording.number(facts.refused)} pegawai ditolak pada impor terakhir.",
            "Perbaiki barisnya di SIASN menurut hasil impor, lalu impor lagi.",
            _IMPORT,
        )


def _places(facts: Facts) -> Iterator[Finding]:
    for count, code, what, remedy, page in (
        (
            facts.without_unit,
            "people_without_unit",
            "pegawai aktif tidak punya unit, jadi tidak dapat mengajukan",
            "Lengkapi unit mereka di SIASN, lalu impor lagi.",
            _IMPORT,
        ),
        (
            facts.units_without_opd,
            "units_without_opd",
            "unit tidak berada di bawah OPD mana pun",
            "Perbaiki induk atau jenis unitnya di UNOR.csv, lalu impor lagi.",
            Page("unit", "Lihat susunan unit"),
        ),
    ):
        if count:
            sentence = f"{wording.number(count)} {what}."
            yield _one(PEOPLE, code, Level.NEEDED, sentence, remedy, page)


# --- the officials ---------------------------------------------------------------------------


def _bkd(facts: Facts) -> Iterator[Finding]:
    bkd = facts.region.bkd if facts.region else None
    if bkd is None:
        yield _one(
            OFFICIALS,
            "bkd",
            Level.WRONG,
            "Unit yang menjadi BKD belum ditetapkan.",
            "Pilih unitnya di Pengaturan.",
            _SETTINGS,
        )
        return
    yield _one(OFFICIALS, "bkd", Level.OK, f"Yang menjadi BKD: {bkd.title_name}.")
    yield _bkd_head(facts, bkd)
    verifiers = [duty.employee for duty in facts.held.get(Duty.Kind.VERIFIER, ())]
    if verifiers:
        sentence = ended(f"Verifikator BKD: {names(verifiers)}")
        yield _one(OFFICIALS, "verifier", Level.OK, sentence)
    else:
        yield _one(
            OFFICIALS,
            "verifier",
            Level.NEEDED,
            "Belum ada verifikator BKD; semua usulan diperiksa kepala BKD sendiri.",
            _GIVE,
            Page("tugas-beri", "Beri tugas verifikator", f"?jenis=verifikator&unit={bkd.pk}"),
        )


def _bkd_head(facts: Facts, bkd: Unit) -> Finding:
    head = facts.bkd_head
    if head is None:
        return _one(
            OFFICIALS,
            "bkd_head",
            Level.WRONG,
            f"{bkd} belum punya kepala, jadi kebijakan dan surat keputusan tidak dapat ditetapkan.",
            "Tunjuk kepala, Plt., atau Plh. dengan surat perintahnya.",
            Page("jabatan-beri", "Tunjuk kepala BKD", f"?unit={bkd.pk}"),
        )
    if head.employee.last_login is None:
        return _one(
            OFFICIALS,
            "bkd_head",
            Level.NEEDED,
            f"Kepala BKD, {head.employee.full_name}, belum pernah masuk.",
            "Buat kode masuknya, lalu serahkan langsung kepada yang bersangkutan.",
            Page("pegawai-lihat", "Buat kode kepala BKD", pk=head.employee_id),
        )
    return _one(OFFICIALS, "bkd_head", Level.OK, ended(f"Kepala BKD: {head.employee.full_name}"))


def _mandate(facts: Facts) -> Iterator[Finding]:
    page = Page("kewenangan", "Catat dasar kewenangan")
    if facts.mandate is None:
        yield _one(
            OFFICIALS,
            "mandate",
            Level.WRONG,
            "Hari ini tidak ada dasar kewenangan untuk menandatangani surat keputusan.",
            "Catat penanda tangan dan keputusan pelimpahannya.",
            page,
        )
    elif facts.signer is None:
        yield _one(
            OFFICIALS,
            "mandate",
            Level.WRONG,
            f"Penanda tangan surat keputusan, {facts.mandate.office.head_name}, sedang kosong.",
            "Tunjuk pimpinan unit itu, atau catat dasar kewenangan yang baru.",
            Page("jabatan-beri", "Tunjuk pimpinan", f"?unit={facts.mandate.office_id}"),
            begun=True,
        )
    else:
        who = facts.signer.employee.full_name
        yield _one(OFFICIALS, "mandate", Level.OK, ended(f"Surat keputusan ditandatangani {who}"))


def _offices(facts: Facts) -> Iterator[Finding]:
    if not facts.offices:
        return
    for lack, of, code, remedy, ok in (
        (
            "kepala",
            "OPD belum punya kepala",
            "heads",
            "Tunjuk Plt. atau Plh., atau isi pimpinannya di SIASN lalu impor lagi.",
            "Semua OPD punya kepala hari ini.",
        ),
        (
            "penilai",
            "OPD belum punya penilai, jadi kepalanya menilai sendiri",
            "assessors",
            "Beri tugas penilai, sekaligus untuk banyak OPD.",
            "Semua OPD punya penilai.",
        ),
        (
            "pos-el",
            "kepala OPD tanpa alamat pos-el, jadi tidak menerima pemberitahuan",
            "head_mail",
            "Isi pos-elnya di SIASN lalu impor lagi, atau minta ia mengisinya di halaman Akun.",
            "Semua kepala OPD punya alamat pos-el.",
        ),
        (
            "kode",
            "OPD belum punya kode pada nomor surat",
            "letter_codes",
            "Isi kodenya pada halaman unit.",
            "Semua OPD punya kode pada nomor surat.",
        ),
    ):
        found = [office.unit for office in facts.offices if lacks(office, lack)]
        page = Page("penyiapan-pejabat", "Lihat daftar", f"?kurang={lack}")
        yield _many(found, of, code, Level.NEEDED, remedy, page, ok)


def lacks(office: Office, what: str) -> bool:
    """Whether an OPD is without its head, assessor, the head's e-mail or its letters' code."""
    return {
        "kepala": office.head is None,
        "penilai": not office.assessors,
        "pos-el": office.head is not None and not office.head.employee.email,
        "kode": not office.unit.letter_code,
    }[what]
