"""The promises of the house, looked at after a scenario."""

from documents.models import Document
from wfa.management.commands.check_invariants import PROMISES


def all_hold():
    """Every promise holds; G1 only where decrees were made the real way."""
    with_papers = Document.objects.exclude(kind="proposal_letter").exists()
    for code, promise, ask in PROMISES:
        if code == "G1" and not with_papers:
            continue
        holds, _, detail = ask()
        assert holds, f"{code} {promise}: {detail}"
