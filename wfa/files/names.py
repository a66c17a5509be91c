"""Names of uploaded files: cleaned on the way in, safe in a header on the way out."""

import re
import unicodedata
from urllib.parse import quote

from wfa.files.rules import Kind

MAX_NAME = 120
_RESERVED = re.compile(r'[<>:"|?*%;]')
_SUFFIX = re.compile(r"\.[a-z][a-z0-9]{0,9}$")


def suffix_of(name: str) -> str:
    """Ending of a name in small letters, or "" when it has none ("Surat No. 12" has none)."""
    found = _SUFFIX.search(_visible(name).strip().lower())
    return found.group() if found else ""


def clean_name(name: str, kind: Kind) -> str:
    """The name that people see: no folders, nothing invisible, our ending, at most 120 signs."""
    base = _visible(name).replace("\\", "/").rsplit("/", 1)[-1]
    base = _RESERVED.sub("_", base).rstrip(" .")
    suffix = suffix_of(base)
    stem = base[: -len(suffix)] if suffix in kind.accepted_suffixes else base
    stem = " ".join(stem.split()).strip(" .") or "berkas"
    return stem[: MAX_NAME - len(kind.extension)].rstrip(" .") + kind.extension


def content_disposition(name: str, *, inline: bool) -> str:
    """Header with a plain ASCII name for old readers and the true one beside it (RFC 6266)."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    ascii_name = re.sub(r"[^A-Za-z0-9._ -]", "_", ascii_name).strip(" .") or "berkas"
    how = "inline" if inline else "attachment"
    return f"{how}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"


def _visible(name: str) -> str:
    """Without control signs, zero-width signs and signs that turn the reading direction.

    "laporan\\u202efdp.exe" would be shown as "laporanexe.pdf".
    """
    normal = unicodedata.normalize("NFC", name)
    return "".join(
        " " if unicodedata.category(sign) in ("Zl", "Zp", "Zs") else sign
        for sign in normal
        if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
