"""Understanding a phone note: "3 ZKB Maxdorf 650 warm ab 1.2., Frau Groß 06237 990318" becomes the fields of an entry.

Rules, offline. Each part that was understood is claimed once, with its place in the text; what nobody claims stays
word for
word. First the kind of the note is decided, then the readers of that kind take their parts, the surest first.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from netzwerkhilfe.models import KINDS, phrases
from netzwerkhilfe.models.cases import Need
from netzwerkhilfe.models.entry import field_of
from netzwerkhilfe.models.fields import Facts, Json, parse
from netzwerkhilfe.models.text import fold
from netzwerkhilfe.models.values import Unreadable, read_phone, show_date
from netzwerkhilfe.services.entries import note_words as w

I = re.IGNORECASE  # noqa: E741 - as the standard library calls it


@dataclass(frozen=True)
class Part:
    """A part of the note that was understood: where it stands, for which field, as which text."""

    start: int
    end: int
    field: str
    text: str


@dataclass
class Understood:
    """A note, understood: the kind of entry ("notes" if none), the texts of its fields, and what is left over."""

    kind: str
    texts: dict[str, str] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    rest: str = ""

    def values(self, facts: Facts) -> dict[str, Json]:
        """The fields as ``--json`` prints them; one that does not read as its type stays text."""
        kind = KINDS[self.kind]
        found: dict[str, Json] = {}
        for name, text in self.texts.items():
            declared = field_of(kind, name)
            try:
                value = parse(declared, text, facts).value
            except Unreadable:
                value = None
            found[name] = text if value is None else declared.type.export(declared, value, facts)
        return found


class _Note:
    """One note while it is read."""

    def __init__(self, text: str, facts: Facts) -> None:
        self.text, self.facts = text, facts
        self.taken = [False] * len(text)
        self.parts: list[Part] = []
        self.texts: dict[str, str] = {}
        self.plain = fold(text)

    def free(self, start: int, end: int) -> bool:
        return not any(self.taken[start:end])

    def claim(self, start: int, end: int, name: str, text: str, *, join: bool = False) -> bool:
        """Take a part for a field; the first one wins, unless values are joined."""
        if not text or not self.free(start, end) or (name in self.texts and not join):
            return False
        for i in range(start, end):
            self.taken[i] = True
        self.parts.append(Part(start, end, name, text))
        self.texts[name] = ", ".join(p.text for p in sorted(self.parts, key=lambda p: p.start) if p.field == name)
        return True

    def take(
        self,
        pattern: str,
        name: str,
        value: str | Callable[[re.Match[str]], str] = "",
        *,
        join: bool = False,
        every: bool = False,
    ) -> bool:
        """Claim what a pattern finds; ``value`` is the text, or makes it from the match (the first group if empty)."""
        done = False
        for m in re.finditer(pattern, self.text, I):
            text = value(m) if callable(value) else value or (m[1] if m.re.groups else m[0])
            if self.claim(m.start(), m.end(), name, text.strip(), join=join):
                done = True
                if not every:
                    break
        return done

    def rest(self) -> str:
        """What nobody has claimed, word for word, without the commas around what was taken."""
        runs: list[str] = []
        run = ""
        for char, taken in zip(self.text + " ", [*self.taken, True], strict=True):
            if taken:
                runs.append(run)
                run = ""
            else:
                run += char
        pieces = []
        for part in (p for r in runs for p in re.split(r"[,;\n]", r)):
            words = re.sub(r"^[\s.:–+-]+|[\s:–+-]+$", "", part).split()
            while words and fold(words[0]).rstrip(".:") in w.FILLERS:
                words.pop(0)
            while words and fold(words[-1]).rstrip(".:") in w.FILLERS:
                words.pop()
            pieces.append(" ".join(words))
        return ", ".join(p for p in pieces if p)


# ---- which kind ------------------------------------------------------------------------------------------------------
def kind_of(text: str) -> str:
    """The kind of entry a note is about: housing, work, volunteers, cases, or notes if nothing speaks for one."""
    plain = fold(text)
    scores = {
        name: sum(weight for pattern, weight in patterns if re.search(pattern, plain))
        for name, patterns in w.SIGNS.items()
    }
    if scores["cases"] and re.search(w.SEEKS_FOR_ITSELF, plain) and not re.search(w.COMPANY, plain):
        scores["cases"] += 6
    best = max(scores.values())
    return "notes" if best < 2.5 else next(n for n in ("cases", "volunteers", "work", "housing") if scores[n] == best)


# ---- readers for all kinds -------------------------------------------------------------------------------------------
_PHONE = re.compile(
    r"(?<![\d.,])(?:(?<![a-zäöüß])(?:tel|telefon|handy|mobil|ruf|fon)\.?:?\s*)?((?:\+49|0049|0)[\d\s/().-]{5,20}\d)", I
)


def _phones(note: _Note, *names: str) -> None:
    left = list(names)
    for m in _PHONE.finditer(note.text):
        if not left:
            return
        try:
            value, rest = read_phone(m[1])
        except Unreadable:
            continue
        if value and not rest and len(re.sub(r"\D", "", value)) >= 6 and note.claim(m.start(), m.end(), left[0], value):
            left.pop(0)


def _email(note: _Note) -> None:
    note.take(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", "email")


def _street(note: _Note) -> None:
    places = _place_words(note)

    def without_place(m: re.Match[str]) -> str:
        first, _, others = m[1].partition(" ")
        return others if fold(first) in places and re.search(w.STREET, others, I) else m[1]

    for m in re.finditer(
        rf"((?:[A-ZÄÖÜ][\wäöüß.-]*\s)?[A-ZÄÖÜ]?[\wäöüß-]*{w.STREET}\s*\d+\s?[a-z]?)\b(?!\s*(?:Uhr|€|Euro))",
        note.text,
        I,
    ):
        said = without_place(m)
        if note.claim(m.end(1) - len(said), m.end(1), "street", said):
            return


def _place_words(note: _Note) -> set[str]:
    """The names of places, and their first words, folded."""
    return {fold(n) for p in note.facts.places.values() for n in (p.name, re.split(r"[\s-]", p.name)[0])}


def _places(note: _Note) -> Iterator[tuple[int, int, str]]:
    """The places a note names, by their names, by the beginning of a long name, or as a whole Verbandsgemeinde."""
    names: dict[str, str] = {}
    for place in note.facts.places.values():
        names[place.name] = place.name
        first = re.split(r"[\s-]", place.name)[0]
        if len(first) >= 5 and sum(p.name.startswith(first) for p in note.facts.places.values()) == 1:
            names.setdefault(first, place.name)
    for office in note.facts.offices.values():
        names[f"VG {office.name}"] = f"VG {office.name}"
    for name in sorted(names, key=len, reverse=True):
        pattern = rf"(?:\b\d{{5}}\s+)?(?<![\w-]){re.escape(name)}(?![\w-])"
        for m in re.finditer(pattern, note.text, I):
            if note.free(m.start(), m.end()):
                yield m.start(), m.end(), names[name]


def _date(text: str, today: dt.date) -> str:
    """A phrase as its field reads it again: a day, a month, a year."""
    try:
        return show_date(phrases.read_when(text, (), today))
    except Unreadable:
        return text.strip()


def _from_when(
    note: _Note, name: str, *, words: str = r"ab|zum|frei ab|bezugsfrei ab|beginn|start|verfügbar ab"
) -> None:
    today = note.facts.today
    if note.take(r"\b(?:frei\s+)?(?:ab|zum)?\s*(sofort)\b(?:\s+frei)?", name, "sofort"):
        return
    note.take(rf"\b(?:{words})\s*:?\s*({phrases.PATTERN})", name, lambda m: _date(m[1], today))


def _person(note: _Note, name: str) -> None:
    """ "Frau Groß", "Herr Dr. Dörr", "Familie Klein": a form of address and the capitalised words after it."""
    places = _place_words(note)
    pattern = (
        rf"\b({w.ADDRESS})\s+"
        rf"((?:Dr\.|Prof\.|(?:von|van|de|zu)(?=\s+[A-ZÄÖÜČŁŞ])|[A-ZÄÖÜČŁŞÖ][\w'’-]*\.?)"
        rf"(?:\s+(?:Dr\.|(?:von|van|de)(?=\s+[A-ZÄÖÜČŁŞ])|[A-ZÄÖÜČŁŞ][\w'’-]+)){{0,3}})"
    )
    for m in re.finditer(pattern, note.text):
        words = m[2].split()
        while len(words) > 1 and (fold(words[-1]) in places or fold(words[-1]) in w.NOT_NAMES):
            words.pop()
        if fold(words[0]) in places | w.NOT_NAMES:
            continue
        said = " ".join(words)
        start = m.start()
        end = m.start(2) + len(said)
        title = {"Hr.": "Herr", "Fr.": "Frau", "Fam.": "Familie", "Herrn": "Herr"}.get(m[1], m[1])
        if note.claim(start, end, name, f"{title} {said}"):
            return


def _words_of(note: _Note, name: str, list_name: str, *, before: str = "") -> None:
    """Words of one of the network's lists, with their synonyms and endings."""
    known = {word: word for word in note.facts.categories.get(list_name, ())}
    known |= {s: word for (kind, s), word in note.facts.synonyms.items() if kind == list_name}
    for said in sorted(known, key=len, reverse=True):
        if len(said) < 4:
            continue
        stem = re.escape(said)
        note.take(rf"{before}(?<![\w-]){stem}(?:e|en|er|n|s)?(?![\w-])", name, known[said], join=True)


