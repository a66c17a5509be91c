"""The findings as tables: for the terminal, and between the markers of docs/benchmarks.md."""

from __future__ import annotations

from typing import Any

from bench.databases import BASE
from bench.plan import ACTS, PEERS
from bench.results import Cell, Results

PAGE = BASE / "docs" / "benchmarks.md"
BEGIN, END = "<!-- tabel:mulai -->", "<!-- tabel:selesai -->"
OURS = "luwes"
_AGAINST = {"file_whole": "file"}
"""Our act → the peers' act that does the same."""
_ALONE = ("door", "floor", "examine", "bulk_200")
BUSY = 1.5
"""Processes that want a core, for each core: above it the clock tells about the neighbours."""


def line(cell: Cell) -> str:
    """One finding, as it is told while the benchmark runs."""
    name = _name(cell["act"])
    size = f"{_whole(cell['pending'])} menunggu" if cell["pending"] else ""
    if not cell.get("n"):
        return f"  {name:40} {size:16} {cell['note']}"
    weight = f"{_whole(cell['bytes'])} bita" if "bytes" in cell else ""
    counted = f"{cell['queries']} kueri"
    return (
        f"  {name:40} {size:16} {_time(cell['median_ms']):>10} (n={cell['n']})  {counted}  {weight}"
    )


def table(results: Results) -> str:
    """All tables as Markdown."""
    if not results.cells:
        return "Belum ada hasil."
    parts = [_about(results)]
    for database in _values(results, "database"):
        for closed in _values(results, "closed"):
            here = [c for c in results.cells if (c["database"], c["closed"]) == (database, closed)]
            parts += _tables(database, closed, here)
    return "\n\n".join(filter(None, parts))


def write_page(results: Results) -> None:
    """Put the tables between the markers of the page."""
    if not PAGE.is_file() or not results.cells:
        return
    before, _, rest = PAGE.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{table(results)}\n{END}{after}")


def _about(results: Results) -> str:
    about = results.about
    versions = ", ".join(
        f"{name} {number}" for name, number in sorted(about.get("versions", {}).items())
    )
    days = sorted({cell["on"] for cell in results.cells})
    when = days[0] if len(days) == 1 else f"{days[0]} sampai {days[-1]}"
    machine = f"{about.get('cores', '?')} inti, {about.get('memory_gib', '?')} GiB"
    return f"Diukur {when} pada mesin {machine}. Versi: {versions}.{_weather(results.cells)}"


def _weather(cells: list[Cell]) -> str:
    """A warning where others used the machine meanwhile."""
    loads = [cell["load"] for cell in cells if cell.get("load", 0) > BUSY]
    if not loads:
        return ""
    return (
        f"\n\n**Sementara:** {len(loads)} dari {len(cells)} angka diukur saat mesin sibuk, sampai "
        f"{_decimal(max(loads), 1)} proses per inti. Waktunya belum dapat dipakai; jumlah kueri "
        "dan bita tetap benar. Waktu prosesor pada SQLite lebih dapat dipercaya."
    )


def _tables(database: str, closed: int, cells: list[Cell]) -> list[str]:
    sized = [c for c in cells if c["pending"] and c["act"] not in _ALONE]
    own = [c for c in cells if c["pending"] and c["act"] in _ALONE]
    apart = [c for c in cells if not c["pending"]]
    named = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[database]
    found: list[str] = []
    if sized or own:
        found.append(f"### {named}, {_whole(closed)} perkara selesai")
    if sized:
        found += [_compared(sized), _grown([*sized, *own])]
        if database == "sqlite" and any(c.get("load", 0) > BUSY for c in sized):
            found += [_by_processor(sized), _grown([*sized, *own], "cpu_ms")]
    if own:
        found.append(_rows("Luwes saja", own, cells))
    if apart:
        found += [f"### {named}, tanpa antrean", _rows("Luwes", apart, cells)]
    return found


# --- against the peers ---------------------------------------------------------------------------


def _compared(cells: list[Cell]) -> str:
    heads = ["Tindakan", "Menunggu", "Luwes", "Kueri", "Bita (gz)"]
    for peer in PEERS:
        heads += [peer, "Kueri", "Luwes ÷ ia"]
    rows = []
    for act in _acts(cells):
        for pending in sorted({c["pending"] for c in cells if c["act"] == act}):
            rows.append(_against(cells, act, pending))
    return _markdown(heads, [row for row in rows if row])


def _against(cells: list[Cell], act: str, pending: int) -> list[str]:
    """One line: ours, and each peer's act beside it; of peers' variants against our plain act."""
    plain = act.removesuffix("_own")
    ours = _one(cells, OURS, plain, pending)
    row = [
        _name(act),
        _whole(pending),
        _median(ours),
        _count(ours, "queries"),
        _bytes(ours),
    ]
    for peer in PEERS:
        theirs = _one(cells, peer, _AGAINST.get(act, act), pending)
        row += [_median(theirs), _count(theirs, "queries"), _ratio(ours, theirs)]
    return row


