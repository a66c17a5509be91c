"""docs/hak-akses.md: the table of rights for people, made from `authority.GRANTS`."""

from pathlib import Path

from wfa.people.authority import ACTIONS, GRANTS, Role, Scope
from wfa.requests.models import State

FILE = Path(__file__).resolve().parent.parent.parent / "docs" / "hak-akses.md"

ROLES = {
    Role.EMPLOYEE: ("Pegawai ASN", "setiap akun ASN"),
    Role.UNIT_HEAD: ("Kepala unit di bawah OPD", "jabatan"),
    Role.ASSESSOR: ("Penilai OPD", "tugas"),
    Role.PERSONNEL: ("Pengelola kepegawaian OPD", "tugas"),
    Role.FRONT_OFFICE: ("Petugas layanan depan", "tugas"),
    Role.PICKET: ("Petugas piket", "tugas"),
    Role.OPD_HEAD: ("Kepala OPD", "jabatan definitif, Plt., Plh., atau Pj"),
    Role.REGION_HEAD: ("Kepala daerah", "jabatan definitif, Plt., Plh., atau Pj"),
    Role.VERIFIER: ("Verifikator BKD", "tugas"),
    Role.BKD_HEAD: ("Kepala BKD", "jabatan; ia juga kepala OPD atas BKD sendiri"),
    Role.ARCHIVIST: ("Arsiparis", "tugas"),
    Role.INSPECTOR: ("Inspektur", "tugas"),
    Role.ADMINISTRATOR: ("Administrator sistem", "tugas"),
}
SCOPES = {
    Scope.OWN: "miliknya sendiri",
    Scope.UNIT: "unitnya dan unit di bawahnya",
    Scope.REGION: "seluruh daerah",
}

HEAD = """# Hak akses

Siapa boleh melakukan apa, atas unit mana, dan pada keadaan pengajuan yang mana.
Tabel ini dibuat dari `wfa/people/authority.py`, satu-satunya tempat hak ditetapkan.
Jangan mengubahnya di sini: ubah `GRANTS`, lalu jalankan `make test-sqlite ARGS="tests/access" DOCS=1`.

Cara membacanya:

- **Peran** melekat pada jabatan atau tugas yang bertanggal. Hak berakhir sendiri pada tanggalnya.
- **Lingkup** menyebut unit yang dijangkau. Pegawai di luar lingkup tidak terlihat sama sekali (404).
- **Keadaan** menyebut kapan hak itu dapat dipakai. Tanpa keadaan berarti pada setiap keadaan.
- Akun layanan tanpa tugas dan akun yang dinonaktifkan tidak memiliki hak apa pun.
- Tidak seorang pun memutus pengajuannya sendiri, atau yang ia isi atau dukung sebelumnya.
- Draf hanya dilihat oleh pemohon dan pengisinya.

Alamat mana yang dibuka oleh hak mana tertulis dalam `wfa/access.py`.
Uji `tests/access` mengetuk setiap alamat sebagai setiap peran dan membandingkannya dengan tabel.
"""


def text() -> str:
    """The whole page."""
    return "\n".join([HEAD, *[part for role in ROLES for part in _role(role)]])


def _role(role: Role) -> list[str]:
    title, held = ROLES[role]
    rows = [_row(grant) for grant in GRANTS if grant.role is role]
    head = ["| Tindakan | Kode | Lingkup | Keadaan pengajuan |", "|---|---|---|---|"]
    return [f"## {title}", f"Melekat pada: {held}.", "", *head, *rows, ""]


def _row(grant) -> str:
    label = next(action.label for action in ACTIONS if action.name == grant.action)
    labels = [State(state).label for state in grant.states]
    states = ", ".join(label[0].lower() + label[1:] for label in labels)
    return f"| {label} | `{grant.action}` | {SCOPES[grant.scope]} | {states or '–'} |"
