"""django-approval-workflow as its documentation sets it up; it has no pages, so the plainest."""

from pathlib import Path

from bench.peers import common

globals().update(
    common.settings(
        apps=["mptt", "approval_workflow", "bench.peers.approval.apps.PeerConfig"],
        urls="bench.peers.approval.urls",
        pages=[Path(__file__).parent / "pages"],
    )
)
