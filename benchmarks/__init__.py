"""Benchmarks: ratios against a limit, both sides measured in one run. ``python -m benchmarks`` writes
docs/leistung.md."""
