"""The findings as tables, for the terminal and between the markers of docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bench.databases import BASE

PAGE = BASE / "docs" / "benchmarks.md"
BEGIN, END = "<!-- hari:mulai -->", "<!-- hari:selesai -->"
BUSY = 1.5
"""Processes that want a core, for each core: above it the clock tells about the neighbours."""
Finding = dict[str, Any]
_STEPS = {
    "draft": "Susun rancangan untuk semua OPD",
    "submit": "Ajukan (satu per OPD)",
    "report": "Laporkan lewat surat usulan (satu per OPD)",
    "approve": "Setujui (sekali untuk semua OPD)",
    "enact": "Berlakukan lewat surat tugas (satu per OPD)",
}
_READS = {
    "matrix": "Matriks sebulan, 200 pegawai",
    "where": "Siapa di mana, satu hari, OPD 3.000 orang",
    "person": "Semua hari satu orang, semua tahun",
    "source": "Semua hari satu jadwal (menurut perkara)",
    "matrix_indexed": "Matriks sebulan, dengan indeks (pegawai, tanggal)",
    "person_indexed": "Semua hari satu orang, dengan indeks itu",
    "since": "Yang dicatat sejak suatu saat (tidak ada)",
}


def tables(found: Sequence[Finding]) -> str:
    if not found:
        return "Belum ada hasil."
    parts = [_about(found), _year(found), _legal(found), _matrix(found), _partitions(found)]
    return "\n\n".join(filter(None, parts))


def write_page(found: Sequence[Finding]) -> None:
    text = PAGE.read_text() if PAGE.is_file() else ""
    if BEGIN in text and found:
        before, _, rest = text.partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{tables(found)}\n{END}{rest.partition(END)[2]}")


def _about(found: Sequence[Finding]) -> str:
    days = sorted({each["on"] for each in found})
    when = days[0] if len(days) == 1 else f"{days[0]} sampai {days[-1]}"
    worst = max(each.get("load", 0) for each in found)
    if worst <= BUSY:
        return f"Diukur {when}."
    return (
        f"Diukur {when}. **Sementara:** mesin sibuk, sampai {_n(worst, 1)} proses per inti. "
        "Waktu jam belum dapat dipakai; waktu prosesor, kueri, halaman, dan ukuran tetap benar."
    )


def _of(found: Iterable[Finding], part: str) -> list[Finding]:
    return [each for each in found if each["part"] == part]


def _year(found: Sequence[Finding]) -> str:
    rows = []
    for each in _of(found, "generate"):
        for key, label in [("drafts", "Rancangan dan barisnya"), ("facts", "Kursi dan hari")]:
            rows.append([label, *_spent(each[key])])
        both = {k: each["drafts"][k] + each["facts"][k] for k in each["drafts"]}
        rows.append(["**Seluruhnya**", *_spent(both)])
        about = (
            f"Setahun paro harian: {_n(each['people'])} pegawai, {each['opds']} OPD, "
            f"{each['months']} bulan, {_n(each['lines'])} baris jadwal, {_n(each['days'])} hari. "
            f"Memori puncak {each['peak_mib']} MiB (sebelum mulai {each['start_mib']} MiB). "
            f"Hari di luar kantor setahun: {each['fewest']} sampai {each['most']} seorang."
        )
        return f"### Setahun bagi seluruh daerah\n\n{about}\n\n{_markdown(_SPENT, rows)}"
    return ""


_SPENT = ["Pekerjaan", "Waktu", "Prosesor kita", "Prosesor basis data"]


def _spent(each: Finding) -> list[str]:
    return [f"{_n(each[key], 1)} dtk" for key in ("seconds", "cpu", "server_cpu")]


def _legal(found: Sequence[Finding]) -> str:
    for each in _of(found, "legal"):
        rows = [[label, *_spent(each["steps"][key])] for key, label in _STEPS.items()]
        steps = each["steps"].values()
        total = {k: sum(step[k] for step in steps) for k in ("seconds", "cpu", "server_cpu")}
        rows.append(["**Seluruhnya**", *_spent(total)])
        about = (
            f"Jalan resmi {_n(each['rosters'])} jadwal ({each['months']} bulan), tiap langkah lewat "
            f"pintunya: aturan, hak, keputusan, pesan, dan jejak audit. {_n(each['days'])} hari. "
            f"Memori puncak {each['peak_mib']} MiB."
        )
        return f"### Jalan resmi\n\n{about}\n\n{_markdown(_SPENT, rows)}"
    return ""


def _matrix(found: Sequence[Finding]) -> str:
    rows = [
        [
            {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[each["database"]],
            each["roster"],
            {"dibaca": "month_view saja", "halaman": "halaman utuh"}[each["act"]],
            f"{_n(each['median_ms'])} ms",
            f"{_n(each['p10_ms'])}–{_n(each['p90_ms'])} ms",
            f"{_n(each['cpu_ms'])} ms",
            str(each["queries"]),
            _n(each["bytes"]) + f" ({_n(each['bytes_gz'])})" if "bytes" in each else "–",
        ]
        for each in _of(found, "matrix")
    ]
    if not rows:
        return ""
    heads = ["Basis data", "Jadwal", "Yang diukur", "Median", "p10–p90", "Prosesor"]
    heads += ["Kueri", "Bita (gz)"]
    return f"### Matriks 200 pegawai\n\n{_markdown(heads, rows)}"


def _partitions(found: Sequence[Finding]) -> str:
    here = _of(found, "partitions")
    if not here:
        return ""
    cells = {(each["what"], each.get("layout")): each for each in here}
    rows = [[label, *_pair(cells, key, _read)] for key, label in _READS.items()]
    rows += [
        ["Tulis hari sebulan", *_pair(cells, "write", _work)],
        ["VACUUM sesudah hari ditarik", *_pair(cells, "vacuum", _work)],
        ["Buang tahun tertua", *_pair(cells, "old_year", _gone)],
        ["Membuat indeks (pegawai, tanggal)", *_pair(cells, "index", _built)],
        ["Hari ganda ditolak", *_pair(cells, "twice", lambda c: "ya" if c["refused"] else "tidak")],
        ["Tabel", *_pair(cells, "sizes", lambda c: f"{_n(c['heap_mib'])} MiB")],
        ["Indeks", *_pair(cells, "sizes", lambda c: f"{_n(c['index_mib'])} MiB")],
        [
            "Indeks yang ditulisi",
            *_pair(cells, "sizes", lambda c: f"{_n(c['index_month_mib'])} MiB"),
        ],
    ]
    size = f"{_n(here[0]['rows'])} hari"
    return f"### Satu tabel atau partisi bulanan, {size}\n\n" + _markdown(
        ["Pekerjaan", "Satu tabel", "Partisi bulanan"], rows
    )


def _pair(cells: dict[Any, Finding], what: str, tell: Any) -> list[str]:
    found = [cells.get((what, layout)) for layout in ("plain", "monthly")]
    return [tell(each) if each else "–" for each in found]


def _read(each: Finding) -> str:
    return f"{_n(each['ms'], 1)} ms, {_n(each['pages'])} halaman"


def _work(each: Finding) -> str:
    return f"{_n(each['seconds'], 1)} dtk (prosesor {_n(each['server_cpu'], 1)})"


def _built(each: Finding) -> str:
    return f"{_work(each)}, {_n(each['mib'])} MiB"


def _gone(each: Finding) -> str:
    return f"{_work(each)}, {_n(each['freed_mib'])} MiB kembali"


def _n(value: float, digits: int = 0) -> str:
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def _markdown(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    marks = ["---"] + ["---:"] * (len(heads) - 1)
    return "\n".join(f"| {' | '.join(row)} |" for row in [heads, marks, *rows])
