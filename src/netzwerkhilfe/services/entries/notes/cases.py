"""What a note says of a household that looks for something."""

from __future__ import annotations

import re

from netzwerkhilfe.models.cases import AgeBand, Need, Priority, RentPayer
from netzwerkhilfe.services.entries.notes import contact, money, times, who
from netzwerkhilfe.services.entries.notes import words as w
from netzwerkhilfe.services.entries.notes.flats import AREA, ROOMS
from netzwerkhilfe.services.entries.notes.lists import COUNT, cefr, languages, licence, number
from netzwerkhilfe.services.entries.notes.note import GONE, PRIORITY, Note
from netzwerkhilfe.services.entries.notes.scope import Says
from netzwerkhilfe.services.entries.notes.text import rx
from netzwerkhilfe.services.entries.notes.work import ENDING

_SEEKS = (
    r"\b(?:such(?:e|t|en|end)?|su(?=\.)|gesucht:?|gesuch:?|sucht:|brauch(?:e|t|en|te|ten)|benötig\w+"
    r"|wünsch(?:t|en)|bräuchten?|fehl(?:t|en)|möchten?|wollen|will|bittet um|erwartet|wer kann|hilfe bei\w?|bitte)\b"
)
MOST_BESIDE = 70


def read_case(note: Note) -> None:
    """The readers of a household's case, the surest first."""
    contact.email(note)
    contact.phones(note, "phone", reached=False)
    _earlier(note)
    needs = _needs(note)
    note.texts["needs"] = ", ".join(need.label for need in needs)
    _urgency(note)
    persons(note)
    licence(note, "driving_licence")
    if Need.FLAT in needs:
        _flat(note)
    who.person(note, "name")
    if Need.ACCOMPANIMENT in needs:
        _appointment(note)
    times.hide_dates(note)
    cefr(note, "cefr")
    _age(note)
    if Need.WORK in needs:
        _work(note)
    if Need.ACCOMPANIMENT in needs:
        languages(note, "languages")
    _places(note, flat=Need.FLAT in needs)


# ---- what is sought -------------------------------------------------------------------------------------------------
def _found_in(text: str) -> list[Need]:
    found = []
    for need, pattern in w.NEEDS:
        shape = pattern or rf"(?<![a-z-]){w.GOODS}(?![a-z])(?!\s*(?:vorhanden|vorh\.|da\b))"
        if rx(shape).search(text):
            found.append(need)
    return found


def _needs(note: Note) -> list[Need]:
    """What a household looks for: what stands beside the word that says so, else what the note names at all."""
    text = note.open
    beside: list[Need] = []
    windows = []
    text = rx(r"\b(?:hat|haben|habe)\s+(?:\w+\s+)?(?:arbeit|job|stelle)\b").sub("", text)
    for m in rx(_SEEKS).finditer(text):
        first, last = note.scope.clause(m.start(), sentence=True)
        ahead = text[max(first, m.start() - MOST_BESIDE) : m.start()]
        if m[0].startswith("gesucht") and (text[m.end() : m.end() + 1] != ":" or _found_in(ahead)):
            window = text[max(first, m.start() - MOST_BESIDE) : m.start()]
        else:
            window = text[m.end() : min(last, m.end() + MOST_BESIDE)]
        window = rx(r"\b(?:da|weil|wegen|während)\b.*|\bkein(?:e[nrm]?)?\s+\w+").sub("", window)
        window = rx(
            r"\b(?:zur|auf|von der|bei der|nach der) (?:arbeit|ausbildung)\w*\b"
            r"|\bzum praktikum\b"
        ).sub("", window)
        clauses = rx(r",\s*wohnung in \w+").sub("", window).split(",")
        windows.append(window)
        found = next((needs for clause in clauses if (needs := _found_in(clause))), [])
        beside += [n for n in found if n not in beside]
    found = beside or _found_in(
        rx(
            r"\bvo(?:m|n der)\s+\w+|\b(?:im|nach|zu|vom|ins)\s+hause?\b|\b(?:wohnt|lebt|wohnung) (?:noch "
            r"|zur zeit |zurzeit "
            r"|jetzt )?in\b.{0,20}|\bkein(?:e[nrm]?)?\s+\w+"
        ).sub("", text)
    )
    if Need.GOODS in found and rx(r"\brepariert?\w*\b").search(text):
        found[found.index(Need.GOODS)] = Need.OTHER
    if Need.GOODS in found and rx(r"\b(?:umzug|tragen|möbeltragen|schleppen|aufbau\w*)\b").search(text):
        found.remove(Need.GOODS)
    if Need.LANGUAGE in found and Need.FLAT in found and Need.FLAT not in beside:
        found.remove(Need.FLAT)
    if not found and (
        rx(_OTHER).search(" ".join(windows) or text) or rx(r"\bum(?:zug|ziehen)\b|\btragen\b|\beinkäufe\b").search(text)
    ):
        found.append(Need.OTHER)
    return found


