"""Workbooks and CSV: refused while they are still packed, before anything reads them.

First the declared sizes of the ZIP, then a real inflation that stops at what was declared.
"""

import re
import struct
import zipfile
import zlib
from io import BytesIO
from typing import BinaryIO

from wfa.files.inflating import STEP, inflate
from wfa.files.rules import MB
from wfa.refusals import Refused

MAX_ENTRIES = 2_000
MAX_DIRECTORY = 2 * MB
MAX_UNPACKED = 300 * MB
MAX_SHARED_STRINGS = 60 * MB
"""Readers hold all shared strings in memory at once; the real file of 8,528 rows has 2 MB."""
RATIO_FROM = MB
MAX_RATIO = 200
_NESTED = (".zip", ".xlsx", ".xlsm", ".docx", ".jar", ".7z", ".rar", ".gz")
_NEEDED = ("[Content_Types].xml", "xl/workbook.xml")
_RESAVE = "Buka di aplikasi lembar kerja, simpan ulang sebagai .xlsx, lalu unggah lagi."


def check_workbook(source: bytes | BinaryIO) -> None:
    """Refuse a workbook that is broken, packed to burst, or carries programs."""
    stream = BytesIO(source) if isinstance(source, bytes) else source
    _check_end(stream)
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            _check_declared(entries)
            for entry in entries:
                _check_inflation(stream, entry)
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, ValueError) as error:
        raise _broken() from error
    except NotImplementedError as error:
        raise _odd("unknown_packing") from error


def check_csv(data: bytes) -> None:
    """Text in UTF-8 or in the old Windows encoding, without null bytes."""
    if b"\x00" in data or not (_decodes(data, "utf-8-sig") or _decodes(data, "cp1252")):
        raise Refused(
            "Berkas CSV tidak terbaca sebagai teks. Simpan ulang sebagai CSV UTF-8.",
            code="not_text",
        )


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _check_end(stream: BinaryIO) -> None:
    """The file begins with an entry, ends with the directory's end, and that one is small.

    Python reads a directory whole before we could count it, so its declared length comes
    first, also that of the ZIP64 record, which Python prefers where there is one.
    """
    stream.seek(0)
    head = stream.read(4)
    length = stream.seek(0, 2)
    stream.seek(max(0, length - 98))
    tail = stream.read().rjust(98, b"\x00")
    if head != b"PK\x03\x04" or tail[76:80] != b"PK\x05\x06" or tail[96:98] != b"\x00\x00":
        raise _broken()
    sizes = [struct.unpack("<L", tail[88:92])[0]]
    if tail[56:60] == b"PK\x06\x07":
        sizes = [struct.unpack("<Q", tail[40:48])[0]]
    if max(sizes) > MAX_DIRECTORY:
        raise _bomb()


def _check_declared(entries: list[zipfile.ZipInfo]) -> None:
    """Everything that the directory itself tells."""
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise _bomb()
    names = [entry.filename for entry in entries]
    if len({name.lower() for name in names}) != len(names):
        raise _odd("duplicate_entry")
    for entry in entries:
        _check_entry(entry)
    if not set(_NEEDED) <= set(names):
        raise Refused(f"Ini arsip ZIP, bukan buku kerja XLSX. {_RESAVE}", code="not_a_workbook")


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * entry.compress_size:
        raise _bomb()
    if name.lower() == "xl/sharedstrings.xml" and entry.file_size > MAX_SHARED_STRINGS:
        raise _bomb()
    if re.search(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:|[\x00-\x1f]", entry.orig_filename):
        raise _odd("path_name")
    if name.lower().endswith("vbaproject.bin"):
        raise Refused("Buku kerja berisi makro. Simpan ulang sebagai .xlsx biasa.", code="macros")
    if name.lower().endswith(_NESTED):
        raise _odd("nested_archive")
    if entry.flag_bits & 0x41:
        raise Refused("Buku kerja terkunci kata sandi. Buka kuncinya dahulu.", code="encrypted")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _odd("unknown_packing")


def _check_inflation(stream: BinaryIO, entry: zipfile.ZipInfo) -> None:
    """Unpack without keeping; a directory that told less than there is, is found at once."""
    packed = _packed_bytes(stream, entry)
    if entry.compress_type == zipfile.ZIP_STORED:
        _check_head(packed[:STEP])
        size, checksum = len(packed), zlib.crc32(packed)
    else:
        size, checksum = _inflated(packed, entry.file_size)
    if size != entry.file_size or checksum != entry.CRC:
        raise _broken()


def _packed_bytes(stream: BinaryIO, entry: zipfile.ZipInfo) -> bytes:
    stream.seek(entry.header_offset)
    header = stream.read(30)
    if header[:4] != b"PK\x03\x04":
        raise _broken()
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    stream.seek(name_length + extra_length, 1)
    packed = stream.read(entry.compress_size)
    if len(packed) != entry.compress_size:
        raise _broken()
    return packed


def _inflated(packed: bytes, declared: int) -> tuple[int, int]:
    """Length and checksum of what is inside; stops as soon as there is more than declared."""
    size = checksum = 0
    for part in inflate(packed, wbits=-zlib.MAX_WBITS):
        if size == 0:
            _check_head(part)
        size, checksum = size + len(part), zlib.crc32(part, checksum)
        if size > declared:
            raise _bomb()
    return size, checksum


def _check_head(part: bytes) -> None:
    """No archive in the archive, and no document type, whose entities can grow without end."""
    if part.startswith(b"PK\x03\x04"):
        raise _odd("nested_archive")
    if b"<!DOCTYPE" in part and part.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        raise _odd("document_type")


def _bomb() -> Refused:
    return Refused(
        "Isi buku kerja jauh lebih besar daripada ukuran berkasnya. Hapus lembar dan baris "
        "yang tak perlu, lalu simpan ulang.",
        code="bomb",
    )


def _broken() -> Refused:
    return Refused(f"Buku kerja rusak atau tidak lengkap. {_RESAVE}", code="broken_workbook")


def _odd(code: str) -> Refused:
    return Refused(f"Susunan buku kerja tidak wajar. {_RESAVE}", code=code)