# ---- flats -----------------------------------------------------------------------------------------------------------
_AMOUNT = r"(\d{1,2}\.\d{3}|\d{2,4})(?:,(?:\d{2}|-+))?\s*(?:€|Euro|EUR|E\b)?"
_NUMBERS = {"ein": "1", "eine": "1", "zwei": "2", "drei": "3", "vier": "4", "fünf": "5", "sechs": "6"}
_COUNT = rf"(\d(?:[,.]5|½)?|{'|'.join(_NUMBERS)})"


def _number(text: str) -> str:
    return _NUMBERS.get(text.lower(), text.replace("½", ",5").replace(".", ","))


RENTS = (
    ("gross_rent", r"warm|Warmmiete|WM|Gesamtmiete|all in|alles inklusive"),
    ("ancillary_costs", r"Nebenkosten|NK|Betriebskosten"),
    ("heating_costs", r"Heizkosten|Heizung|HK"),
    ("base_rent", r"kalt|Kaltmiete|KM|Miete|Grundmiete"),
    ("deposit", r"Kaution"),
)
_BEFORE = r"\.?\s*:?\s*(?:ist|sind|von|ca\.?|etwa)?\s*"


def _money(note: _Note, names: tuple[str, ...], to: str = "") -> None:
    """Amounts with their words: "480 kalt 120 NK" or "KM 480, NK 120"; which way round, each part between commas says
    itself."""
    words = {name: pattern for name, pattern in RENTS if name in names}
    either = "|".join(words.values())
    for segment in re.finditer(r"[^,;\n]+(?:,(?=\d\d\b|-)[^,;\n]*)*", note.text):
        seen = re.finditer(rf"(?P<word>\b(?:{either})\b)|\b{_AMOUNT}", segment[0], I)
        first = next((m for m in seen if note.free(segment.start() + m.start(), segment.start() + m.end())), None)
        word_first = bool(first and first["word"])
        for name, pattern in words.items():
            shapes = [rf"\b(?:{pattern}){_BEFORE}{_AMOUNT}", rf"\b{_AMOUNT}\s*(?:{pattern})\b"]
            for shape in shapes if word_first or name == "deposit" else reversed(shapes):
                m = re.search(shape, segment[0], I)
                if m and note.claim(segment.start() + m.start(), segment.start() + m.end(), to or name, m[1]):
                    break


