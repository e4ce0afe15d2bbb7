"""What the state of the exchange means, in German sentences: for the window, the report and the command line."""

from __future__ import annotations

from collections.abc import Container, Mapping

from netzwerkhilfe.exchange import clocks as clock_notes
from netzwerkhilfe.exchange import members
from netzwerkhilfe.exchange.clocks import Whose, Wrong
from netzwerkhilfe.exchange.members import DeviceIdentity
from netzwerkhilfe.exchange.pending import Aside
from netzwerkhilfe.exchange.report import OFFICE_LEFT, HeldFor, SetAside
from netzwerkhilfe.exchange.status import Finding, Lack, Situation
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.models.values import NBSP, show_date, show_near
from netzwerkhilfe.store.relays import Relayed
from netzwerkhilfe.store.store import Store


def many(count: int, one: str, several: str) -> str:
    """ "1 Konflikt", "3 Konflikte"."""
    return f"{count} {one if count == 1 else several}"


def pc_name(store: Store, pc: DeviceIdentity | None, *, office: bool = True) -> str:
    """Whose PC it is, by person, office and number: "Jutta Frey (Landstuhl, PC 2)"."""
    if pc is None:
        return "einem anderen PC"
    fact = store.facts().offices.get(pc.office)
    place = f"{fact.name}, " if fact and office else ""
    return f"{pc.person} ({place}PC{NBSP}{pc.number})"


def name_of_pc(store: Store, replica: str) -> str:
    """Who works at a PC, by its replica id."""
    return pc_name(store, members.everybody(store).get(replica))


def who_relayed(store: Store, replica: str) -> str:
    """Who passed something on, at the beginning of a sentence; nobody knows that of every value."""
    card = members.everybody(store).get(replica)
    return pc_name(store, card) if card else "Ein anderer PC"


def relayed(store: Store, found: Relayed) -> list[str]:
    """What somebody had passed on otherwise than its author wrote it."""
    sentences = []
    for replica, count in sorted(found.values.items()):
        sentences.append(
            f"{who_relayed(store, replica)} hat {many(count, 'Angabe', 'Angaben')} anders weitergegeben als "
            "geschrieben. Beide Fassungen stehen unter „Konflikte“."
        )
    for replica, count in sorted(found.corrected.items()):
        sentences.append(
            f"{who_relayed(store, replica)} hat bei {many(count, 'Änderung', 'Änderungen')} Zeit, Person oder "
            "Zuordnung falsch weitergegeben. Das ist berichtigt."
        )
    for replica, count in sorted(found.invented.items()):
        sentences.append(
            f"{who_relayed(store, replica)} hat in fremdem Namen weitergegeben, was dort niemand schrieb: "
            f"{many(count, 'Eintrag', 'Einträge')}. Bitte klären Sie das."
        )
    for replica, count in sorted(found.erasures.items()):
        sentences.append(
            f"{who_relayed(store, replica)} hat {many(count, 'Löschung', 'Löschungen')} weitergegeben, die niemand "
            "geschrieben hat. Bitte klären Sie das."
        )
    return sentences


AGAIN = "Alles noch einmal lesen"
"""What the command is called that brings back what is missing here."""


def missing(store: Store, found: Mapping[str, int]) -> list[str]:
    """What packages have that should be here and is not."""
    return [
        f"Im Paket von {name_of_pc(store, replica)} {'steht' if count == 1 else 'stehen'} "
        f"{many(count, 'Eintrag, der', 'Einträge, die')} hier {'fehlt' if count == 1 else 'fehlen'}. "
        f"„{AGAIN}“ im Menü des Austauschs holt zurück, was fehlt."
        for replica, count in sorted(found.items())
    ]


def day_words(store: Store, iso: str) -> str:
    """A day in a sentence: "heute", "gestern", "am 12.11.", "am 12.11.2025"."""
    near = show_near(iso[:10], store.today())
    if near in ("heute", "gestern"):
        return near
    return f"am {show_date(iso[:10]).removesuffix(str(store.today().year))}"


def since_words(store: Store, iso: str) -> str:
    """ "seit heute", "seit gestern", "seit dem 12.11.", "seit dem 12.11.2025"; empty for nothing."""
    return "seit " + day_words(store, iso).replace("am ", "dem ") if iso else ""


