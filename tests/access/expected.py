"""Who gets what at every address: the table that the matrix walks. A missing URL fails the tests.

One letter per role; all of Diskominfo unless said otherwise:

    a  Ani, employee                        c  Citra, verifier (BKPSDM)
    d  Dewi, Ani's colleague                E  Endah, head of BKPSDM
    b  Budi, assessor                       r  Rani, archivist (BKPSDM)
    p  Pandu, personnel officer             i  Ines, inspector
    B  Bambang, head of Diskominfo          s  Adi, system administrator
    f  Fitri, front office                  -  stranger, not signed in
    t  Tri, Plh. head of Dinkes             u  Hendra, head of the region
    x  Sari, was Plh. head of Dinkes        l  service account without a duty
    n  Eko, assessor, account closed

`own`, `same`, `other`: the thing is the person's own, of a colleague in the same OPD, of another
OPD (for those of the region's offices everything is `other`). Who stands there is answered, and
a POST of theirs takes effect. `told`: answered with a sentence or without the thing; nothing
changes. Everybody else is told 404 ("-" and "n": sent to the sign-in), and nothing changes.
"""

from dataclasses import dataclass

ASN = "adbpfBtxcEr"
ALL = ASN + "isul"
EVERYBODY = ALL + "n-"


@dataclass(frozen=True)
class Row:
    methods: str
    """ "GET", "POST" or "GET POST" """
    on: str = ""
    """Kind of thing in the address, or picked in the body."""
    own: str = ""
    same: str = ""
    other: str = ""
    told: str = ""
    picked: bool = False

    def letters(self, whose: str) -> str:
        return str(getattr(self, whose))


def page(who: str = "", **columns: str) -> Row:
    return _row("GET", who, columns)


def act(who: str = "", **columns: str) -> Row:
    return _row("POST", who, columns)


def form(who: str = "", **columns: str) -> Row:
    return _row("GET POST", who, columns)


def pick(methods: str, *, told: str, **columns: str) -> Row:
    """The thing stands in the body: whoever opens the page is answered, few take effect."""
    return Row(methods, told=told, picked=True, **columns)


def _row(methods: str, who: str, columns: dict[str, str]) -> Row:
    return Row(methods, **columns) if columns.get("on") else Row(methods, other=who, **columns)


PEOPLE = "Es"  # manage_people over the region
IMPORT = "Es"  # import_people
SLIPS = "BtpEs"  # print_slips, over one's OPD or the region
OPD = "bBtEu"  # assess or propose (Endah for BKPSDM, Hendra for the heads)
ABSENCES = "pBtcE"  # record_absence over one's OPD or the region
REGION = "cEriu"  # see the papers of the whole region

PLACED = "pBtcE"  # export_schedule or record_absence
DUTY = "bpBtcEiu"  # view_duty over one's OPD or the region

