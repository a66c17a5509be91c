"""What is sent to each address: forms filled in so that they would take effect."""

import datetime
import json
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.access.world import PASSWORD, absences, free_day, roster
from tests.attendance.duty_world import BACK
from tests.files.corpus import picture
from tests.performance import access_world as performance
from tests.workflows import rosters
from wfa.requests.models import WorkRequest

NEW_PASSWORD = "sandi-baru-yang-panjang"


def body(world, letter, name, thing):
    make = BODIES.get(name.partition(":")[0])
    return make(world, letter, thing) if make else {}


def day(n):
    return (timezone.localdate() + datetime.timedelta(days=n)).isoformat()


def _letterhead(_world, _letter, _unit):
    return {"short_name": "Nama Baru", "letter_code": "999", "address": "Jalan Baru 1"}


def _region(world, _letter, _thing):
    return {"kind": "kota", "name": "Arjabaru", "seat": "Arjabaru", "bkd": world.region.bkpsdm.pk}


def _mandate(world, _letter, _thing):
    return {
        "office": world.region.bkpsdm.pk,
        "title": "Keputusan tentang Pelimpahan",
        "basis_number": "9 Tahun 2026",
        "basis_date": day(-10),
        "starts": day(0),
    }


def _duty(world, _letter, person):
    return {
        "employee": person.pk,
        "kind": "penilai",
        "unit": person.unit.opd.pk,
        "starts": day(0),
        "basis_number": "800/7",
        "basis_date": day(-3),
    }


def _office(world, letter, person):
    return {**_duty(world, letter, person), "kind": "PLT"}


def _account(_world, _letter, _thing):
    return {"name": "Orang Baru", "kind": "official", "login": "orang.baru"}


def _enforce(_world, _letter, _policy):
    return {
        "title": "Peraturan Bupati tentang Fleksibilitas Kerja",
        "number": "99 Tahun 2026",
        "dated": day(-1),
        "effective_from": day(0),
    }


def _close(world, _letter, _thing):
    return {
        "unit": world.region.root.pk,
        "title": "Surat Edaran Bupati tentang Penghentian Kerja Fleksibel",
        "number": "800/123/2026",
        "dated": day(-1),
        "effective_from": day(0),
        "pending": "tahan",
        "running": "terus",
        "yakin": "ya",
    }


def _trial(world, _letter, _thing):
    basis = {"title": "Surat Edaran", "number": "801/1/2026", "dated": day(-1), "yakin": "ya"}
    same = {"pattern": "fixed_weekday", "weekdays": ["3"], "quota": "100", "days": "1"}
    phases = [{"name": f"Fase {n}", "starts": day(n), "ends": day(n), **same} for n in (30, 31)]
    typed = {f"fase-{n}-{k}": v for n, phase in enumerate(phases) for k, v in phase.items()}
    return {"unit": world.region.root.pk, "jumlah": "2", **basis, **typed}


def _requests(_world, _letter, request):
    return {"requests": [str(request.pk)], "mode": "kolektif", "paper": "A4"}


def _revoke(_world, _letter, decree):
    return {
        "requests": [str(item.request_id) for item in decree.items.all()],
        "reason": "Kepentingan dinas menghendaki pegawai hadir.",
    }


def _policy(world, letter, policy):
    """The form as it stands on the page, with one rule changed."""
    from wfa.policies.forms import OWN, PolicyForm
    from wfa.policies.selectors import inherited

    shown = PolicyForm(
        None,
        unit=policy.unit,
        own=policy.parameters,
        inherited=inherited(policy.unit, timezone.localdate()),
    )
    data = {
        name: field.initial for name, field in shown.fields.items() if field.initial is not None
    }
    sent = {k: v for k, v in data.items() if v is not False}
    return {**sent, "lead_days": 7, OWN + "lead_days": "on"}


def _evidence(_world, _letter, _thing):
    return {"berkas": SimpleUploadedFile("surat.png", picture("PNG"), "image/png")}