def _hide_other_rooms(note: Note) -> None:
    """Of several numbers of rooms those count that stand behind the word that seeks."""
    found = list(note.find(ROOMS))
    if len({number(m[1]) for m in found}) < 2:
        return
    sought = [m.end() for m in rx(_SEEKS + r"|\bmind(?:\.|estens)|\bwenigstens").finditer(note.open)]
    for m in found:
        if not any(0 <= m.start() - at <= MOST_BESIDE for at in sought) and any(
            f.start() > m.end() + 14 for f in found
        ):
            note.hide(*m.span())


_OTHER = (
    r"\b(?:umzug\w*|tragen|schlepp\w*|möbeltragen|vorlesen|renovier\w*|streichen|reparier\w*|reparatur\w*|aufbau\w*"
    r"|garten\w*|rasen\w*|hund\w* ausf\w+|besuch\w*|gesellschaft|hilfe im haushalt|haushaltshilfe|kinderbetreuung"
    r"|betreuung|babysitt\w*|kita-?platz|lotse\w*|pat(?:e|in|en)|winterdienst|schnee\w*)\b"
)
"""What people need besides; what nobody has named stays open."""
_NOW = (
    r"\b(?:jetzt|jetzige\w*|bisher\w*|derzeit\w*|aktuell\w*|momentan\w*|zur ?zeit|vorher|früher\w*|noch in"
    r"|wohn(?:t|en|e)"
    r"|leb(?:t|en)|haus(?:t|en)|alte \w+|gekündigt|zu klein|zu teuer|zu laut)\b"
)


def _earlier(note: Note) -> None:
    """Hide what a household has now: "wohnt mit 4 Personen in 2 ZKB, zahlt jetzt 600 warm"."""
    from netzwerkhilfe.services.entries.notes.money import AMOUNT

    if not rx(_SEEKS).search(note.open):
        return
    for m in list(
        note.find(
            rf"{ROOMS}|{AREA}|{AMOUNT}\s*(?:€|euro|eur)?\s*(?:warm|kalt)\b|\b(?:ein|zwei"
            rf"|drei)-?zimmer-?wohnung"
        )
    ):
        first, last = note.scope.clause(m.start())
        clause = note.plain.text[first:last]
        wished = rx(_SEEKS + r"|\bmind(?:\.|estens)|\bwenigstens|\bstatt\b|\bnun\b").search(clause)
        if rx(_NOW).search(clause) and not wished:
            note.hide(*m.span())


def _urgency(note: Note) -> None:
    if note.take(
        r"\b(?:keine eile|kann warten|nicht eilig|nicht dringend|hat zeit|eilt nicht)\b",
        PRIORITY,
        Priority.CAN_WAIT.label,
    ):
        return
    note.take(
        r"\b(?:sehr\s+)?(?:dringend\w*|eilig|eilt|eile|akut|brandeilig|notfall|schnellstmöglich|schnellstens"
        r"|so schnell wie möglich|asap|obdachlos)\b!*",
        PRIORITY,
        Priority.URGENT.label,
    )


