"""Settings of the tests: as in production, but with quick passwords and a folder of their own.

Nothing of this installation is read or written: no .env, no data folder. Only DATABASE_URL counts,
so that the same tests run on PostgreSQL (`bin/postgres`). The SQLite database is a file, because
threads (live server, races) can't share one in memory; each process of pytest-xdist has its own.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = tempfile.mkdtemp(prefix="luwes-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
for _name in ("ALLOWED_HOSTS", "BASE_URL", "BEHIND_PROXY", "HTTPS", "MEDIA_ROOT", "STATIC_ROOT"):
    os.environ.pop(_name, None)
os.environ.update(
    ENV_FILE=os.devnull,
    SECRET_KEY="only-for-tests-0123456789-0123456789-0123456789-x",
    DATA_DIR=_folder,
    EMAIL_URL="memorymail://",
    DEBUG="false",
    PROBE_URL="",  # no thread looks at a door that isn't there
)

from wfa.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_folder) / "test.sqlite3")}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] = (  # noqa: F405
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
Path(STATIC_ROOT).mkdir()  # noqa: F405 (whitenoise warns when it isn't there)
