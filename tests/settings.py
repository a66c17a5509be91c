"""Settings of the tests: as in production, but with quick passwords and a folder of their own."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests-0123456789-0123456789-0123456789-x")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="luwes-test-"))
os.environ.setdefault("EMAIL_URL", "memorymail://")

from wfa.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
MEDIA_ROOT = tempfile.mkdtemp(prefix="luwes-media-")