def _by_processor(cells: list[Cell]) -> str:
    """The same by the processor's time of the process itself: on SQLite that is all the work."""
    heads = ["Tindakan", "Menunggu", "Luwes", *(text for p in PEERS for text in (p, "Luwes ÷ ia"))]
    rows = []
    for act in _acts(cells):
        for pending in sorted({c["pending"] for c in cells if c["act"] == act}):
            ours = _one(cells, OURS, act.removesuffix("_own"), pending)
            row = [_name(act), _whole(pending), _time(ours["cpu_ms"]) if ours else "–"]
            for peer in PEERS:
                theirs = _one(cells, peer, _AGAINST.get(act, act), pending)
                row.append(_time(theirs["cpu_ms"]) if theirs and theirs.get("n") else "–")
                row.append(_ratio(ours, theirs, "cpu_ms"))
            rows.append(row)
    return f"Waktu prosesor (tahan gangguan tetangga):\n\n{_markdown(heads, rows)}"


def _grown(cells: list[Cell], of: str = "median_ms") -> str:
    """How much longer each act takes at the largest backlog than at the smallest."""
    sizes = sorted({c["pending"] for c in cells})
    if len(sizes) < 2:
        return ""
    few, many = sizes[0], sizes[-1]
    who = [OURS, *PEERS]
    rows = []
    for act in _acts(cells):
        growth = [_ratio(_one(cells, c, act, many), _one(cells, c, act, few), of) for c in who]
        if any(text != "–" for text in growth):
            rows.append([_name(act), *growth])
    what = "Pertumbuhan" if of == "median_ms" else "Pertumbuhan waktu prosesor"
    title = f"{what} dari {_whole(few)} ke {_whole(many)} menunggu (1,0 = tidak bertambah):"
    return f"{title}\n\n{_markdown(['Tindakan', 'Luwes', *PEERS], rows)}"


# --- by itself -----------------------------------------------------------------------------------


def _rows(who: str, cells: list[Cell], every: list[Cell]) -> str:
    heads = ["Tindakan", "Menunggu", who, "p10–p90", "n", "Kueri", "Bita (gz)", "Keterangan"]
    rows = []
    for cell in sorted(cells, key=lambda c: (_rank(c["act"]), c["pending"])):
        spread = f"{_time(cell['p10_ms'])}–{_time(cell['p90_ms'])}" if cell.get("n") else "–"
        size = _whole(cell["pending"]) if cell["pending"] else "–"
        rows.append(
            [
                _name(cell["act"]),
                size,
                _median(cell),
                spread,
                str(cell["n"]),
                _count(cell, "queries"),
                _bytes(cell),
                _remark(cell, every),
            ]
        )
    return _markdown(heads, rows)


def _remark(cell: Cell, every: list[Cell]) -> str:
    if cell["act"] != "door":
        return str(cell.get("note", ""))
    bare = _one(every, OURS, "floor", cell["pending"])
    pressed = _one(every, OURS, "approve", cell["pending"])
    return f"{_ratio(cell, bare)} × lantai; dengan halaman {_ratio(pressed, bare)} ×"


# --- words ---------------------------------------------------------------------------------------


def _one(cells: list[Cell], contestant: str, act: str, pending: int) -> Cell | None:
    wanted = (contestant, act, pending)
    return next((c for c in cells if (c["contestant"], c["act"], c["pending"]) == wanted), None)


def _acts(cells: list[Cell]) -> list[str]:
    return sorted({c["act"] for c in cells}, key=_rank)


def _rank(act: str) -> int:
    names = list(ACTS)
    return names.index(act) if act in names else len(names)


def _name(act: str) -> str:
    return ACTS.get(act, act)


def _values(results: Results, name: str) -> list[Any]:
    found = {cell[name] for cell in results.cells}
    return sorted(found, key=lambda value: -value if isinstance(value, int) else value != "sqlite")


def _median(cell: Cell | None) -> str:
    if cell is None:
        return "–"
    if not cell.get("n"):
        return str(cell["note"])
    few = "" if cell["n"] >= 30 else f" (n={cell['n']})"
    return f"{_time(cell['median_ms'])}{few}"


def _ratio(one: Cell | None, other: Cell | None, of: str = "median_ms") -> str:
    if not (one and other and one.get("n") and other.get("n")):
        return "–"
    ratio = one[of] / max(other[of], 0.001)
    return _decimal(ratio, 1 if ratio >= 1 else 2)


def _count(cell: Cell | None, name: str) -> str:
    return _whole(cell[name]) if cell and name in cell else "–"


def _bytes(cell: Cell | None) -> str:
    if not cell or "bytes" not in cell:
        return "–"
    return f"{_whole(cell['bytes'])} ({_whole(cell['bytes_gz'])})"


def _time(milliseconds: float) -> str:
    if milliseconds >= 1000:
        return f"{_decimal(milliseconds / 1000, 2)} s"
    return f"{_decimal(milliseconds, 1)} ms"


def _decimal(value: float, places: int) -> str:
    return f"{value:.{places}f}".replace(".", ",")


def _whole(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _markdown(heads: list[str], rows: list[list[str]]) -> str:
    lines = [f"| {' | '.join(heads)} |", f"|{'|'.join(['---', *['---:'] * (len(heads) - 1)])}|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])