EXPECTED: dict[str, Row] = {
    # --- the shell -------------------------------------------------------------------------
    "beranda": page(ALL),
    "menu": page(ALL),
    "bantuan": page(EVERYBODY),
    "privasi": page(EVERYBODY),
    "komponen": page(ALL),
    "sehat": page(EVERYBODY),
    "cari": page(ALL),
    # --- sign-in and account ---------------------------------------------------------------
    "masuk": form(told=EVERYBODY),
    "keluar": act(told=ALL),
    "masuk-pertama": form(told=EVERYBODY),
    "masuk-pertama-kode": form(on="code", other=EVERYBODY),
    "akun": form(ALL),
    "akun-sandi": form(ALL),
    # --- people ----------------------------------------------------------------------------
    "pegawai": page(SLIPS),
    "pegawai-lihat": page(on="person", own="BtpEs", same="BtpE", other="Es"),
    "pegawai-kode": act(on="person", same="BtpE", other="Es", told="BtpE"),
    "pegawai-aktif": act(on="person", same="E", other="Es", told="E"),
    "akun-baru": form(PEOPLE),
    "tugas": page(PEOPLE),
    "tugas-beri": pick("GET POST", on="person", same="E", other="Es", told="Es"),
    "tugas-akhiri": act(on="duty", same="E", other="Es"),
    "jabatan-beri": pick("GET POST", on="person", same="E", other="Es", told="Es"),
    "jabatan-akhiri": act(on="office", same="E", other="Es"),
    "slip": page(SLIPS),
    "slip-cetak": act(on="unit", same="BtpE", other="Es", told="BtpEs"),
    "unit": page(PEOPLE),
    "unit-lihat": form(on="unit", same="E", other="Es"),
    "impor": form(IMPORT),
    "impor-lihat": page(on="import", other=IMPORT),
    "impor-simpan": act(on="import", other=IMPORT),
    "impor-buang": act(on="import", other=IMPORT),
    "impor-ditolak": page(on="import", other=IMPORT),
    "pengaturan": form(PEOPLE),
    "kewenangan": form(PEOPLE),
    "lambang": page(told=ALL),
    # --- calendar and policies -------------------------------------------------------------
    "kalender": page(PEOPLE),
    "kalender-tambah": act(PEOPLE),
    "kalender-isi": act(PEOPLE),
    "kalender-ramadan": form(PEOPLE),
    "kalender-ubah": form(on="holiday", other=PEOPLE),
    "kalender-hapus": act(on="holiday", other=PEOPLE),
    "kebijakan": page(PEOPLE),
    "kebijakan-unit": page(on="unit", same="E", other=PEOPLE),
    "kebijakan-baru": form(PEOPLE),
    "kebijakan-tahap": form("E"),
    "kebijakan-lihat": page(on="policy", other=PEOPLE),
    "kebijakan-ubah": form(on="policy_draft", other=PEOPLE),
    "kebijakan-berlakukan": form(on="policy_draft", other="E"),
    "kebijakan-buang": act(on="policy_draft", other=PEOPLE),
    "kebijakan-banding": page(PEOPLE),
    "kebijakan-tarik": act(on="policy_ahead", other="E"),
    "kebijakan-dampak": page(on="policy_draft", other=PEOPLE),
    "sakelar": page("E"),
    "sakelar-tutup": form("E"),
    "sakelar-buka": form(on="closed_unit", other="E"),
    # --- places of work, and the attendance application ------------------------------------
    "lokasi-saya": form(ALL),
    "lokasi-pegawai": page(PLACED),
    "lokasi-catat": form(on="person", own="pBtcE", same="pBtcE", other="cE"),
    "lokasi-impor": form(PLACED),
    "lokasi-impor-lihat": page(on="homes", own="p"),
    "lokasi-impor-simpan": act(on="homes", own="p"),
    "lokasi-impor-buang": act(on="homes", own="p"),
    "presensi": page("pcE"),
    "presensi-unduh": page("pcE"),
    "presensi-pengakuan": form("pcE"),
    "presensi-pengakuan-lihat": page(on="answer", same="p", other="cE"),
    "presensi-pengakuan-xlsx": page(on="answer", same="p", other="cE"),
    "presensi-sambungan": page(PEOPLE),
    "presensi-sambungan-baru": form(PEOPLE),
    "presensi-sambungan-lihat": form(on="system", other=PEOPLE),
    "presensi-sambungan-kunci": act(on="system", other=PEOPLE),
    "presensi-sambungan-tutup": act(on="system", other=PEOPLE),
    "presensi-kirim": act(on="pushing", other=PEOPLE),
    "presensi-kiriman-ulangi": act(on="delivery", other=PEOPLE),
    "presensi-tarik": page(on="system"),
    "presensi-saya": page(ALL),
    "presensi-luring": page(EVERYBODY),
    "pekerja-layanan": page(EVERYBODY),
    "manifes": page(EVERYBODY),
    "presensi-pemberitahuan": form(ALL.replace("d", ""), told="d"),  # Dewi has read it
    "presensi-isi": page(on="duty_window", own="d"),
    "presensi-hadir": act(on="duty_window", own="d"),
    "presensi-unggah": act(on="duty_window", own="d"),
    "presensi-foto": act(on="duty_check_in", own="d"),
    "presensi-sinkron": page(ALL),
    "kalender-langganan": form(ALL),
    "kalender-langganan-cabut": act(told=ALL),
    "kalender-ics": page(on="calendar", other=EVERYBODY),
    # --- plan, report and review -----------------------------------------------------------
    "rencana": form(on="work_open", own="a"),
    "laporan-harian": form(on="work_open", own="a"),
    "laporan-bukti": page(on="work_evidence", own="a", same="Bt", other="cEiu"),
    "kinerja": page(ALL),
    "kinerja-tim": page("BtEu"),
    "kinerja-tim-nilai": pick("POST", on="work_done", same="Bt", other="u", told="BtEu"),
    "kinerja-nilai": form(on="work_done", same="Bt", other="u"),
    "kinerja-rekap": page("pBtcEiu"),
    "kinerja-orang": page(on="person", own="pBtcE", same="pBtcE", other="cEiu"),
    "kinerja-unduh": page(ALL),
    "kinerja-pdf": page(ALL),
    # --- requests --------------------------------------------------------------------------
    "pengajuan-saya": page(ALL),
    "pengajuan-baru": form(ASN, told="isul"),
    "pengajuan": page(on="case", own="adbpxcr", same="bBptcE", other="cEiu"),
    "pengajuan-isi": form(on="draft", own=ASN),
    "pengajuan-periksa": page(on="draft", own=ASN),
    "pengajuan-ajukan": act(on="draft", own=ASN),
    "pengajuan-batal": act(on="case", own="adbpxcr"),
    "pengajuan-buang": act(on="draft", own=ASN),
    "pengajuan-ganti-hari": act(on="draft", own=ASN),
    "pengajuan-perpanjang": act(on="in_force", own="a"),
    "pengajuan-untuk": pick("GET POST", on="person", same="p", told="p"),
    "bukti-unggah": act(on="draft", own=ASN),
    "bukti-hapus": act(on="draft_evidence", own=ASN),
    "bukti": page(on="evidence", own="adbpxcr", same="bBptcE", other="cEiu"),
    # --- procedure -------------------------------------------------------------------------
    "kotak-masuk": page(OPD),
    "kotak-masuk-kasus": page(on="case", own="b", same="bBtE", other="u"),
    "kotak-masuk-putuskan": pick("POST", on="case", same="bBtE", other="u", told=OPD),
    "kotak-masuk-urungkan": pick("POST", on="recommended", same="b", told=OPD),
    "kotak-masuk-pintasan": act(told=OPD + "c"),
    "tampilan-simpan": act(OPD + "c"),
    "tampilan-hapus": act(on="view", own="bc"),
    "alasan": form("BtEu"),
    "alasan-hapus": act(on="reason", same="Bt"),
    "usulan": page("bBtcEu"),
    "usulan-baru": pick("GET POST", on="recommended", same="Bt", other="u", told="BtEu"),
    "usulan-lihat": page(on="proposal", same="bBt", other="cEu"),
    "usulan-putuskan": act(on="proposal", other="cE"),
    "usulan-urungkan": act(on="proposal", other="c", told="E"),
    "usulan-selesai": act(on="proposal_ready", other="cE"),
    "kotak-masuk-bkd": page("cE"),
    "lewat-batas": page("bBtEiu"),
    "ingatkan": act(on="case", own="adbpxcr"),
    "pembatalan-minta": form(on="in_force", own="a"),
    "pembatalan-tarik": act(on="cancellation", own="a"),
    "pembatalan-daftar": page("bBtEu"),
    "pembatalan": form(on="cancellation", same="bBt", other="Eu"),
    "pembatalan-lewat": form(on="in_force"),
    "keberatan-ajukan": form(on="refused", own="a"),
    "keberatan-daftar": page("Eu"),
    "keberatan": form(on="objected", other="Eu"),
    "pertimbangan-daftar": page(),
    "pertimbangan": form(on="case"),
    "panggil-kembali": pick("GET POST", on="in_force", same="Bt", other="Eu", told="BtEu"),
    # --- schedules -------------------------------------------------------------------------
    "jadwal-saya": page(ALL),
    "siapa-di-mana": page("bpfBtcEiu"),
    "siapa-di-mana-orang": page(on="person", own="bpBtcE", same="bpBtcE", other="cEiu"),
    "jadwal": page(ASN + "iu"),
    "jadwal-buat": act("pBtE"),
    "jadwal-tambahan": form("pBtE"),
    "jadwal-matriks": page(on="roster_draft", same="pBt"),
    "jadwal-baris": form(on="roster_line", same="pBt"),
    "jadwal-isi": act(on="roster_draft", same="pBt"),
    "jadwal-simpan": act(on="roster_draft", same="pBt"),
    "jadwal-segarkan": act(on="roster_draft", same="pBt"),
    "jadwal-buang": form(on="roster_draft", same="pBt"),
    "jadwal-xlsx": page(on="roster_draft", same="pBt"),
    "jadwal-unggah": form(on="roster_draft", told="pBt"),
    "jadwal-ubah": form(on="roster_in_force", same="pBt"),
    "jadwal-laporkan": act(on="roster_draft", same="pBt"),
    "jadwal-batal": act(on="roster_submitted", same="pBt"),
    "jadwal-bkd": page("cE"),
    "jadwal-bkd-periksa": page(on="roster_reported", other="cE"),
    "jadwal-putus": pick("POST", on="roster_reported", other="cE", told="cE"),
    "jadwal-buka-lagi": pick("POST", on="roster_approved", other="c", told="cE"),
    "jadwal-ingatkan": act("cE"),
    "jadwal-susun": act("cE"),
    "perintah": page("BtcE"),
    "perintah-buat": form("BtcE"),
    # --- absences and swaps ----------------------------------------------------------------
    "ketidakhadiran": page(ABSENCES),
    "ketidakhadiran-catat": page(ABSENCES),
    "ketidakhadiran-isi": form(on="person", own="pBtcE", same="pBtcE", other="cE"),
    "ketidakhadiran-cabut": form(on="absence", same="pBt", other="cE"),
    "ketidakhadiran-impor": form(ABSENCES),
    "ketidakhadiran-impor-lihat": page(on="absence_import", own="p"),
    "ketidakhadiran-impor-simpan": act(on="absence_import", own="p"),
    "ketidakhadiran-impor-buang": act(on="absence_import", own="p"),
    "ketidakhadiran-impor-ditolak": page(on="absence_import", own="p"),
    "ketidakhadiran-ganti": pick("POST", on="person", told="BtE"),
    "tukar": page(ALL),
    "tukar-minta": form(told=ALL),
    "tukar-lihat": form(on="swap", own="a", same="B", other="u", told="d"),
    # --- papers ----------------------------------------------------------------------------
    "surat-keputusan": page(ALL),
    "sk-susun": pick("POST", on="ready", other="cE", told="cE"),
    "sk-panggil": form(on="policy_ahead", other="cE"),
    "naskah-usulan": page(on="proposal_unsigned", same="Bt", other="u"),
    "naskah-jadwal": page(on="roster_submitted", same="bpBt", other="cEiu"),
    "naskah": page(on="decree", own="a", same="bBpt", other=REGION),
    "naskah-pratinjau": page(on="decree_draft", other=REGION),
    "naskah-unduh": page(on="decree", own="a", same="bBpt", other=REGION),
    "naskah-tanda-tangan": act(on="letter", same="Bt", other="u", told="E"),
    "naskah-buang": act(on="letter", same="Bt", other="u", told="cE"),
    "naskah-ulangi": act(on="decree_numbered", other="E", told="u"),
    "naskah-batal-terbit": act(on="decree_numbered", other="E", told="u"),
    "naskah-cabut": form(on="decree", other="cE"),
    "verifikasi": page(on="token", other=EVERYBODY),
    "verifikasi-cari": page(EVERYBODY),
    "arsip": page("Er"),
    "arsip-kasus": pick("POST", on="closed", other="Er", told="Er"),
    # --- supervision of the day of duty ----------------------------------------------------
    "presensi-bulan": page(ALL),
    "presensi-hari": page(on="duty_day", own="a"),
    "presensi-jelaskan": act(on="duty_day", own="a"),
    "pengawasan": page(DUTY),
    "pengawasan-unit": page(on="unit", same="bpBtcE", other="cEiu"),
    "pengawasan-hari": page(on="duty_day", same="bpBt", other="cEiu"),
    "pengawasan-foto": page(on="duty_photo", own="a", same="Bt", other="cEiu"),
    "pengawasan-bulan": page(DUTY),
    "pengawasan-xlsx": page(DUTY),
    "verifikasi-hari": page("BtEu"),
    "verifikasi-putuskan": pick("POST", on="duty_day", same="Bt", other="u", told="BtEu"),
    "rekap-hari": page("pBtcEi"),
    "rekap-kirim": act("pBtE"),
    "rekap-lihat": page(on="account", same="pBt", other="cEi"),
    # --- calls and steps of guidance -------------------------------------------------------
    "panggilan": page("pBtEu"),
    "panggilan-undi": act("pBtEu"),
    "panggilan-mulai": act(on="call_day", same="pBt", other="u"),
    "panggilan-tutup": act(on="call", same="pBt", other="u"),
    "panggilan-jawab": act(on="call", own="a"),
    "pembinaan": page("BtEu"),
    "pembinaan-lihat": page(on="guidance", same="Bt", other="u"),
    "pembinaan-catat": pick("GET POST", on="person", same="BtE", other="u", told="BtEu"),
    "pembinaan-putuskan": act(on="guidance", same="Bt", other="u"),
    "pembinaan-keberatan": act(on="guidance_issued", own="a"),
    "pembinaan-jawab": act(on="guidance_objected", other="Eu"),
    "pembinaan-cabut": act(on="guidance_issued", same="Bt", other="u"),
    "pembinaan-berkas": page(on="guidance_examination", same="Bt", other="Eu"),
    "pembinaan-saya": page(ALL),
    "naskah-pembinaan": page(on="guidance_confirmed", same="Bt", other="u"),
    # --- notices and log -------------------------------------------------------------------
    "pemberitahuan": page(ALL),
    "pemberitahuan-baca": act(on="message", own=ALL),
    "pemberitahuan-baca-semua": act(ALL),
    "pemberitahuan-cara": act(ALL),
    "surat-mati": page(PEOPLE),
    "surat-mati-ulangi": act(on="dead", other=PEOPLE),
    "jejak-audit": page("i"),
    # --- the set-up ------------------------------------------------------------------------
    "penyiapan": page(PEOPLE),
    "penyiapan-pejabat": page(PEOPLE),
    "penyiapan-penilai": form(PEOPLE),
    "penyiapan-kalender": act(PEOPLE),
    "penyiapan-kebijakan": form(PEOPLE),
    "penyiapan-pemeriksaan": page(PEOPLE),
}

