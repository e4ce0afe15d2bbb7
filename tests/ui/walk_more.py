"""Further stations of the walk: what opens over a page or needs a story of its own, such as a meeting that is held or a
second office."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import pyrage
from PySide6.QtWidgets import QLineEdit, QPushButton, QRadioButton

from netzwerkhilfe import output
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import folder, founding, invitation, members
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.cases import Case, Match
from netzwerkhilfe.models.fields import CHOICE, CHOICES, LONG, OFFICE, PLACE, YES_NO
from netzwerkhilfe.models.meetings import Meeting, Presence
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.services.matching import chain
from netzwerkhilfe.services.meetings import decisions, meetings, sitting
from netzwerkhilfe.store import reading
from netzwerkhilfe.ui.areas.exchange.panels import PreviewPanel
from netzwerkhilfe.ui.kit.dialogs import Panel
from tests import invitations
from tests.acts import act

if TYPE_CHECKING:
    from netzwerkhilfe.store.store import Store
    from netzwerkhilfe.ui.shell.shell import Shell
    from tests.ui.walk import Walk

LONG_GUEST = "Bürgermeisterin Dr. Annegret-Elisabeth Freifrau von der Osten-Sacken"
OTHER_OFFICE, OTHER_PERSON = "Verbandsgemeindeverwaltung Lambsheim-Heßheim", "Konstantin-Alexander Öttinger-Waldeck"
ITEMS = (
    "Eröffnung, Feststellung der Beschlussfähigkeit und Genehmigung der Niederschrift der vorigen Sitzung",
    "Wohnungsangebote in der Donaudampfschifffahrtsgesellschaftsstraße",
    "Verschiedenes",
)
WORDING = (
    "Das Leitungsteam empfiehlt den Verbandsgemeinden, die Interkulturelle Fahrradselbsthilfewerkstatt bis zum "
    "31. Dezember 2027 mit jährlich 1.250 € zu fördern und danach über die Fortsetzung zu entscheiden."
)
LIST = (
    "Name, Vorname;Telefon / Handy, tagsüber;PLZ Ort;Datenschutz unterschr.;Hilft bei;Bemerkung des Helferkreises\n"
    "von Hohenstein-Waldeck, Maximiliane-Theodora;06231 990142 (abends ab 20 Uhr);67125 Dannstadt-Schauernheim;ja;"
    "Behördengänge, Dolmetschen;kommt gern mit, wenn jemand einen Termin beim Jobcenter hat\n"
    "Öttinger-Waldeck, Konstantin-Alexander;keine Ahnung;Entenhausen an der Quietsch;nein;;\n"
    "Groß, Anna;0171 1;Maxdorf;ja;;\nGroß, Anna;0171 1;Maxdorf;ja;;\n;;Maxdorf;;;\nSumme;4;;;;\n"
)


def top(shell: Shell) -> Any:
    """The panel that lies above all others, with all that a panel of its kind has."""
    return [p for p in shell.findChildren(Panel) if p.isVisible()][-1]


def press(inside: Any, text: str) -> None:
    """Press a button by its words, if it is there."""
    found = [b for b in inside.findChildren(QPushButton) if b.text().startswith(text) and b.isVisible()]
    if found:
        found[0].click()


def faulty_forms(tour: Walk, shell: Shell) -> None:
    """Each form with something that cannot be read in each field."""
    plain = (CHOICE, CHOICES, OFFICE, PLACE, YES_NO, LONG)
    for key in [k for k in shell.pages if k in KINDS]:
        shell.go(key)
        tour.settle(shell)
        if shell.page.current:
            shell.entries.edit(shell.page.current)
        else:
            shell.entries.add(key)
        panel = top(shell)
        for made in getattr(panel, "inputs", {}).values():
            if isinstance(made.editor, QLineEdit) and made.field.type not in plain:
                made.editor.setText("weder Zahl noch Tag noch Adresse")
        if hasattr(panel, "save"):
            panel.save()
        tour.look(shell, f"{key}, Formular mit Fehlern")
        tour.close_panels(shell)
        shell.error_bar.hide()
    shell.calls.note()
    panel = top(shell)
    panel.text.setPlainText("3 ZKB Fußgönheim 650 warm ab 1.2., Frau Groß 06237 990318, Familie Nazari kennt das Haus")
    panel.understand()
    tour.look(shell, "Anruf, mitgelesen")
    panel.phone.setText("keine Nummer")
    panel.save()
    tour.look(shell, "Anruf mit Fehler")
    tour.close_panels(shell)


def questions(tour: Walk, shell: Shell) -> None:
    """What is asked before something is lost or goes away."""
    shell.go("volunteers")
    tour.settle(shell)
    shell.entries.edit(shell.page.current)
    panel = top(shell)
    panel.inputs["phone"].editor.setText("06231 1")
    panel.leave()
    tour.look(shell, "Änderungen speichern?")
    tour.close_panels(shell)
    page: Any = shell.page
    shell.entries.trash_many(page.kind, page.model.ids * 2)
    tour.look(shell, "in den Papierkorb?")
    tour.close_panels(shell)


def steps_of_a_match(tour: Walk, shell: Shell, store: Store) -> None:
    """Suggestions of a case and of a flat, and the panel of each step."""
    case, flat = store.all(Case)[0], store.all("housing")[0]
    with store.change() as change:
        change.update(case.id, {"needs": ("Wohnung", "Arbeit", "Begleitung")})
    record = act(store, chain.propose, store.require(case.id, Case), flat)
    shell.go("cases")
    tour.look(shell, "Gesuch mit Vorschlag")
    page: Any = shell.page
    if page.switch:
        page.switch.choose(on=True)
        tour.settle(shell)
        page.board.everything.emit()
        tour.look(shell, "Karten, ausgewählt")
        page.untick()
        page.switch.choose(on=False)
        tour.settle(shell)
    press(page.detail, "Vorschlag machen")
    tour.look(shell, "alle Vorschläge")
    tour.close_panels(shell)
    for stage in [s.key for s in store.facts().stages["matches"]]:
        match = store.require(record, Match)
        if match.record.stage == stage:
            continue
        shell.leads.advance(match, stage)
        tour.look(shell, f"Vorschlag: {stage}")
        opened = [p for p in shell.findChildren(Panel) if p.isVisible()]
        for way in opened[-1].findChildren(QRadioButton)[1:] if opened else []:
            way.click()
            tour.look(shell, f"Vorschlag: {stage}, {way.text()}")
        if opened:
            press(opened[-1], "Eintragen")
            tour.look(shell, f"Vorschlag: {stage}, mit Fehler")
        tour.close_panels(shell)
        shell.error_bar.hide()
        with suppress(UserError):
            act(store, chain.advance, store.require(record, Match), stage, along_keys=())
    shell.go("cases")
    tour.look(shell, "Gesuch am Ende")
    shell.leads.put_off(store.require(record, Match))
    tour.look(shell, "anderer Tag")
    tour.close_panels(shell)
    shell.leads.withdraw(flat.id)
    tour.look(shell, "Zurückziehen")
    tour.close_panels(shell)
    press(page.detail, "Übergeben")
    tour.look(shell, "Übergeben")
    tour.close_panels(shell)


def list_preview(tour: Walk, shell: Shell, place: Path) -> None:
    """The preview of a list with all that can be wrong in it."""
    path = place / "Liste aller Ehrenamtlichen des Helferkreises, Stand Dezember.csv"
    path.write_text(LIST, "utf-8")
    shell.go("volunteers")
    shell.files.import_list("volunteers", path)
    panel = top(shell)
    for n in range(panel.model.rowCount()):
        panel.rows.setCurrentIndex(panel.model.index(n, 3))
        tour.look(shell, f"Liste übernehmen, Zeile {n}")
    for tab in panel.tabs.buttons()[1:]:
        tab.click()
        tour.look(shell, f"Liste übernehmen, {tab.text()}")
    tour.close_panels(shell)


def meeting(tour: Walk, shell: Shell, store: Store) -> None:
    """A meeting from its plan to the addendum, with each of its dialogs."""
    office = store.local("office")
    with store.change() as change:
        for name, bench in ((LONG_GUEST, "Ehrenamt"), (OTHER_PERSON, "Verwaltung"), ("Eva Klein", "Ehrenamt")):
            change.add("people", {"name": name, "role": bench, "represents": office, "steering_group": True})
    found = next(m for m in store.all(Meeting) if m.record.stage in (None, "geplant"))
    with store.change() as change:
        change.update(found.id, {"chair": LONG_GUEST, "minute_taker": OTHER_PERSON, "venue": "Bürgerhaus Maxdorf"})
        for title in ITEMS:
            meetings.add_item(change, found.id, title, 10)
    shell.go("meetings")
    page: Any = shell.page
    for door in (page.plan_series, page.start_circular, page.propose):
        door()
        tour.look(shell, door.__name__)
        panel = top(shell)
        if hasattr(panel, "rule"):
            panel.rule.setText("jeden 3. Donnerstag im Monat, außer Juli und August")
            tour.look(shell, "Reihe, gelesen")
        press(panel, panel.save_button.text())
        tour.look(shell, f"{door.__name__}, ohne Angaben")
        tour.close_panels(shell)
    page.open(found.id)
    tour.look(shell, "Tagesordnung")
    desk = page.desk
    desk.agenda.items.setFocus()
    for door in (desk.steps.next_step, desk.steps.call_off, desk.guests.add_guest):
        door()
        tour.look(shell, f"Sitzung, {door.__name__}")
        tour.close_panels(shell)
    desk.bar.presence(desk.current.at.roll[0])
    tour.look(shell, "Anwesenheit einer Person")
    tour.close_panels(shell)
    act(store, sitting.begin, store.require(found.id, Meeting))
    page.refresh()
    tour.settle(shell)
    for person in list(desk.current.at.roll):
        desk.bar.mark(person, state=Presence.PRESENT)
    item = desk.current.plan.lines[1].item
    for recommends in (False, True):
        record = act(
            store,
            decisions.add,
            store.require(found.id, Meeting),
            item.id,
            WORDING,
            recommends=recommends,
        )
        act(store, decisions.count, record, 2, 1, 0)
    desk.agenda.items.choose(item.id, tell=True)
    tour.look(shell, "TOP mit Beschlüssen")
    for view in ("guests", "preview", "edit"):
        desk.show_view(view)
        tour.look(shell, f"Sitzung, {view}")
    act(store, sitting.end, store.require(found.id, Meeting))
    page.refresh()
    tour.look(shell, "beendet")
    desk.steps.next_step()
    tour.look(shell, "Unterschreiben")
    tour.close_panels(shell)
    act(store, output.sign, store.require(found.id, Meeting))
    page.refresh()
    tour.look(shell, "unterschrieben")
    desk.steps.addendum()
    tour.look(shell, "Nachtrag")
    tour.close_panels(shell)
    approval(tour, shell, store, found.id)
    page.close_meeting()
    for view in ("register", "list"):
        page.show_view(view)
        tour.look(shell, f"Sitzungen danach, {view}")


def approval(tour: Walk, shell: Shell, store: Store, signed: str) -> None:
    """The approval of signed minutes: entered afterwards, and by the vote of the next meeting."""
    page: Any = shell.page
    day = dt.date.fromisoformat(store.require(signed, Meeting).record.date or "")
    with store.change() as change:
        values = {"title": "Leitungsteam, gemeinsame Sitzung aller Büros", "start": "18:00"}
        values["date"] = (day + dt.timedelta(days=28)).isoformat()
        later = change.add("meetings", values).id
        meetings.add_item(change, later, f"Genehmigung der Niederschrift: {ITEMS[0]}", 5, approves=signed)
    page.refresh()
    for _ in range(2):  # without a later meeting that has begun, and with one
        page.desk.steps.next_step()
        panel = top(shell)
        for place in range(panel.where.count()):
            panel.where.setCurrentIndex(place)
            tour.look(shell, f"Genehmigung eintragen, {place}")
        press(panel, panel.save_button.text())
        tour.look(shell, "Genehmigung eintragen, ohne Tag")
        tour.close_panels(shell)
        if store.require(later, Meeting).record.stage is None:
            act(store, sitting.begin, store.require(later, Meeting))
            act(store, sitting.all_present, store.require(later, Meeting))
            page.refresh()
    page.open(later)
    tour.settle(shell)
    press(page.desk.item, "Niederschrift vom")
    panel = top(shell)
    tour.look(shell, "Über die Niederschrift abstimmen")
    for count in panel.counts:
        count.box.setValue(999)
    panel.save()
    tour.look(shell, "Über die Niederschrift abstimmen, zu viele Stimmen")
    tour.close_panels(shell)
    page.open(signed)
    tour.settle(shell)


def second_office(tour: Walk, store: Store) -> tuple[Store, Path]:
    """Another office that has joined, and the folder in which both exchange."""
    ticket, stick = tour.folder / "einladung", tour.folder / "stick"
    stick.mkdir()
    with mock.patch.object(pyrage.passphrase, "encrypt", invitations.sealed):
        words = invitation.invite(store, OTHER_OFFICE, ticket)
    other, _ = founding.create_store(
        Paths(tour.folder / "andere"),
        lambda _s: None,
        passphrase="ein anderes Kennwort",
        person=OTHER_PERSON,
        keyring=False,
    )
    invitation.join(other, ticket, words, OTHER_PERSON)
    folder.exchange(other, stick)
    folder.exchange(store, stick)
    members.confirm(store, OTHER_PERSON)
    for office in (store, other, store):
        folder.exchange(office, stick)
    return other, stick


def exchange(tour: Walk, shell: Shell, store: Store) -> None:
    """A package that is looked at before it is taken, and what two offices have written differently."""
    other, stick = second_office(tour, store)
    shell.settings.set("exchange_folder", str(stick))
    offer = store.all("offers")[0].id
    with other.change() as change:
        change.add("offers", {"title": "Begegnungscafé im Evangelischen Gemeindezentrum", "place": "Fußgönheim"})
        change.update(offer, {"provider": OTHER_OFFICE, "opening_hours": "jeden 2. und 4. Sonntag 14–17:30 Uhr"})
    with store.change() as change:
        change.update(offer, {"provider": "Arbeitsgemeinschaft Flüchtlingshilfe Vorderpfalz"})
    folder.exchange(other, stick)
    report = folder.exchange(store, stick, preview=True)
    panel = PreviewPanel(shell, store, report, lambda: None, lambda: None)
    panel.open(panel.act)
    tour.look(shell, "Paket ansehen")
    tour.close_panels(shell)
    for office in (store, other, store):
        folder.exchange(office, stick)
    with store.reading() as cursor:
        assert reading.conflicts(cursor), "the walk has lost its conflict"
    shell.refill(store)
    for key in ("exchange", "offers", "settings"):
        shell.go(key)
        tour.look(shell, f"{key}, zwei Büros")
    shell.network.review()
    tour.look(shell, "Konflikt")
    conflict = top(shell)
    press(conflict, "Alles von uns")
    tour.look(shell, "Konflikt, gewählt")
    tour.close_panels(shell)
    page: Any = shell.pages["exchange"]
    for door in (page.devices, page.history):
        door()
        tour.look(shell, f"Austausch, {door.__name__}")
        tour.close_panels(shell)
    other.close()


def stories(tour: Walk, shell: Shell, store: Store) -> None:
    """All but the second office."""
    faulty_forms(tour, shell)
    questions(tour, shell)
    list_preview(tour, shell, tour.folder)
    meeting(tour, shell, store)
    steps_of_a_match(tour, shell, store)
