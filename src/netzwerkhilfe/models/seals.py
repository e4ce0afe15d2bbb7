"""The form of a seal: what closes a record or puts it away, and what its writer had seen (docs/paket.md)."""

from __future__ import annotations


def _is_dot(value: object) -> bool:
    return isinstance(value, list) and [type(part) for part in value] == [str, int, int]


def is_seal(value: object) -> bool:
    """Whether a value is a seal as the program writes it, or none. Anything else closes nothing and puts nothing
    away."""
    if value is None:
        return True
    if not isinstance(value, dict) or set(value) != {"kind", "target", "saw"}:
        return False
    kind, target, saw = value["kind"], value["target"], value["saw"]
    named = isinstance(kind, str) and bool(kind) and isinstance(target, str | None)
    return named and isinstance(saw, list) and all(map(_is_dot, saw))
