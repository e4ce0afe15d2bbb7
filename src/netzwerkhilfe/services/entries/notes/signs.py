"""By what a note shows its kind: patterns with their weight, and what is news about something known."""

from __future__ import annotations

from netzwerkhilfe.services.entries.notes import words as w


def any_of(*patterns: str) -> str:
    """One of some patterns."""
    return f"(?:{'|'.join(patterns)})"


def beside(one: str, other: str, most: int) -> str:
    """Two patterns in either order, with at most so many letters between."""
    return f"(?:{one}.{{0,{most}}}{other}|{other}.{{0,{most}}}{one})"


_SAID = r"(?:(?!nicht\b|nichts\b|nie\b|kein)\w+\.?\s+)"
"""The same, if it denies nothing."""
_SOME = r"(?:\w+\.?\s+)"
"""A word between two others."""

# ---- flats ----------------------------------------------------------------------------------------------------------
ROOMS = (
    r"\b(?:\d{1,2}(?:[,.]5|½)?|ein|zwei|drei|vier|fünf)\s*-?\s*(?:zkbb?|zkdb|zkbd|zk\b|zi\b|zi\.|zimmer|raum"
    r"|z\b(?=[,. ]|$)|r\b(?=[,. ]|$))"
)
FLAT = any_of(
    ROOMS,
    r"\b\w*wohnungs?\b",
    r"\b\w*whg\b",
    r"\b\w*zimmer\w*\b",
    r"\b(?:apart|appart)\w*\b",
    r"\b\w*haus\b",
    r"\b\w*hauschen\b",
    r"\bhaushälfte\b",
    r"\b(?:stube|bude|bleibe|souterrain|mansarde|unterkunft|wg|wohnraum)\b",
)
TENANT = any_of(
    rf"\b(?:nach|unter|zwischen)?mieter(?:/?in(?:nen)?)?\s+{_SOME}{{0,4}}gesucht\b",
    rf"\b(?:such\w*|gesucht:?)\s+{_SOME}{{0,4}}?(?:nach|unter|zwischen)?mieter\w*",
    r"\b(?:nach|unter|zwischen)mieter\w*",
)
LETS = any_of(
    r"\bvermiet(?:et|en|e)\b|\bvermieter(?:in)?\b(?!\s+(?:hat|will|kündigt|wirft|macht|sagt|reagiert))",
    r"\bbiete[nt]?\b.{0,30}(?:\d\s?zkb|\w*wohnung|\w*zimmer\b)",
    r"\bverm\.",
    r"\bzu (?:vermieten|vergeben)\b",
    r"\b(?:bezugsfrei|erstbezug|untermiete|hausverwaltung|\w*baugenossenschaft|sozialwohnung|ferienwohnung)\b",
    r"\b\w*tausch\w*",
    r"\bmieter\s+für\s+(?:seine|ihre|die|eine|meine|unsere|sein|ihr|das|mein|unser)\b",
    r"\bfür (?:unser|mein|ihr|sein|das|die)\w*\s+(?:\w+\s+)?(?:haus|wohnung|zimmer|whg"
    r"|hauschen)\b.{0,100}\bsuch\w+\b.{0,40}"
    r"\b(?:familie|mieter\w*|paar|leute|person|bewohner\w*)\b",
    r"\bjemand\w*\s+für\s+(?:unser|mein|ihr|sein|die)\w*\s+(?:\w*wohnung|haus|zimmer|whg)\b",
    r"\bzimmer gegen\b|\b(?:sein|ihr|mein|unser)\w*\s+(?:haus|\w*wohnung|zimmer)\b.{0,60}\b(?:geben|vergeben"
    r"|überlassen|anbieten)\b",
    r"\b(?:wieder|neu) vermietbar\b|\bneuvermietung\b|\bwohnungsangebot\b|\bmietangebot\b",
)
FREE = r"\b(?:frei|leer|leerstehend\w*|zu haben|verfügbar)\b"
GIVES = r"\b(?:biet(?:e|et|en)|hat|hätten?|hatten?|habe|haben|hab)\b"
_RENT_WORD = (
    r"(?:kalt|warm|nk|km|wm|pausch\w*|inkl|mit allem|alles inkl\w*|kaution|kaltmiete|warmmiete|nebenkosten|kt)\b"
)
RENT = any_of(
    rf"\b\d[\d.]+\d(?:,\d\d|,-+)?\s*(?:€|euro|eur)?\s*{_RENT_WORD}",
    r"\b(?:kaltmiete|warmmiete|km|nk|kaution|miete|kt\.?|warm|kalt)\s*:?\s*\d",
)
BUDGET = any_of(
    r"\b(?:bis|max\.?|maximal|höchstens)\s*(?:zu\s*)?(?:\d{1,2}\.\d{3}|\d{3,4})(?![\d.]\d)\s*(?:€|euro|eur|warm"
    r"|kalt)?",
    r"\b\d{3,4}\s*(?:€|euro|warm)?\s*max\b",
)
_AREA = r"\b\d{2,3}(?:,\d+)?\s*(?:qm|m2|m²|quadratmeter)"
_FLOOR = r"\b\d\.?\s*(?:og|stock|etage)\b|\b(?:eg|dg|og|(?:erd|dach|ober)geschoss|souterrain)\b"