# ---- who ------------------------------------------------------------------------------------------------------------
_KIDS = (
    rf"({COUNT})\s*(?:kl(?:einen?|\.)\s+|minderjährigen?\s+)?(?:kind(?:er)?n?|babys?|kleinkind(?:er)?n?"
    rf"|kd\b\.?|söhnen?|töchtern?|kids)(?![a-z])"
)
_ZU = {"zweit": "2", "dritt": "3", "viert": "4", "fünft": "5", "funft": "5", "sechst": "6", "siebt": "7"}
_SHAPES: tuple[tuple[str, int], ...] = (
    (
        rf"\b(?:alleinerziehende?[rn]?)\b(?:\s+\w+\.?)?(?:\s*\(\d\d\))?\s*,?\s*(?:m\.|mit\s+|von\s+|und\s+"
        rf"|\+\s*)?{_KIDS}",
        1,
    ),
    (
        rf"\b(?:mutter|vater|mama|papa|frau|mann|oma)\s*(?:\(\d\d\)\s*)?(?:\+|mit|m\.)\s*({COUNT})(?!\s*(?:zkb|zi|qm"
        rf"|m2))(?:\s*(?:kinder\w*|kd\b\.?))?(?![a-z\d])",
        1,
    ),
    (rf"\b(?:mutter|vater)\s*\([^)]*\)\s*(?:mit|und|\+)\s*{_KIDS}", 1),
    (rf"\b(?:vater|mann),?\s*(?:und\s+)?(?:mutter|frau),?\s*(?:und\s+|mit\s+)?{_KIDS}", 2),
    (rf"\b(?:ehepaar|paar|eltern|eheleute)\b(?:\s+[a-z-]+){{0,3}}?\s*(?:\+|mit|und|,)\s*{_KIDS}", 2),
    (
        rf"\bherr\s+(?:u\.|und|&)\s+frau\s+[a-z-]+\s*(?:\+|mit|und|,)\s*(?=(?P<number>\d|zwei|drei|vier"
        rf"|fünf))(?P<own>{_KIDS})",
        2,
    ),
    (rf",\s*(?:(?:seine|ehe)\s*)?frau\s+(?:und|,|\+)\s*{_KIDS}", 2),
    (rf"\bfür sich (?:und|mit) (?:ihren?|seinen?)\s+{_KIDS}", 1),
    (rf"\b(?:lebt|wohnt)\s+(?:\w+\s+){{0,2}}mit\s+{_KIDS}", 1),
)
_BABY: tuple[tuple[str, int], ...] = (
    (
        r"\b(?:ehepaar|paar|eltern)\b(?:\s+[a-z-]+)?\s*(?:mit|und|\+)\s*(?:baby|(?:einem\s+"
        r"|1\s+)?(?:kind|sohn|tochter|säugling))\b",
        3,
    ),
    (
        r"\b(?:frau|mutter|vater|mann|klient(?:in)?|kund(?:e|in)|dame|bewohner(?:in)?)\s*(?:\(\d\d\)\s*)?(?:mit"
        r"|und|\+)\s*"
        r"(?:baby|(?:einem\s+|ihrem\s+|seinem\s+|1\s+)?(?:kind|sohn|tochter"
        r"|säugling))\b",
        2,
    ),
)


def persons(note: Note) -> None:
    """How many people a household has. A family with some children has one parent or two: nobody guesses that."""
    said = (
        rf"(?<![\d.,/])({COUNT})\s*-?\s*(?:personen|person|pers\b\.?|leute|köpfe|köpfige?[rn]?|köpf\.|menschen"
        rf"|brüder|schwestern|geschwister|freunde|freundinnen|kumpels?|studenten|kollegen)(?![a-z])(?:\s*-?haushalt)?"
    )
    note.take(rf"{said}|\bzu\s+({'|'.join(_ZU)})\b", "persons", lambda m: number(m[1]) if m[1] else _ZU[m[2]])
    note.take(
        rf"(?<![\d.,])({COUNT})\s*(?:erw\b\.?|erwachsene[rn]?)\s*(?:,|und|u\.|\+|mit|/)?\s*{_KIDS}",
        "persons",
        lambda m: str(int(number(m[1])) + int(number(m[2]))),
    )
    note.take(r"\bpersonen\s*:\s*(\d{1,2})\b", "persons", lambda m: number(m[1]))
    note.take(r"(?<!kinder )\((\d)\s*\+\s*(\d)\)", "persons", lambda m: str(int(m[1]) + int(m[2])))
    for pattern, more in _SHAPES:
        for m in list(note.find(pattern)):
            count = int(number(next(g for g in m.groups() if g and g[:1].isalnum()))) + more
            note.claim(m.start("own") if "own" in m.re.groupindex else m.start(), m.end(), "persons", str(count))
    for m in list(
        note.find(
            r"\b(?:frau|fr\.)\s+[^\W\d_]+\s+(mit (?:baby|(?:1|einem) kind|sohn|tochter"
            r"|säugling))\b"
        )
    ):
        note.claim(*m.span(1), "persons", "2")
    note.take(
        r"\bfür sich und (?:ihre|ihren|seine|seinen)\s+(?:tochter|sohn|kind|baby)\b(?!\s*(?:und|u\."
        r"|,))",
        "persons",
        "2",
    )
    note.take(r"(?<=\(\d\d)(?:,|;)\s*mit (?:tochter|sohn|kind|baby)\b(?!\s*(?:und|u\.|,))", "persons", "2")
    for pattern, count in _BABY:
        note.take(pattern, "persons", str(count))
    note.take(r"\b(?:alleinstehend\w*|einzelperson|allein(?:lebend)?|single|alleine)\b", "persons", "1")
    childless = not note.has(
        r"(?<!keine )\b(?:kind\w*|baby|sohn|söhne\w*|tochter|töchter\w*|enkel\w*"
        r"|teenager\w*|kd)\b"
    )
    if "persons" not in note.texts and childless and note.has(r"\b(?:ehepaar|eheleute|paar)\b"):
        note.texts["persons"] = "2"


