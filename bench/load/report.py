"""The figures of the load test as tables, and in docs/benchmarks.md between its marks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bench.databases import BASE

PEAK = 67
"""People a second at the fullest moment of the usual window."""
PAGE = BASE / "docs" / "benchmarks.md"
BEGINS, ENDS = "<!-- beban:mulai -->", "<!-- beban:selesai -->"
_STEPS = (
    ("halaman", "Buka halaman presensi"),
    ("hadir", "Langkah pertama: hadir"),
    ("foto", "Foto"),
)


def table(found: Mapping[str, Any]) -> str:
    """The page's part as Markdown."""
    if not found:
        return "Belum diukur. Jalankan `make load`."
    lines = [
        f"Diukur {found['on']} pada mesin {found['machine']}; PostgreSQL, web (4 proses), pekerja "
        "latar, dan semua ponsel di mesin yang sama.",
    ]
    usual, storm = found["usual"], found["storm"]
    lines += _window(
        f"Satu jendela {found['minutes']} menit, {_number(usual['people'])} pegawai", usual
    )
    lines += _window(
        f"Dua kali puncak: {_number(round(storm['rate']))} orang per detik selama satu menit", storm
    )
    return "\n".join(lines)


def _window(title: str, found: Mapping[str, Any]) -> list[str]:
    lines = [
        "",
        f"### {title}",
        "",
        "| Langkah | Permintaan | p50 | p95 | p99 |",
        "|---|---:|---:|---:|---:|",
    ]
    for key, name in _STEPS:
        step = found[key]
        cells = [
            f"{_number(step[p])} ms" if p in step else "–" for p in ("p50_ms", "p95_ms", "p99_ms")
        ]
        lines.append(f"| {name} | {_number(step['requests'])} | {' | '.join(cells)} |")
    kept = found["arrivals_kept"]
    on_time = kept.get("on_time", 0)
    lines += [
        "",
        f"- Galat server: {found['server_errors']}; tanpa jawaban: {found['no_answer']}; "
        f"diminta menunggu (503 dengan Retry-After): {_number(found['asked_for_patience'])}.",
        f"- Tercatat tepat waktu: {_number(on_time)} dari {_number(found['people'])}; "
        f"keliru dianggap tidak hadir: {found['people'] - on_time}.",
        f"- Detik terpadat: {found['fullest_second']} langkah pertama. Prosesor terpakai "
        f"{round(found['busy'] * 100)} %.",
        f"- Foto terkirim: {_number(found['photos_sent'])}; keadaan akhir: "
        + ", ".join(f"{k} {_number(v)}" for k, v in sorted(found["photos"].items()))
        + f"; {_settled(found)}.",
    ]
    return lines


def _settled(found: Mapping[str, Any]) -> str:
    if left := found["photos"].get("received", 0):
        return (
            f"{_number(left)} masih menunggu pemeriksaan saat pengukuran berhenti, "
            f"{found['settled_after']} detik sesudah orang terakhir"
        )
    return f"selesai diperiksa {found['settled_after']} detik sesudah orang terakhir"


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def write_page(found: Mapping[str, Any]) -> None:
    text = PAGE.read_text()
    before, _, rest = text.partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    PAGE.write_text(f"{before}{BEGINS}\n{table(found)}\n{ENDS}{after}")
