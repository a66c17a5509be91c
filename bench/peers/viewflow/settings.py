"""django-viewflow as its documentation sets it up: the engine, its pages, its menus."""

from bench.peers import common

globals().update(
    common.settings(
        apps=["viewflow", "viewflow.workflow", "bench.peers.viewflow.apps.PeerConfig"],
        urls="bench.peers.viewflow.urls",
    )
)