def _age(note: Note) -> None:
    """The age of one person as a band."""
    if (
        note.has(
            r"\b(?:kind(?:er|ern)?|baby|kd|familie|fam)\b"
            r"|\b(?:mutter|vater|eltern|sohn|tochter)\b(?!\s*(?:tel|handy|mobil|:|\d))"
        )
        or int(note.texts.get("persons", "1")) > 3
    ):
        return
    for m in list(
        note.find(
            r"(?<![\d.,/])(\d{2})\s*(?:j\b\.?|jahre?\b(?:\s*alt)?|-?jährig\w*)|\((\d{2})(?=\s*[,)])"
            r"|(?:,\s*|\x00\s*)(\d{2})(?=\s*(?:,|$))|\((\d{2}),\s*\d{2}\)"
        )
    ):
        age = int(next(g for g in m.groups() if g and g[:1].isalnum()))
        band = next(
            (
                b
                for b, most in ((AgeBand.MINOR, 17), (AgeBand.YOUNG, 26), (AgeBand.ADULT, 64), (AgeBand.OLD, 109))
                if age <= most
            )
        )
        if (
            age >= 10
            and not rx(r"\s*erfahrung").match(note.open, m.end())
            and note.claim(*m.span(), "age_band", band.label)
        ):
            return


# ---- each need ------------------------------------------------------------------------------------------------------
def _flat(note: Note) -> None:
    for m in list(note.find(rf"\b(?:jetzt|bisher|derzeit|aktuell|momentan|zur zeit|zurzeit)\s+(?:\w+\s+)?{ROOMS}")):
        note.hide(*m.span())
    _hide_other_rooms(note)
    note.take(
        rf"(?:\b(?:ab|mind\.?|mindestens|wenigstens)\s*)?(?:(?<![\d.,])({COUNT})\s*(?:-|–|bis|oder|od\."
        rf"|/)\s*)?{ROOMS}",
        "rooms_min",
        lambda m: number(m[1] or m[2]),
    )
    note.take(r"\b(ein|zwei|drei|vier|fünf)-?zimmer-?(?:wohnung|whg)", "rooms_min", lambda m: number(m[1]))
    note.take(rf"\b(?:ab|mind\.?|mindestens|ca\.?)?\s*{AREA}", "area_min", lambda m: m[1])
    money.budget(note, "max_rent")
    pays = r"(?:zahlt|übernimmt|zahlen|bezahlt)"
    for pattern, payer in (
        (
            rf"\b(?:{pays}\s+(?:das\s+|miete\s+)?(?:jobcenter|jc)|(?:miete\s+)?(?:jobcenter"
            rf"|jc)\s+{pays}(?:\s+miete)?|kostenübernahme\s+(?:durch\s+|vom\s+|des\s+)?(?:das\s+)?(?:jc|jobcenter)"
            rf"|zahlt\s*:\s*(?:jc|jobcenter)|miete\s+{pays}\s+(?:das\s+)?(?:jobcenter|jc))\b",
            RentPayer.JOBCENTER,
        ),
        (
            rf"\b(?:{pays}\s+(?:das\s+)?sozialamt|(?:miete\s+)?sozialamt\s+{pays}(?:\s+miete)?"
            rf"|miete\s+{pays}\s+(?:das\s+)?sozialamt|grundsicherung|grusi)\b",
            RentPayer.SOCIAL_OFFICE,
        ),
        (r"\bzahlt selbst\b|\bselbstzahler\w*", RentPayer.SELF),
    ):
        note.take(pattern, "rent_paid_by", payer.label)
    for m in list(note.find(r"(?:^|[,;\n])\s*(jobcenter|jc)\s*(?=[,;\n.]|$)")):
        note.claim(*m.span(1), "rent_paid_by", RentPayer.JOBCENTER.label)
    note.flag(
        r"\b(?:hat\s+|mit\s+|einen\s+)*(?:wbs|wohnberechtigungsschein)(?:\s+(?:liegt vor|vorhanden"
        r"|hat (?:sie|er)|ist da))?(?![a-z])",
        "has_permit",
    )
    note.flag(
        r"\b(?:barrierefrei\w*|rollstuhl\w*|rolli\b|ebenerdig\w*|behindertengerecht\w*)(?:\s*\.)?",
        "needs_accessible",
        no="",
    )
    note.flag(
        rf"\b(?:mit\s+)?(?:(?:{COUNT})\s+)?(?:hunde?|katzen?|haustiere?|tiere?)(?:\s+(?:vorhanden"
        rf"|kommt mit|dabei))?(?![a-z])",
        "has_pets",
    )
    times.from_when(note, "move_in_by")


