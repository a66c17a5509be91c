"""The gesture that is asked of each window, so that a picture of yesterday won't do. Pure.

Nobody measures the gesture: whoever verifies the day sees what was asked beside the picture.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid

GESTURES: dict[str, str] = {
    "jempol": "acungkan jempol di samping wajah",
    "dua_jari": "angkat dua jari",
    "tiga_jari": "angkat tiga jari",
    "empat_jari": "angkat empat jari",
    "telapak": "tunjukkan telapak tangan terbuka",
    "pegang_dagu": "pegang dagu",
    "pegang_telinga": "pegang telinga",
    "tangan_di_dahi": "letakkan tangan di dahi",
}
"""{code: what the person is asked to do, as it stands in a sentence}"""


def gesture_for(expected_id: uuid.UUID, secret: str) -> str:
    """Code of the gesture of one expected check-in; the same whenever it is asked.

    `secret`: the installation's. Without it nobody knows the gesture before it is shown.
    """
    mark = hmac.new(secret.encode(), b"presensi:" + expected_id.bytes, hashlib.sha256).digest()
    return list(GESTURES)[mark[0] % len(GESTURES)]


def words(code: str) -> str:
    """What stands on the page for a code; a code of an older version stands for itself."""
    return GESTURES.get(code, code)
