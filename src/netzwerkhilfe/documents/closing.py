"""Where the end of a paper begins, for PDF and Word alike."""

from __future__ import annotations

from collections.abc import Sequence

from netzwerkhilfe.models.blocks import Block, Gap, Signatures, Text


def closing_of(blocks: Sequence[Block]) -> int:
    """Where what closes a paper begins: with the empty space above place and day, signatures and who gets a copy."""
    signed = [i for i, block in enumerate(blocks) if isinstance(block, Signatures)]
    found = len(blocks)
    for i in range(signed[-1] if signed else len(blocks) - 1, -1, -1):
        if not isinstance(blocks[i], Gap | Text | Signatures):
            break
        if isinstance(blocks[i], Gap):
            found = i
    return found