def _appointment(note: Note) -> None:
    for start, end, day, before in times.dates(note):
        lead = rx(r"\b(?:am|termin)\s+(?:\w+,?\s+)?$").search(before)
        weekday = rx(rf"{times.DAY}\.?,?\s*(?:den\s+)?$").search(before)
        begin = start - (len(lead[0]) if lead and not weekday else 0)
        if (
            len(day) == len("01.01.2027")
            and GONE not in note.open[begin:end]
            and note.claim(begin, end, "appointment_on", day)
        ):
            break
    times.week(note, "appointment")
    _clock_of_day(note)
    if note.search(_DRIVES):
        for m in note.find(_DRIVES):
            if note.scope.said(*m.span()).says is Says.YES:
                note.texts["needs_driver"] = "ja"


_DRIVES = (
    r"\b(?:fahrt|fahrdienst|fahrer(?:in)?|gefahren|hinfahren|hinfährt|fährt|fahren|hinbring\w*|abhol\w*|abgeholt)\b"
)


def _clock_of_weekday(note: Note) -> None:
    """ "jeden Mittwoch …, 14 Uhr": the time that a day of the week is said with elsewhere."""
    day = note.texts.get("appointment", "")
    clocks = list(note.find(times.CLOCKS))
    parts = times.parts_of_day(clocks[0][0]) if len(clocks) == 1 else []
    if len(day) == len("Mo") and len(parts) == 1:
        note.claim(*clocks[0].span(), "appointment", f"{day} {parts[0]}", join=True)
        note.texts["appointment"] = f"{day} {parts[0]}"


def _clock_of_day(note: Note) -> None:
    """ "am 10.12. um 19 Uhr": the day of the week of the date, at that time of day."""
    day = note.texts.get("appointment_on")
    if not day:
        _clock_of_weekday(note)
        return
    read = [int(part) for part in day.split(".")]
    import datetime as dt

    weekday = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")[dt.date(read[2], read[1], read[0]).weekday()]
    m = note.search(times.CLOCKS) or note.search(times.PART_FIRST)
    parts = times.parts_of_day(m[0]) if m else []
    if m and parts and len(parts) == 1:
        slot = f"{weekday} {parts[0]}"
        if "appointment" not in note.texts or note.texts["appointment"] == weekday:
            note.texts.pop("appointment", None)
            note.claim(*m.span(), "appointment", slot, join=True)
            note.texts["appointment"] = slot