def _flat(note: _Note) -> None:
    _phones(note, "phone", "phone_note")
    _street(note)
    if note.take(r"\bKaution\s*:?\s*(\d(?:,5)?\s*(?:MM|KM|Monatsmieten?|Kaltmieten?))", "deposit") or note.take(
        r"(\d(?:,5)?\s*(?:MM|KM|Monatsmieten?|Kaltmieten?))\s*Kaution", "deposit"
    ):
        pass
    else:
        _money(note, ("deposit",))
    rooms = (
        rf"\b{_COUNT}\s*-?\s*(?:ZKBB|ZKDB|ZKBD|ZKB|ZK|Zi\.?-?(?:Whg|Wohnung)?|Zimmer-?(?:wohnung|whg)?"
        rf"|Räume|Raum-?(?:wohnung)?|Z\.)(?![\wäöü])\.?"
    )
    if re.search(r"ZKB|ZKDB|\bEBK\b|Einbauküche|mit Küche", note.text, I):
        note.take(r"\b(?:mit\s+)?(?:EBK|Einbauküche|Küche)\b", "kitchen", "ja")
    note.take(rooms, "rooms", lambda m: _number(m[1]))
    note.take(r"\b(ein|zwei|drei|vier|fünf)zimmer(?:wohnung|whg)\b", "rooms", lambda m: _number(m[1]))
    note.take(r"\b(\d{2,3}(?:,\d+)?)\s*(?:qm|m²|m2|Quadratmeter)", "area_m2")
    _money(note, ("gross_rent", "ancillary_costs", "heating_costs", "base_rent"))
    _from_when(note, "available_from")
    note.take(
        r"\b(?:im\s+)?(\d\.?\s*(?:OG|Obergeschoss|Stock|Etage)|EG|Erdgeschoss|DG|Dachgeschoss|UG|Souterrain|Hochparterre|Parterre)\b",
        "floor",
    )
    note.take(r"\b(?:keine|ohne)\s+(?:Haus)?tiere\b|\bTierhaltung\s+(?:nicht|verboten)\w*", "pets", "nein")
    note.take(r"\b(?:Haus)?tiere\s+(?:nach Absprache|auf Anfrage)", "pets", "nach Absprache")
    note.take(r"\b(?:Haus)?tiere\s+(?:erlaubt|ok|okay|möglich|willkommen)|\bmit\s+(?:Haus)?tier(?:en)?\b", "pets", "ja")
    note.take(r"\b(?:max\.?|höchstens|bis zu|für)\s*(\d{1,2})\s*(?:Personen|Pers\.?|Leute)", "max_persons")
    note.take(r"\b(?:nur\s+)?mit\s+WBS\b|\bWBS\s*(?:nötig|erforderlich|Pflicht)?\b", "housing_permit", "ja")
    note.take(r"\b(?:barrierefrei|rollstuhlgerecht|stufenlos|ebenerdig)e?\b", "accessible", "ja")
    note.take(r"\b(?:teil)?möbliert\b", "furnished", "ja")
    note.take(r"\b(?:mit\s+)?(?:Aufzug|Lift|Fahrstuhl)\b", "lift", "ja")
    note.take(
        rf"\bbefristet\s+bis\s+({phrases.PATTERN}|\d{{4}})", "limited_until", lambda m: _date(m[1], note.facts.today)
    )
    _person(note, "landlord")
    if "landlord" not in note.texts:
        note.take(
            r"\b((?:Hausverwaltung|Vermieter(?:in)?|Baugenossenschaft|Wohnbau|Weingut)\s+[A-ZÄÖÜ][\w-]+)", "landlord"
        )
    for start, end, name in _places(note):
        if note.claim(start, end, "place", name):
            break
    note.take(r"\b(?:bietet|hat|vermietet|Wohnung|Whg\.?|frei|zu vermieten)\b(?=\W|$)", "_", "x")


