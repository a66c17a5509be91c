"""The settings of the environment against each other."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host

from wfa.setup.rules import Finding, Group, Level

SECRET_LENGTH, SECRET_VARIETY = 50, 10
_HERE = {"localhost", "127.0.0.1", "::1", ""}


def findings() -> Iterator[Finding]:
    yield _secret()
    yield _debug()
    yield _address()
    yield _https()
    yield _hosts()
    yield _proxy()


def found(code: str, level: Level, sentence: str, remedy: str = "") -> Finding:
    return Finding(Group.SERVER, code, level, sentence, remedy)


def is_trial() -> bool:
    """Whether only this machine itself is served: what is wrong elsewhere may do here."""
    return (urlsplit(settings.BASE_URL).hostname or "") in _HERE


def _grave() -> Level:
    return Level.NEEDED if is_trial() else Level.WRONG


def _secret() -> Finding:
    key = settings.SECRET_KEY
    if len(key) >= SECRET_LENGTH and len(set(key)) >= SECRET_VARIETY:
        return found("secret_key", Level.OK, "SECRET_KEY panjang dan acak.")
    return found(
        "secret_key",
        Level.WRONG,
        "SECRET_KEY terlalu pendek atau mudah ditebak.",
        f"Isi SECRET_KEY dengan paling sedikit {SECRET_LENGTH} huruf acak.",
    )


def _debug() -> Finding:
    if not settings.DEBUG:
        return found("debug", Level.OK, "DEBUG mati.")
    return found(
        "debug",
        _grave(),
        "DEBUG menyala: halaman galat memperlihatkan isi server.",
        "Isi DEBUG=false, lalu mulai ulang kedua layanan.",
    )


def _address() -> Finding:
    parts = urlsplit(settings.BASE_URL)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return found(
            "base_url",
            Level.WRONG,
            "BASE_URL bukan alamat lengkap.",
            "Isi seperti https://luwes.contoh.go.id, tanpa garis miring di akhir.",
        )
    if is_trial():
        return found(
            "base_url",
            Level.NEEDED,
            "BASE_URL menunjuk ke mesin ini sendiri, jadi kode QR tidak terbuka dari luar.",
            "Isi BASE_URL dengan alamat yang dibuka pegawai.",
        )
    return found("base_url", Level.OK, f"BASE_URL: {settings.BASE_URL}.")


def _https() -> Finding:
    if settings.HTTPS:
        return found("https", Level.OK, "HTTPS menyala: kuki aman dan HSTS.")
    return found(
        "https",
        _grave(),
        "HTTPS mati, jadi sandi dan kuki dapat disadap di jaringan.",
        "Pasang sertifikat di peladen depan, lalu isi BASE_URL dengan https://.",
    )


def _hosts() -> Finding:
    host = urlsplit(settings.BASE_URL).hostname or ""
    if "*" in settings.ALLOWED_HOSTS:
        return found(
            "allowed_hosts",
            _grave(),
            "ALLOWED_HOSTS menerima semua nama.",
            f"Isi ALLOWED_HOSTS={host}.",
        )
    if not validate_host(host, settings.ALLOWED_HOSTS):
        return found(
            "allowed_hosts",
            Level.WRONG,
            f"ALLOWED_HOSTS tidak memuat {host}, jadi halaman dijawab 400.",
            f"Tambahkan {host} pada ALLOWED_HOSTS.",
        )
    return found("allowed_hosts", Level.OK, "ALLOWED_HOSTS memuat nama pada BASE_URL.")


def _proxy() -> Finding:
    """Gunicorn speaks plain HTTP, so with HTTPS there is always something in front of it."""
    if settings.HTTPS and not getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        return found(
            "behind_proxy",
            Level.NEEDED,
            "HTTPS menyala tanpa BEHIND_PROXY, jadi pengalihan dapat berputar tanpa akhir.",
            "Isi BEHIND_PROXY=true bila peladen depan mengisi X-Forwarded-Proto sendiri.",
        )
    return found("behind_proxy", Level.OK, "Setelan peladen depan sejalan dengan HTTPS.")
