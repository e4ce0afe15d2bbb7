"""What stands around a fact: whether it is denied, asked, or only wished.

"kein Aufzug", "Aufzug gibt es nicht", "weder Aufzug noch Keller" deny; "falls", "evtl.", "wäre gut" and questions leave
it open.
"""

from __future__ import annotations

import bisect
import itertools
import re
from dataclasses import dataclass
from enum import Enum

from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.services.entries.notes.text import rx


class Says(Enum):
    """What a note says about a fact that it names."""

    YES = 1
    NO = 2
    OPEN = 3
    """Asked, wished, or under a condition."""


@dataclass(frozen=True)
class Said:
    """What is said about a fact, and the place of the words that say it, the fact included."""

    says: Says
    start: int
    end: int


_WORD = late(r"[^\W_]+")
# A dot ends a sentence if a word of some length stands before it and a new one begins: not "Tel. 0621", "1. OG".
_DOT = (
    r"(?<=[a-z]{4})(?<!str)(?<!evtl)(?<!nachm)(?<!vorm)(?<!mind)(?<!verw)(?<!mobl)(?<!frankenth)\.(?=\s+[a-z]|\s*$)"
    r"|(?<=[a-z\d]\))\.(?=\s)|(?<=\d\d\d)\.(?=\s+[a-z]{2})|(?<=[ \d](?:qm|nk|km|eg|og|dg))\.(?=\s+[a-z]{3})"
)
_END = rx(rf"[,;!?\n•|]|{_DOT}|\s[-–—]\s|\b(?:aber|sondern|jedoch|dafür|allerdings)\b")
_SENTENCE_END = rx(rf"[;!?\n•|]|{_DOT}|\b(?:aber|sondern|jedoch)\b")
_DENIES = rx(r"kein(?:e[nmrs]?)?|ohne|nichts?|nie|niemals|nix|weder|nein|null|un")
_NOT = rx(r"nicht|nie")
_BETWEEN = rx(
    r"eigen\w*|gross\w*|klein\w*|direkt\w*|gültig\w*|eine?[nmrs]?|d(?:ie|en|as|er|em)|so|mehr|unbedingt|wirklich"
    r"|extra"
    r"|zwingend|deutsch\w*|fest\w*|ganz|sehr|auch|komplett|voll|vorhanden\w*|gut\w*|viele?|zusätzlich\w*|weitere\w*"
    r"|an|mit|für|irgendwelche|gerade|geeignet|tauglich|eingerichtet|bei|beim|als|zu|jetzt|einzige[nrs]?"
    r"|lange[nrs]?|im|in|zum"
    r"|zur|haus"
)
_JOINS = rx(r"und|oder|noch|bzw|u|o|sowie|od")
_AFTER = rx(
    r"ist|sind|s|wäre|wird|werden|wurde|sei|hat|habe|haben|hatte|gibt|gibts|es|wir|man|er|sie|ich|leider"
    r"|auch|eher|dort|da"
    r"|derzeit|aktuell|noch|im|haus|dabei|ja|bei|ihr|ihm|uns|wohl|bisher|momentan|zurzeit|eigentlich|glaube"
    r"|denke|mehr"
    r"|so|direkt|wegen|aber|besitzt|führt|hätte|möglich|gewünscht|braucht|brauche|brauchen|benötigt|mag|möchte"
    r"|will|wollen"
    r"|wünscht|kommt|kommen|geht|lieber|wirklich|unbedingt|zwingend|absolut|jedoch|generell|grundsätzlich|bitte"
    r"|dürfen"
    r"|darf|soll|sollen|muss|vorhanden|haltung|vom|von|dem|der|den|vermieter|vermieterin"
)
_REFUSES = rx(
    r"nicht|nein|kein(?:e[nrs]?)?|keins|nix|fehlt|fehlen|verboten|unerwünscht|ausgeschlossen|unnötig|entfällt|ungern"
    r"|untersagt|tabu|überflüssig|nie|no"
)
_SETTLES = rx(
    r"ja|nein|ok|okay|erlaubt|willkommen|möglich|gerne?|geht|vorhanden|da|dabei|kein(?:e[nrms]?)?"
    r"|nicht|ohne|mit|und|oder|\d+"
)
"""What stands between a fact and a refusal that is another's."""
_ADJECTIVE = rx(r"barriere\w*|rollstuhl\w*|möbl\w*|mobl\w*|teilmöbl\w*|ebenerdig|stufenlos|befristet|frei|dg|eg")
_DOUBT = rx(
    r"\b(?:falls|wenn|sofern|ob|evtl|ev|eventuell|vielleicht|vllt|ggf|gegebenenfalls|möglichst|unklar"
    r"|wahrscheinlich|vermutlich"
    r"|unsicher|fraglich|notfalls|womöglich|am liebsten|wünscht sich|hofft|hätte gerne?|hätten gerne?)\b"
)
_DOUBT_AFTER = rx(
    r"^\s*(?:ist\s+|sind\s+|wird\s+)?(?:beantragt|in arbeit|läuft|folgt|in bearbeitung|angestrebt|geplant"
    r"|kommt noch)|"
    r"^[\s:]*(?:\w+\s+){0,2}?(?:wäre|wären|wär)\s+(?:\w+\s+)?(?:gut|schön|toll|super|ideal|prima"
    r"|von vorteil|hilfreich|praktisch)"
    r"|^\s*(?:von vorteil|erwünscht|wünschenswert|gewünscht|gern gesehen|unklar|fraglich|vielleicht"
    r"|eventuell|evtl|bevorzugt|super|ideal|toll|egal|kein muss|nice to have|hilfreich)"
    r"|^\s*\?|^\s*wenn möglich"
)
_QUESTION = rx(
    r"^\s*(?:ist|sind|gibt|hat|haben|kann|können|könnte|wann|wo|wie|was|wer|wem|wen|ob|warum|wieso"
    r"|welche\w*|darf|dürfen|soll|geht|muss|braucht|will)\b|\bfrag\w*\b|\bob\b|\bnoch frei$"
)
_ASKS_FOR_SOMEBODY = rx(
    r"\bkann (?:mein|meine|unser|unsere)\s+\w+\b.*\b(?:praktikum|ausbildung|arbeiten)\b|"
    r"\b(?:hat|kennt|gibt es|gibts|habt ihr|haben wir|hätte)\s+(?:\w+\s+){0,4}?(?:jemand\w*|wer|einer|eine)\b|"
    r"\b(?:wer|kann|könnte|hat|gibt es)\s+(?:\w+\s+){0,2}?(?:jemand\w*|kann|könnte|hat|hilft)\b|\bwer\b"
)
_WITHOUT = rx(r"(?:lift|aufzug|fahrstuhl|küche|ebk|kaution|auto|pkw|führerschein|fs)\b")
"""What "o." leaves out; before other words it means "oder"."""
_ANSWER = rx(r"\?\s*[-–]?\s*(?:leider\s+)?(ja|jo|nein|nee|kein(?:e[rns]?)?|nicht|gibt es nicht)\s*(?=[,.;!\n]|$)")
MOST_BETWEEN = 4
MOST_AFTER = 6


