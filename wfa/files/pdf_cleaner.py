"""The child of `pdfs`: reads a PDF from standard input, writes a line of JSON and the clean PDF.

Imports neither Django nor our settings. `python -m wfa.files.pdf_cleaner MAX_PAGES`.
"""

import base64
import json
import re
import resource
import sys
import zipfile
import zlib
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from wfa.files.inflating import inflate
from wfa.files.jpeg_segments import without_metadata

MB = 1024 * 1024
MAX_UNPACKED = 200 * MB
MAX_KEPT = 32 * MB
"""What one stream may unpack to while it is held in memory."""
MAX_IMAGE_PIXELS = 100_000_000
"""One bitonal A3 page at 600 dpi has 70 million."""
_MEMORY = 768 * MB
_CPU_SECONDS = 10

_ABBREVIATED = {"AHx": "ASCIIHexDecode", "A85": "ASCII85Decode", "Fl": "FlateDecode"}
_ABBREVIATED |= {"RL": "RunLengthDecode", "DCT": "DCTDecode", "CCF": "CCITTFaxDecode"}
_IMAGE_FILTERS = {"DCTDecode", "JPXDecode", "CCITTFaxDecode", "JBIG2Decode"}
_ACTIVE = {
    "/JavaScript", "/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ResetForm", "/ImportData",
    "/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/GoTo3DView", "/Hide",
}  # fmt: skip
_FORBIDDEN = (
    "/OpenAction", "/JavaScript", "/EmbeddedFiles", "/Renditions", "/XFA", "/PieceInfo",
    "/Collection", "/SpiderInfo", "/RichMediaContent", "/RichMediaSettings", "/3DD", "/Thumb",
    "/LastModified", "/Perms", "/Legal",
)  # fmt: skip
# Short names that a page may also give to a font or a picture: removed unless they are one.
_FORBIDDEN_UNLESS_RESOURCE = ("/AA", "/AF", "/EF", "/Movie", "/Sound")
_RESOURCES = {"/Font", "/XObject", "/ExtGState", "/Pattern", "/OCG", "/OCMD"}
_WEB_ADDRESS = re.compile(r"(https?://|mailto:)", re.IGNORECASE)