# ---- seeking and wishing --------------------------------------------------------------------------------------------
SEEKS = any_of(
    r"\bsuch(?:e|t|en|end)\b",
    r"\bsu\.",
    r"\bgesuch(?:t)?\b",
    r"\b(?:ge)?brauch(?:e|t|en|te|ten)\b",
    r"\bbenötig\w+",
    r"\bwünsch(?:t|en)\b",
    r"\bbittet um\b",
    r"\bdringend\w*\s+(?:eine?\s+|neue\s+)?(?:wohnung|whg|zimmer|unterkunft|arbeit|job|begleitung|dolmetscher)\b",
    r"\bbitte (?:um )?(?:eine? )?(?:wohnung|whg|zimmer|arbeit|stelle|begleitung|hilfe)\b",
    r"\bfragt nach\s+(?:\w+\s+)?(?:\w*kurs|wohnung|whg|arbeit|stelle|job|\w*praktikum|möbeln|kleidung)\b",
)
SEEKS_NOTHING = (
    r"\bwer (?:braucht|sucht|möchte)\b|\b(?:ge)?(?:brauch|such|benötig)\w*\s+(?:\w+\s+){0,3}?(?:nicht|nichts"
    r"|kein\w*|nix)\b"
    r"|\b(?:nicht|nichts|kein\w*)\s+(?:mehr\s+)?(?:ge)?(?:brauch|such|benötig)\w*"
)
"""Seeking that is denied: "man braucht sich nicht anzumelden"."""
WISHES = r"\b(?:möchten?|tut|will|wollen|würden?|wurden?|könnten?)\b"
_HOUSEHOLD = any_of(
    r"\b\d{1,2}\s*(?:personen|pers\b|pers\.|köpfe|köpfig\w*|kinder\w*|kd\b)",
    rf"(?:\bmit|\bund|\+)\s*{_SOME}?(?:baby|kind\w*)\b",
    r"\balleinerziehend\w*",
    r"\bzu (?:zweit|dritt|viert|fünft)\b",
    r"\b\d\s*\+\s*\d\b",
    r"\bmutter\s*\+",
)
NEEDY_SUBJECT = (
    r"\b(?:kind(?:er)?|familie|fam|frau|fr|herr|hr|klient\w*|schüler(?:in)?|mutter|vater|bewohner(?:in)?"
    r"|kund(?:e|in)|mann"
    r"|junge|mädchen|jugendliche\w*|ehepaar|paar|dame|person|neffe|nichte|sohn|tochter|bruder|schwester"
    r"|bekannte[rn]?)\b"
    rf"[^.;!?\n]{{0,50}}?{SEEKS}"
)
"""Somebody in need who seeks, also where a firm or a school is named before."""
FAMILY = r"\b(?:familie|fam)\b"
CLIENT = any_of(
    r"\bkdu\b",
    r"\b(?:jc|jobcenter|sozialamt|amt)\s+(?:zahlt|übernimmt)\b",
    r"\bmiete\s+(?:zahlt|übernimmt)\b",
    r"\b(?:bedarfsgemeinschaft|alleinerziehend\w*|alleinstehend\w*|obdachlos(?:e[rn]?)?|wohnungslos(?:e[rn]?)?"
    r"|asylbewerber\w*|klient\w*|um[af]|elb)\b",
    r"\bohne festen wohnsitz\b",
    r"\bspricht\s+(?:\w+\s+)?[abc][12]\b",
)
"""Who looks for a flat, without a word that says so."""
_NEEDY = any_of(
    CLIENT,
    r"\b(?:jobcenter|sozialamt|jc zahlt|gekündigt|räumungsklage|eigenbedarf|dringend|rollator|rolli|wartet"
    r"|duldung)\b",
    r"\b(?:obdachlos|alleinerziehend|alleinstehend|asyl|rollstuhl(?!gerecht))\w*",
)