# ---- work ------------------------------------------------------------------------------------------------------------
def _work(note: _Note) -> None:
    _phones(note, "phone")
    _email(note)
    _street(note)
    for pattern, kind in w.WORK_KINDS:
        if note.take(pattern, "kind", kind):
            break
    note.take(
        r"\b(\d{1,2}(?:\s*(?:-|bis)\s*\d{1,2})?)\s*(?:Std\.?|Stunden|h)\s*(?:/|pro|je|die|in "
        r"der)?\s*(?:Woche|Wo\.?|W\b)?",
        "hours_per_week",
    )
    if note.take(r"\b(Vollzeit|Teilzeit)\b", "hours_per_week"):
        pass
    note.take(r"\b(\d{1,2}(?:,\d{2})?\s*(?:€|Euro|EUR)\s*(?:/|pro|die|je)?\s*(?:Std\.?|Stunde|h)\b)", "pay")
    note.take(r"\b(\d{3,4}\s*(?:€|Euro|EUR)(?:\s*(?:/|pro|im)\s*Monat)?)", "pay")
    note.take(
        r"\b(?:Deutsch|Sprachniveau|mind\.?|mindestens|Niveau)?\s*(?:mind\.?|mindestens|ab)?\s*\b([ABC][12])\b(?:-?Niveau)?",
        "min_cefr",
    )
    note.take(
        r"\b(?:mit\s+)?Führerschein(?:\s+(?:Klasse\s+)?(BE|B|C1|C|CE))?(?:\s*(?:nötig|erforderlich))?\b",
        "driving_licence",
        lambda m: m[1] or "B",
    )
    note.take(r"\b(\d{1,2})\s*(?:Plätze|Stellen|Leute|Personen|Azubis)\b", "positions")
    note.take(r"\b(?:für\s+)?(\d{1,2}\s*(?:Wochen?|Monate?|Tage?|Jahre?))\b", "duration")
    _from_when(note, "start")
    company = (
        rf"\b((?:{w.COMPANY_WORDS})"
        rf"(?:\s+(?:&\s+)?(?!sucht|bietet|hat|in\b|braucht)[A-ZÄÖÜ][\w&.-]+){{0,3}}(?:\s+(?:GmbH|KG|AG|e\.?\s?V\.?))?)"
    )
    places = _place_words(note)
    for m in re.finditer(company, note.text):
        said = ""
        for word in m[1].split(" "):
            longer = f"{said} {word}".strip()
            if said and (
                fold(word.rstrip(",.")) in places or not note.free(m.start() + len(said), m.start() + len(longer))
            ):
                break
            said = longer
        if note.claim(m.start(), m.start() + len(said), "employer", re.sub(r"^Firma\s+", "", said)):
            break
    if "employer" not in note.texts:
        note.take(
            r"\b([A-ZÄÖÜ][\w&-]+(?:\s+[A-ZÄÖÜ&][\w&-]*){0,2}\s+(?:GmbH(?:\s*&\s*Co\.?\s*KG)?|KG|AG|e\.\s?V\.|OHG))",
            "employer",
        )
    _person(note, "contact_person")
    note.take(
        rf"\b(?:sucht|suchen|braucht|als|zum|zur|für)\s+(?:noch\s+)?(?:eine[nr]?\s+|die\s+|den\s+)?({w.OCCUPATION})\b",
        "title",
    )
    if "title" not in note.texts:
        note.take(rf"\b({w.OCCUPATION})\b", "title")
    for start, end, name in _places(note):
        if note.claim(start, end, "place", name):
            break
    note.take(r"\b(?:sucht|suchen|bietet|hat|braucht)\b(?:\s+(?:eine?n?|noch))?", "_", "x")


