"""PDFs are rewritten without scripts, attachments and metadata, in a process of their own.

A PDF library is a large parser for a hostile format. It works in a child with hard limits of
memory and time and without our settings, so that the worst file can only end the child.
"""

import json
import subprocess
import sys

from django.conf import settings

from wfa.refusals import Refused

_SECONDS = 15
"""Shorter than a writer on SQLite waits for another one; a usual file takes half a second."""
_PRINT_AGAIN = "Buka berkasnya, cetak ulang ke PDF, lalu unggah lagi."
_SENTENCES = {
    "encrypted": f"PDF terkunci kata sandi. {_PRINT_AGAIN}",
    "broken_pdf": f"PDF rusak atau tidak lengkap. {_PRINT_AGAIN}",
    "bomb": f"Isi PDF jauh lebih besar daripada ukuran berkasnya. {_PRINT_AGAIN}",
    "odd_pdf": f"Susunan PDF tidak lazim sehingga tidak dapat diperiksa. {_PRINT_AGAIN}",
    "too_complex": f"PDF terlalu rumit untuk diperiksa. {_PRINT_AGAIN}",
}


def clean(data: bytes, max_pages: int) -> tuple[bytes, int]:
    """The rewritten PDF and its number of pages, or `Refused`."""
    header, _, body = _run(data, max_pages).partition(b"\n")
    answer = _answer(header)
    if answer.get("code") == "too_many_pages":
        raise Refused(
            f"PDF berisi {answer.get('pages')} halaman. Batasnya {max_pages} halaman. "
            "Potong berkasnya.",
            code="too_many_pages",
        )
    if "code" in answer:
        raise _refusal(str(answer["code"]))
    return body, int(str(answer["pages"]))


def _run(data: bytes, max_pages: int) -> bytes:
    command = [sys.executable, "-m", "wfa.files.pdf_cleaner", str(max_pages)]
    try:
        done = subprocess.run(  # noqa: S603 -- fixed command, the file goes through a pipe
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=settings.BASE_DIR,
            env={"LC_ALL": "C.UTF-8"},
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _refusal("too_complex") from error
    return done.stdout


def _answer(header: bytes) -> dict[str, object]:
    """A child that was stopped by its limits says nothing or half a thing."""
    try:
        answer = json.loads(header)
    except ValueError as error:
        raise _refusal("too_complex") from error
    return dict(answer)


def _refusal(code: str) -> Refused:
    return Refused(_SENTENCES.get(code, _SENTENCES["broken_pdf"]), code=code)
