"""The words by which phone notes are understood: signs for each kind, occupations, companies, days, needs."""

from __future__ import annotations

from netzwerkhilfe.models.cases import Need

ADDRESS = r"Frau|Herrn?|Fr\.|Hr\.|Familie|Fam\."
STREET = r"(?:straße|strasse|str\.|weg|gasse|platz|ring|allee|pfad|ufer|damm)"
NOT_NAMES = {
    "tel",
    "telefon",
    "wohnung",
    "sucht",
    "bietet",
    "hat",
    "aus",
    "in",
    "warm",
    "kalt",
    "ab",
    "og",
    "eg",
    "dg",
    "wbs",
    "auto",
    "jobcenter",
    "fuhrerschein",
    "ruckruf",
    "mit",
    "handy",
    "mobil",
    "deutsch",
    "arabisch",
    "kaution",
    "vg",
}
FILLERS = frozenset(
    [
        "und",
        "oder",
        "mit",
        "in",
        "im",
        "aus",
        "fur",
        "ein",
        "eine",
        "einen",
        "whg",
        "wohnung",
        "wohnungen",
        "sucht",
        "suchen",
        "braucht",
        "brauchen",
        "benotigt",
        "dringend",
        "bietet",
        "vermietet",
        "spricht",
        "mochte",
        "will",
        "ehrenamtlich",
        "hilft",
        "tel",
        "telefon",
        "handy",
        "€",
        "euro",
        "ca",
        "etwa",
        "am",
        "auf",
        "als",
        "bei",
        "frei",
        "hat",
    ]
)
"""Words that say nothing more at the edge of what was not understood."""

COMPANY_WORDS = (
    r"Bäckerei|Metzgerei|Gärtnerei|Baumschule|Firma|Fa\.|Restaurant|Gasthaus|Gaststätte|Hotel|Pension|Café|Eiscafé|Pizzeria|Imbiss|Praxis|Zahnarztpraxis|"
    r"Arztpraxis|Autohaus|Werkstatt|Kfz-Werkstatt|Schreinerei|Tischlerei|Malerbetrieb|Elektro|Dachdecker|Friseursalon|Friseur|Salon|Weingut|Winzer|Kita|"
    r"Kindergarten|Pflegeheim|Seniorenheim|Altenheim|Pflegedienst|Sozialstation|Krankenhaus|Klinik|Supermarkt|Edeka|Rewe|Aldi|Lidl|Netto|Spedition|Bauhof|"
    r"Baufirma|Bauunternehmen|Reinigungsfirma|Gebäudereinigung|Großküche|Landwirt|Hof|Lager|Apotheke|Druckerei|Schlosserei|Metallbau|Tankstelle|Wäscherei"
)
COMPANY = (
    r"\b(?:"
    r"backerei|metzgerei|gartnerei|baumschule|firma|fa\.|restaurant|gasthaus|gaststatte|hotel"
    r"|pension|eiscafe|cafe|pizzeria|imbiss|praxis|\w+praxis|autohaus|\w*werkstatt|schreinerei"
    r"|tischlerei|malerbetrieb|elektro|dachdecker|friseur\w*|salon|weingut|winzer|kita"
    r"|kindergarten|pflegeheim|seniorenheim|altenheim|pflegedienst|sozialstation|krankenhaus"
    r"|klinik|supermarkt|edeka|rewe|aldi|lidl|netto|spedition|bauhof|baufirma|bauunternehmen"
    r"|reinigungsfirma|gebaudereinigung|grosskuche|landwirt|apotheke|druckerei|schlosserei"
    r"|metallbau|tankstelle|wascherei|gmbh|kg"
    r")\b"
)

