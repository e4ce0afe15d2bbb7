"""The words by which phone notes are understood: slips that are mended, dialect, occupations, firms, needs, goods.

All are folded (see :func:`~netzwerkhilfe.services.entries.notes.text.rx`): lower case, without marks.
"""

from __future__ import annotations

import functools

from netzwerkhilfe import paths
from netzwerkhilfe.models.cases import Need
from netzwerkhilfe.models.leads import WorkKind
from netzwerkhilfe.models.text import fold

# ---- spelling --------------------------------------------------------------------------------------------------------
DIALECT = {
    "net": "nicht",
    "nit": "nicht",
    "ned": "nicht",
    "nimmi": "nicht",
    "koi": "kein",
    "kää": "kein",
    "kaa": "kein",
    "kaan": "kein",
    "keen": "kein",
    "keene": "keine",
    "koine": "keine",
    "kenn": "kein",
    "un": "und",
    "uff": "auf",
    "hot": "hat",
    "hods": "hat",
    "hen": "haben",
    "hän": "haben",
    "mer": "wir",
    "isch": "ist",
    "fraa": "frau",
    "stubb": "stube",
    "wocheend": "wochenende",
    "woch": "woche",
    "vun": "von",
    "kich": "kuche",
    "kuch": "kuche",
    "zwee": "zwei",
    "zwo": "zwei",
    "e": "ein",
    "n": "ein",
    "ne": "eine",
    "nen": "einen",
    "helfe": "helfen",
    "fahre": "fahren",
    "butze": "putzen",
    "putze": "putzen",
    "koche": "kochen",
    "wohne": "wohnen",
    "schaffe": "arbeiten",
    "hab": "habe",
    "kinner": "kinder",
    "viecher": "haustiere",
    "dud": "tut",
    "dut": "tut",
    "däd": "wurde",
    "dät": "wurde",
    "tät": "wurde",
    "deet": "wurde",
    "widder": "wieder",
    "abber": "aber",
    "newekoschde": "nebenkosten",
    "newekoste": "nebenkosten",
    "awwer": "aber",
    "odder": "oder",
    "hawwe": "haben",
    "hawe": "haben",
    "mithelfe": "mithelfen",
    "leud": "leute",
    "leut": "leute",
    "hunn": "hunde",
    "unner": "unter",
    "leit": "leute",
    "mitm": "mit",
    "hamm": "haben",
    "such": "suche",
    "hätt": "hatte",
    "hatt": "hatte",
    "möcht": "mochte",
    "mocht": "mochte",
    "könnt": "konnte",
    "konnt": "konnte",
    "nochberin": "nachbarin",
    "nochber": "nachbar",
}
DIALECT = {fold(said): known for said, known in DIALECT.items()}
"""Words of the Palatinate, and short forms of talking, by what rules know."""

ABBREVIATIONS = {
    "vorm": "vormittags",
    "nachm": "nachmittags",
    "begl": "begleitung",
    "dolm": "dolmetscher",
    "dolmet": "dolmetscher",
    "übers": "ubersetzung",
    "ausb": "ausbildung",
    "prakt": "praktikum",
    "schülerprakt": "schulerpraktikum",
    "betriebsprakt": "betriebspraktikum",
    "vz": "vollzeit",
    "tz": "teilzeit",
    "su": "sucht",
    "ges": "gesucht",
    "ben": "benotigt",
    "kdr": "kinder",
    "erwachs": "erwachsene",
    "alleinerz": "alleinerziehend",
    "alleinsteh": "alleinstehend",
    "tägl": "taglich",
    "wöchentl": "wochentlich",
    "mtl": "monatlich",
    "monatl": "monatlich",
    "mögl": "moglich",
    "erf": "erforderlich",
    "erforderl": "erforderlich",
    "notw": "notwendig",
    "befr": "befristet",
    "wohng": "wohnung",
    "wohn": "wohnung",
    "wg": "wegen",
    "app": "apartment",
    "ehrenamtl": "ehrenamtlich",
    "kostenl": "kostenlos",
    "unterst": "unterstutzung",
    "berat": "beratung",
    "schuldnerber": "schuldnerberatung",
    "aufz": "aufzug",
    "bezugsf": "bezugsfrei",
    "führersch": "fuhrerschein",
    "rollstuhlger": "rollstuhlgerecht",
    "barrierefr": "barrierefrei",
    "haust": "haustiere",
    "dringl": "dringend",
    "dtsch": "deutsch",
    "dt": "deutsch",
}
ABBREVIATIONS = {fold(short): long for short, long in ABBREVIATIONS.items()}
"""Words that are cut short with a dot."""
SHORT_ANYWHERE = frozenset(
    ("vorm", "nachm", "vz", "tz", "su", "kdr", "mtl", "alleinerz", "begl", "dolm", "ausb", "prakt")
)
"""Of these, those that need no dot."""
COUNTED_SHORT = {"ki": "kinder", "k": "kinder", "kd": "kinder", "erw": "erwachsene", "p": "personen"}
"""Words that are cut short behind a number."""
CAPITAL_SHORT = {
    "EHP": "ehepaar",
    "VM": "vermieter",
    "VMin": "vermieterin",
    "AP": "ansprechpartner",
    "AE": "alleinerziehend",
    "BG": "bedarfsgemeinschaft",
    "VZ": "vollzeit",
    "TZ": "teilzeit",
}
"""Words that are cut to capital letters."""

