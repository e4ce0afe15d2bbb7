"""How lists and clerks write the name of a person, a couple, a family or a club, read into its parts.

"Fam. Dr. von der Heide", "Wagner, Prof. Dr.-Ing. Ingeborg (geb. Schmidt)", "Karl u. Anna Müller", "TV 1898 e. V.".
Nothing of the text gets lost: what is no part of the name stands in :attr:`Name.beside`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.models.text import fold, squeeze


@dataclass(frozen=True)
class Name:
    """The parts of a name. Of a club or firm, and of a single word, only ``last`` is set."""

    title: str = ""
    first: str = ""
    last: str = ""
    beside: tuple[str, ...] = ()
    """What else stood there: "Familie", "geb. Schmidt", a second person."""
    born: str = ""
    """A day or year of birth, as it was written."""


PARTICLES = frozenset(
    (
        *("von", "van", "vom", "zu", "zur", "zum", "de", "del", "della", "der", "den", "di", "da", "dos", "das", "du"),
        *("la", "le", "los", "al", "el", "bin", "ibn", "ben", "abu", "ten", "ter"),
        *("freiherr", "freifrau", "graf", "gräfin", "baron", "baronin", "ritter", "edler", "edle"),
    )
)
"""Words that begin a family name."""
_LINKS = frozenset(("der", "den", "dem", "la", "le", "los", "und", "u.", "zu"))
"""Words that go on after a particle: "von der", "de la", "von und zu"."""
_AND = ("und", "u.", "u", "&", "+")
_AFTER = frozenset(["jun", "jr", "junior", "sen", "sr", "senior", "ii", "iii", "d.j", "d.ä", "mdl", "mdb", "a.d"])
"""Words after a family name that belong to it."""

_TITLE = late(
    r"(?:prof|dr|drs|dres|dipl|mag|lic|pd|priv|pfr|pfarrer|pfarrerin|dekan|dekanin|diakon|diakonin|rechtsanwalt|ra|"
    r"str|ostr|ing|ba|ma|msc|bsc|mba|ll\.?m|b\.?a|m\.?a|b\.?sc|m\.?sc|b\.?ed|m\.?ed)\.?",
    re.IGNORECASE,
)
_LONG_TITLE = late(
    r"(?:(?:prof|dr|dipl|priv|mag)\.?[.-])+(?:\w+\.?[.-]?)*|(?:prof|dr|dipl|priv|mag)\.\w*|(?:prof|dr)",
    re.IGNORECASE,
)
_OF_TITLE = late(
    r"(?:med|dent|vet|jur|phil|rer|nat|theol|oec|pol|ing|päd|psych|h|c|h\.c|habil|techn|agr|sc|math|mult|em|iur|doz|"
    r"-ing)\.?|\((?:fh|ba|univ|tu|dh)\.?\)|rer\.nat\.?|h\.c\.?",
    re.IGNORECASE,
)
_SALUTATION = late(r"\b(?:Herrn|Herr|Frau|Hr\.|Fr\.|Frl\.|Fräulein)\s+", re.IGNORECASE)
_BOTH = late(r"\b(?:Herrn?|Frau)\s*(?:und|u\.|&|/)\s*(?:Herrn?|Frau)\b", re.IGNORECASE)
_HOUSEHOLD = late(r"^(Familie|Fam\.?|Eheleute|Ehel\.?|Ehepaar|Geschwister|Geschw\.?)\s+", re.IGNORECASE)
_BORN_AS = late(r"[(,]?\s*\b((?:geb\.?|geborene?r?|née)\s+(?!am\b)[^\W\d_][\w'’-]*(?:\s[A-ZÄÖÜ][\w'’-]+)?)\s*\)?")
_BORN_ON = late(
    r"[(,]?\s*(?:\*|(?:\bgeb\.?|\bgeboren|\bJg\.?|\bJahrgang)(?:\s+am)?)\s*(\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}|\d{4})\s*\)?",
    re.IGNORECASE,
)
_ASIDE = late(r"\s*[(\[]([^()\[\]]+)[)\]]")

_FORMS = r"\be\.?\s?V\b|\bg?GmbH\b|\bmbH\b|\b(?:AG|KG|KGaA|OHG|GbR|UG|eG|e\.\s?G\.|e\.\s?K\.)(?!\w)|\b(?:Inc|Ltd)\b"
_STEMS = (
    "verein|verband|gemeinde|stiftung|gesellschaft|verwaltung|werkstatt|werkstätten|genossenschaft|behörde|zentrum|"
    "initiative|feuerwehr|kindergarten|kindertagesstätte|apotheke|bäckerei|metzgerei|gärtnerei|schreinerei|bücherei|"
    "pfarrei|pfarramt|bibliothek|gymnasium|grundschule|realschule|hochschule|volkshochschule|förderschule|fahrschule|"
    "kirchenchor|freundeskreis|helferkreis|arbeitskreis|frauenkreis|frauengruppe|selbsthilfegruppe|pfadfinder|"
    "seniorentreff|jugendtreff|flohmarkt|supermarkt|sozialamt|jugendamt|standesamt|ordnungsamt|bauamt|"
    "pflegeheim|altenheim|wohnheim|seniorenheim|kinderheim|tierheim|jugendheim|landfrauen|bürgerbus"
)
_NAMED = (
    "Kita|Caritas|Caritasverband|Diakonie|DRK|AWO|THW|VdK|Malteser|Johanniter|Lebenshilfe|Jobcenter|Rathaus|Netzwerk|"
    "Verein|Firma|Fa\\.|Hotel|Gasthaus|Gasthof|Restaurant|Weingut|Autohaus|Praxis|Elektro|Sanitär|Team|Café|CVJM|NABU|"
    "BUND|IHK|TV|SV|TSV|TuS|FC|SC|VfB|VfR|FV|ASV|DJK|MGV|Ev\\.|Kath\\.|Evangelische|Katholische|Gesangverein|Schule|Club"
)
_BODY = late(rf"(?:{_FORMS})|(?i:\w*(?:{_STEMS})\b)|^(?:{_NAMED})(?:\s+\S|$)")


_ONE_WORD = late(r"[^\W\d_]{2,}(?:-[^\W_]+)*")


def is_body(text: str) -> bool:
    """Whether a name is that of a club, firm, church, school or office, and no person's ("Schule, Karl")."""
    plain = squeeze(text)
    return bool(_BODY.search(plain)) and not _AS_IN_A_REGISTER.fullmatch(plain)