STANDING = {
    Lack.HELD: "wartet auf Zustimmung",
    Lack.ASIDE: "Paket liegt beiseite",
    Lack.CLOCK: "Uhr geht falsch",
    Lack.OWN_CLOCK: "unsere Uhr geht falsch",
    Lack.NEVER_HEARD: "noch nie gehört",
    Lack.RESTORED: "neu austauschen",
    Lack.WENT_BACK: "hat älteren Stand",
    Lack.SILENT: "lange nicht",
    Lack.UNCONFIRMED: "nicht alles bestätigt",
    Lack.UNSENT: "wartet auf Versand",
}
"""Why an office is not up to date, in a badge."""
CURRENT = "aktuell"
WHY_ASIDE = {
    SetAside.NEWER: "Es braucht eine neuere Fassung des Programms. Bitte aktualisieren Sie diesen PC.",
    SetAside.BROKEN: "Es ist beschädigt oder wurde verändert. Bitte lassen Sie es neu schreiben.",
    SetAside.UNREADABLE: "Es ließ sich nicht lesen. Bitte stecken Sie den Stick neu ein.",
    SetAside.WRONG_SIGNATURE: "Die Unterschrift stimmt nicht. Bitte fragen Sie dort nach.",
    SetAside.FAILED: "Das Programm kam damit nicht weiter. Bitte aktualisieren Sie diesen PC und melden Sie es.",
}


def standing(findings: tuple[Finding, ...]) -> str:
    """Where an office stands, in two or three words."""
    if findings and findings[0].what is Lack.SILENT:
        return f"seit {findings[0].count} Tagen nicht"
    return STANDING[findings[0].what] if findings else CURRENT


def overall(found: Situation, ready: Container[str] = ()) -> str:
    """Where the exchange stands, for the heading of a page; of the offices ``ready`` a package lies in the folder."""
    if not found.offices:
        return "noch allein"
    others = sum(one.office != found.own for one in found.offices)
    whole = "mit einem anderen Büro" if others == 1 else f"mit {others} anderen Büros"
    behind = found.behind(ready)
    away = sum(one.office != found.own for one in behind)
    if not behind:
        return f"{whole}, " + (
            f"alles {CURRENT}" if found.current else many(len(found.findings), "Hinweis", "Hinweise")
        )
    if not away:
        return f"{whole}, unser Büro nicht {CURRENT}"
    if away < others:
        return f"{whole}, {away} nicht {CURRENT}"
    return f"{whole}, {f'keines {CURRENT}' if others > 1 else f'nicht {CURRENT}'}"


def sentence(store: Store, found: Finding, *, office: bool = True) -> str:
    """One thing that is missing: what, from whom (with its office, unless that stands beside it), since when."""
    who, since = pc_name(store, found.pc, office=office), since_words(store, found.since)
    match found.what:
        case Lack.HELD:
            return _held(found, who, since)
        case Lack.ASIDE:
            return _aside(found.aside, who if found.pc else "", since)
        case Lack.CLOCK | Lack.OWN_CLOCK:
            return clock(store, found.clock, office=office) if found.clock else ""
        case Lack.NEVER_HEARD:
            return f"Von {who} kam noch nie ein Paket" + (f"; {since} dabei." if since else ".")
        case Lack.RESTORED:
            day = day_words(store, found.since)
            return f"Seit hier {day} eine Sicherung zurückgespielt wurde, kam von {who} noch kein Paket."
        case Lack.WENT_BACK:
            lacking = many(found.count, "Änderung", "Änderungen")
            return f"{who} hat eine Sicherung zurückgespielt; dort fehlen {since} wieder {lacking}."
        case Lack.SILENT:
            return f"Von {who} kam {since} nichts Neues, das sind {found.count} Tage."
        case Lack.UNCONFIRMED:
            return f"{who} hat {since} {many(found.count, 'Änderung', 'Änderungen')} noch nicht bestätigt."
        case Lack.UNSENT:
            verb = "wartet" if found.count == 1 else "warten"
            return f"{many(found.count, 'Änderung', 'Änderungen')} {verb} {since} auf den Versand an {who}."