UMLAUTS = (
    *("kuch", "fuhrer", "mobl", "mobel", "fruh", "nachst", "marz", "schul", "backer", "gartner", "kochin", "verkauf"),
    *("pfleg", "haus", "wohnung", "funf", "zwolf", "mocht", "wurde", "konnt", "hatt", "grun", "uber", "fur", "tur"),
    *("stuck", "buro", "bucher", "raum", "platze", "stuhl", "hohe", "nahe", "gerat", "rader", "rad", "schlussel"),
    *("naher", "glaub", "unterstutz", "ubersetz", "fluss", "benotig", "moglich", "notig", "personlich", "offn"),
    *("kundig", "verfug", "bezug", "zuruck", "ruck", "wunsch", "gunstig", "burger", "kuhl", "trocken", "schrank"),
    *("stutz", "arzt", "amter", "behord", "junger", "manner", "tatig", "vormittag", "turk", "rumani", "franzos"),
    *("zusatz", "unabhang", "fahig", "gebaud", "gaste", "kraft", "lehrling", "schuler", "fahrer", "jahrig"),
    *("kopfig", "alter", "dachgeschoss", "vermog", "erganz", "zuverlass", "regelmass", "selbstand", "fluchtling"),
)
"""Stems in whose words "ae", "oe" and "ue" stand for umlauts."""