_AS_IN_A_REGISTER = late(r"[^\W\d_][\w'’-]*, [^\W\d_][\w'’-]*")


def read_name(text: str, *, family_first: bool = False, family_only: bool = False) -> Name:
    """The parts of a name in one text.

    :param family_first: the family name comes first although no comma says so (a column "Name Vorname").
    :param family_only: given names stand elsewhere, so that all words here are the family name.
    """
    plain = squeeze(text).strip(" ,;")
    if _ONE_WORD.fullmatch(plain):
        return Name(last=plain)
    if is_body(plain):
        return Name(last=plain)
    plain, born = _taken(_BORN_ON, plain)
    whole = plain
    plain, maiden = _taken(_BORN_AS, plain)
    if not plain:
        return Name(last=whole, born=born[0] if born else "")
    plain, asides = _asides(plain)
    beside = [*asides, *maiden]
    if m := _BOTH.search(plain):
        beside.insert(0, m[0])
        plain = squeeze(plain[: m.start()] + " " + plain[m.end() :])
    plain = squeeze(_SALUTATION.sub("", plain + " "))
    if m := _HOUSEHOLD.match(plain):
        beside.insert(
            0, {"fam": "Familie", "ehel": "Eheleute", "geschw": "Geschwister"}.get(fold(m[1]).rstrip("."), m[1])
        )
        plain = _SALUTATION.sub("", plain[m.end() :] + " ").strip()
    title, plain = _title(plain)
    plain, second = _second_person(plain)
    beside += second
    more, first, last, rest = _parts(plain, family_first=family_first, family_only=family_only)
    return Name(
        " ".join(filter(None, (title, more))),
        first,
        last,
        tuple(filter(None, (*beside, *rest))),
        born[0] if born else "",
    )


def split_name(text: str) -> tuple[str, str, str]:
    """Title, first name and last name of "Dr. Wagner, Ingeborg" or "Ingeborg Wagner"; salutations are dropped."""
    found = read_name(text)
    return found.title, found.first, found.last


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str, list[str]]:
    m = pattern.search(text)
    return (squeeze(text[: m.start()] + " " + text[m.end() :]).strip(" ,"), [squeeze(m[1])]) if m else (text, [])


