"""Luwes as installed, on the loopback, with a database and folders of the load test."""

import os

os.environ.update(ENV_FILE=os.devnull, DEBUG="false", LOG_LEVEL="ERROR", EMAIL_URL="dummymail://")
for _name in ("ALLOWED_HOSTS", "BEHIND_PROXY", "HTTPS", "MEDIA_ROOT", "STATIC_ROOT"):
    os.environ.pop(_name, None)
os.environ.setdefault("SECRET_KEY", "only-for-the-load-test-0123456789-0123456789-xyz")

from wfa.settings import *  # noqa: E402, F403
