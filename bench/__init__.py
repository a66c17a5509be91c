"""The benchmark: how long an act takes at every backlog, beside two peers and a bare floor.

`python -m bench --help`; how to read what it says: docs/benchmarks.md.
"""