OCCUPATION = (
    r"(?:[A-ZÄÖÜ][\wäöüß]*(?:-)?)?(?:verkäufer(?:in)?|Verkäufer(?:in)?|Koch|Köchin|[Kk]üchenhilfe|[Hh]elfer(?:in)?|[Bb]äcker(?:in)?|[Gg]ärtner(?:in)?|[Ff]ahrer(?:in)?|"
    r"[Aa]ushilfe|[Rr]einigungskraft|[Pp]utzhilfe|[Pp]utzkraft|[Pp]flegekraft|[Pp]flegehelfer(?:in)?|[Kk]ellner(?:in)?|[Ss]ervicekraft|[Ss]ervice|[Ll]agerist(?:in)?|[Ll]agerhilfe|"
    r"[Mm]aler(?:in)?|[Ee]lektriker(?:in)?|[Ss]chreiner(?:in)?|[Mm]echaniker(?:in)?|[Mm]echatroniker(?:in)?|[Ff]riseur(?:in)?|[Ee]rzieher(?:in)?|[Mm]aurer|[Mm]etzger(?:in)?|"
    r"[Nn]äher(?:in)?|[Bb]ürokraft|[Bb]ürohilfe|[Ee]rntehelfer(?:in)?|[Zz]immermädchen|[Ss]pülhilfe|[Ss]pülkraft|[Pp]acker(?:in)?|[Hh]ausmeister(?:in)?|[Bb]etreuungskraft|"
    r"[Ll]andschaftsbau|[Gg]artenbau|[Pp]flege|[Vv]erkauf|[Ll]ager|[Kk]üche|[Gg]astronomie|[Hh]otel|[Ee]inzelhandel|[Bb]üro|[Kk]inderbetreuung|[Mm]itarbeiter(?:in)?)"
)
WORK_KINDS = (
    (r"\b(?:Orientierungspraktikum)\b", "Orientierungspraktikum"),
    (r"\b(?:Schüler|Pflicht|Schul)praktik(?:um|ant(?:in)?)\b", "Pflichtpraktikum"),
    (r"\b(?:Praktikum(?:splatz|splätze)?|Praktikant(?:in|en)?|Praktika)\b", "Praktikum"),
    (r"\b(?:Ausbildung(?:splatz|splätze|sstelle)?|Azubis?|Lehrling|Lehrstelle|Auszubildende[rn]?)\b", "Ausbildung"),
    (r"\b(?:EQ|Einstiegsqualifizierung)\b", "Einstiegsqualifizierung"),
    (r"\b(?:Minijob(?:ber(?:in)?)?|520-?(?:Euro|€)-?Job|556-?(?:Euro|€)-?Job|geringfügig)\b", "Minijob"),
    (r"\b(?:Arbeitsgelegenheit|AGH|80-?Cent-?Job)\b", "Arbeitsgelegenheit § 5 AsylbLG"),
    (r"\b(?:Probearbeiten|Probebeschäftigung)\b", "Probebeschäftigung"),
    (r"\b(?:Vollzeitstelle|Teilzeitstelle|Arbeitsstelle|Stelle|Job|Arbeit|feste Stelle)\b", "Arbeit"),
)

SEEKS_FOR_ITSELF = r"\b(?:sucht|suchen|braucht|brauchen|benotigt|benotigen|wunscht|mochte)\b"
SIGNS: dict[str, tuple[tuple[str, float], ...]] = {
    "housing": (
        (r"\b\d(?:[,.]5)?\s*-?\s*(?:zkbb?|zkdb|zkbd|zk|zi\b|zi\.|zimmer|raum)", 3),
        (r"\b\w*zimmerwohnung|\beinliegerwohnung|\bwg-?zimmer|\bapartment|\bappartement", 3),
        (r"\b(?:wohnung|whg|haus|haushalfte|reihenhaus)\b", 1.5),
        (r"\b(?:warm|kalt|warmmiete|kaltmiete|nk|nebenkosten|kaution)\b", 2),
        (r"\b\d+\s*(?:qm|m2|m²)", 1.5),
        (r"\b(?:vermiet\w*|nachmieter|bezugsfrei|zu vermieten)\b", 3),
        (r"\b\d\.?\s*(?:og|stock)\b|\b(?:eg|dg|erdgeschoss|dachgeschoss)\b", 1),
        (r"\bfrei ab\b|\bab sofort frei\b", 1),
    ),
    "work": (
        (
            r"\b(?:praktik\w+|ausbildung\w*|azubis?|lehrstelle|minijob\w*|vollzeit\w*|teilzeit\w*|arbeitsstelle|arbeitsgelegenheit|probearbeiten|stelle)\b",
            2.5,
        ),
        (COMPANY, 3),
        (
            r"\b(?:sucht|braucht|suchen)\s+(?:\w+\s+){0,2}(?:\w*mitarbeiter\w*|\w*helfer\w*|aushilfe\w*|\w*kraft|\w*hilfe|azubi\w*|fahrer\w*|verkaufer\w*|koch\w*|kochin)",
            2,
        ),
        (r"\b\d+\s*(?:std|stunden|h)\b", 1),
        (r"€\s*(?:/|pro|die|je)?\s*(?:std|stunde|h)\b", 1.5),
    ),
    "volunteers": (
        (
            r"\b(?:mochte|will|wurde|kann)\s+(?:\w+\s+){0,6}(?:helfen|mithelfen|mitmachen|unterstutzen|dolmetschen|fahren|ubersetzen|vorlesen|engagieren)\b",
            5,
        ),
        (r"\behrenamt\w*", 4),
        (r"\bhat\s+(?:\w+\s+){0,2}zeit\b|\bhilft\b", 4),
        (
            r"\b(?:bietet|macht|gibt|ubernimmt)\s+(?:\w+\s+){0,2}(?:fahrdienst\w*|fahrten|nachhilfe|sprachkurs|patenschaft|kinderbetreuung|hausaufgabenhilfe)",
            5,
        ),
        (r"\b(?:pate|patin|patenschaft|lotse|lotsin)\b", 2),
        (r"\b(?:hat|mit|eigenes)\s+(?:ein\s+|eigenes\s+)?auto\b", 1.5),
        (r"\bspricht\s+(?!deutsch\b)", 1.5),
        (r"\bkann\s+(?:\w+\s+und\s+)?\w+isch\b", 4),
        (r"\b(?:mochte|will|wurde)\s+(?:\w+\s+){0,3}(?:geben|machen|betreuen|begleiten|anbieten)\b", 4),
        (r"\bneue[r]?\s+(?:helfer|ehrenamtliche)\w*", 5),
    ),
    "cases": (
        (r"\b(?:sucht|suchen|braucht|brauchen|benotigt|benotigen)\b", 3),
        (r"\b(?:familie|fam\.)\b", 1),
        (r"\b\d+\s*(?:personen|pers\b|kinder)", 1.5),
        (r"\b(?:begleitung|dolmetscher\w*)\b", 1),
        (r"\b(?:jobcenter|sozialamt|obdachlos|gekundigt|raumungsklage|eigenbedarf)\b", 2),
        (r"\bwartet\b", 1),
        (r"\b(?:mochte|will)\s+(?:\w+\s+){0,2}(?:deutsch lernen|arbeiten|umziehen|ausbildung machen)\b", 4),
    ),
}

