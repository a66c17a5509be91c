"""The gate: decides by content what a file is, and hands back bytes that are safe to keep.

Order: size, empty, kind by its first bytes, ending of the name, size of that kind, and then
the examination of the kind itself. Each step is cheaper than the next one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from wfa.files import pdfs, pictures, sheets
from wfa.files.names import suffix_of
from wfa.files.rules import CSV, JPEG, PDF, PICTURES, PNG, WEBP, XLSX, Kind, Rule, megabytes
from wfa.refusals import Refused


@dataclass(frozen=True)
class Examined:
    """What came through: the bytes to store, of which kind, with how many pages (PDF)."""

    data: bytes
    kind: Kind
    pages: int | None = None


_MAGIC = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG))
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KNOWN_OTHERS = (
    (b"GIF8", "Ini gambar GIF. Simpan ulang sebagai JPEG atau PNG."),
    (b"BM", "Ini gambar BMP. Simpan ulang sebagai JPEG atau PNG."),
    (b"II*\x00", "Ini gambar TIFF. Simpan ulang sebagai JPEG atau PDF."),
    (b"MM\x00*", "Ini gambar TIFF. Simpan ulang sebagai JPEG atau PDF."),
    (b"MZ", "Ini program, bukan dokumen. Program tidak dapat diunggah."),
    (b"\x7fELF", "Ini program, bukan dokumen. Program tidak dapat diunggah."),
    (b"Rar!", "Ini arsip RAR. Ekstrak dahulu, lalu unggah berkas di dalamnya."),
    (b"7z\xbc\xaf", "Ini arsip 7z. Ekstrak dahulu, lalu unggah berkas di dalamnya."),
)


def read_bounded(chunks: Iterable[bytes], claimed: int, rule: Rule) -> bytes:
    """All bytes of the upload; never more than the limit, whatever size was claimed."""
    check_size(claimed, rule.ceiling)
    data = bytearray()
    for chunk in chunks:
        data += chunk
        check_size(len(data), rule.ceiling)
    return bytes(data)


def examine(data: bytes, name: str, rule: Rule) -> Examined:
    """Raise `Refused` with a sentence, or return what may be stored."""
    return _examine_kind(data, _admitted(data, name, rule), rule)


def glance(data: bytes, name: str, rule: Rule) -> None:
    """The cheap steps only: what can be said of a file without opening it. For pictures."""
    kind = _admitted(data, name, rule)
    if kind in PICTURES:
        pictures.glance(data, kind, rule)


def _admitted(data: bytes, name: str, rule: Rule) -> Kind:
    """The kind of a file that is of a kind, name and size that may come in."""
    if not data:
        raise Refused("Berkas kosong (0 byte). Periksa berkasnya, lalu unggah lagi.", code="empty")
    kind = _kind(data, name, rule)
    _check_suffix(name, kind)
    check_size(len(data), rule.max_bytes[kind])
    return kind


def _examine_kind(data: bytes, kind: Kind, rule: Rule) -> Examined:
    if kind in PICTURES:
        cleaned, kind = pictures.clean(data, kind, rule)
        return Examined(cleaned, kind)
    if kind is PDF:
        cleaned, pages = pdfs.clean(data, rule.max_pages)
        return Examined(cleaned, kind, pages)
    if kind is XLSX:
        sheets.check_workbook(data)
    else:
        sheets.check_csv(data)
    return Examined(data, kind)


def check_size(size: int, limit: int) -> None:
    if size > limit:
        raise Refused(
            f"Berkas {megabytes(size)}. Batasnya {megabytes(limit)}. "
            "Perkecil atau potong berkasnya.",
            code="too_large",
        )


def _kind(data: bytes, name: str, rule: Rule) -> Kind:
    """The kind that the content shows; the name only tells text apart from text."""
    kind = _by_content(data)
    if kind is None and CSV in rule.max_bytes and suffix_of(name) in CSV.accepted_suffixes:
        kind = None if _is_markup(data) else CSV
    if kind is None or kind not in rule.max_bytes:
        raise _foreign(data, name, kind, rule)
    return kind


def _by_content(data: bytes) -> Kind | None:
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WEBP
    return XLSX if data.startswith(_ZIP) else None


def _check_suffix(name: str, kind: Kind) -> None:
    suffix = suffix_of(name)
    if suffix and suffix not in kind.accepted_suffixes:
        raise Refused(
            f"Nama berkas berakhiran {suffix}, tetapi isinya {kind.label}. "
            f"Unggah berkas aslinya, atau ganti akhirannya menjadi {kind.extension}.",
            code="wrong_suffix",
        )


def _foreign(data: bytes, name: str, kind: Kind | None, rule: Rule) -> Refused:
    """The refusal for what isn't taken here, naming what it is where we know it."""
    advice = f"Unggah {rule.labels}."
    if kind is None and (known := _known_other(data)):
        return Refused(f"{known} {advice}", code="wrong_kind")
    if kind is XLSX:
        return Refused(
            f"Ini berkas Office atau arsip ZIP. Simpan dahulu dalam jenis lain. {advice}",
            code="wrong_kind",
        )
    if kind is not None:
        return Refused(f"Ini berkas {kind.label}. {advice}", code="wrong_kind")
    suffix = suffix_of(name)
    what = f"Isi berkas bukan {suffix[1:].upper()} yang utuh." if suffix else "Jenis tak dikenal."
    return Refused(f"{what} {advice}", code="wrong_kind")


def _known_other(data: bytes) -> str:
    if _is_markup(data):
        return "Isinya halaman web atau gambar SVG. Jenis ini dapat membawa program."
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1", b"ftypavif"):
        return "Ini foto HEIC atau AVIF. Simpan ulang atau kirim ulang foto sebagai JPEG."
    if data.startswith(_OLE):
        return "Ini berkas Office lama atau terkunci kata sandi. Buka, lalu simpan ulang."
    return next((text for magic, text in _KNOWN_OTHERS if data.startswith(magic)), "")


def _is_markup(data: bytes) -> bool:
    """HTML, SVG and other XML begin with "<", after a mark of encoding and blanks."""
    head = data[:1024].replace(b"\x00", b"")
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        head = head.removeprefix(mark)
    return head.lstrip().startswith(b"<")