# ---- work -----------------------------------------------------------------------------------------------------------
JOB = (
    r"\b(?:eq|eq-platz|arbeit|arbeiten|\w*job|(?!halte)\w*stelle|(?:föj|fsj|bfd|bufdi)(?:-?platz|-?stelle)?"
    r"|freiwilligendienst|\w*praktik(?:um|a|umsplatz|umsstelle)|ausbildung(?:s\w+)?|lehre"
    r"|beschäftigung|fsj)\b"
)
WORKER = any_of(
    rf"{w.OCCUPATION}(?:in|/in|innen|n|s|:in|r)?",
    r"\w*praktikant(?:in|en)?",
    r"azubi\w*",
    r"\w+jobber\w*",
    r"auszubildende\w*",
    r"lehrling\w*",
    r"mitarbeiter(?:in|innen)?",
    r"personal|leute|verstärkung|vertretung|bedienung|bufdi|fsjler|mfa",
)
_TAKES = any_of(SEEKS, r"\bnimmt\b", r"\bstellt\b", r"\beinstell\w+")
WANTS_WORKER = any_of(
    rf"{_TAKES}\s+(?!(?:irgend)?(?:was|etwas)\b|(?:wird )?für (?:eine[nr]?|ihre|seine|meine"
    rf"|unsere)\b)(?:(?!{JOB})\w+\.?\s+){{0,5}}?\b{WORKER}\b",
    rf"\b{WORKER}\b[^,;.]*?\b(?:gesucht|(?:ge)?brauchen|nehmen|in schicht)\b",
    rf"\bnimmt\b.{{0,40}}\bals\s+{WORKER}",
    rf"(?<![a-z-]){w.COMPANY}(?![a-z]).{{0,60}}(?:\bgesucht\b|\b(?:leute|helfer|kräfte)\s+für\b)"
    rf"|(?<![a-z-]){w.COMPANY}(?![a-z]).{{0,60}}\b(?:bildet .{{0,20}}aus"
    r"|zur probe|probe arbeiten|probearbeiten)\b",
    r"\b(?:nimmt|nehmen|nehme)\b[^.;!?]{0,30}\bjemand\w*\b[^.;!?]{0,20}\b(?:schnuppern|praktikum|probe\w*"
    r"|anlernen|aushilfe)",
    r"\bsuchen\s+(?:wir\s+)?(?:dich|sie|euch)\b|\bwerde teil\b|\bstellenan(?:zeige|gebot)\b|\bwir stellen ein\b"
    r"|\bzur verstärkung\b",
    r"\bsucht\s+(?:\w+\s+){0,2}(?:oder|und)\s+praktikant",
)
FIRM = any_of(
    rf"(?<![a-z-])(?<!zur )(?<!zum )(?<!in die )(?<!in den ){w.COMPANY}(?![a-z])", rf"\b(?:{w.COMPANY_FORM})\b"
)
FIRM_SEEKS = any_of(
    rf"(?<![a-z-])(?<!zur )(?<!zum )(?<!in die )(?<!in den )(?<!im )(?<!ins )(?<!in der )(?<!beim )(?<!aus dem )"
    rf"{w.COMPANY}(?![a-z])",
    rf"\b(?:{w.COMPANY_FORM})\b",
)
"""A firm that is no place where somebody is: not "liegt im Krankenhaus"."""
WISH_OBJECT = (
    rf"{WISHES}\s+{_SOME}{{0,4}}?{any_of(JOB, FLAT, 'umziehen', 'nach [a-z]{4,}', 'ziehen')}"
    r"(?!.{0,60}\b(?:vermieten|anbieten|vergeben|abgeben|(?:her|weg|ver)?geben|verschenken|überlassen"
    r"|bereitstellen|aufnehmen|haben)\b)"
)
WISH_HELP = (
    rf"{WISHES}\s+{_SOME}{{0,4}}?(?:\w*beratung|hilfe|unterstützung|\w*kurs|begleitung|deutsch lernen|termin bei)\b"
)
WISH_PASSIVE = rf"{WISHES}\s+[^.;!?]{{0,60}}?\b(?:gefahren|begleitet|abgeholt|besucht|unterstützt|beraten)\s+werden\b"
WISH_WORK = rf"{WISHES}\s+[^.;!?]{{0,60}}?\b(?:{WORKER}|{JOB})\b[^.;!?]{{0,60}}?\b(?:werden|arbeiten|anfangen)\b"
WISH_PLACE = (
    rf"{WISHES}\s+[^.;!?]{{0,60}}?\b(?:praktik\w+|ausbildung\w*|job|stelle|fsj)\b"
    r"(?!.{0,60}\b(?:helfen|unterstützen|begleiten|fördern|anbieten|geben|vergeben|nehmen|haben|bieten)\b)"
)
"""Somebody wants a place to work or learn."""
WISH_ARBEITEN = rf"{WISHES}\s+{_SOME}{{0,3}}?(?:wieder|im|als)\s+{_SOME}{{0,4}}?arbeiten\b(?!.*ehrenamt)"
SEEKS_WORK = any_of(
    WISH_ARBEITEN,
    rf"{WISHES}\s+{_SOME}{{0,4}}?(?:putzen|bügeln|kellnern|reinigen)\b",
    r"\bnimmt jede (?:arbeit|stelle)\b|\barbeitslos\b",
    rf"{SEEKS}\s+(?:einen\s+)?(?:betrieb|arbeitgeber)\b",
    rf"{SEEKS}\s+(?:irgend)?(?:was|etwas)\s+(?:als|im|in|bei)\b",
    WISH_WORK,
    WISH_PLACE,
    r"\b(?:such(?:t|e|en)|brauch(?:t|e|en))\s+(?:(?:eine?[nrs]?|dringend|ab|sofort|neue?[ns]?|feste?|was|etwas"
    r"|in|auf)\s+){0,3}"
    rf"(?:vollzeit|teilzeit|\d\d\s?(?:h|std|stunden))\b(?!.{{0,12}}{WORKER})",
    rf"{SEEKS}.{{0,40}}?{JOB}",
    rf"{JOB}.{{0,30}}\bgesucht\b",
    rf"{WISHES}\s+{_SOME}{{0,4}}?{JOB}",
)
_PAY = any_of(
    r"\b\d{1,2}(?:,\d{1,2})?\s*(?:€|euro|eur)?\s*(?:/|pro|die|je|in der)\s*(?:std|stunde|h\b)",
    r"\b\d{1,2}(?:,\d\d)?\s*(?:€|euro|eur)?\s*(?:stunden?lohn|std\.?-lohn|stunde\b)",
    r"\b(?:brutto|tvöd)\b",
)
_HOURS = any_of(
    r"\b\d{1,2}(?:,5)?\s*(?:-\s*\d{1,2}\s*)?(?:std|stunden|h)\b",
    r"\b\d{3}\s*-?\s*(?:€|euro)\s*-?\s*(?:basis|job)\b",
    r"\b(?:vollzeit|teilzeit|tz|schicht\w*|minijob\w*)\b",
)

TERMS = any_of(_PAY, _HOURS, r"\bm/w/d\b")
"""What a firm says of a work: wage, hours."""

