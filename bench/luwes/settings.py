"""Luwes as installed, but nothing of this installation is read or written, and no mail goes out."""

import os

os.environ.update(ENV_FILE=os.devnull, DEBUG="false", LOG_LEVEL="ERROR", EMAIL_URL="dummymail://")
for _name in ("ALLOWED_HOSTS", "BASE_URL", "BEHIND_PROXY", "HTTPS", "MEDIA_ROOT", "STATIC_ROOT"):
    os.environ.pop(_name, None)
os.environ.setdefault("SECRET_KEY", "only-for-the-benchmark-0123456789-0123456789-xyz")

from wfa.settings import *  # noqa: E402, F403

# The pages link to files by name; whether the name carries a hash costs nothing worth measuring.
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
MIDDLEWARE = [m for m in MIDDLEWARE if not m.startswith("whitenoise.")]  # noqa: F405
