"""Which kind of entry a note is about, by who offers and who seeks; and the sentences that are about no new entry.

"Whg ist vermietet!", "Miete jetzt 570", a complaint, a question: such a sentence says nothing for a new entry, whatever
words it has.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from netzwerkhilfe.models.naming import is_given_name
from netzwerkhilfe.services.entries.notes import signs as s
from netzwerkhilfe.services.entries.notes import words as w
from netzwerkhilfe.services.entries.notes.scope import Scope
from netzwerkhilfe.services.entries.notes.text import rx

ENOUGH = 2.5
"""Weight from which a note is about a kind."""
CLEAR = 5.5
"""Weight from which a sentence is about a kind, whatever else it mentions."""
NEAR_BEGINNING = 15
"""Letters of a note in which a firm that is named is who speaks."""
ORDER = ("cases", "offers", "volunteers", "work", "housing")
"""Of kinds with the same weight the first."""


@dataclass(frozen=True)
class Guess:
    """The kind of a note, and the places of the sentences that say nothing for it."""

    kind: str
    news: tuple[tuple[int, int], ...] = ()


def _weigh(text: str) -> dict[str, float]:
    found = {kind: sum(weight for pattern, weight in of if _has(pattern, text)) for kind, of in s.SIGNS.items()}
    return found | {kind: 0.0 for kind, needed in s.NEEDED.items() if not _has(needed, text)}


@functools.lru_cache(maxsize=1024)  # several questions ask the same of one note
def _has(pattern: str, text: str) -> bool:
    return rx(pattern).search(text) is not None


_HELPER = (
    rf"{s.SEEKS}.{{0,20}}\bhelfer\b.{{0,30}}(?:umzug|tragen|schleppen)|{s.SEEKS}.{{0,20}}\bfahrer(?:in)?\s+zu[mr]\b"
)
_NAMED_LIKE_A_FIRM = r"\b([a-z]+\s+)(bauer|maler|winzer|obst|landwirt|friseur|stadt|zimmerer|steinmetz|laden)\b"
"""A family name that is a firm's word too: "Inge Bauer"."""
_BODY_SEEKS = (
    rf"^\s*(?:\w+\.?\s+\w+:\s*|das\s+|die\s+|der\s+)?(?:{s.BODY}|{w.ACTIVITY}\b)[^,.]*?\b(?:braucht"
    rf"|sucht|suchen|benötigt)\b"
)
_Match = re.Match[str] | None


def _seeks(text: str) -> _Match:
    return rx(s.SEEKS).search(text) or rx(s.WISH_OBJECT).search(text) or rx(s.WISH_ARBEITEN).search(text)


def _seeks_flat(text: str, scores: dict[str, float]) -> None:
    """A household seeks a flat, a landlord a tenant."""
    seeks = _seeks(text)
    if _has(s.TENANT, text):
        scores["housing"] += 4
        scores["cases"] -= 5
    elif _has(s.FLAT, text) and not _has(s.LETS, text) and (seeks or (_has(s.BUDGET, text) and not _has(s.FREE, text))):
        scores["housing"] -= 5
        scores["cases"] += 3
    elif not seeks and _has(s.RENT, text) and not _has(s.BUDGET, text):
        scores["cases"] -= 2
    if _has(s.FLAT, text) and _has(s.CLIENT, text) and not _has(s.LETS, text) and not _has(s.FREE, text):
        scores["housing"] -= 5
        scores["cases"] += 3


def _seeks_work(text: str, scores: dict[str, float]) -> None:
    """A household seeks work or help, a firm somebody who works."""
    firm, seeks = rx(s.FIRM_SEEKS).search(text), _seeks(text)
    if _has(s.TITLED, text):
        scores["work"] -= 5
    if _has(s.ORDERED, text):
        scores["volunteers"] -= 5
    worker, own_work = _has(s.WANTS_WORKER, text), _has(s.SEEKS_WORK, text) and not _has(s.YOU, text)
    if rx(r"\bnimmt jede (?:arbeit|stelle)\b").search(text):
        scores["work"] -= 5
    if seeks and own_work and not (firm and worker):
        own = not firm or firm.start() > seeks.start()
        begins = firm is not None and firm.start() <= NEAR_BEGINNING and "," not in text[: firm.start()]
        scores["cases"] += 4 if own else -4 if begins else 0
        scores["work"] -= 5 if own else 0
    elif not firm and _has(_HELPER, text):
        scores["cases"] += 3
        scores["work"] -= 4
    elif worker and not _has(s.FAMILY, text):
        scores["work"] += 2
        scores["cases"] -= 4
    elif firm and seeks and firm.start() < seeks.start() and not _has(s.NEEDY_SUBJECT, text[firm.end() :]):
        scores["cases"] -= 3
    anybody = worker and not _has(s.WANTS_WORKER, rx(s.GENERIC).sub("", text))
    paid = _has(s.TERMS, text) or _has(s.TRADE_SEEKS, text) or _has(r"\b1\d(?:,\d{1,2})?\s*(?:€|euro)", text)
    if anybody and not firm and not paid:
        scores["work"] -= 5
    if seeks and not own_work and _has(s.TERMS, text) and not _has(s.FLAT, text):
        scores["work"] += 3
        scores["cases"] -= 3