# ---- helping --------------------------------------------------------------------------------------------------------
HELP = (
    rf"{WISHES}\s+(?:(?!nicht\b|kein|nie\b|nichts\b)[\w/-]+\s+){{0,11}}?(?:mit|aus)?(?:helfen|gucken|schauen"
    rf"|reparieren|kümmern|backen|nähen"
    rf"|schleppen"
    r"|tragen|bringen|lesen|erklären|zeigen|organisieren|beraten|kochen|machen|arbeiten(?= .*ehrenamt)|unterstützen"
    r"|dolmetschen|fahren|übersetzen|vorlesen|engagieren|begleiten|betreuen|geben|anbieten|tun|einsteigen"
    r"|(?:\w*pat(?:e|in)|lots(?:e|in)|mentor(?:in)?|sprachpat(?:e|in)|ehrenamtliche?[rn]?|helfer(?:in)?"
    r"|fahrer(?:in)?) werden"
    r"|zur seite stehen|einbringen|mitnehmen|mitmachen|spielen|beibringen|basteln|übernehmen|besuchen|richten"
    r"|fördern|mitfahren|abholen)\b"
    rf"|\b(?:helfen|fahren|dolmetschen|übersetzen|begleiten|vorlesen|betreuen|reparieren|nähen|kochen|mitmachen"
    rf"|mitfahren)"
    rf"\s+(?:kann|könnte|würde|will|möchte|mag|ginge|geht)\b"
)
SKILL = (
    r"\b(?:fahrdienst\w*|fährt|(?:leute|senioren|menschen) fahren|dolmetsch\w*|nachhilfe|hausaufgaben\w*"
    r"|kleiderkammer"
    r"|deutsch (?:üben|beibringen|lernen mit|sprechen mit)|möbellager|kinderbetreuung|kinder betreuen"
    r"|übersetz\w*|[a-z]*-?unterricht|fahrradwerkstatt"
    r"|rechtsberatung|fahrradscheune|behördeng\w+|umzüge?n?|patenschaft)\b"
)
FREE_TIME = (
    r"\b(?:mo|di|mi|do|fr|sa|so|montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonntags?|vormittags?"
    r"|nachmittags?|abends?|we|wochenende|wochentags|kurzfristig|flexibel)\b"
)
RETIRED = (
    r"\b(?:rentner\w*|pensioniert\w*|pensionär\w*|i\.\s?r\.|in rente|ruhestand|ehemalige[rn]?|frühere[rn]?)(?![a-z])"
)
_LANGUAGE = r"\b(?:(?!deutsch)\w{4,}isch|farsi|dari|tigrinya|somali|urdu)\b"
_HELPS = any_of(
    r"\behrenamt(?!skarte|sfest|sabend)\w*",
    rf"\b(?:hat|habe|hätte|hatte|haben|hätten)\s+{_SOME}{{0,5}}(?:zeit|luft|kapazität(?:en)?)\b",
    r"\bhilft\b",
    r"\bbiete[nt]?\s+(?:sich|mich|uns)\b|\bmelde[nt]?\s+(?:sich|mich)\s+als\b",
    r"\bob (?:wir|ihr|man)\b[^.;!?]{0,40}\b(?:fahrer|helfer|\w*mechaniker|dolmetscher|lehrer|hilfe"
    r"|leute)\w*\s+(?:brauch|such)\w+",
    r"\bneue[rn]?\s+(?:helfer|ehrenamtliche|pat|lots)\w*",
    r"\bhelfer(?:in)?\s*:",
    rf"\bkann\s+{_SAID}{{0,6}}(?:\([^)]*\)\s*)?{_SAID}{{0,3}}"
    r"(?:helfen|fahren|dolmetschen|übersetzen|betreuen|reparieren|schrauben|nähen|begleiten|kochen)\b",
    r"\bfahren?\s+gerne?\b|\bfährt\s+gerne?\b",
    r"\bfährt\s+(?:\w+\s+){0,3}?(?:leute|menschen|senior(?:en|innen)|ältere|patienten|frauen|familien|kranke)\b",
    r"\bdolmetscht\b",
    r"\brepariert\s+\w|\bgeht (?:gerne? )?mit (?:zu|zum|zur|aufs|auf|ins)\b|\bhat\s+\w+tags?\s+(?:\w+\s+)?frei\b",
    r"\bpatenfamilie\b",
    r"\bmacht\b.{0,20}\bweiter\b",
    r"\b(?:ich bin|bin gerne?) dabei\b|\bmache (?:gerne? )?mit\b",
)
HELPS = any_of(HELP, _HELPS)
"""Somebody who wants to help."""
_GIVES_HELP = (
    rf"\b(?:biet\w+|macht|gibt|übernimmt|übernehmen|leistet|begleitet|betreut)\s+(?:an\s+)?{_SOME}{{0,3}}?"
    r"(?:fahrdienst|\w*fahrten|nachhilfe|sprachkurs|deutsch\b|deutschunterricht|patenschaft|kinderbetreuung"
    r"|hausaufgabenhilfe"
    r"|übersetzung|rechtsberatung|deutschkurs|sprachunterricht|familie|arztterminen|dolmetsch)\w*"
)
SOMEBODY = any_of(
    r"\b(?:brauch|such|bräucht)\w*\s+(?:[^\s.;!?]+\s+){0,4}?(?:jemand\w*|wen)\b",
    r"\bob\s+(?:jemand\w*|wer|wir|ihr|man)\s+[^.;!?]{0,60}?\b(?:helfen|hilft|begleite\w*|übersetz\w*|mitgeh\w*"
    r"|mitkomm\w*"
    r"|fahren|fährt|abholen|unterstütz\w*)\b",
    r"\bkann\s+(?:mir|uns|ihr|ihm|ihnen|da|dabei|bitte|denn)?\s*(?:bitte\s+)?(?:jemand|wer|einer)\b",
    r"\b(?:hat|kennt|gibt es|gibts|habt ihr|haben wir|hätte)\s+(?:\w+\s+){0,4}?(?:jemand\w*|wer)\b",
    r"\bbitte\b.{0,40}\bjemand\w*",
    r"\b(?:konnte|kann|wurde)\s+(?:\w+\s+){0,4}?(?:jemand|wer)\b|\bwer\s+\w+t\s+(?:ihm|ihr|ihnen|mir|uns|sie|ihn)\b",
    r"\bwer\s+(?:\w+\s+){0,3}?(?:geht|kommt|nimmt|bringt|holt|repariert|hilft|kann|fährt|begleitet|übersetzt|spricht"
    r"|weiß)\b[^.!]*\?",
    r"\b(?:bittet|bitten) um (?:\w+ )?(?:hilfe|unterstützung|begleitung)\b",
)
"""Who needs somebody: "braucht jemanden, der …", "fragt, ob wir helfen können"."""
ORDERED = (
    r"^\W*termin\s+(?!verein).{0,80}\b(?:dolmetsch\w*|fahrt|begleitung)\b|^\W*(?:fahrt|begleitung"
    r"|fahrdienst|übersetzung)\s+(?:zu[mr]?|nach|für|bei[m]?|am)\b"
)
"""A help that is asked for without a verb: "Fahrt zur Dialyse für Herrn Simon"."""
TITLED = r"^\W*(?:\w{3,}suche|gesuch|gesucht|bedarf)\s*:"
"""A heading that says that somebody seeks: "Praktikumssuche: …"."""
SPEAKER = r"\bjemand\w*\b.{0,20}\b(?:\w{4,}isch|farsi|dari|tigrinya|somali|urdu)\b"
"""Whoever is needed for a language."""
YOU = r"\bsuchen\s+(?:wir\s+)?(?:dich|sie|euch)\b"
"""A firm speaks to whoever wants to work."""
OFFERS_SKILL = rf"\bbiete[nt]?\b\W+(?:\w+\W+){{0,3}}?{SKILL}"
_CAR = any_of(
    r"\b(?:hat|mit|eigenes|haben|kein)\s+(?:ein\s+|eigenes\s+|kein\s+)?auto\b",
    r"\b\d-?sitzer\b|\b\d\s?sitze\b|\bvw-?bus\b|\bkombi\b",
    r"\b(?:umkreis|radius|pkw|führerschein)\b",
    r"\bauto vorhanden\b",
)

