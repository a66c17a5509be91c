"""What is run: contestants, parts, sizes. Plain values, known to every process."""

from __future__ import annotations

MODULES = {
    "luwes": "bench.luwes",
    "viewflow": "bench.peers.viewflow",
    "approval-workflow": "bench.peers.approval",
}
PEERS = ("viewflow", "approval-workflow")
PENDING = (100, 1_000, 10_000)
CLOSED = 1_000_000

SIZED = ("file", "assess", "approve", "inbox")
"""At each backlog, on each database, by each contestant."""
OWN = ("decide", "bulk")
"""At each backlog too, by Luwes alone; the bulk at one of them (`sizes`)."""
APART = ("import", "decree")
"""Without a backlog: on an empty database; printing needs none, so once is enough."""
ONCE = ("bulk",)
"""At one backlog is enough."""
USUAL = 1_000
PARTS = (*SIZED, *OWN, *APART)

ACTS = {
    "file": "Ajukan (tombol)",
    "file_whole": "Ajukan, dengan seluruh isian",
    "assess": "Nilai dan dukung (OPD)",
    "approve": "Setujui (BKD)",
    "inbox_opd": "Buka kotak masuk OPD",
    "inbox_bkd": "Buka kotak masuk BKD",
    "inbox_opd_own": "Kotak masuk OPD, kueri tulisan sendiri",
    "inbox_bkd_own": "Kotak masuk BKD, kueri tulisan sendiri",
    "examine": "Buka pemeriksaan satu usulan (50 butir)",
    "door": "Keputusan lewat pintu layanan",
    "floor": "Lantai: SQL telanjang",
    "bulk_200": "Setujui 200 sekaligus",
    "import_read": "Baca berkas pegawai",
    "import_apply": "Simpan hasil baca",
    "import_read_roster": "Baca berkas pegawai (--roster)",
    "import_apply_roster": "Simpan hasil baca (--roster)",
    "decree_1": "SK, lampiran 1 baris",
    "decree_100": "SK, lampiran 100 baris",
    "decree_1000": "SK, lampiran 1.000 baris",
}


def sizes(part: str, pending: tuple[int, ...]) -> tuple[int, ...]:
    """The backlogs at which a part is run: all, or for the long ones the most usual."""
    return (min(pending, key=lambda n: abs(n - USUAL)),) if part in ONCE else pending