def _decided(_world, _letter, proposal):
    """Approve whatever is undecided in the proposal."""
    items = proposal.items.filter(request__state="proposed")
    return {f"keputusan-{item.request_id}": "approve" for item in items}


def _undone(_world, _letter, proposal):
    item = proposal.items.get(request__state="approved")
    return {"pilih": [str(item.request_id)]}


def _swap(_world, _letter, draft):
    """Its day is full, so that the next free one can be taken instead."""
    from wfa.requests.rules import instead_of
    from wfa.requests.selectors import facts_of
    from wfa.schedules.models import QuotaCounter
    from wfa.schedules.selectors import board_for, quota_unit

    facts = facts_of(draft)
    full = facts.dates[0]
    unit = quota_unit(draft.applicant, draft.unit)
    limit = board_for([unit], [full]).of(unit.pk, full).limit
    held = {"taken": limit, "limit": limit, "room": 999, "structural_room": 0}
    QuotaCounter.objects.update_or_create(unit=unit, date=full, defaults=held)
    return {"ganti": f"{full}/{instead_of(facts, full)[0]}"}


def _waiting(_world, _letter, case):
    """Its stage is over, so that its holder may be reminded."""
    begun = timezone.now() - datetime.timedelta(days=9)
    WorkRequest.objects.filter(pk=case.pk).update(
        stage_at=begun, due_on=timezone.localdate() - datetime.timedelta(days=1)
    )
    return {}


def _given_back(_world, _letter, case):
    return {"dates": [d.date.isoformat() for d in case.days.all()], "reason": "Rapat di kantor."}


def _called_back(_world, _letter, case):
    return {"ditanya": "1", "pilih": [case.applicant_id], "reason": "Pemeriksaan BPK."}


def _order(world, letter, _thing):
    """An order for an OPD over which this person has the right; kept as a draft."""
    opd = {"t": "dinkes"}.get(letter, "diskominfo")
    return {
        "units": [getattr(world.region, opd).pk],
        "first_day": day(90),
        "last_day": day(94),
        "reason": "Banjir menutup jalan.",
        "basis": "Instruksi Bupati Nomor 3 Tahun 2026",
        "langkah": "simpan",
    }


def _off(_world, _letter, person):
    date = free_day()
    return {"employee": person.pk, "kind": "leave", "first": date, "last": date, "basis": "850/1"}


def _answer_of_swap(_world, letter, _swap):
    return {"tindakan": "batal" if letter == "a" else "kabul"}


def fixed(**values):
    return lambda _world, _letter, _thing: values


def _homes(world, letter, _thing):
    from tests.exchange.test_locations import book

    return {"berkas": book([1, "Pegawai", world.user("a").nip, -7.8, 112.0, 150])}


def _answered(world, letter, _thing):
    from tests.exchange.test_answers import listed

    unit = world.region.diskominfo if letter == "p" else world.region.root
    system = world.find("system", letter, "other")
    return {"system": system.pk, "unit": unit.pk, "berkas": listed(world.user("a").nip)}


_POINT = {"latitude": "-7.8", "longitude": "112.0", "radius_m": "250"}
_SYSTEM = {"name": "e-Presensi", "layout": "matriks", "mode": "off", "push_url": ""}


def _own_opd(world, letter):
    return getattr(world.region, {"t": "dinkes", "E": "bkpsdm"}.get(letter, "diskominfo"))


def _month_begun(world, letter, _thing):
    return {"opd": _own_opd(world, letter).pk, "bulan": day(0)[:7]}


def _months_drafted(world, _letter, _thing):
    from tests.actors import open_policy

    pattern = {"rota_pattern": "fixed_weekday", "rota_weekdays": [0, 1, 2, 3, 4]}
    open_policy(world.region.root, by=world.region.service, **pattern)
    return {"bulan": day(70)[:7]}


def _extra_day(world, letter, _thing):
    return {"opd": _own_opd(world, letter).pk, "first": free_day(), "reason": "Apel di kecamatan."}


def _planned_day(_world, _letter, roster):
    return rosters.working_days(roster.first_day)[7].isoformat()