# ---- volunteers ------------------------------------------------------------------------------------------------------
def _week(note: _Note, name: str) -> None:
    """Days and times of the week: "dienstags vormittags", "Mo und Mi nachmittag", "am Wochenende"."""
    note.take(r"\b(?:am\s+)?Wochenende\b", name, "Sa-So")
    days = rf"(?:{'|'.join(w.WEEKDAYS)})"
    pattern = (
        rf"\b(?:am\s+|immer\s+|jeden\s+)?({days}s?(?:\s*(?:,|und|oder|\+|/|-|–|bis)\s*{days}s?)*)"
        rf"\b\s*(?:am\s+)?({w.DAYTIME})?"
    )

    def said(m: re.Match[str]) -> str:
        found = []
        for part in re.split(r"(\s*(?:-|–|bis)\s*)|\s*(?:,|und|oder|\+|/)\s*", m[1]):
            if part is None:
                continue
            if re.fullmatch(r"\s*(?:-|–|bis)\s*", part):
                found.append("-")
                continue
            short = next((s for d, s in w.WEEKDAYS.items() if re.fullmatch(rf"{d}s?", part.strip(), I)), "")
            if short:
                found.append(short)
        text = ", ".join(found).replace(", -, ", "-")
        time = next((t for p, t in w.DAYTIMES if m[2] and re.fullmatch(p, m[2], I)), "")
        return f"{text} {time}".strip()

    note.take(pattern, name, said, join=True, every=True)
    note.texts[name] = (
        note.texts[name].replace(", ", "; ")
        if name in note.texts and note.texts[name].count("s,")
        else note.texts.get(name, "")
    )
    if not note.texts[name]:
        note.texts.pop(name)
        note.take(
            rf"\b(?:immer\s+)?({w.DAYTIME})\b",
            name,
            lambda m: next(t for p, t in w.DAYTIMES if re.fullmatch(p, m[1], I)),
        )