# ---- offers ---------------------------------------------------------------------------------------------------------
AWAY = any_of(
    r"\bgratis abzugeben\b",
    rf"\b{w.GOODS}\b.{{0,40}}\b(?:gratis|übrig)\b|\bspende[nt]?\s+(?:\w+\s+){{0,2}}{w.GOODS}",
    r"\babzugeben\b",
    r"\bzu\s+versch(?:enken\b|\.)",
    r"\bverschenk(?:t|e|en)\b",
    r"\b(?:gegen|nur) abholung\b",
    r"\babzuholen\b",
    r"\b\w*spende\b:?|\bgespendet\b",
    r"\b(?:abgeben|weggeben|hergeben)\b",
    r"\b(?:selbstabholer|selbst abbauen|selbstabbau|haushaltsauflösung)\b",
    rf"\b(?:gibt|gebe|geben)\s+{_SOME}{{0,4}}(?:ab|weg|her)\b|\bzum abholen\b",
)
OPEN_HOURS = r"\b(?:geöffnet|öffnet|hat (?:wieder )?(?:auf|offen))\b"
BODY = (
    rf"(?<![a-z-])(?<!zur )(?<!zum )(?<!in der )(?<!bei der )(?<!beim )(?<!vom )(?:(?<!von der )"
    rf"|(?<=wir von der )){w.PROVIDER}(?![a-z])"
)
_EVENT = rf"\b{w.ACTIVITY}\b"
_AT = any_of(
    rf"{FREE_TIME}.{{0,25}}\b\d{{1,2}}(?:[.:]\d\d)?\s*(?:-|–|bis|uhr|h\b)",
    r"\bjeden?\s+(?:\d\.\s+)?\w*(?:tag|woche|monat)\b",
    r"(?:\d\.|letzter?)\s+\w*tag im monat\b",
)

NEEDS_IT = (
    r"(?:arbeitslos\b|kann nicht in (?:seiner|ihrer) wohnung bleiben|rechnung\w*\b.{0,20}\bnicht (?:be)?zahlen"
    r"|kann (?:mein|meine|unser|unsere)\s+\w+\b.{0,30}\b(?:praktikum|ausbildung)\b"
    r"|(?:möchte|will) (?:besser )?deutsch (?:üben|lernen|verbessern)\b(?! mit))"
)
"""What is said only of somebody in need."""

