"""Where the end of a paper begins, for PDF and Word alike."""

from __future__ import annotations

from collections.abc import Sequence

from netzwerkhilfe.models.blocks import Block, Gap, Heading, Pairs, Signatures, Text


def closing_of(blocks: Sequence[Block]) -> int:
    """Where what closes a paper begins: with the empty space above place and day, signatures and who gets a copy; with
    the list of who is invited, where one stands right before."""
    signed = [i for i, block in enumerate(blocks) if isinstance(block, Signatures)]
    found = len(blocks)
    for i in range(signed[-1] if signed else len(blocks) - 1, -1, -1):
        if not isinstance(blocks[i], Gap | Text | Signatures):
            break
        if isinstance(blocks[i], Gap):
            found = i
    listed = blocks[max(found - 2, 0) : found]
    if found < len(blocks) and len(listed) == 2 and isinstance(listed[0], Heading) and isinstance(listed[1], Pairs):
        return found - 2
    return found