def _seeker(text: str, scores: dict[str, float]) -> None:
    """Who seeks, and what."""
    worker = _has(s.WANTS_WORKER, text)
    if _has(s.ROUND, text):
        scores["cases"] -= 6
    _seeks_flat(text, scores)
    somebody = _has(s.SOMEBODY, text) and (not _has(s.FIRM_SEEKS, text) or _has(s.SPEAKER, text))
    if somebody and not _has(s.TERMS, text) and not _has(s.LETS, text):
        scores["cases"] += 5
        scores["work"] -= 6
        scores["volunteers"] -= 5
    _seeks_work(text, scores)
    if _has(_BODY_SEEKS, text) and not worker:
        scores["cases"] -= 6
    if _has(s.WISH_PLACE, text) and not _has(s.FIRM, text):
        scores["volunteers"] -= 5
    if _seeks(text) and not worker:
        scores["volunteers"] -= 3
        scores["offers"] -= 2


def _balanced(text: str, scores: dict[str, float]) -> dict[str, float]:
    """The same words mean the one kind or the other by who says them."""
    _seeker(text, scores)
    helps = _has(s.HELP, text)
    if _has(s.FIRM, text) and not helps:
        scores["volunteers"] -= 2
    if _has(s.AWAY, text) and _has(w.GOODS, text):
        scores["housing"] -= 3
        scores["cases"] -= 1
    if (
        _has(s.SKILL, text)
        and not _has(s.BODY, text)
        and not _has(
            rf"{s.OPEN_HOURS}"
            rf"|\bplätze frei\b",
            text,
        )
        and not _has(s.AWAY, text)
    ):
        scores["offers"] -= 3
    if _has(s.OFFERS_SKILL, text) and not _has(s.BODY, text) and not _has(s.FIRM, text):
        scores["volunteers"] += 3
    if _has(s.BODY, text) and scores["offers"] >= ENOUGH and not helps:
        scores["volunteers"] -= 3
    return scores


def _end_of_news(scope: Scope, start: int, end: int) -> int:
    """Where news end: with their sentence, or with their clause if something new follows in it."""
    news = rx(s.NEWS).search(scope.text[start:end])
    if news is None:
        return end
    last = min(end, max(start + news.end(), scope.clause(start + news.end())[1]))
    rest = scope.text[last:end]
    goes_on = _has(s.INSTEAD, rest.lstrip(" ,;"))
    return last if goes_on and max(_balanced(rest, _weigh(rest)).values()) >= CLEAR else end


def _news(scope: Scope) -> list[tuple[int, int]]:
    found = []
    for start, end in scope.sentences():
        sentence = scope.text[start:end]
        matters = _has(s.MATTERS, sentence) and not _has(s.ACTS, sentence) and not _has(s.HELPS, sentence)
        matters = matters and max(_balanced(sentence, _weigh(sentence)).values()) < CLEAR
        if ((matters or _has(s.NEWS, sentence)) and not _has(s.ELSE, sentence)) or scope.asks(start):
            found.append((start, _end_of_news(scope, start, end)))
    return found


def guess(scope: Scope) -> Guess:
    """The kind of entry that a note is about: "notes" if nothing speaks for one."""
    news = _news(scope)
    text = rx(r"[\w.+-]+@[\w.-]+").sub(lambda m: " " * len(m[0]), scope.text)  # a firm in an address says nothing
    text = text.replace("\n", ";")
    text = rx(_NAMED_LIKE_A_FIRM).sub(lambda m: m[1] + "-" * len(m[2]) if is_given_name(m[1].strip()) else m[0], text)
    text = rx(s.GOT).sub(lambda m: " " * len(m[0]), text)
    text = rx(s.SEEKS_NOTHING).sub(lambda m: " " * len(m[0]), text)
    for start, end in news:
        text = text[:start] + " " * (end - start) + text[end:]
    scores = _balanced(text, _weigh(text))
    best = max(scores.values())
    if best < ENOUGH:
        return Guess("notes")
    return Guess(next(kind for kind in ORDER if scores[kind] == best), tuple(news))