# ---- no new entry ---------------------------------------------------------------------------------------------------
_MONTH = r"(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)"
INSTEAD = r"^[^:]{0,12}:|^\W*(?:\w+\s+){0,3}?(?:noch|dafür|stattdessen|will|möchte|würde|sondern|gibt)\b"
"""What goes on after news: "ist weg, die obere gibt's noch: …"."""
GOT = r"\b(?:wohnung|whg|zimmer|haus)\s+(?:bekommen|gefunden|bezogen|erhalten)\b"
"""A flat that a household has already."""
TRADE_SEEKS = rf"\b{w.OCCUPATION}(?:meister)?(?:in)?\s+\w+\s+(?:braucht|sucht|nimmt|könnte)\b"
"""A trade by the name of its owner: "Fliesenleger Kurz braucht Helfer"."""
GENERIC = r"\b(?:helfer(?:in|innen|n)?|leute|verstärkung)\b"
"""Who may be wanted for a work, or for a hand."""
NEWS = any_of(
    r"\b(?:ist|sind|wurde|schon|bereits|doch|inzwischen|leider)\s+(?:(?:schon|bereits|leider|doch|jetzt)\s+)*"
    r"(?:vermietet|vergeben|weg|besetzt|verkauft|zurückgezogen)(?!\w)",
    r"\b(?:jetzt|schon|doch|inzwischen)\b.{0,40}\bvergeben\b|\bist ab .{0,15}doch nicht frei\b",
    r"\bnicht mehr (?:frei|da|zu haben|verfügbar|aktuell|zu vermieten)\b",
    r"^\s*vermietet\b(?!\s+(?:\w+\s+){0,3}?(?:\d|zi\b|zimmer|zkb|whg|wohnung|haus|app|dg\b|eg\b|og\b|möbl))",
    rf"\bmiete\s+{_SOME}{{0,6}}?(?:jetzt|nun|neu|erhöht|steigt|gestiegen|statt|teurer)\b",
    r"\berhöht\b|\bmieterhöhung\b",
    rf"\bstatt\s+(?:\d+(?::\d\d)?\s*uhr|{_MONTH})|^(?!.*{SEEKS}).*\bstatt\s+\d",
    r"\bwurden?\s+(?:\w+\s+)?(?:abgeholt|geliefert|gebracht)\b|\b(?:ist|sind)\s+(?:schon\s+)?(?:abgeholt|geliefert)\b",
    r"\b(?:zusage|stelle|job|praktikum|arbeit)\b.{0,20}\b(?:bekommen|erhalten)\b",
    r"\bhat (?:jetzt|nun|endlich) (?:eine? )?(?:arbeit|job|stelle|wohnung|praktikum)\b",
    r"\bdoch selbst\b|\bselbst gebraucht\b",
    r"\bstreicht\b|\bkeine zeit mehr\b",
    r"\bzerschlagen\b|\bgeplatzt\b|\bklappt (?:leider |doch )*nicht\b|\bwird (?:leider |doch )*nichts\b"
    r"|\banderweitig\b",
    r"(?:\beuro|€)\s+(?:mehr|weniger)\b",
    rf"\bmiete\s+(?:für|von)\s+{_SOME}{{1,6}}(?:noch nicht|fehlt|offen)\b",
    r"\bnoch nicht (?:da|bezahlt|gezahlt|gekommen)\b",
    r"\b(?:verschoben|verschieben|verschiebt|verlegt|verlegen|abgesagt|absagen|absage|entfällt)\b",
    rf"\bfällt\s+{_SOME}{{0,3}}aus\b|\bgeschlossen bis\b",
    rf"\bsagt\s+{_SOME}{{0,4}}ab\b|\bneuer termin\b",
    r"\bbeschwer\w+|\breagiert nicht\b|\bwasserrohrbruch\b",
    r"\bhat sich erkundigt\b|\bwill wissen\b|\bwollte (?:nur )?(?:wissen|fragen|danken|sagen)\b|\blässt ausrichten\b",
    r"\b(?:will|möchte|wollte)\s+(?:\w+\s+)?wissen\b|\bhat sich verwählt\b|\b(?:gestern|heute"
    r"|schon) besichtigt\b|\bnimmt sie\b",
    r"\bnicht mehr (?:vermieten|helfen|dolmetschen|übersetzen|begleiten|mitmachen|unterrichten|mitarbeiten)\b"
    r"|\bnicht (?:erschienen|gekommen|erreichbar)\b"
    r"|\bkeine (?:hilfe|wohnung) mehr\b",
    r"\bbraucht\b.{0,20}\b(?:mietvertrag|bescheinigung|unterlagen|nachweis|kopie|unterschrift)\b|\bkündigt\b",
    r"\bnoch frei\b|\bwas aus\b.*\bgeworden\b",
    r"\b(?:wohnung|arbeit|stelle|job|praktikum|was|etwas)\s+gefunden\b",
    r"\baus (?:der\s+)?\w*liste (?:nehmen|streichen|löschen)\b|\bhat sich erledigt\b",
    rf"\bzieht\s+{_SOME}{{0,4}}zurück\b|\bunterschrieben\b|\bzieht\s+(?:am|zum)\b|\bumgezogen\b",
    rf"\bdoch\s+{_SOME}?(?:an|nicht|schon|keine?n?)\b",
    r"\bdanke\b|\bbedank\w+|\bbestätigt\b|\bpresse\b|\bbericht über\b|\brheinpfalz\b",
    r"\bneue\s+(?:handy|tel|telefon)?\s?-?\w*(?:nr|nummer|adresse)\b|\badresse\b.*\bstimmt\b|\bpost kam zurück\b",
    r"\bbittet um rückruf\b|\brückruf\b.*\bwegen\b|\bruft (?:später )?zurück\b|\bträgt\b.*\bkosten\b",
)
"""News about something known, a thank-you, a call back: no new entry follows, whatever else stands beside."""
ELSE = rf"\b(?:sonst|ansonsten|danach|dann wieder|anschließend wieder)\b.{{0,30}}{FREE_TIME}"
"""What an offer is, beside the news about it."""
MATTERS = any_of(
    r"\b(?:kaputt|defekt|zu laut|geht nicht|streit|einbruch|schlüssel|ausgefallen|gestohlen|war heute nicht)\b",
    r"\bnicht mehr fahren\b|\bhört\b.{0,40}\bauf\b",
    r"\b(?:lärm|klaut|schimmel|erinnert|ablesen|feuerwehr|einverstanden)\w*|\bmüll(?:trennung|tonne"
    r"|abfuhr)?\b|\bfällt\b.*\baus\b",
    r"\b(?:fragt|frage|nachgefragt|zufrieden|urlaub|abrechnung|rechnung|abschlag|protokoll|sitzung|einladung)\b",
    rf"\bkommt\s+{_SOME}{{0,3}}(?:nicht|später)\b|\bkrank\s*(?:[,.!]|$)|\b\w*(?:quittung|fest)\b",
    r"(?<!freundlichen )(?<!lieben )(?<!besten )(?<!herzlichen )\bgrüßen\b",
    r"\b(?:wegen|ratten|geliefert|abgeholt)\b",
    r"\b(?:polizei|ausflug|stadtwerke|container|zahlt ab|mahnung|falsch verbunden)\b",
    r"\b(?:orts)?bürgermeister\w*|\btermin\s+(?:vereinbaren|machen)\b",
)
"""What calls are about that make no entry, unless somebody seeks or offers something in the same sentence."""
ACTS = any_of(
    SEEKS,
    LETS,
    TENANT,
    WISH_OBJECT,
    WISH_HELP,
    WISH_PASSIVE,
    AWAY,
    NEEDS_IT,
    r"\bfrei ab\b|\bab sofort frei\b|\bbiete[nt]?\b",
    rf"{ROOMS}.{{0,60}}{RENT}",
)