def _volunteer(note: _Note) -> None:
    _phones(note, "phone", "mobile")
    _email(note)
    _street(note)
    _week(note, "availability")
    note.take(r"\b(?:hat\s+|mit\s+|eigenes\s+|ein\s+)+(?:Auto|PKW|Wagen)\b|\beigenes Auto\b", "has_car", "ja")
    note.take(r"\bFührerschein(?:\s+(?:Klasse\s+)?(BE|B|C1|C|CE))?\b", "driving_licence", lambda m: m[1] or "B")
    note.take(r"\b(?:Umkreis|Radius|im Umkreis von|bis zu)\s*(?:von\s*)?(\d{1,3})\s*km\b", "radius_km")
    note.take(r"\b(\d)\s*(?:Sitzplätze|Plätze im Auto)", "car_seats")
    note.take(r"\bseit\s+(\d{4}|\d{1,2}/\d{4})\b", "since")
    _words_of(note, "languages", "languages", before=r"(?:\b(?:spricht|kann|auch|und)\s+)*")
    _words_of(note, "skills", "skills", before=r"(?:\b(?:macht|bietet|gibt|möchte|kann|für|beim?|in der|im)\s+)*")
    for pattern, skill in w.SKILLS:
        if skill not in note.texts.get("skills", ""):
            note.take(pattern, "skills", skill, join=True)
    _person(note, "last_name")
    if "last_name" not in note.texts:
        m = re.match(
            r"\s*([A-ZÄÖÜŁČŞ][\w'’-]+(?:\s+[A-ZÄÖÜŁČŞ][\w'’-]+){1,2})(?=\s*[,;]|\s+(?:aus|seit|will|möchte|hat|spricht|kann|bietet|hilft))",
            note.text,
        )
        if m:
            words, places = m[1].split(), _place_words(note)
            while len(words) > 1 and fold(words[-1]) in places:
                words.pop()
            said = " ".join(words)
            note.claim(m.start(1), m.start(1) + len(said), "last_name", said)
    for start, end, name in _places(note):
        begin = start - 4 if note.text[max(0, start - 4) : start].lower() == "aus " else start
        if note.claim(begin, end, "place", name):
            break
    note.take(
        r"\b(?:möchte|will|kann|würde)\s+(?:gerne?\s+|auch\s+)*(?:helfen|mithelfen|mitmachen|sich "
        r"engagieren)\b|\b(?:ehrenamtlich|hat Zeit|hilft)\b",
        "_",
        "x",
    )


