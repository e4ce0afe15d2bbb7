"""Papers as plain text for e-mail: lines of at most 72 characters, tables as indented lines."""

from __future__ import annotations

import textwrap

from netzwerkhilfe.models.blocks import BlockPaper, Gap, Grid, Heading, Pairs, Signatures, Text, Verdict

WIDTH = 72


def _wrapped(text: str, indent: str = "", first: str | None = None) -> str:
    lines = []
    for i, line in enumerate(text.split("\n")):
        start = first if first is not None and i == 0 else indent
        lines.append(
            textwrap.fill(
                line,
                WIDTH,
                initial_indent=start,
                subsequent_indent=indent,
                break_long_words=False,
                break_on_hyphens=False,
            )
            if line.strip()
            else ""
        )
    return "\n".join(lines)


def _row(block: Grid, cells: tuple[str, ...] | list[str]) -> str:
    main = max(range(len(block.weights)), key=lambda i: block.weights[i])
    before = " ".join(c.replace("\n", " ") for c in cells[:main] if c)
    after = " · ".join(c.replace("\n", " ") for c in cells[main + 1 :] if c)
    text = cells[main] + (f" ({after})" if after else "")
    lead = f"{before}  " if before else "- "
    return _wrapped(text, " " * min(len(lead), 16), lead)


def plain_text(paper: BlockPaper, *, opening: str = "", closing: str = "") -> str:
    """A whole paper as text."""
    parts = [_wrapped(opening)] if opening else []
    parts += [paper.title, *([paper.subtitle] if paper.subtitle else []), ""]
    for block in paper.blocks:
        if isinstance(block, Heading):
            title = " ".join(p for p in (block.number, block.text) if p)
            parts += ["", title, "-" * min(len(title), WIDTH) if block.level < 3 else ""]
        elif isinstance(block, Text):
            parts += [_wrapped(f"{block.label}: {block.text}" if block.label else block.text), ""]
        elif isinstance(block, Pairs):
            parts += [_wrapped(f"{label}: {', '.join(text.splitlines())}", "  ", "") for label, text in block.rows] + [
                ""
            ]
        elif isinstance(block, Grid):
            parts += [_row(block, list(r)) for r in block.rows if any(r)] + [""]
        elif isinstance(block, Verdict):
            parts += [block.title, _wrapped(block.wording, "  ", "  ")]
            parts += [_wrapped(" – ".join(p for p in (block.votes, block.result) if p), "  ", "  ")]
            parts += [*(_wrapped(m, "  ", "  ") for m in block.more), ""]
        elif isinstance(block, Signatures):
            parts += ["", *(w.replace("\n", ", ") for w in block.who), ""]
        elif isinstance(block, Gap):
            parts.append("")
    parts.append(_wrapped(closing))
    text = "\n".join(p.rstrip() for p in "\n".join(parts).split("\n"))
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip() + "\n"