def _held(found: Finding, who: str, since: str) -> str:
    waits = found.waits
    if waits is not None and waits.why is HeldFor.OFFICE_LEFT:
        return OFFICE_LEFT
    if waits is None or waits.why is HeldFor.DECLINED:
        return f"Ein Paket von {who} wurde zurückgenommen und wartet {since} auf Ihre Zustimmung."
    if waits.why is HeldFor.AHEAD:
        return f"Ein Paket von {who} wartet {since}, bis auch die Pakete anderer PCs da sind."
    if waits.why is HeldFor.ERASES_OTHERS:
        return (
            f"Ein Paket von {who} würde löschen, was einem anderen Büro gehört. Es wartet {since} auf Ihre Zustimmung."
        )
    if waits.why is HeldFor.TAKES_OTHERS:
        return (
            f"Ein Paket von {who} würde einem Büro Einträge nehmen, die es nicht übergeben hat. Es wartet {since} auf "
            "Ihre Zustimmung."
        )
    if waits.why is HeldFor.ONLY_THERE:
        return (
            f"Ein Paket von {who} enthält Änderungen, die nur noch dort stehen: von diesem PC aus der Zeit vor seiner "
            f"Wiederherstellung, oder von einem, der nicht mehr dazugehört. Es wartet {since} auf Ihre Zustimmung."
        )
    return (
        f"Ein Paket von {who} würde {many(waits.changed, 'Eintrag', 'Einträge')} ändern und {waits.erased} löschen. "
        f"Es wartet {since} auf Ihre Zustimmung."
    )


def _aside(aside: Aside | None, who: str, since: str) -> str:
    if aside is None:
        return ""
    why = WHY_ASIDE.get(aside.reason, aside.reason.label)
    if who:
        return f"Das Paket von {who} liegt {since} beiseite. {why}"
    return (
        f"Das Paket „{aside.file}“ liegt {since} beiseite. {why} Wenn es niemand mehr braucht, löschen Sie die Datei."
    )


def clock(store: Store, wrong: Wrong, *, office: bool = True) -> str:
    """Whose clock is wrong, how that was noticed, and what to do."""
    card = members.everybody(store).get(wrong.sender)
    who = pc_name(store, card, office=office)
    here, there = show_date(wrong.here[:10]), show_date(wrong.there[:10])
    after = "Ausgetauscht wird trotzdem, doch so lange zeigen alle leicht eine ältere Angabe statt der neueren."
    if wrong.whose is Whose.THEIRS:
        return (
            f"Die Uhr von {who} geht falsch: Ein Paket, das am {here} hier ankam, trägt den {there}. "
            f"Bitte lassen Sie dort Datum und Uhrzeit stellen. {after}"
        )
    if wrong.whose is Whose.UNCLEAR:
        return (
            f"Die Uhren dieses PCs und von {who} passen nicht zusammen: hier der {here}, dort der {there}. "
            f"Bitte prüfen Sie an beiden Datum und Uhrzeit. {after}"
        )
    seen = f"Hier war der {here}, als ein Paket von {who} vom {there} kam" if card else f"Hier ist der {here}"
    return f"Die Uhr dieses PCs geht falsch: {seen}. Bitte stellen Sie hier Datum und Uhrzeit. {after}"


def clocks(store: Store) -> list[str]:
    """All wrong clocks in sentences."""
    return [clock(store, one) for one in clock_notes.wrong(store)]


def report(entry: dict[str, Json]) -> list[str]:
    """A kept report in sentences, for the screen and for paper."""
    received, sent = entry["received"], entry["sent"]
    found = [
        f"Empfangen: {many(received['new'], 'neuer Eintrag', 'neue Einträge')}, "
        f"{many(received['changed'], 'geänderter Eintrag', 'geänderte Einträge')}, "
        f"{many(received['conflicts'], 'Konflikt', 'Konflikte')}, "
        f"{many(received['erased'], 'Löschung', 'Löschungen')}."
    ]
    if entry.get("from"):
        found.append("Pakete von: " + ", ".join(entry["from"]) + ".")
    if sent["records"]:
        found.append(f"Hinterlegt: {sent['records']} Einträge, {max(1, sent['bytes'] // 1024)} KB.")
    if entry.get("healed"):
        found.append(f"{entry['healed']} beschädigte Angaben wurden aus einem anderen Büro ergänzt.")
    found += entry["set_aside"] + entry["held"] + entry["copies"] + entry.get("notices", [])
    return found
