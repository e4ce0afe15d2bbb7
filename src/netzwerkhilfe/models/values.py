"""How a German clerk writes times, money, numbers and telephone numbers, read and written; dates are read by phrases.

Every reader takes text and returns a value of plain JSON types, or raises :class:`Unreadable` with a German reason.
"""

from __future__ import annotations

import datetime as dt
import functools
import re

from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.models.text import digits, fold, squeeze

NBSP = "\u00a0"


class Unreadable(ValueError):
    """A text that cannot be read as the value its field wants; the message is German and short."""


MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
WEEKDAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
DAYTIMES = ("vormittags", "nachmittags", "abends")

_ISO = late(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_ISO_MONTH = late(r"(\d{4})-(\d{2})")


def show_date(iso: str) -> str:
    """An ISO day as 12.11.2025, a month as 11/2025; anything else as it is."""
    if m := _ISO.fullmatch(iso):
        return f"{int(m[3]):02}.{int(m[2]):02}.{m[1]}"
    if m := _ISO_MONTH.fullmatch(iso):
        return f"{m[2]}/{m[1]}"
    return iso


def show_near(iso: str, today: dt.date) -> str:
    """A day near today in words: heute, gestern, morgen, "vor 16 Tagen", "Mo, 10.11.", else the full date."""
    try:
        day = dt.date.fromisoformat(iso[:10])
    except ValueError:
        return show_date(iso)
    distance = (today - day).days
    if distance in (0, 1, -1):
        return {0: "heute", 1: "gestern", -1: "morgen"}[distance]
    if 1 < distance <= 60:
        return f"vor {distance}{NBSP}Tagen"
    if -60 <= distance < 0:
        return f"{WEEKDAYS[day.weekday()]}, {day.day:02}.{day.month:02}."
    return show_date(day.isoformat())


def clock_of(iso: str) -> str:
    """The time of day of a moment at this place, "16:40"; empty for what is no moment."""
    try:
        return f"{dt.datetime.fromisoformat(iso).astimezone():%H:%M}"
    except (ValueError, OverflowError):
        return ""


def minutes_since(begun: str, now: dt.datetime) -> int | None:
    """The whole minutes from a time of day ("18:30") to a moment of the same day, at least 0; ``None`` for no time."""
    try:
        start = dt.time.fromisoformat(read_time(begun))
    except Unreadable:
        return None
    return max(0, (now.hour - start.hour) * 60 + now.minute - start.minute)


_CLOCK = late(
    r"(?:(?:um|gegen|ab|ca\.?)\s+)?(?:(?P<hour>\d{1,2})(?:\s?[:.]\s?(?P<minute>\d{2}))?\s*(?:Uhr|h)?\.?"
    r"|(?P<hour2>\d{1,2})\s*(?:Uhr|h)\s*(?P<minute2>\d{1,2})(?:\s*Min(?:\.|uten)?)?"
    r"|(?P<hour4>\d{2})(?P<minute4>\d{2})\s*(?:Uhr|h)"
    r"|(?P<part>halb|Viertel nach|Viertel vor|dreiviertel|drei viertel)\s+(?P<of>\d{1,2}|[a-zöüä]+)(?:\s*Uhr)?)",
    re.IGNORECASE,
)
_PARTS_OF_HOUR = {"halb": -30, "viertel nach": 15, "viertel vor": -15, "dreiviertel": -15, "drei viertel": -15}
_HOURS = ("acht", "neun", "zehn", "elf", "zwolf")
BAD_TIME = "Uhrzeit, z. B. 18:00"


def read_time(text: str) -> str:
    """A time of day as "HH:MM": "18:00", "18.30 Uhr", "18 Uhr", "11 Uhr 30", "halb zehn", "Viertel nach elf".

    Midnight at the end of a day ("24 Uhr") is 00:00. Words that may be before or after noon ("halb drei") are not read.
    """
    plain = squeeze(text)
    if fold(plain) in ("mittag", "mittags"):
        return "12:00"
    m = _CLOCK.fullmatch(plain)
    if not m:
        raise Unreadable(BAD_TIME)
    if m["part"]:
        minutes = _in_words(fold(m["part"]), fold(m["of"]))
    else:
        hour = int(m["hour"] or m["hour2"] or m["hour4"])
        minute = int(m["minute"] or m["minute2"] or m["minute4"] or 0)
        if hour > 24 or minute > 59 or (hour == 24 and minute):
            raise Unreadable(BAD_TIME)
        minutes = hour % 24 * 60 + minute
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _in_words(part: str, of: str) -> int:
    """Minutes since midnight of "halb zehn"; only where no afternoon can be meant."""
    hour = int(of) if of.isdigit() else _HOURS.index(of) + 8 if of in _HOURS else 0
    minutes = hour * 60 + _PARTS_OF_HOUR[part]
    if not 7 * 60 + 30 <= minutes < 13 * 60:
        raise Unreadable(BAD_TIME)
    return minutes


_HOUR = r"(?:h|Std\.?|Stunden?|St\.)"
_MINUTE = r"(?:Min(?:\.|uten)?|m|')"
_DURATION = late(
    rf"(?:ca\.?\s+)?(?:(?P<minutes>\d{{1,4}})\s*{_MINUTE}"
    rf"|(?P<clock>\d{{1,3}}):(?P<past>\d{{2}})\s*{_HOUR}?"
    r"|(?P<hours>\d{1,3}(?:[.,]\d{1,2})?)\s*(?P<half>½|1/2)?"
    rf"(?:\s*{_HOUR}(?:\s*(?:und\s+)?(?P<more>\d{{1,2}})\s*{_MINUTE}?)?)?"
    r"|(?P<words>[a-zäöüß ½]+))",
    re.IGNORECASE,
)
_DURATIONS = {
    "½": 0.5,
    "halbe": 0.5,
    "eine halbe": 0.5,
    "dreiviertel": 0.75,
    "eine dreiviertel": 0.75,
    "viertel": 0.25,
    "eine viertel": 0.25,
    "eine": 1.0,
    "anderthalb": 1.5,
    "eineinhalb": 1.5,
    "zwei": 2.0,
    "zweieinhalb": 2.5,
    "drei": 3.0,
    "vier": 4.0,
    "funf": 5.0,
}


def read_hours(text: str) -> float:
    """How long something took, in hours: "2,5", "2 h 30", "1:30", "90 Min.", "anderthalb Stunden", "1½"."""
    m = _DURATION.fullmatch(squeeze(text))
    found: float | None = None
    if m and m["hours"]:
        found = float(m["hours"].replace(",", ".")) + (0.5 if m["half"] else 0) + int(m["more"] or 0) / 60
    elif m and m["clock"] and int(m["past"]) < 60:
        found = int(m["clock"]) + int(m["past"]) / 60
    elif m and m["minutes"]:
        found = int(m["minutes"]) / 60
    elif m and m["words"]:
        found = _DURATIONS.get(re.sub(r"\s*(?:stunden?|std)$", "", fold(m["words"])))
    if found is None:
        raise Unreadable("Stunden, z. B. 2,5 oder 1:30")
    return round(found, 2)


_NUMBER = late(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?|-?\d+(?:[.,]\d+)?")
_APPROX = late(r"^(?:ca\.?|circa|etwa|rund|ungefähr|max\.?|bis(?: zu)?)\s*", re.IGNORECASE)


def _plain_number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    if re.fullmatch(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        text = text.replace(".", "")
    return float(text.replace(",", "."))


def read_number(text: str, unit: str = "") -> float:
    """A number as a German writes it, with or without its unit: "74,5", "ca. 70 m²", "1.250"."""
    plain = _APPROX.sub("", squeeze(text))
    for ending in (unit, "qm", "m2", "m²", "km", "%"):
        if ending and plain.lower().endswith(ending.lower()):
            plain = plain[: -len(ending)].strip()
            break
    try:
        value = _plain_number(plain)
    except ValueError:
        raise Unreadable("Zahl, z. B. 74,5") from None
    if abs(value) > 1e9:
        raise Unreadable("Diese Zahl ist zu groß")
    return round(value, 2)


def read_integer(text: str) -> int:
    """A whole number; "3.0" as spreadsheets give it counts as whole."""
    try:
        value = read_number(text)
    except Unreadable:
        raise Unreadable("Ganze Zahl, z. B. 4") from None
    if value != int(value):
        raise Unreadable("Ganze Zahl, z. B. 4")
    return int(value)


def read_rooms(text: str) -> float:
    """A number of rooms: "3 ZKB", "1-Zi-App.", "3,5", "4 Zi."."""
    m = re.fullmatch(
        r"(\d{1,2}(?:[.,]\d)?)\s*[- ]?\s*(?:Z|Zi|Zim|Zimmer|ZKB|ZKBB|ZKDB|ZKBT|Raum|Räume)?\.?"
        r"(?:[- ]*(?:App|Apartment|Appartement|Whg|Wohnung)\.?)?",
        squeeze(text),
        re.IGNORECASE,
    )
    if not m:
        raise Unreadable("Zahl der Zimmer, z. B. 3 oder 3,5")
    return float(m[1].replace(",", "."))


_MONEY_WORDS = late(r"\s*(?:€|EUR|Euro)\s*", re.IGNORECASE)


def read_money(text: str) -> int:
    """An amount in cents: "1.150 €", "380,00", "ca. 600,-", "EUR 90"."""
    plain = _MONEY_WORDS.sub("", _APPROX.sub("", squeeze(text)))
    plain = re.sub(r",[-–—]{1,2}$", "", plain)
    try:
        value = _plain_number(plain)
    except ValueError:
        raise Unreadable("Zahl, z. B. 465,00") from None
    if value < 0 or value > 1e8:
        raise Unreadable("Betrag zwischen 0 und 100 Millionen Euro")
    return round(value * 100)


def show_number(value: float) -> str:
    """A number with a decimal comma and no needless zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def show_money(cents: int, *, exact: bool = False) -> str:
    """Cents as "1.150 €", or "1.150,00 €" where exactness is wanted or cents remain."""
    euros, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    grouped = f"{euros:,}".replace(",", ".")
    return f"{sign}{grouped},{rest:02}{NBSP}€" if exact or rest else f"{sign}{grouped}{NBSP}€"


CROSSES = frozenset(("x", "xx", "×", "✓", "✔", "☑", "☒", "✗", "✘", "🗸", "√", "+", "*"))
"""What people put into a box to say yes, folded."""
_YES = CROSSES | {"ja", "j", "yes", "y", "wahr", "true", "1", "1.0", "1,0", "vorhanden", "liegt vor", "ok", "erledigt"}
_NO = {"nein", "n", "no", "-", "–", "—", "falsch", "false", "0", "0.0", "0,0", "kein", "keine", "☐", "fehlt"}


def read_yes_no(text: str) -> tuple[bool, str]:
    """Yes or no, and what else stood there: "ja (5.5.2026)" gives ``(True, "5.5.2026")``."""
    m = re.fullmatch(r"([^()]*?)\s*(?:\(([^()]*)\))?", squeeze(text))
    word, rest = (fold(m[1]), m[2] or "") if m else ("", "")
    if word in _YES:
        return True, rest
    if word in _NO:
        return False, rest
    raise Unreadable("ja oder nein")


_PHONE = late(r"[+(]?\s*[\d+][\d\s()/\-–.]{2,}\d")
_NEXT_PHONE = late(
    r"\s*[/|]\s+(?=[(+0])|\s+[/|]\s*(?=[(+0])|/(?=\+|0[1-9]\d)|\s+[-–]\s+(?=[(+0])|\s{1,}(?=\+|0[1-9]\d{1,4}\b)"
)
"""What may stand between two numbers; whether it does, the digits before it tell."""
_PHONE_WORDS = late(r"^(?:Telefon|Tel|Fon|Ruf)\b[.:]*\s*|\s*(?:Telefon|Tel|Fon|Ruf)[.:]*$", re.IGNORECASE)


def _bare(rest: str) -> str:
    """What stood around a number, without the signs that parted them and without brackets around all of it."""
    plain = re.sub(r"^[\s,;/|–-]+|[\s,;/|–-]+$", "", re.sub(r"\(\s*\)", "", rest).replace(" )", ")"))
    m = re.fullmatch(r"\(?([^()]*)\)?", plain)
    return m[1].strip() if m else plain


def _first_of_several(text: str) -> int:
    """How much of what looks like one telephone number is the first of two: all of it where it is one."""
    if (m := re.search(r"/\s*-?\d{1,3}$", text)) and sum(c.isdigit() for c in text[: m.start()]) >= 8:
        return m.start()  # "990318/19": the direct line of somebody else
    for m in _NEXT_PHONE.finditer(text):
        before, after = (sum(c.isdigit() for c in part) for part in (text[: m.start()], text[m.end() :]))
        parted = not m[0].isspace() or before + after >= 17
        if before >= 6 and after >= 6 and parted and m.start():
            return m.start()
    return len(text)


@functools.lru_cache(maxsize=20_000)
def _groups(head: str, length: int) -> tuple[int, ...]:
    """Where libphonenumber cuts a national number; its rules look at five digits and at how many there are."""
    import phonenumbers  # its tables cost a tenth of a start; few starts read a number

    number = phonenumbers.parse("0" + head + "1" * (length - len(head)), "DE")
    shown = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    if digits(shown) != "0" + head + "1" * (length - len(head)):
        return ()
    cuts, count = [], 0
    for part in re.split(r"\D+", shown)[:-1]:
        count += len(part)
        cuts.append(count)
    return tuple(cuts)


def _national(raw: str) -> str | None:
    """A number with the trunk zero as libphonenumber groups it; ``None`` for another or one that it does not know."""
    plain = "".join(c for c in raw if c.isdigit())
    if not re.fullmatch(r"\s*\(?\s*0[1-9][\d\s()/\-–.]*", raw) or not 6 <= len(plain) <= 16:
        return None
    cuts = _groups(plain[1:7], len(plain) - 1) if len(plain) > 7 else ()
    if not cuts:
        return None
    ends = [*cuts, len(plain)]
    return " ".join(plain[a:b] for a, b in zip([0, *cuts], ends, strict=True))


def read_phone(text: str) -> tuple[str, str]:
    """A telephone number in its national form, and the rest: "030-231 (ab 18 Uhr)" gives ("030 231", "ab 18 Uhr").

    Numbers without an area code are kept as typed. Two numbers in one cell leave the second in the rest.
    Grouping follows libphonenumber; a number it does not know stays readable in blocks.
    """
    text = squeeze(text)
    m = _PHONE.search(text)
    if not m:
        raise Unreadable("Telefonnummer, z. B. 06237 99 01 42")
    end = m.start() + _first_of_several(m[0])
    raw = text[m.start() : end]
    rest = _bare(_PHONE_WORDS.sub("", _bare(text[: m.start()] + " " + text[end:])))
    count = sum(c.isdigit() for c in raw)
    if not 3 <= count <= 17:
        raise Unreadable("Telefonnummer, z. B. 06237 99 01 42")
    if known := _national(raw):
        return show_phone(known), rest
    return _unusual_phone(raw), rest


def _unusual_phone(raw: str) -> str:
    """A number from abroad, with a country code, without an area code, or one that libphonenumber does not know."""
    import phonenumbers

    try:
        number = phonenumbers.parse(raw, "DE")
    except phonenumbers.NumberParseException:
        return squeeze(raw)
    if number.country_code != 49:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    if not raw.strip().startswith(("0", "+", "(0", "(+")):
        return squeeze(raw)
    shown = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    if digits(shown) != digits(raw):  # a number the library does not know; nothing of it may get lost
        shown = raw
    return show_phone(squeeze(re.sub(r"[()/\-–.]", " ", shown)))


def show_phone(text: str) -> str:
    """A telephone number in pairs, as German offices print it: "06237 99 01 42", "0171 555 08 16"."""
    area, _, rest = text.partition(" ")
    if not (area.startswith("0") and area.isdigit() and rest.isdigit()):
        return text
    first = 3 if len(rest) % 2 else 2
    blocks = [rest[:first], *(rest[i : i + 2] for i in range(first, len(rest), 2))]
    return " ".join([area, *blocks])


_EMAIL = late(r"[a-z0-9.!#$%&'*+/=?^_`{|}~äöüß-]+@[a-z0-9äöüß-]+(?:\.[a-z0-9äöüß-]+)+")


def read_email(text: str) -> str:
    """An e-mail address in lower case."""
    plain = squeeze(text).lower().strip("<>.,; ").removeprefix("mailto:")
    if not _EMAIL.fullmatch(plain) or len(plain) > 254:
        raise Unreadable("E-Mail-Adresse, z. B. name@beispiel.de")
    return plain


_PARTING = late(r"\s*(?:[,;/+&\n|]|\bund\b)\s*")
_QUOTED = late(r'(?:^|(?<=[\s,;/+&|]))"([^"]+)"(?=\s*(?:$|[,;/+&\n|]|und\b))')


def split_list(text: str, whole: tuple[str, ...] = ()) -> list[str]:
    """Several entries in one cell, parted by comma, semicolon, slash, plus, "und" or a new line.

    Entries named in ``whole`` (such as "Farsi/Dari") are not cut, nor is what stands in quotes ('"Maler/Lackierer"').
    """
    marks = {}
    if '"' in text:
        for i, m in enumerate(_QUOTED.findall(text)):
            if _PARTING.search(m):
                mark = f"\ue002{i}\ue001"
                text, marks[mark] = text.replace(f'"{m}"', mark, 1), m
    for i, entry in enumerate(sorted(whole, key=len, reverse=True)):
        pattern = re.compile(re.escape(entry), re.IGNORECASE)
        if any(c in entry for c in ",;/+&\n") or " und " in entry:
            mark = f"\ue000{i}\ue001"
            text, found = pattern.subn(mark, text)
            if found:
                marks[mark] = entry
    parts = _PARTING.split(text)
    seen: dict[str, str] = {}
    for part in parts:
        for mark, entry in marks.items():
            part = part.replace(mark, entry)  # noqa: PLW2901 - the same part, its marks put back
        plain = squeeze(part)
        if plain:
            seen.setdefault(fold(plain), plain)
    return list(seen.values())


NO_WORDS = ("nein", "keiner", "keine", "-")
"""What denies that which a field of text asks for, folded."""


def says_no(text: str) -> bool:
    """Whether a text denies what its field asks for ("nein", "keiner", a dash)."""
    return fold(text) in NO_WORDS


_CAR_CLASS = late(r"\bBE?\b", re.IGNORECASE)


def read_car_licence(text: str) -> bool:
    """Whether a text about a driving licence allows to drive a car: class B, or just "ja"."""
    return not says_no(text) and (bool(_CAR_CLASS.search(text)) or fold(text) in ("ja", "pkw", "auto"))


_CLASS = late(r"\b(AM|A[12]?|BE|B(?:96)?|C1?E?|D1?E?|L|T)\b")
_OLD_CLASS = late(r"\b(?:Klasse|Kl\.?)\s*3\b", re.IGNORECASE)


def licence_classes(text: str) -> frozenset[str]:
    """The classes of driving licences that a text names, with those that each includes; empty where it names none.

    Lorries and buses come after a class B; "ja" and the old class 3 mean a car too (FeV §§ 6, 9, Anlage 3).
    """
    if says_no(text):
        return frozenset()
    found = {m[1].replace("96", "") for m in _CLASS.finditer(text.upper())}
    if fold(text) in ("ja", "pkw", "auto"):
        found.add("B")
    if _OLD_CLASS.search(text):
        found |= {"BE", "C1E"}
    for one in tuple(found):
        if one[0] in "BCD":
            found |= {"B", one.removesuffix("E")}
        if one.startswith(("C", "D")) and "1" not in one:  # the large one includes the small one
            found |= {one[0] + "1", *({one[0] + "1E", "BE"} if one.endswith("E") else ())}
    return frozenset(found)


_POSTCODE = late(r"(?:D[- ]?)?(\d{5})(?:[.,]0)?(?:[\s,]+(.*))?")
_POSTCODE_LAST = late(r"(\D+?)[\s,(]+(?:D[- ]?)?(\d{5})\)?")


def split_postcode(text: str) -> tuple[str, str]:
    """A postcode before or behind a place: "D-66849 Landstuhl", "Landstuhl (66849)" give ("66849", "Landstuhl")."""
    text = squeeze(text)
    if m := _POSTCODE.fullmatch(text):
        return m[1], m[2] or ""
    if m := _POSTCODE_LAST.fullmatch(text):
        return m[2], m[1].rstrip(" ,")
    return "", text


_STREET = late(r"(.+?)\s*(?:[,;|]|\s[-–])\s*((?:D[- ]?)?\d{5}\b.*)|(.+?)\s+((?:D[- ]?)?\d{5}\s+[^\W\d].*)")


def split_street(text: str) -> tuple[str, str]:
    """A whole address in one text: "Hauptstr. 5, 67133 Maxdorf" gives ("Hauptstr. 5", "67133 Maxdorf")."""
    text = squeeze(text)
    m = _STREET.fullmatch(text)
    return (m[1] or m[3], m[2] or m[4]) if m else (text, "")


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day some months on; the last day where the month is shorter (as § 188 BGB counts)."""
    from dateutil.relativedelta import relativedelta  # late: the start of the window counts no months

    later: dt.date = day + relativedelta(months=months)
    return later