ROUND = (
    rf"{BODY}.{{0,30}}\bsucht\s+(?:neue\s+)?(?:kinder|teilnehmer\w*|mitglieder|spieler\w*|sänger\w*|mädchen|jungen)\b"
)
"""A club that looks for people who take part."""
NEEDED: dict[str, str] = {
    "housing": any_of(
        RENT,
        LETS,
        TENANT,
        beside(FLAT, FREE, 80),
        rf"{GIVES}\s+(?!die|das|den|ihre|seine|unsere).{{0,60}}{FLAT}",
        rf"^\W*(?:\w+[.:]?\s+){{0,3}}{ROOMS}",
        rf"{ROOMS}.{{0,60}}(?:{_AREA}|{_FLOOR})",
        rf"{FLAT}.{{0,25}}\bübrig\b",
        rf"{FLAT}.{{0,60}}(?:\bmiete|€|\beuro|\bgeben\b)",
        r"\bnotunterkunft\b",
    ),
    "work": any_of(
        WANTS_WORKER,
        rf"(?:\bbieten?t?|\bhat|\bhatten?|\bhaben|\bstellen?t?|\bnimmt|\bnehmen|\bmöglich|\bfrei)\W+(?:\w+\W+){{0,4}}?"
        rf"(?:{JOB}|{WORKER})",
        rf"(?:{JOB}|{WORKER})\W+(?:\w+\W+){{0,4}}?(?:frei|möglich|zu vergeben|zu besetzen|gesucht|brauchen|nehmen)\b",
        TERMS,
        rf"{FIRM}.{{0,80}}(?:{JOB}|\bprobearbeit|\b(?:praktik|ausbildung|azubi|lehrstelle|minijob"
        rf"|arbeitsgelegenheit|eq|{w.OCCUPATION}))",
        rf"\b(?:praktik|ausbildung|azubi|lehrstelle|minijob|arbeitsgelegenheit|eq-platz"
        rf"|probearbeit)\w*.{{0,80}}{FIRM}",
        rf"\b{WORKER}\b.{{0,60}}\b(?:\d+ (?:wochen|monate)|ab (?:sofort|\d)|[ab][12]\b)",
        r"\bbewerbung(?:en)? (?:an|bis)\b|\b\d{3}\s*-?\s*(?:€|euro)\s*-?\s*(?:basis|job)\b",
    ),
}
"""Without this a note makes no entry of the kind: the words alone are in many sentences."""