class UnfitError(Exception):
    """The file can't come in; `code` says why, `pages` how many it has."""

    def __init__(self, code: str, pages: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.pages = pages


class Budget:
    """What is left of the bytes that the whole file may unpack to."""

    def __init__(self, size: int = MAX_UNPACKED) -> None:
        self.left = size

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise UnfitError("bomb")


def clean(data: bytes, max_pages: int) -> tuple[bytes, int]:
    """The PDF written anew, and its number of pages. Raises `UnfitError` or what pikepdf raises."""
    with pikepdf.open(BytesIO(data), attempt_recovery=False, suppress_warnings=True) as pdf:
        if pdf.is_encrypted:
            raise UnfitError("encrypted")
        pages = len(pdf.pages)
        if pages < 1:
            raise UnfitError("broken_pdf")
        if pages > max_pages:
            raise UnfitError("too_many_pages", pages)
        budget = Budget()
        for item in pdf.objects:
            _clean_object(item, budget)
        if Name.Info in pdf.trailer:
            del pdf.trailer[Name.Info]
        return _written(pdf), pages


def _written(pdf: Any) -> bytes:
    out = BytesIO()
    pdf.save(
        out,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        fix_metadata_version=False,
        deterministic_id=True,
    )
    if zipfile.is_zipfile(out):
        # A PDF that can be opened as an archive, too.
        raise UnfitError("odd_pdf")
    return out.getvalue()


def _clean_object(item: Any, budget: Budget) -> None:
    """One indirect object with everything written directly inside it."""
    if isinstance(item, Stream):
        _examine_stream(item, budget)
    stack = [item]
    while stack:
        value = stack.pop()
        if isinstance(value, Dictionary | Stream):
            _disarm(value)
            stack += [child for _, child in value.items() if _is_direct(child)]
        elif isinstance(value, Array):
            stack += [child for child in value if _is_direct(child)]


def _is_direct(value: Any) -> bool:
    """Indirect ones get their own turn, so nothing is walked twice or in a circle."""
    return isinstance(value, Dictionary | Array) and not value.is_indirect


def _disarm(holder: Any) -> None:
    """Take away what acts by itself, what is hidden inside, and what tells about the author."""
    if _is_active(holder):
        for key in [key for key in holder.keys() if key != "/Length"]:  # noqa: SIM118 -- pikepdf
            del holder[key]
        return
    for key in _FORBIDDEN:
        if key in holder:
            del holder[key]
    for key in _FORBIDDEN_UNLESS_RESOURCE:
        if key in holder and not _is_resource(holder[key]):
            del holder[key]
    if isinstance(holder.get("/Metadata"), Stream):
        del holder["/Metadata"]
    if isinstance(holder, Stream) and "/F" in holder:
        # The content of such a stream would come from another file.
        del holder["/F"]


def _is_active(holder: Any) -> bool:
    """An action other than going to a place in this document or to a web address."""
    action = holder.get("/S")
    if action == Name.URI:
        address = holder.get("/URI")
        return not (isinstance(address, String) and _WEB_ADDRESS.match(str(address).strip()))
    return isinstance(action, Name) and str(action) in _ACTIVE


def _is_resource(value: Any) -> bool:
    if isinstance(value, Stream):
        return str(value.get("/Subtype", "")) in ("/Image", "/Form")
    return isinstance(value, Dictionary) and str(value.get("/Type", "")) in _RESOURCES


def _examine_stream(stream: Any, budget: Budget) -> None:
    """Count what the stream unpacks to; clean photographs of their metadata."""
    _check_pixels(stream)
    raw = stream.read_raw_bytes()
    filters = _filters(stream)
    budget.spend(len(raw))
    for position, name in enumerate(filters):
        last = position == len(filters) - 1
        if name in _IMAGE_FILTERS:
            if not last:
                raise UnfitError("odd_pdf")
            if name == "DCTDecode":
                _rewrite_photograph(stream, raw)
            return
        raw = _unpacked(raw, name, budget, keep=not last)


def _filters(stream: Any) -> list[str]:
    found = stream.get("/Filter")
    names = [] if found is None else list(found) if isinstance(found, Array) else [found]
    plain = [str(name).removeprefix("/") for name in names]
    return [_ABBREVIATED.get(name, name) for name in plain]


def _unpacked(raw: bytes, name: str, budget: Budget, *, keep: bool) -> bytes:
    """Bytes after one filter; with `keep` unset only counted. Rare filters aren't taken."""
    if name == "FlateDecode":
        return _inflated(raw, budget, keep=keep)
    if name == "ASCIIHexDecode":
        raw = bytes.fromhex(re.sub(rb"\s", b"", raw.partition(b">")[0]).decode("ascii"))
    elif name == "ASCII85Decode":
        raw = base64.a85decode(raw.partition(b"~>")[0])
    elif name == "RunLengthDecode" and not keep:
        # Two bytes become at most 128.
        budget.spend(len(raw) * 64)
        return b""
    else:
        raise UnfitError("odd_pdf")
    budget.spend(len(raw))
    return raw


def _inflated(raw: bytes, budget: Budget, *, keep: bool) -> bytes:
    kept = bytearray()
    for part in inflate(raw):
        budget.spend(len(part))
        if keep:
            kept += part
        if len(kept) > MAX_KEPT:
            raise UnfitError("bomb")
    return bytes(kept)


def _check_pixels(stream: Any) -> None:
    if stream.get("/Subtype") != Name.Image:
        return
    if int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > MAX_IMAGE_PIXELS:
        raise UnfitError("bomb")


def _rewrite_photograph(stream: Any, jpeg: bytes) -> None:
    """A scan or a phone's photograph inside a PDF carries EXIF like any other one."""
    parameters = stream.get("/DecodeParms")
    if isinstance(parameters, Array):
        parameters = parameters[-1] if len(parameters) else None
    stream.write(without_metadata(jpeg), filter=Name.DCTDecode)
    if isinstance(parameters, Dictionary):
        stream.DecodeParms = parameters


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=MAX_KEPT,
        run_length_max_memory=MAX_KEPT,
        png_max_memory=MAX_KEPT,
        tiff_max_memory=MAX_KEPT,
        dct_max_memory=MAX_KEPT,
        max_stream_filters=4,
        parser_max_container_size=500_000,
    )


def main() -> None:
    _limit()
    body = b""
    try:
        body, pages = clean(sys.stdin.buffer.read(), int(sys.argv[1]))
        answer: dict[str, object] = {"pages": pages}
    except UnfitError as unfit:
        answer = {"code": unfit.code, "pages": unfit.pages}
    except pikepdf.PasswordError:
        answer = {"code": "encrypted"}
    except MemoryError:
        answer = {"code": "bomb"}
    except (pikepdf.PdfError, zlib.error, ValueError, TypeError, KeyError, AttributeError):
        answer = {"code": "broken_pdf"}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + body)


if __name__ == "__main__":
    main()