# ---- cases -----------------------------------------------------------------------------------------------------------
def _case(note: _Note) -> None:  # noqa: C901 - the rules in the order in which they read
    _phones(note, "phone")
    _email(note)
    needs = [need for need, pattern in w.NEEDS if re.search(pattern, note.plain)]
    if needs:
        note.texts["needs"] = ", ".join(need.label for need in needs)
    note.take(
        r"\b(\d{1,2})\s*(?:Personen|Pers\.?|Leute|Köpfe)\b|\bzu\s+(zweit|dritt|viert|fünft|sechst)\b",
        "persons",
        lambda m: m[1] or {"zweit": "2", "dritt": "3", "viert": "4", "fünft": "5", "sechst": "6"}[m[2].lower()],
    )
    if "persons" not in note.texts:
        both = re.search(
            r"\b(\d|ein|eine|zwei)\s*Erwachsene[rn]?\s*(?:,|und|\+|mit)?\s*(\d|ein|zwei|drei|vier|fünf|sechs)\s*Kind(?:er)?n?\b",
            note.text,
            I,
        )
        if (
            both and note.claim(both.start(), both.end(), "persons", str(int(_number(both[1])) + int(_number(both[2]))))
        ) or note.take(r"\b(alleinstehend\w*|Einzelperson)\b", "persons", "1"):
            pass
    if Need.FLAT in needs:
        note.take(
            rf"\b{_COUNT}\s*-?\s*(?:ZKBB|ZKB|ZK|Zi\.?(?:mmer)?-?(?:wohnung|whg)?|Zimmer)(?![\wäöü])\.?",
            "rooms_min",
            lambda m: _number(m[1]),
        )
        note.take(r"\b(?:ab|mind\.?|mindestens|ca\.?)?\s*(\d{2,3})\s*(?:qm|m²|m2)", "area_min")
        note.take(
            rf"\b(?:bis|max\.?|höchstens|maximal)\s*(?:zu\s*)?{_AMOUNT}\s*(?:warm|Warmmiete|Miete|kalt)?",
            "max_rent",
            lambda m: m[1],
        )
        if "max_rent" not in note.texts:
            _money(note, ("gross_rent",), "max_rent")
        note.take(
            r"\b(?:zahlt\s+(?:das\s+)?)?(Jobcenter|Sozialamt)(?:\s+zahlt)?\b",
            "rent_paid_by",
            lambda m: m[1].capitalize(),
        )
        note.take(r"\b(?:hat\s+|mit\s+)(?:einen\s+)?WBS\b", "has_permit", "ja")
        note.take(r"\b(?:barrierefrei|rollstuhlgerecht|ebenerdig|Rollstuhl)\w*\b", "needs_accessible", "ja")
        note.take(r"\bmit\s+(?:einem\s+|einer\s+)?(?:Hund|Katze|Haustier)\w*\b", "has_pets", "ja")
        _from_when(note, "move_in_by")
    note.take(
        r"\b(?:Deutsch|Sprachniveau|spricht Deutsch)\s*(?:auf\s+)?([ABC][12])\b|\b([ABC][12])-?Niveau\b",
        "cefr",
        lambda m: m[1] or m[2],
    )
    for pattern, kind in w.WORK_KINDS:
        if Need.WORK in needs and re.search(pattern, note.text, I):
            note.texts["work_kinds"] = kind
            break
    if Need.WORK in needs:
        note.take(rf"\b(?:als|im Bereich|in der|im|zum|zur)\s+({w.OCCUPATION})\b", "occupations")
    if Need.ACCOMPANIMENT in needs:
        _week(note, "appointment")
        note.take(rf"\bam\s+({phrases.PATTERN})", "appointment_on", lambda m: _date(m[1], note.facts.today))
        _words_of(note, "languages", "languages", before=r"(?:\b(?:auf|spricht|nur|für)\s+)*")
        if re.search(r"\b(?:fahr\w*|hinfahr\w*|gefahren)\b", note.plain):
            note.texts["needs_driver"] = "ja"
    _person(note, "name")
    for start, end, name in _places(note):
        before = note.text[max(0, start - 14) : start].lower()
        home = re.search(r"(?:wohnt (?:noch )?in|aus|zurzeit in)\s+(?:der\s+)?$", before)
        field_ = "place" if home or Need.FLAT not in needs else "wished_places"
        if not note.claim(start, end, field_, name, join=field_ == "wished_places"):
            note.claim(start, end, "wished_places", name, join=True)
    note.take(r"\b(?:sucht|suchen|braucht|brauchen|benötigt|dringend)\b(?:\s+(?:eine?n?|dringend))?", "_", "x")


READERS: dict[str, Callable[[_Note], None]] = {
    "housing": _flat,
    "work": _work,
    "volunteers": _volunteer,
    "cases": _case,
}
LONGEST = 4000


def understand(text: str, facts: Facts, kind: str = "") -> Understood:
    """Read a phone note; ``kind`` keeps to one kind of entry where a person has chosen it."""
    text = text[:LONGEST]
    chosen = kind or kind_of(text)
    note = _Note(text, facts)
    if chosen in READERS:
        READERS[chosen](note)
    else:
        chosen = "notes"
        _phones(note, "phone")
        _person(note, "name")
    texts = {n: t for n, t in note.texts.items() if n != "_"}
    parts = sorted((p for p in note.parts if p.field != "_"), key=lambda p: p.start)
    for filler in [p for p in note.parts if p.field == "_"]:
        for i in range(filler.start, filler.end):
            note.taken[i] = False
    return Understood(chosen, texts, parts, note.rest())