def _cells(world, letter, roster):
    person = roster.lines.first().employee_id
    day = _planned_day(world, letter, roster)
    return {"isian": json.dumps({person: {day: "A"}}), "revisi": roster.revision}


def _line(world, letter, line):
    days = {date.isoformat(): "K" for date in rosters.working_days(line.roster.first_day)}
    chosen = {_planned_day(world, letter, line.roster): "A"}
    return {**days, **chosen, "revisi": line.roster.revision}


def _pattern(_world, _letter, roster):
    asked = {"pola": "fixed_weekday", "hari": ["2"], "untuk": "semua", "huruf": "R"}
    return {**asked, "revisi": roster.revision}


def _written_down(_world, _letter, person):
    return {"pegawai": person.pk, "date": day(-1), "text": "Bekerja dari luar daerah tanpa izin."}


_GUIDED = "Tidak dapat dihubungi tanpa penjelasan."


def _sent(world, letter, _thing):
    return {"opd": _own_opd(world, letter).pk, "tanggal": day(-BACK), "putaran": 0}


def _verified(_world, _letter, found):
    return {"langkah": "verify_day", "pilih": [str(found.pk)], "dibuka": "1"}


BODIES = {
    "rencana": performance.planned,
    "laporan-harian": performance.reported,
    "kinerja-nilai": performance.rated,
    "kinerja-tim-nilai": performance.picked,
    "presensi-hadir": lambda *_: {"kunci": str(uuid.uuid4())},
    "presensi-unggah": lambda *_: {
        "foto": SimpleUploadedFile("foto.jpg", picture("JPEG"), "image/jpeg")
    },
    "presensi-foto": lambda *_: picture("JPEG"),
    "presensi-jelaskan": fixed(penjelasan="Listrik padam sejak pukul 12.30."),
    "verifikasi-putuskan": _verified,
    "rekap-kirim": _sent,
    "panggilan-undi": lambda w, letter, _t: {"opd": _own_opd(w, letter).pk, "jumlah": 1},
    "panggilan-mulai": fixed(lewat="phone"),
    "panggilan-tutup": fixed(hasil="menjawab", catatan="Menjawab."),
    "panggilan-jawab": fixed(text="Saya sudah menghubungi lewat telepon."),
    "pembinaan-catat": _written_down,
    "pembinaan-putuskan": fixed(putusan="konfirmasi", level="note", note=_GUIDED),
    "pembinaan-keberatan": fixed(reason="Ponsel saya rusak hari itu."),
    "pembinaan-jawab": fixed(jawaban="tetap", note="Tidak ada bukti lapor hari itu."),
    "pembinaan-cabut": fixed(note="Salah orang yang dihubungi."),
    "jadwal-buat": _month_begun,
    "jadwal-tambahan": _extra_day,
    "jadwal-isi": _pattern,
    "jadwal-simpan": _cells,
    "jadwal-baris": _line,
    "jadwal-ubah": fixed(reason="Pemeriksaan BPK."),
    "lokasi-saya": fixed(**_POINT),
    "lokasi-catat": fixed(**_POINT),
    "lokasi-impor": _homes,
    "presensi-pengakuan": _answered,
    "presensi-sambungan-baru": fixed(**_SYSTEM),
    "presensi-sambungan-lihat": fixed(**_SYSTEM),
    "perintah-buat": _order,
    "jadwal-putus": lambda _w, _l, found: {"langkah": "approve", "pilih": [str(found.pk)]},
    "jadwal-buka-lagi": lambda _w, _l, found: {"pilih": [str(found.pk)]},
    "jadwal-ingatkan": lambda *_: {"bulan": day(0)[:7]},
    "jadwal-susun": _months_drafted,
    "pembatalan-minta": _given_back,
    "pembatalan": fixed(keputusan="kabulkan"),
    "pembatalan-lewat": fixed(reason="SK tidak sempat terbit."),
    "keberatan-ajukan": fixed(reason="Layanan dijaga dua rekan."),
    "keberatan": fixed(jawaban="kabul", note="Layanan ternyata terjaga."),
    "pertimbangan": fixed(pendapat="dukung", note="Dapat dibawa pulang."),
    "panggil-kembali": _called_back,
    "ketidakhadiran-isi": _off,
    "ketidakhadiran-ganti": _off,
    "ketidakhadiran-cabut": fixed(why="Salah orang."),
    "ketidakhadiran-impor": lambda *_: {"berkas": absences()},
    "tukar-lihat": _answer_of_swap,
    "pengajuan-untuk": lambda _w, _l, person: {"pegawai": person.pk},
    "akun": fixed(email="baru@arjamukti.example", phone="0812 0000 9999"),
    "akun-sandi": fixed(old=PASSWORD, password=NEW_PASSWORD, again=NEW_PASSWORD),
    "masuk-pertama": lambda world, *_: {"code": world.things["code"][0][2]},
    "masuk-pertama-kode": fixed(password=NEW_PASSWORD, again=NEW_PASSWORD),
    "pegawai-aktif": fixed(aktif="tidak"),
    "impor": lambda *_: {"people": roster()},
    "akun-baru": _account,
    "tugas-beri": _duty,
    "tugas-akhiri": lambda *_: {"ends": day(0)},
    "jabatan-beri": _office,
    "jabatan-akhiri": lambda *_: {"ends": day(0)},
    "unit-lihat": _letterhead,
    "pengaturan": _region,
    "kewenangan": _mandate,
    "kalender-tambah": lambda *_: {"date": day(150), "name": "Libur baru", "kind": "local"},
    "kalender-ubah": lambda *_: {"date": day(150), "name": "Libur lain", "kind": "local"},
    "kalender-isi": fixed(year=2027),
    "kalender-ramadan": fixed(starts="2027-02-08", ends="2027-03-09"),
    "penyiapan-penilai": lambda world, *_: {
        "basis_number": "800/7",
        "basis_date": day(-3),
        "starts": day(0),
        f"nip_{world.region.bkpsdm.pk}": world.user("r").nip,
    },
    "penyiapan-kebijakan": lambda world, *_: {
        "sample": "peraturan",
        "unit": world.region.root.pk,
    },
    "kebijakan-baru": lambda world, *_: {"unit": world.region.diskominfo.pk},
    "kebijakan-ubah": _policy,
    "kebijakan-berlakukan": _enforce,
    "kebijakan-tahap": _trial,
    "kebijakan-tarik": fixed(reason="Bupati menunda penghentian."),
    "sakelar-tutup": _close,
    "sakelar-buka": _enforce,
    "sk-panggil": lambda *_: {
        "since": day(6),
        "reason": "Pelayanan akhir tahun memerlukan kehadiran.",
        "paper": "A4",
    },
    "pengajuan-ajukan": fixed(pernyataan="on"),
    "pengajuan-ganti-hari": _swap,
    "sk-susun": _requests,
    "arsip-kasus": _requests,
    "naskah-tanda-tangan": fixed(has_read="on", password=PASSWORD),
    "naskah-batal-terbit": fixed(reason="Salah lampiran, disusun ulang."),
    "naskah-cabut": _revoke,
    "pengajuan-isi": fixed(basis="task", reason_kind="focus", reason="Alasan lain.", draf="ya"),
    "bukti-unggah": _evidence,
    "kotak-masuk-putuskan": lambda _w, _l, case: {"langkah": "recommend", "pilih": [str(case.pk)]},
    "kotak-masuk-urungkan": lambda _w, _l, case: {"pilih": [str(case.pk)]},
    "tampilan-simpan": fixed(nama="Minggu ini", kembali="tenggat=minggu-ini"),
    "alasan": fixed(step="refuse", text="Layanan hari itu harus dijaga di kantor."),
    "usulan-baru": lambda _w, _l, case: {"pilih": [str(case.pk)]},
    "usulan-putuskan": _decided,
    "usulan-urungkan": _undone,
    "ingatkan": _waiting,
    "pemberitahuan-cara": fixed(cara="at_once"),
}
