"""HTML in lists becomes readable plain text with its line breaks."""

from __future__ import annotations

import html
import re
import warnings

from netzwerkhilfe.models.patterns import late

_TAG = late(
    r"</?(?:p|br|div|ul|ol|li|b|i|u|em|strong|span|a|h[1-6]|table|tr|td|font|img|sup|sub|hr|blockquote)\b[^<>]*>",
    re.IGNORECASE,
)
_ENTITY = late(r"&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8});", re.IGNORECASE)


def looks_like_html(text: str) -> bool:
    """Whether a cell holds markup rather than a comparison sign."""
    return bool(_TAG.search(text))


def to_text(text: str) -> str:
    """Paragraphs and breaks as lines, list items with a dash, everything else as its text."""
    if "<" not in text and "&" not in text:
        return text
    if not looks_like_html(text):
        return html.unescape(text).replace("\u00a0", " ") if _ENTITY.search(text) else text
    from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        soup = BeautifulSoup(re.sub(r"\s*\r?\n\s*", " ", text), "html.parser")
    for dead in soup(["script", "style"]):
        dead.decompose()
    for line_break in soup.find_all(["br", "hr"]):
        line_break.replace_with("\n")
    for item in soup.find_all("li"):
        item.insert(0, "– ")
        item.append("\n")
    for block in soup.find_all(["p", "div", "ul", "ol", "tr", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"]):
        block.insert(0, "\n")
        block.append("\n")
    lines = [re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in soup.get_text().split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
