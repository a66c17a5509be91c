"""The machine: folders, free space, collected files, the worker, the way out for e-mail."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection

from wfa.calendars import wording
from wfa.setup.heartbeat import is_alive, last_beat
from wfa.setup.rules import Finding, Level
from wfa.setup.server.configuration import found, is_trial

GIGABYTE = 1024**3
LITTLE, FEW = 1 * GIGABYTE, 5 * GIGABYTE
EMAIL_SECONDS = 10
_NOWHERE = {"console", "dummy", "locmem", "filebased"}


def findings() -> Iterator[Finding]:
    yield _writable()
    yield _private()
    yield _space()
    yield _static()
    yield _worker()


# --- folders ---------------------------------------------------------------------------------


def _folder() -> Path:
    """The data folder, or the nearest one above that is there already."""
    folder = Path(settings.MEDIA_ROOT)
    return next(each for each in (folder, *folder.parents) if each.exists())


def _writable() -> Finding:
    try:
        with tempfile.TemporaryFile(dir=_folder()):
            pass
    except OSError as error:
        return found(
            "data_folder",
            Level.WRONG,
            f"Folder unggahan dan PDF tidak dapat ditulisi ({type(error).__name__}).",
            "Beri hak tulis kepada pengguna layanan, atau betulkan MEDIA_ROOT.",
        )
    return found("data_folder", Level.OK, "Folder unggahan dan PDF dapat ditulisi.")


def _private() -> Finding:
    """What people upload is never given out by the web server itself."""
    media = Path(settings.MEDIA_ROOT).resolve()
    public = [Path(folder).resolve() for folder in (settings.STATIC_ROOT, *_sources())]
    if any(media == folder or media.is_relative_to(folder) for folder in public):
        return found(
            "data_private",
            Level.WRONG,
            "MEDIA_ROOT berada di dalam folder berkas tampilan, jadi unggahan terbuka untuk umum.",
            "Pindahkan MEDIA_ROOT ke luar STATIC_ROOT, lalu pindahkan isinya.",
        )
    if media.exists() and _is_open(media):
        return found(
            "data_private",
            Level.NEEDED,
            "Folder unggahan terbaca oleh pengguna lain di mesin ini.",
            "Jalankan chmod o-rwx pada MEDIA_ROOT.",
        )
    return found("data_private", Level.OK, "Folder unggahan tertutup bagi yang lain.")


def _is_open(folder: Path) -> bool:
    """Whether other users of the machine come through to it; one closed folder above is enough."""
    reachable = all(each.stat().st_mode & 0o001 for each in folder.parents)
    return reachable and bool(folder.stat().st_mode & 0o007)


def _sources() -> list[str]:
    return [str(folder) for folder in settings.STATICFILES_DIRS]


def _space() -> Finding:
    free = shutil.disk_usage(_folder()).free
    told = f"Ruang kosong pada folder data: {wording.number(free / GIGABYTE, 1)} GB."
    if free >= FEW:
        return found("disk", Level.OK, told)
    level = Level.WRONG if free < LITTLE else Level.NEEDED
    return found("disk", level, told, "Tambah ruang atau pindahkan cadangan lama.")


def _static() -> Finding:
    """What the pages ask for lies collected, and is of this version."""
    if settings.DEBUG:
        return found("static", Level.OK, "Berkas tampilan dibaca langsung dari kode (DEBUG).")
    collected = Path(settings.STATIC_ROOT)
    stale = [name for name in ("css/luwes.css", "js/luwes.js") if not _same(collected, name)]
    if stale or not (collected / "staticfiles.json").exists():
        return found(
            "static",
            Level.WRONG,
            "Berkas tampilan belum dikumpulkan, atau dari versi lain.",
            "Jalankan manage.py collectstatic --no-input, lalu mulai ulang web.",
        )
    return found("static", Level.OK, "Berkas tampilan terkumpul dari versi ini.")


def _same(collected: Path, name: str) -> bool:
    ours = [Path(folder) / name for folder in _sources()]
    copy = collected / name
    return copy.exists() and any(o.exists() and o.read_bytes() == copy.read_bytes() for o in ours)


# --- the worker and the post -----------------------------------------------------------------


def _worker() -> Finding:
    if is_alive():
        return found("worker", Level.OK, "Pekerja latar hidup.")
    last = last_beat()
    return found(
        "worker",
        Level.WRONG,
        f"Pekerja latar diam sejak {wording.moment(last)}."
        if last
        else "Pekerja latar belum pernah berjalan.",
        "Hidupkan layanan luwes-worker (manage.py worker); tanpa itu surat tidak terbit.",
    )


def email(*, reach: bool) -> Iterator[Finding]:
    """Whether e-mail is set; only when asked also whether its server answers."""
    kind = settings.EMAIL_BACKEND.split(".")[-2]
    if kind in _NOWHERE:
        yield found(
            "email",
            Level.NEEDED,
            "Pos-el belum dikirim ke luar: EMAIL_URL belum diisi.",
            "Isi EMAIL_URL dengan peladen pos-el instansi.",
        )
        return
    sender = settings.DEFAULT_FROM_EMAIL
    if sender.rstrip(">").endswith("@localhost") and not is_trial():
        yield found(
            "email",
            Level.NEEDED,
            "DEFAULT_FROM_EMAIL belum diisi, jadi pos-el mudah dianggap sampah.",
            "Isi dengan alamat instansi, misalnya luwes@contoh.go.id.",
        )
    else:
        yield found("email", Level.OK, "Peladen pos-el dan alamat pengirim terisi.")
    if reach:
        yield _reached()


def _reached() -> Finding:
    try:
        post = get_connection(timeout=EMAIL_SECONDS)
        post.open()
        post.close()
    except OSError as error:  # smtplib's errors are OSErrors too; their text may hold names
        return found(
            "email_reached",
            Level.WRONG,
            f"Peladen pos-el tidak menjawab ({type(error).__name__}).",
            "Periksa alamat, porta, nama, dan sandi pada EMAIL_URL.",
        )
    return found("email_reached", Level.OK, "Peladen pos-el menjawab.")