EXTRA: dict[str, Row] = {
    # Another thing at the same address: "name:which".
    "kinerja-nilai:kepala": form(on="work_of_head", other="u"),
    "pengajuan:draf": page(on="draft", own=ASN),
    "bukti:draf": page(on="draft_evidence", own=ASN),
    "bukti:kesehatan": page(on="health", own="adbpxcr", same="bBtE", other="i"),
    "usulan-lihat:belum-diterima": page(on="proposal_unsigned", same="bBt", other="u"),
    "usulan-putuskan:belum-diterima": act(on="proposal_unsigned"),
    "usulan-selesai:belum-diterima": act(on="proposal_unsigned"),
    "jadwal-matriks:dilaporkan": page(on="roster_reported", same="bpBt", other="cEiu"),
    "jadwal-xlsx:berlaku": page(on="roster_in_force", same="bpBt", other="cEiu"),
    "naskah:draft": page(on="decree_draft", other=REGION),
    "naskah:letter": page(on="letter", same="bBpt", other=REGION),
    "naskah:pembinaan": page(on="guidance_letter", same="Bt", other="u"),
    "naskah-pratinjau:pembinaan": page(on="guidance_letter", same="Bt", other="u"),
    "pembinaan-lihat:keberatan": page(on="guidance_objected", same="Bt", other="Eu"),
    "naskah-tanda-tangan:sk": act(on="decree_draft", other="E", told="u"),
    "naskah-buang:sk": act(on="decree_draft", other="cE", told="u"),
}