NEEDS = (
    (
        Need.FLAT,
        r"\b(?:wohnung|whg|zimmer|zkb|unterkunft|bleibe|haus|wg-zimmer|appartement)\b|\d\s*-?\s*(?:zkb|zi\b|zimmer)|zimmerwohnung",
    ),
    (
        Need.WORK,
        r"\b(?:arbeit|arbeiten|job|stelle|praktik\w+|ausbildung\w*|minijob|lehrstelle|beschaftigung)\b",
    ),
    (
        Need.ACCOMPANIMENT,
        r"\b(?:begleit\w+|dolmetsch\w+|ubersetz\w+|fahrdienst|fahrt|fahrer\w*|gefahren|mitfahrgelegenheit|hinfahren)\b",
    ),
    (
        Need.LANGUAGE,
        r"\b(?:deutschkurs\w*|sprachkurs\w*|deutsch "
        r"lernen|integrationskurs|sprachcafe|alphabetisierung\w*|nachhilfe)\b",
    ),
    (
        Need.COUNSELLING,
        r"\b(?:beratung|beraten|schulden\w*|rechtsberatung|hilfe beim antrag|formular\w*|antrag|papierkram)\b",
    ),
    (
        Need.GOODS,
        r"\b(?:mobel|kleidung|kleider|fahrrad|kinderwagen|bett|betten|kuhlschrank|waschmaschine|schrank|geschirr|winterjacke\w*|schulranzen|kinderbett|tisch|sofa)\b",
    ),
)
WEEKDAYS = {
    "Montag": "Mo",
    "Dienstag": "Di",
    "Mittwoch": "Mi",
    "Donnerstag": "Do",
    "Freitag": "Fr",
    "Samstag": "Sa",
    "Sonntag": "So",
    "montag": "Mo",
    "dienstag": "Di",
    "mittwoch": "Mi",
    "donnerstag": "Do",
    "freitag": "Fr",
    "samstag": "Sa",
    "sonntag": "So",
    "Mo": "Mo",
    "Di": "Di",
    "Mi": "Mi",
    "Do": "Do",
    "Fr": "Fr",
    "Sa": "Sa",
    "So": "So",
}
DAYTIME = r"vormittags?|morgens|früh|nachmittags?|mittags|abends?|vormittag"
DAYTIMES = (
    (r"vormittags?|morgens|früh", "vormittags"),
    (r"nachmittags?|mittags", "nachmittags"),
    (r"abends?", "abends"),
)
SKILLS = (
    (
        r"\b(?:kann|will|möchte|würde)\s+(?:gerne?\s+)?(?:fahren|Leute fahren)\b|\bFahrdienste?\b|\bFahrten\b",
        "Fahrdienst",
    ),
    (r"\b(?:dolmetscht|dolmetschen|übersetzt|übersetzen)\b", "Dolmetschen"),
    (r"\b(?:Deutsch(?:unterricht|kurs)|Sprachunterricht)\b", "Sprachpatenschaft"),
    (r"\b(?:begleitet|Begleitung)\s+(?:zu|zum|zur|auf)\s+(?:Ämtern|Amt|Behörden|Ärzten|Arzt)\b", "Behördengänge"),
    (r"\b(?:repariert|reparieren)\s+Fahrräder\b|\bFahrräder\s+(?:reparieren|richten)\b", "Fahrradwerkstatt"),
    (r"\bbeim?\s+Umzug\b|\bUmzüge\b", "Umzugshilfe"),
    (r"\bKinder\s+(?:betreuen|hüten)\b|\bbabysitten\b", "Kinderbetreuung"),
)