def _work(note: Note) -> None:
    kinds = []
    for pattern, kind in w.WORK_KINDS:
        for m in note.find(pattern):
            if note.scope.said(*m.span()).says is not Says.NO and kind.label not in kinds:
                kinds.append(kind.label)
    special = [k for k in kinds if k != w.WORK_KINDS[-1][1].label]
    internships = {w.WORK_KINDS[0][1].label, w.WORK_KINDS[1][1].label} & set(special)
    if internships:
        special = [k for k in special if k != w.WORK_KINDS[3][1].label]
    if special:
        note.texts["work_kinds"] = ", ".join(special)
    for shape in (rf"(?:[a-z]+-)?{w.OCCUPATION}{ENDING}(?:-?job)?", rf"{w.FIELD_OF_WORK}(?:bereich|branche)?"):
        note.take(
            rf"(?:\b(?:als|im bereich|in der|im|in|zum|zur|gelernte[r]?)\s+)?(?<![a-z-])({shape})(?![a-z])",
            "occupations",
            lambda m: (
                ""
                if _of_the_caller(note, m.end()) or _of_others(note, m.start())
                else re.sub(r"-?job$", "", note.said(*m.span(1)))
            ),
            join=True,
            every=True,
        )


_TO = (
    r"(?:(?<!lieferung )(?<!transport )\bnach|\b(?:krankenhaus|klinik|arzt|\w*arzt|gericht|dialyse|reha|kur"
    r"|behandlung|untersuchung|krankengymnastik|\w*therapie|amt|jobcenter"
    r"|landratsamt)(?:\s+in)?"
    r"|arzt in)\s+$"
)


def _of_others(note: Note, at: int) -> bool:
    """Whether somebody else is there: "wenn die Kinder in der Kita sind"."""
    first, _ = note.scope.clause(at)
    return (
        rx(r"\b(?:wenn|während|solange|kind(?:er)?|sohn|tochter|(?:ihr|sein) (?:mann|frau))\b").search(
            note.plain.text[first:at]
        )
        is not None
    )


def _of_the_caller(note: Note, at: int) -> bool:
    """Whether a name follows: "Sozialarbeiterin Fr. Gerst" seeks no work as one."""
    after = at + (note.open[at : at + 1] == " ")
    return any(start == after and name == "name" for start, _, name, _ in note.claims)


def _places(note: Note, *, flat: bool) -> None:
    found = list(contact.places(note))
    seeks = rx(_SEEKS).search(note.plain.text)
    behind = [p for p in found if seeks and p.start > seeks.start()]
    doctor = not flat and note.has(r"\btermin\b|\w*arzt\b|\bklinik|\borthopäd|\bkrankenhaus")
    for place in found:
        if note.scope.said(place.start, place.end).says is Says.NO:
            continue
        before = note.plain.text[max(0, place.start - 40) : place.start]
        if not flat and not note.has(r"\bum(?:zug|ziehen)\b") and rx(_TO).search(before):
            note.claim(place.start, place.end, "meeting_place", place.name)
            continue
        after = note.plain.text[place.end : place.end + 40]
        home = rx(r"\s+(?:\w+\s+){0,2}?(?:wohn(?:t|en|e|haft)|leb(?:t|en)|untergebracht|gemeldet)\b").match(
            after
        ) or rx(
            r"(?:\b(?:derzeit|zurzeit|zur zeit|momentan|aktuell)(?:\s+\w+){0,3}|\bwohn(?:t"
            r"|en)\s+(?:\w+\s+){0,4}in|\baus(?:\s+(?:der|dem)\s+[\w-]+)?|zurzeit in|zur zeit in|\bjetzt\s+(?:\w+\s+)?"
            r"|leb(?:t|en)\s+(?:\w+\s+){0,4}in|unterkunft|unterkunft in|heim in|juhi|wohnheim|will von|\bvon"
            r"|wohnhaft in"
            r"|gemeldet in|untergebracht in)\s+(?:der\s+)?$"
        ).search(before)
        around = rx(r"\b(?:raum|bereich|umkreis|umgebung|nähe|rund um|gegend)\s+(?:von\s+)?$").search(before)
        if doctor and place.start not in (p.start for p in contact.own(note)):
            note.claim(place.start, place.end, "meeting_place", place.name)
            continue
        before_it = flat and seeks is not None and bool(behind) and place.start < seeks.start() and not around
        field = "place" if home or before_it or not (flat or around) else "wished_places"
        if not note.claim(place.start, place.end, field, place.name, join=field == "wished_places") and flat:
            note.claim(place.start, place.end, "wished_places", place.name, join=True)
