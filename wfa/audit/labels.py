"""What people read for the code of an event. Each app tells its own in its `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Mapping

_LABELS: dict[str, str] = {}


def register(labels: Mapping[str, str]) -> None:
    """Make known what the codes of an app's events are called: {"signed_in": "Masuk"}."""
    _LABELS.update(labels)


def label(action: str) -> str:
    """The registered words, or the code itself as words."""
    return _LABELS.get(action) or action.replace("_", " ").replace(".", ": ")


_TARGETS = {
    "calendar": "Kalender",
    "document": "Naskah",
    "employee": "Pegawai",
    "file": "Berkas",
    "holiday": "Hari libur",
    "mandate": "Dasar kewenangan",
    "policy": "Kebijakan",
    "proposal": "Usulan",
    "ramadan": "Ramadan",
    "region": "Daerah",
    "request": "Pengajuan",
    "unit": "Unit",
}


def target(kind: str) -> str:
    """The word for what an event is about; the code itself where there is none."""
    return _TARGETS.get(kind, kind)


def codes_like(words: str) -> list[str]:
    """Codes whose words contain `words`."""
    wanted = words.casefold()
    return [code for code, text in _LABELS.items() if wanted in text.casefold()]
