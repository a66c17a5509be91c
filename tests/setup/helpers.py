"""What the tests of the set-up share: reading the task list, and a server in good order."""

import re

from django.urls import reverse

PASSWORD = "sandi-yang-sangat-panjang"
STEP = re.compile(
    r'id="(\w+)" aria-labelledby="judul-.*?<span class="tag[^"]*">.*?</svg>(\w+)', re.S
)


def states(client):
    """{task: its state in words} as the page shows them."""
    page = client.get(reverse("penyiapan"))
    assert page.status_code == 200
    return dict(STEP.findall(page.content.decode()))


def levels(findings):
    """{code: level}; of several with one code the last."""
    return {finding.code: finding.level.value for finding in findings}