MENDED = (
    *("wohnung", "zimmer", "kaltmiete", "warmmiete", "nebenkosten", "heizkosten", "kaution", "kuche", "einbaukuche"),
    *("dachgeschoss", "erdgeschoss", "obergeschoss", "souterrain", "haustiere", "barrierefrei", "mobliert", "aufzug"),
    *(
        "fuhrerschein",
        "personen",
        "familie",
        "kinder",
        "vermieter",
        "vermieterin",
        "vermietet",
        "monatsmieten",
        "miete",
    ),
    *("praktikum", "ausbildung", "vollzeit", "teilzeit", "minijob", "stunden", "aushilfe", "reinigungskraft"),
    *("verkauferin", "mechatroniker", "elektriker", "erntehelfer", "kuchenhilfe", "pflegehelfer", "hausmeister"),
    *("ehrenamtlich", "dolmetschen", "dolmetscher", "begleitung", "fahrdienst", "nachhilfe", "kinderbetreuung"),
    *("kleiderkammer", "fahrradwerkstatt", "umzugshilfe", "vormittags", "nachmittags", "abends", "samstags"),
    *("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "wochenende"),
    *("januar", "februar", "august", "september", "oktober", "november", "dezember", "anfang", "sofort", "dringend"),
    *("alleinerziehend", "alleinstehend", "rollstuhl", "jobcenter", "sozialamt", "waschmaschine", "kuhlschrank"),
    *("kinderwagen", "kinderbett", "fahrrad", "verschenken", "abzugeben", "arabisch", "ukrainisch", "russisch"),
    *("kurdisch", "turkisch", "englisch", "franzosisch", "polnisch", "spanisch", "italienisch", "deutschkurs"),
    *("sprachkurs", "quadratmeter", "anmeldung", "kostenlos", "schwerbehindert", "arbeit", "gesucht", "braucht"),
)
"""Words in which a slip of the keyboard is mended: what facts hang on."""

SOUNDED = (
    *MENDED,
    *(
        "kalt",
        "warm",
        "sucht",
        "zimmer",
        "eilt",
        "oder",
        "kleider",
        "sortieren",
        "helfen",
        "morgens",
        "putzen",
        "quadrat",
    ),
    *("verkauferin", "backerei", "metzgerei", "vermieten", "tochter", "mutter", "vater", "schwester", "wohnungen"),
    *("montags", "dienstags", "mittwochs", "donnerstags", "freitags", "sonntags", "monatlich", "garten", "balkon"),
    *(
        "zahlt",
        "abholen",
        "schenken",
        "reparieren",
        "fahrrader",
        "stunde",
        "deutsch",
        "deutschkurs",
        "spricht",
        "betreuen",
    ),
    *("kaltmiete", "februar", "fruhling", "mobel", "sofa", "teppich", "schrank", "geschirr", "kindergarten"),
)
"""Words that are known by their sound, as the Palatinate and a hurried hand write them."""

ADDRESSES = frozenset(
    ["frau", "herr", "herrn", "hr", "hrn", "fr", "familie", "fam", "eheleute", "ehepaar", "dr", "prof", "name"]
)
ADDRESS = r"frau|herrn?|fr|hrn?|familien?|fam|eheleute|ehepaar"
TITLES = r"dr|prof|dipl|ing|med|rain|ra|pfarrer(?:in)?|mag"
PARTICLES = r"von|van|vom|zu|zum|zur|de|del|della|der|den|da|di|al|el|abu|ibn|bin|ben|ten|ter|la|le|dos|du|auf"

# ---- who ------------------------------------------------------------------------------------------------------------
ROLES = (
    r"bedarfsgemeinschaft|(?:ver|unter)mieter(?:in)?|eigentümer(?:in)?|besitzer(?:in)?|rentner(?:in)?|rentnerehepaar"
    r"|pensionär(?:in)?|witwer?"
    r"|sprachpat(?:e|in)|pat(?:e|in)|helfer(?:in)?|ehrenamtliche[rn]?|ansprechpartner(?:in)?|ansprechperson|kontakt"
    r"|chef(?:in)?|leiter(?:in)?|leitung|inhaber(?:in)?|trainer(?:in)?|pfarrer(?:in)?|lehrer(?:in)?|student(?:in)?"
    r"|schüler(?:in)?|nachbar(?:in)?|enkel(?:in)?|tochter|sohn|rektor(?:in)?|betreuer(?:in)?|name|anrufer(?:in)?"
    r"|krankenschwester|krankenpfleger(?:in)?|erzieher(?:in)?|schreiner|elektromeister|meister(?:in)?|arzt|ärztin"
    r"|mieter(?:in)?|makler(?:in)?|hausmeister(?:in)?|sozialarbeiter(?:in)?"
    r"|(?:orts)?bürgermeister(?:in)?|vorsitzende[r]?|übungsleiter(?:in)?"
    r"|von|bei|heißt|heiße|heisst|durch|an|i\.\s?r\.|gruß|mentor(?:in)?|lots(?:e|in)|jurist(?:in)?"
    r"|rechtsanw[aä]lt(?:in)?"
    r"|\w+meister(?:in)?|bewerber(?:in)?|klient(?:in)?|ruft an|anruf|tel|telefon|winzer(?:in)?|landwirt(?:in)?"
    r"|bauer|bäuerin|herr|frau"
    r"|jurist(?:in)?|ingenieur(?:in)?|handwerker(?:in)?|zahnarzt|zahnärztin|hausfrau|oma|opa|mutter|vater|wirt(?:in)?"
)
"""What stands before a name and says who somebody is."""


@functools.cache
def not_names() -> frozenset[str]:
    """Words that stand where a name could stand, and are none."""
    return _words()[0] | _words()[1]


def written_small(word: str) -> bool:
    """Whether such a word is one that German writes small."""
    return word in _words()[1]


@functools.cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    text = (paths.resources() / "daten" / "notizwoerter.txt").read_text("utf-8")
    sections: list[list[str]] = []
    for line in text.splitlines():
        if line.startswith("#"):
            sections.append([])
        else:
            sections[-1] += line.split()
    large, small = sections
    return frozenset(large), frozenset(small)


"""Words that stand where a name could stand, and are none."""

NOT_NAME_ENDINGS = (
    *("ung", "heit", "keit", "schaft", "zimmer", "wohnung", "kurs", "hilfe", "schein", "platz", "strasse", "kraft"),
    *("haus", "heim", "raum", "kosten", "miete", "geschoss", "isch", "stunden", "helfer", "kammer", "werkstatt"),
    *("verein", "kirche", "schule", "arbeit", "stelle", "praktikum", "maschine", "schrank", "bett", "rad", "rader"),
    *("dienst", "beratung", "lager", "frei", "lich", "raucher", "niveau", "betreuung", "termin", "treff", "cafe"),
    *("tag", "tags", "abend", "abends", "woche", "jahr", "jahre", "monat", "fahrer", "fahrerin", "pfleger"),
)


@functools.cache
def known() -> frozenset[str]:
    """Words in which nothing is mended: those that are right, and those that are no names."""
    return frozenset(MENDED) | not_names()


"""Words in which nothing is mended."""

COMPANY = (
    r"(?<!herr )(?<!frau )(?<!hr\. )(?<!fr\. )(?<!hr )(?<!fam\. )(?<!familie )(?:\w*bäckerei"
    r"|\w*metzgerei|fleischerei|konditorei|\w*gärtnerei|baumschule|firma|fa\.?(?=\s)|restaurant"
    r"|gasthaus|gasthof"
    r"|gaststätte|hotel|pension|eiscafe|eisdiele|cafe|bistro|pizzeria|imbiss|döner|\w*praxis|autohaus|\w*werkstatt"
    r"|schreinerei|tischlerei|zimmerei|malerbetrieb|malermeister|elektro|sanitär|dachdecker"
    r"|dachdeckerei|friseur(?!meister)\w*"
    r"|salon|weingut|winzer|winzergenossenschaft|\w*kita|\w*kindergarten|kindertagesstätte|\w*pflegeheim|seniorenheim"
    r"|seniorenzentrum|senioren(?:heim|stift|residenz|wohn\w+|pflege\w*|haus|park)|\w*stift|altenheim|altersheim"
    r"|tierheim|pflegedienst|sozialstation|\w*krankenhaus"
    r"|klinik(?:um)?"
    r"|supermarkt|edeka|rewe|aldi|lidl"
    r"|netto|penny|norma|kaufland|wasgau|globus|hornbach|dm|rossmann|spedition|\w*bauhof|baufirma|bauunternehmen"
    r"|bauunternehmung|reinigungsfirma|gebäudereinigung|großküche|landwirt|bauer|bauernhof|obsthof"
    r"|spargelhof|\w*hof(?=\s+[a-z])"
    r"|apotheke|druckerei|schlosserei|metallbau|tankstelle|wäscherei|zeitarbeit\w*|personaldienst\w*|\w*kanzlei"
    r"|steuerbüro|logistik\w*|möbelhaus|gartenbau|landschaftsbau|maler|obst|grundschule|realschule|gemeinde|stadt"
    r"|fitnessstudio|\w*krippe|\w*residenz|zustellbasis|\w*büro|\w*betrieb"
    r"|\w*(?<!ab)(?<!ein)(?<!auf)(?<!be)(?<!aus)laden|\w+(?<!be)(?<!ver)handlung|getränkemarkt|baumarkt|biomarkt"
    r"|\w*großmarkt"
    r"|steinmetz|zimmerer|kinderheim|tagespflege|catering|kantine|reifenhandel|landhandel|raiffeisen"
    r"|sparkasse|volksbank|(?:physio|ergo)therapie(?=\s+[a-z])|logopädie|\w*studio|optik|hörgeräte|obstbau"
    r"|weinbau|gemüsebau"
    r"|holzbau|trockenbau|innenausbau|straßenbau|stahlbau|messebau|maschinenbau|fensterbau"
    r"|gutsausschank|winzerhof"
    r"|biergarten"
    r"|brauerei|mühle(?=\s+[a-z])|fahrschule|ingenieurbüro|tiefbau|hochbau|heizungsbau|tagespflege|recyclinghof"
    r"|hospiz"
    r"|kfz-\w+|kfz(?=\s+[a-z]+\s+(?:kann|sucht|nimmt|bietet|hat|braucht|stellt))|hausmeisterservice"
    r"|gebäudeservice|hofladen)"
)
COMPANY_FORM = r"gmbh(?:\s*&\s*co\.?\s*kg)?|kg|ag|ohg|ug|gbr|e\.\s?k\.|eg|e\.\s?v\.|mbh|se"

OCCUPATION = (
    r"(?:\w*verkäufer|koch|köchin|beikoch|\w*helfer|\w*bäcker|\w*gärtner|\w*fahrer|\w*aushilfe"
    r"|\w+kr[aä]fte?|(?:küchen|putz|haushalts|haus|spül|lager|keller|garten|ernte|produktions|bau"
    r"|integrations|alltags|büro|pflege|verkaufs|service|reinigungs|weinbergs?|näh|stall"
    r"|kantinen)-?hilfe|\w*pfleger"
    r"|kellner|servicekraft|lagerist|\w*maler|\w*lackierer|\w*elektriker|\w*elektroniker|\w*schreiner|\w*mechaniker"
    r"|\w*mechatroniker|\w*friseur|\w*erzieher|maurer|\w*metzger|näher|schneider|zimmermädchen|\w*packer"
    r"|\w*hausmeister|\w*austräger|\w*begleiter|\w*assistenz|\w*assistent|\w*kaufmann|\w*kauffrau"
    r"|\w*monteur|\w*arbeiter|\w*techniker"
    r"|schlosser|metallbauer|schweißer|dachdecker|fliesenleger|gerüstbauer|zimmermann|spüler|bedienung"
    r"|barkeeper|\w*stecher"
    r"|\w*pflücker|winzer|florist|\w*fachangestellte|\w*sekretär|programmierer|\w*betreuer|babysitter|nanny"
    r"|tagesmutter"
    r"|trockenbauer|bodenleger|\w*kommissionierer|disponent|mitarbeiter|kassierer|hauswirtschafter|glaser|klempner"
    r"|installateur|konditor|fleischer|apotheker|lehrer|\w*ingenieur|\w*berater"
    r"|\w*zusteller|postbote|kurier|stapler|reiniger|bügler|putzfrau|putzmann|haushälter|traktorist|müllwerker)"
)
"""Who does a work; with "-in" and plural."""
FIELD_OF_WORK = (
    r"(?:pflege|verkauf|lager|küche|gastronomie|gastro|hotel|einzelhandel|büro|kinderbetreuung"
    r"|landschaftsbau|gartenbau|bau"
    r"|reinigung|produktion|logistik|handwerk|kfz|altenpflege|krankenpflege|altenheim|haushalt|kindergarten"
    r"|tierarzt|arztpraxis|werkstatt|altersheim|supermarkt|trockenbau|tiefbau|straßenbau|weinbau"
    r"|landwirtschaft|restaurant"
    r"|friseurhandwerk|metall|elektro|it|verwaltung|kita|hauswirtschaft|transport|holz|kosmetik|labor"
    r"|fabrik|gebäudereinigung)"
)
WORK_KINDS: tuple[tuple[str, WorkKind], ...] = (
    (r"\borientierungspraktik\w+", WorkKind.ORIENTATION_INTERNSHIP),
    (r"\b(?:schüler|pflicht|schul|betriebs)praktik\w+", WorkKind.COMPULSORY_INTERNSHIP),
    (r"\b(?:eq|eq-platz|einstiegsqualifizierung)\b", WorkKind.INTRODUCTORY_TRAINING),
    (r"\bpraktik(?:um\w*|ant(?:in|en|innen)?|a)\b", WorkKind.INTERNSHIP),
    (
        r"\b(?:\w*ausbildung(?:s\w+)?|azubi\w*|lehrling\w*|lehrstellen?|lehre|auszubildende[rn]?)\b",
        WorkKind.APPRENTICESHIP,
    ),
    (
        r"\b(?:mini-?job(?:ber(?:in)?|s)?|(?:450|520|538|556|603)\s*-?\s*(?:euro|€|eur)\s*-?\s*(?:job"
        r"|basis|kraft)|geringfügig\w*"
        r"|auf minijobbasis)\b",
        WorkKind.MINIJOB,
    ),
    (r"\b(?:arbeitsgelegenheit(?:en)?|agh|80-?cent-?jobs?|1-?euro-?jobs?)\b", WorkKind.OPPORTUNITY_ASYLBLG),
    (r"\b(?:probearbeit\w*|probebeschäftigung|schnuppertage?)\b", WorkKind.TRIAL),
    (
        r"(?<!-)\b(?:vollzeitstelle|teilzeitstelle|arbeitsstelle|arbeitsplatz|putzstelle|(?:feste\s+)?stelle"
        r"|jobs?|arbeit|arbeiten)\b(?!\s*:)",
        WorkKind.JOB,
    ),
)

NEEDS: tuple[tuple[Need, str], ...] = (
    (
        Need.FLAT,
        r"\b(?:et)?was eigenes\b|\bin (?:seiner|ihrer) wohnung bleiben\b|\bauf der straße\b|\bziehen\b"
        r"|\b(?:\w*wohnung(?:en)?|\w*häuschen|whg|zimmer|\w*zkb"
        r"|(?<!der )(?<!abholung )(?<!treffpunkt )unterkunft"
        r"|bleibe|haus|wg|wg-zimmer|appartement"
        r"|apartment|wohnraum)\b"
        r"|\d\s*-?\s*(?:zkb|zk|zi\b|zimmer|raum)",
    ),
    (
        Need.WORK,
        r"\b(?:arbeit|arbeiten|job|\w*job|\w*stelle|\w*praktik\w+|\w*ausbildung\w*|lehrstelle|betrieb"
        r"|arbeitgeber|putzen|bügeln|eq|eq-platz"
        r"|beschäftigung|fsj"
        r"|vollzeit|teilzeit)\b"
        rf"|\b{OCCUPATION}(?:in)?\b.{{0,60}}\bwerden\b|\bals\s+{OCCUPATION}",
    ),
    (
        Need.ACCOMPANIMENT,
        r"\bwer (?:geht|kommt) mit\b|\bzu[mr]\s+\w+\s+(?:\w+\s+)?(?:fahren|bringen)\b|\b(?:nimmt|nehmen"
        r"|nehme)\b.{0,20}\bmit\b"
        r"|\btermin\w*\s+(?:bei|beim|im|auf|auf dem)\b|\b(?:begleit\w*"
        r"|dolmetsch\w*|übersetz\w*|fahrdienst\w*"
        r"|fahrt|fahrten|mitfahrgelegenheit|hinfahren"
        r"|gefahren|fährt|zum einkaufen)\b|\b(?:jemand\w*|jem)\b.{0,30}\b(?:mit|geht|fährt|spricht|mitkommt)\b"
        r"|\b(?:brauch|such)\w*\s+(?:\w+\s+)?(?:wen|jemand\w*)\s+(?:für|zu[mr]?|bei[m]?)\b"
        r"|\bfahrer(?:in)?\s+(?:zum|zur|nach|ins|für)\b",
    ),
    (
        Need.LANGUAGE,
        r"\b(?:\w*kurs deutsch|deutschkurs\w*|sprachkurs\w*|deutsch ?lernen|deutsch (?:üben|verbessern)"
        r"|gesprächspartner\w*"
        r"|konversation\w*"
        r"|\w*tandem|integrationskurs\w*|sprachcafe|alphabetisierung\w*"
        r"|nachhilfe"
        r"|deutschunterricht|sprachunterricht|hausaufgabenhilfe)\b",
    ),
    (
        Need.COUNSELLING,
        r"\brechnung\w*\b.{0,20}\bnicht (?:be)?zahlen\b|\bversteh\w+\b.{0,50}\b(?:brief|bescheid|schreiben)\w*\b"
        r"|\bbrauch\w*\s+(?:\w+\s+)?rat\b"
        r"|\b(?:\w*beratung|beraten|schulden\w*|rechtsberatung|hilfe bei[m]? \w*(?:antrag|ausfüllen)\w*"
        r"|formulare?|\w*antrag"
        r"|papierkram|ausfüllen|steuererklärung|hilfe bei (?:der|dem) (?:post|brief\w*|erklärung))\b",
    ),
    (Need.GOODS, ""),  # what people need for a household: GOODS
)
GOODS = (
    r"(?:\w*möbel\w*|kleidung|babykleidung|kleider|winterkleidung|\w*fahrr[aä]d\w*|kinderwagen|buggy|\w*betten"
    r"|\w*bett"
    r"|kühlschrank|gefrierschrank|waschmaschine|trockner|spülmaschine|\w*herd|spüle|\w*schr[aä]nke?"
    r"|geschirr|\w*jacken?|\w*ranzen|\w*tisch(?:e)?"
    r"|sofa|\w*couch|sessel|stühle?|regale?|matratzen?|lampen?|teppich\w*|fernseher|laptop|computer|drucker"
    r"|spielzeug|(?:baby|kinder|winter|spiel|schul)sachen"
    r"|laufstall|kindersitz|hochstuhl|staubsauger|mikrowelle|kommode|gardinen|bettwäsche|töpfe|räder|kinderrad"
    r"|damenrad|herrenrad|roller|dreirad|bücher|schuhe|winterschuhe|kinderschuhe|wickelkommode|nähmaschine"
    r"|gefriertruhe|eckbank|\w*garnitur|wohnwand"
    r"|wäscheständer|vorhänge|handtücher|hausrat|tablet|handy|bügelbrett|autositz|küchenzeile|sachspenden?)"
)
# ---- volunteers -----------------------------------------------------------------------------------------------------
SKILLS: tuple[tuple[str, str], ...] = (
    (
        r"\bfahrdienste?\b|\bfährt (?:gerne?|wieder|weiter(?:hin)?)\b|\bfährt\b(?=.{0,40}\b(?:leute|menschen"
        r"|senioren|kinder|zum|zur)\b)"
        r"|\b(?:übernimmt |macht )?\w*fahrten\b|\bfährt (?:\w+ )?(?:leute|menschen|senioren|kinder"
        r"|\w+)? ?(?:zum|zur|zu)\b"
        r"|\b(?:leute|menschen|senioren|personen|jemanden?|kinder"
        r"|patienten)\s+(?:\w+\s+){0,4}?fahren\b|\bfahrer(?:in)?\b"
        r"|\b(?:kann|will|möchte|würde|könnte)\s+(?:gerne?\s+)?fahren\b|\bals fahrer(?:in)?\b|\bfährt leute\b"
        r"|\bzum (?:arzt|einkaufen)\s+(?:oder\s+(?:zum\s+)?\w+\s+)?fahren\b|\bumkreis von \d+ km fahren\b",
        "Fahrdienst",
    ),
    (r"\bdolmetsch\w*|\bübersetz\w*", "Dolmetschen"),
    (
        r"\bdeutsch(?:unterricht|kurse?|stunden)\b|\bgibt (?:\w+ )?deutsch\b|\bdeutsch für anfänger\b"
        r"|\bsprachunterricht\b|\bsprachpat\w+"
        r"|\bsprachkurse?\b|\bdeutsch\s+(?:beibringen|üben|lernen)\b",
        "Sprachpatenschaft",
    ),
    (
        r"\b(?:zu|zum|zur|auf|bei)\s+(?:den\s+|die\s+)?(?:ämtern|amt|behörden?)\s+(?:\w+\s+)?begleit\w*"
        r"|\bbegleitung\s+(?:ämter|behörden?|amt)\b|\b(?:begleit\w+)\s+(?:\w+\s+)?(?:zu|zum|zur|auf"
        r"|bei)\s+(?:ämtern|amt|behörden?)\b"
        r"|\bbehördeng[aä]ng\w*|\bämterbegleitung\b"
        r"|\bämterg[aä]ng\w*|\bbegleitung zu (?:ämtern|behörden)\b",
        "Behördengänge",
    ),
    (
        r"\bnachhilfe\w*|\bhausaufgaben\w*(?:\s+(?:machen|betreuen|helfen))?|\blernhilfe\b",
        "Hausaufgabenhilfe",
    ),
    (
        r"\b(?:repariert|reparieren|richtet|richten)\s+(?:alte\s+)?(?:fahr)?räder\b"
        r"|\b(?:fahr)?räder\s+(?:reparieren|richten|flicken)\b"
        r"|\b(?:fahr)?radmechaniker(?:in)?\b|\bfahrradwerkstatt\b|\bfahrradscheune\b|\bfahrradreparatur\b",
        "Fahrradwerkstatt",
    ),
    (r"\bbei(?:m)? umzug\b|\bumzüge?n?\b|\bumzugshilfe\b|\bmöbel (?:schleppen|tragen)\b", "Umzugshilfe"),
    (
        r"\bkinder\s+(?:betreuen|hüten|beaufsichtigen)\b|\bbabysit\w+|\bkinderbetreuung\b|\bkinder zu betreuen\b",
        "Kinderbetreuung",
    ),
    (r"\bkleiderkammer\b|\b(?:kleidung|kleider) sortieren?\b|\bkleiderladen\b", "Kleiderkammer"),
    (r"\bmöbellager\b|\bmöbelkammer\b|\bmöbeltransporte?\b", "Möbellager"),
    (r"\bwohnungssuche\b", "Wohnungssuche"),
    (r"\bbewerbung(?:en|shilfe|straining)?(?:\s+schreiben)?\b|\bjobsuche\b|\barbeitssuche\b", "Arbeitssuche"),
    (r"\bmentor(?:in|ing)?\b|\bpatenschaft(?:en)?\b|\bpat(?:e|in)\b|\bpatenfamilie\b|\bfamilienpat\w+", "Mentoring"),
    (r"\b(?:integrations)?lots(?:e|in|en)\b", "Integrationslotse"),
    (r"\brechtl\w*\.?\s+beratung\b|\brechtsberatung\b|\brechtshilfe\b", "Rechtsberatung"),
    (r"\bsport\b|\bfußballtraining\b", "Sport"),
)
"""Skills as people say them, by the key of the network's list; one that the network does not have is not read."""

LANGUAGES = (
    (r"arab(?:\.|isch\w*)", "Arabisch"),
    (r"engl(?:\.|isch\w*)", "Englisch"),
    (r"fran(?:z\.|z(?:ösisch)?\w*)", "Französisch"),
    (r"russ(?:\.|isch\w*)", "Russisch"),
    (r"ukr(?:\.|ainisch\w*)", "Ukrainisch"),
    (r"türk(?:\.|isch\w*)", "Türkisch"),
    (r"poln(?:\.|isch\w*)", "Polnisch"),
    (r"kurd(?:\.|isch\w*)", "Kurdisch"),
    (r"span(?:\.|isch\w*)", "Spanisch"),
    (r"ital(?:\.|ienisch\w*)", "Italienisch"),
    (r"rum(?:\.|änisch\w*)", "Rumänisch"),
    (r"(?:farsi|dari|persisch)\w*", "Farsi"),
    (r"pas?chtu\w*|paschto", "Paschtu"),
)
"""Short forms of languages, by a word that the network's list knows."""

# ---- offers ---------------------------------------------------------------------------------------------------------
PROVIDER = (
    r"(?:\w*verein(?:igung)?|(?:tsv|tv|sv|fv|fc|vfr|tus|sg|tc)(?=\s)|\w*club|\w*klub|caritas\w*"
    r"|diakonie\w*|awo\w*|drk\w*"
    r"|rotes kreuz|malteser|johanniter|(?:ev|kath|evangelische|katholische)\.?\s+\w+|kirchengemeinde|pfarrei|pfarramt"
    r"|\w*kirche|moschee\w*|mehrgenerationenhaus|haus der familie|bürgerhaus|jugendzentrum|jugendhaus"
    r"|\w*bücherei|\w*bibliothek|weltladen"
    r"|vhs|volkshochschule|landfrauen\w*|frauenbund|pro familia|arbeiterwohlfahrt|rotes kreuz|tafel"
    r"|kleiderkammer|kleiderladen|\w*scheune|feuerwehr"
    r"|sozialverband|musikschule|dlrg|thw|asb|vdk|lebenshilfe|kinderschutzbund|familienzentrum"
    r"|stadtteilbüro|\w*gruppe|(?:frauen|senioren|mütter|bibel|freundes|helfer)kreis|\w*stiftung|nachbarschaftshilfe)"
)
CLUB = PROVIDER.replace("|bürgerhaus", "")
"""Who offers something; a Bürgerhaus is where it takes place."""
ACTIVITY = (
    r"(?:\w*turnen|fußball|handball|volleyball|basketball|schwimm\w*|yoga|gymnastik|tanz\w*"
    r"|\w*training|\w*kurse?\b"
    r"|\w*cafe|\w*treff|\w*frühstück|\w*beratung|\w*sprechstunde|sprechstunde|\w*hilfe|vorlesestunde"
    r"|\w*abend|\w*gruppe|\w*chor|singen"
    r"|\w*unterricht|\w+betreuung|mittagstisch|essensausgabe|\w*nachmittag|krabbelgruppe|\w*werkstatt|tafel"
    r"|\w*kammer|kleiderladen|schach"
    r"|karate|judo|tischtennis|boxen|\w*basar|(?:strick|näh|bastel|sing|spiel|gesprächs|lese)kreis"
    r"|\w+(?<!ein)laden|\w*scheune|\w*lager|\w*flohmarkt|\w*stunde|basteln|nähen"
    r"|kochen|besuchsdienst|bringdienst|hospizdienst|\w*börse"
    r"|\w*workshop|\w*vortrag|\w*seminar|\w*schulung|\w*stammtisch)"
)
CATEGORIES: tuple[tuple[str, str], ...] = (
    (
        r"turnen|(?<!bewerbungs)training|fußball|handball|volleyball|basketball|schwimm|yoga|gymnastik|karate"
        r"|judo|tennis|boxen|sport|tanz",
        "Sport",
    ),
    (r"kleider(?!schr|bügel|stange|ständer)", "Kleiderkammer"),
    (r"fahrradwerkstatt|fahrradscheune|fahrrad|räder", "Fahrradscheune"),
    (r"schwangerschaftsberatung|schwangerenberatung", "Schwangerschaftsberatung"),
    (r"rechtsberatung", "Rechtsberatung"),
    (r"trauma|psycholog", "Psychologie/Trauma"),
    (r"beratung|sprechstunde", "Beratung"),
    (r"deutschkurs|sprachkurs|integrationskurs|alphabetisierung|deutschunterricht", "Sprache/Integrationskurs"),
    (r"cafe|begegnung|treff|frühstück", "Begegnung"),
    (r"tafel|mittagstisch|essensausgabe", "Mittagstisch"),
    (r"fahrdienst", "Fahrdienst"),
    (r"möbellager", "Möbel"),
    (r"frauengruppe", "Frauengruppe"),
)