def _asides(text: str) -> tuple[str, list[str]]:
    """What stands in brackets, but for the kind of a degree."""
    found = [m[1] for m in _ASIDE.finditer(text) if not _OF_TITLE.fullmatch(m[0].strip())]
    for aside in found:
        text = re.sub(rf"\s*[(\[]{re.escape(aside)}[)\]]", "", text)
    return squeeze(text), [squeeze(a) for a in found]


def _title(text: str) -> tuple[str, str]:
    """The title at the beginning of a text, and the rest."""
    words = text.split(" ")
    count = 0
    for i, word in enumerate(words):
        bare = word.rstrip(",")
        if _LONG_TITLE.fullmatch(bare) or (_TITLE.fullmatch(bare) and (bare.endswith(".") or _SPELT.fullmatch(bare))):
            count = i + 1
        elif not (count and _OF_TITLE.fullmatch(bare)):
            break
        else:
            count = i + 1
        if word.endswith(","):
            break
    if count == len(words) and count > 1:
        return "", text
    return " ".join(words[:count]).rstrip(","), " ".join(words[count:])


_SPELT = late(r"Prof|Dr|PD|Pfarrer|Pfarrerin|Dekan|Dekanin|Diakon|Diakonin|RA|Rechtsanwalt")
"""Titles that are known without their full stop; "Mag" and "Ing" may be names."""


def _all_title(text: str) -> bool:
    title, rest = _title(text + " x")
    return bool(title) and rest == "x"


def _second_person(text: str) -> tuple[str, list[str]]:
    """ "Anna Schmidt und Karl Müller", "Karl Müller / Anna Schmidt": the first, and the words of the second."""
    if m := re.search(r"\s*(?:/|;)\s*", text):
        return text[: m.start()], [text[m.end() :]]
    if "," in text:
        return text, []
    words = text.split(" ")
    at = next((i for i, w in enumerate(words) if w in _AND and i), 0)
    linked = at and fold(words[at - 1]) in PARTICLES
    if at >= 2 and len(words) - at > 2 and not linked:
        return " ".join(words[:at]), [" ".join(words[at + 1 :])]
    return text, []


def _parts(text: str, *, family_first: bool, family_only: bool) -> tuple[str, str, str, list[str]]:
    """Title, first name, last name, and what is left over, of a name without what stood around it."""
    pieces = [p for p in (squeeze(p) for p in text.split(",")) if p]
    if len(pieces) > 1:
        return _by_comma(pieces)
    words = text.split(" ")
    if family_first and not family_only and len(words) > 1:
        start = _length_of_family(words)
        return "", " ".join(words[start:]), " ".join(words[:start]), []
    if family_only or len(words) == 1 or words[0] in PARTICLES:
        return "", "", text, []
    after = len(words)
    while after > 2 and fold(words[after - 1]).rstrip(".") in _AFTER:
        after -= 1
    start = after - 1
    for i in range(1, after):
        if words[i].lower() in PARTICLES and i + 1 < after:
            start = i
            break
    return "", " ".join(words[:start]), " ".join(words[start:]), []


def _length_of_family(words: list[str]) -> int:
    """How many words at the beginning are the family name."""
    count = 0
    while count < len(words) - 1 and (words[count].lower() in PARTICLES or (count and words[count].lower() in _LINKS)):
        count += 1
    return count + 1


def _by_comma(pieces: list[str]) -> tuple[str, str, str, list[str]]:
    """ "Wagner, Dr. Ingeborg", "Karl Müller, Dr. med.", "Heide, Karl von der", "Müller, Karl, Dr."."""
    titles = [p for p in pieces[1:] if _all_title(p)]
    rest = [p for p in pieces[1:] if p not in titles]
    last = pieces[0]
    if rest and fold(rest[0]).rstrip(".") in _AFTER:
        last = f"{last}, {rest.pop(0)}"
    if not rest:
        more, first, family, over = _parts(last.replace(",", ""), family_first=False, family_only=False)
        return " ".join([*titles, more]).strip(), first, family, over
    title, first = _title(rest[0])
    words = first.split(" ")
    end = len(words)
    while end > 1 and (words[end - 1] in PARTICLES or words[end - 1] in _LINKS):
        end -= 1
    last = " ".join([*words[end:], last])
    return " ".join(filter(None, [title, *titles])), " ".join(words[:end]), last, rest[1:]