class Scope:
    """The clauses of a note."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
        self._starts = [start for start, _ in self.words]
        self._ends = [(m.start(), m.end()) for m in _END.finditer(text)]
        self._sentences = [(m.start(), m.end()) for m in _SENTENCE_END.finditer(text)]

    def clause(self, at: int, *, sentence: bool = False) -> tuple[int, int]:
        """The clause, or the sentence, around a place."""
        ends = self._sentences if sentence else self._ends
        first = max((end for _, end in ends if end <= at), default=0)
        last = min((start for start, _ in ends if start >= at), default=len(self.text))
        return first, last

    def sentences(self) -> list[tuple[int, int]]:
        """The sentences, their last mark included."""
        edges = [0, *(end for _, end in self._sentences), len(self.text)]
        return [(a, b) for a, b in itertools.pairwise(edges) if self.text[a:b].strip()]

    def asks(self, at: int) -> bool:
        """Whether a place stands in a question; one for somebody who helps is a request."""
        first, last = self.clause(at, sentence=True)
        if self._answer(last):
            return False
        if self.text[last : last + 1] != "?" or _ASKS_FOR_SOMEBODY.search(self.text[first:last]):
            return False
        if _QUESTION.search(self.text[first:last]):
            return True
        return self.clause(at)[1] == last  # "…, feucht?" asks about one thing only

    def _answer(self, at: int) -> str:
        """What answers a question that ends at a place: "Aufzug? Nein."; empty if nothing does."""
        m = _ANSWER.match(self.text, at)
        return m[1] if m else ""

    def said(self, start: int, end: int) -> Said:
        """What the words around a fact say about it."""
        answer = self._answer(self.clause(start, sentence=True)[1])
        if answer:
            return Said(Says.YES if answer.startswith("j") else Says.NO, start, end)
        first, last = self.clause(start)
        if self.asks(start) or _DOUBT.search(self.text[first:start]) or _DOUBT_AFTER.search(self.text[end : end + 60]):
            return Said(Says.OPEN, start, end)
        before = self._denied_before(start, first)
        if before is not None:
            return Said(Says.NO, before, end)
        after = self._denied_after(end, max(last, self.clause(end)[1] if end < len(self.text) else last))
        if after is not None:
            return Said(Says.NO, start, after)
        return Said(Says.YES, start, end)

    def _denied_before(self, start: int, first: int) -> int | None:
        i = bisect.bisect_left(self._starts, start) - 1
        steps, joined = 0, False
        while i >= 0 and self.words[i][0] >= first and steps < MOST_BETWEEN:
            word = self.text[slice(*self.words[i])]
            if word == "o" and self.text[self.words[i][1] :].startswith(".") and _WITHOUT.match(self.text, start):
                return self.words[i][0]
            if word == "k" and self.text[self.words[i][1] : self.words[i][1] + 1] == ".":
                return self.words[i][0]
            if word == "nein" and self.text[self.words[i][1] : self.words[i][1] + 1] in (":", ",", ".", "!"):
                return None
            if _DENIES.fullmatch(word):
                return self.words[i][0]
            if _JOINS.fullmatch(word):
                joined = True
            elif joined:
                joined = False
            elif not _BETWEEN.fullmatch(word):
                return None
            i, steps = i - 1, steps + 1
        return None

    def _denied_after(self, end: int, last: int) -> int | None:
        colon = re.match(r"\s*[:=(-]?\s*", self.text[end:])
        i = bisect.bisect_left(self._starts, end + (colon.end() if colon else 0))
        for steps in range(MOST_AFTER):
            if i + steps >= len(self.words) or self.words[i + steps][0] >= last:
                return None
            start, stop = self.words[i + steps]
            word = self.text[start:stop]
            if _REFUSES.fullmatch(word):
                return self._refusal(i + steps, last)
            if not _AFTER.fullmatch(word):
                return self._refused_at_end(i, last)
        return None

    def _refused_at_end(self, i: int, last: int) -> int | None:
        """ "Aufzug natürlich keiner": a refusal that closes the clause, few words on."""
        following = [w for w in self.words[i : i + MOST_BETWEEN + 1] if w[0] < last]
        if not following or (i + len(following) < len(self.words) and self.words[i + len(following)][0] < last):
            return None
        said = [self.text[slice(*w)] for w in following]
        if _REFUSES.fullmatch(said[-1]) and not any(_SETTLES.fullmatch(word) for word in said[:-1]):
            return following[-1][1]
        return None

    def _refusal(self, i: int, last: int) -> int | None:
        """The end of a refusal, unless it goes on to deny something else: "Lift nicht barrierefrei"."""
        stop = self.words[i][1]
        word = self.text[slice(*self.words[i])]
        if i + 1 < len(self.words) and self.words[i + 1][0] < last:
            following = self.text[slice(*self.words[i + 1])]
            if _NOT.fullmatch(word) and _ADJECTIVE.fullmatch(following):
                return None
            if word.startswith("kein") and not rx(r"vorhanden|da|dabei|nötig|erlaubt|gewünscht").fullmatch(following):
                return None
            if rx(
                r"nötig|notwendig|erforderlich|erlaubt|erwünscht|gewünscht|vorhanden|möglich|da|dabei"
                r"|gestattet|gebraucht"
                r"|vorausgesetzt|inklusive|inkl|verlangt|zwingend|so|mehr"
            ).fullmatch(following):
                return self.words[i + 1][1]
        return stop
