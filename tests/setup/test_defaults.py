"""What an installation does that was given no setting but the key."""

import json
import os
import subprocess
import sys

from django.conf import settings

ASK = "import json, wfa.settings as s; print(json.dumps([s.EMAIL_BACKEND, s.EMAIL_FILE_PATH]))"


def test_mails_without_a_server_are_kept_in_the_closed_folder_not_printed(tmp_path):
    env = {"PATH": os.environ["PATH"], "SECRET_KEY": "k" * 60, "DATA_DIR": str(tmp_path / "data")}
    found = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=settings.BASE_DIR,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    backend, folder = json.loads(found.stdout)
    assert backend == "django.core.mail.backends.filebased.EmailBackend"
    assert folder == str(tmp_path / "data" / "surel")
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0