# ---- weights --------------------------------------------------------------------------------------------------------
SIGNS: dict[str, tuple[tuple[str, float], ...]] = {
    "housing": (
        (ROOMS, 3),
        (
            r"\b(?:\w*wohnung|\w*whg|einfamilienhaus|haushälfte|reihenhaus|wg-?\s?zimmer|mansarde|\w*zimmerwohnung)\b"
            r"|\b(?:apart|appart)\w*",
            2.5,
        ),
        (r"\b(?:haus|zimmer|stube|bude|gästezimmer|notunterkunft)\b", 1),
        (r"\bmöbl(?:iert\w*|\.)", 1),
        (RENT, 2),
        (_AREA, 1.5),
        (LETS, 3),
        (TENANT, 4),
        (
            any_of(
                beside(FLAT, FREE, 60),
                rf"{GIVES}\s+(?!die|das|den|ihre|seine|unsere).{{0,40}}{FLAT}",
                rf"{FLAT}.{{0,25}}\bübrig\b",
            ),
            2.5,
        ),
        (_FLOOR, 1),
        (rf"{FLAT}.{{0,60}}\bgeben\b|(?:\bpro |\bdie |/)nacht\b", 2),
        (r"\bkeine (?:haus)?tiere\b|\bstellplatz\b|\bbalkon\b|\bebk\b", 0.5),
    ),
    "work": (
        (WANTS_WORKER, 4),
        (
            any_of(
                rf"(?:\bbieten?t?|\bhat|\bhatten?|\bhaben|\bstellen?t?|\bnimmt|\bmöglich"
                rf"|\bfrei)\W+(?:\w+\W+){{0,4}}?{JOB}",
                rf"{JOB}\W+(?:\w+\W+){{0,4}}?(?:frei|möglich|zu vergeben|zu besetzen)\b",
            ),
            4,
        ),
        (FIRM, 2.5),
        (r"\bprivathaushalt\b", 1.5),
        (r"\b[a-z]{4,}/-?in(?:nen)?\b|\b[a-z]{4,}[:*]in(?:nen)?\b", 2),
        (rf"\b(?:{w.COMPANY_FORM})\b", 1.5),
        (
            r"\b(?:praktik|ausbildung|azubi|lehrstelle|minijob|arbeitsgelegenheit)\w*|\b(?:eq-?platz|probearbeiten)\b"
            r"|\b\d{3}-?euro-?job\b",
            2.5,
        ),
        (_PAY, 3),
        (_HOURS, 1),
        (
            r"\bbewerbung(?:en)? (?:an|bis)\b|\bquereinsteiger\b|\bm/w/d\b|\bunterkunft (?:vorhanden|möglich)\b"
            r"|\bstaplerschein\b",
            1.5,
        ),
        (rf"\b{w.OCCUPATION}\b", 0.5),
    ),
    "volunteers": (
        (HELP, 5),
        (_HELPS, 4),
        (_GIVES_HELP, 4.5),
        (r"\b(?:sprachpat\w*|pate|patin|patenschaft|lotse|lotsin|mentor\w*)\b", 2),
        (_CAR, 1.5),
        (rf"{SKILL}\W+(?:ja|gerne?|möglich)\b|\bnicht (?:weiter|mehr) als \d{{1,2}} km\b", 2),
        (r"\bbis(?: zu)? \d{1,2} km\b|\bhöchstens \d{1,2} km\b|\bwerkzeug vorh", 2),
        (SKILL, 1.5),
        (rf"{SKILL}.{{0,30}}\bgerne?\b", 1.5),
        (any_of(beside(SKILL, FREE_TIME, 60), beside(_LANGUAGE, FREE_TIME, 50), beside(SKILL, _LANGUAGE, 40)), 1.5),
        (rf"\bspricht\s+{_LANGUAGE}|\bmuttersprache\b|{_LANGUAGE}\s+fließend", 1.5),
        (r"\bkann\s+(?:\w+\s*(?:,|und|u\.)\s+)?\w+isch\b|\bbegleitung zu (?:ämtern|behörden)\b", 2.5),
        (beside(RETIRED, SKILL, 90), 2),
        (
            r"\brentner\w*|\bi\.\s?r\.|\bpension\w+|\bin rente\b|\bstudent(?:in)?\b|\bmacht\b.{0,20}\bweiter\b",
            0.5,
        ),
    ),
    "offers": (
        (ROUND, 5),
        (AWAY, 5),
        (beside(w.GOODS, AWAY, 60), 1),
        (
            rf"{BODY}.{{0,60}}(?:\b(?:bietet|bieten|macht|machen|lädt|laden|nimmt|nehmen|startet|starten"
            rf"|veranstalte[nt]|organisier(?:t|en)"
            r"|trifft|treffen|hat neue zeiten|geöffnet|öffnet|öffnen|wieder|hat|haben|gibt|geben|würden?|wurden?)\b|:)",
            3.5,
        ),
        (BODY, 1.5),
        (rf"{any_of(_EVENT, BODY)}.{{0,40}}\bfreu(?:t|en) sich (?:über|auf)\b", 2.5),
        (rf"{any_of(_EVENT, BODY)}.{{0,30}}\b(?:geöffnet|öffnet|hat (?:wieder )?(?:auf|offen))\b", 3),
        (beside(_EVENT, _AT, 80), 3),
        (_EVENT, 0.5),
        (rf"{_EVENT}\s+(?:der|des|von|vom|bei der)\s+(?:\w+\s+)?{w.PROVIDER}", 2),
        (rf"{_EVENT}.{{0,40}}\b(?:beginn|start|startet|beginnt)\b", 2),
        (rf"\bgibt es\b.{{0,40}}{_EVENT}|{_EVENT}.{{0,80}}\bplätze frei\b", 2.5),
        (rf"\bnimmt\s+{_SOME}{{0,3}}(?:an|kleid\w*|winter\w*|räder|spenden|möbel|auf|kinder)\b", 2.5),
        (rf"\bbiete[t]?\s+(?:an\s*:?\s*)?(?:\w+\s*,?\s*){{0,3}}{w.GOODS}", 4),
        (
            r"\b(?:kostenlos\w*|kostenfrei|(?:ohne|mit) (?:anmeldung|termin)|anmeldung bei|jeder kann kommen|teilnehmer"
            r"|offene[rn]?)\b",
            1,
        ),
    ),
    "cases": (
        (SEEKS, 3),
        (
            any_of(
                rf"{WISHES}\s+{_SOME}{{0,5}}(?:deutsch lernen|arbeiten|umziehen|beratung)\b",
                rf"{WISHES}\s+von \w+ nach\b",
                rf"\b(?:beratung|arbeit|umziehen)\b.{{0,10}}{WISHES}",
            ),
            4,
        ),
        (WISH_OBJECT, 3),
        (WISH_HELP, 3),
        (WISH_WORK, 4),
        (WISH_ARBEITEN, 3),
        (WISH_PLACE, 4),
        (rf"\b(?:hat|haben)\s+(?:\w+\s+)?keine?n?\s+{w.GOODS}", 4),
        (r"\bversteh\w+\b.{0,50}\b(?:brief|bescheid|schreiben|formular)\w*\b|\bauf der strasse\b", 4),
        (rf"\bfind\w*\s+(?:\w+\s+)?(?:keine?n?|nichts)\b|\baus\b.{{0,25}}\b(?:raus|ausziehen)\b|\b{NEEDS_IT}", 4),
        (rf"{WISHES}\s+{_SOME}{{0,4}}?(?:putzen|bügeln|kellnern|reinigen)\b", 5),
        (TITLED, 6),
        (ORDERED, 4),
        (rf"\bfehl(?:t|en)\s+(?:noch\s+)?(?:\w+\W+){{0,2}}{w.GOODS}", 5),
        (WISH_PASSIVE, 4),
        (r"\bfreuen (?:würde|würden)\b|\bwürden? sich\b.{0,50}\bfreuen\b", 3),
        (BUDGET, 2.5),
        (FAMILY, 1),
        (_HOUSEHOLD, 1.5),
        (_NEEDY, 1.5),
        (
            rf"\bmuss\s+{_SOME}{{0,4}}(?:raus|ausziehen)\b|\bwbs\s+(?:liegt|hat|vorhanden)|\b(?:hat|mit)\s+wbs\b",
            2,
        ),
        (r"\b(?:begleitung|dolmetscher|fahrdienst zum|fahrt zu\w*)\b", 1),
        (r"\bwer kann\b|\bkann jemand\b|\bhilfe bei\b|\bbitte (?:jem|jemand)\w*|\berwartet\b|\bgesuch\b", 2.5),
    ),
}
