"""The places of the network: ticked for the own office, from a list, and as a list to save."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import founding, geography
from netzwerkhilfe.models import places
from netzwerkhilfe.models.geography import Municipality, Union
from netzwerkhilfe.models.network import Office
from netzwerkhilfe.transfer import place_lists
from netzwerkhilfe.ui.kit.dialogs import Panel
from netzwerkhilfe.ui.kit.leaving import Typed
from netzwerkhilfe.ui.kit.place_lists import PlaceListPanel, pick_list, pick_target
from netzwerkhilfe.ui.kit.place_picker import PlacePicker
from netzwerkhilfe.ui.kit.widgets import label

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands


def own_office(window: Commands) -> Office | None:
    """The office of this PC."""
    found = window.store.get(window.store.local("office"), Office)
    return found.record if found else None


class TickPanel(Panel):
    """Ticking more places of the own office."""

    def __init__(self, window: Commands, office: Office) -> None:
        super().__init__(window.host, "Orte ankreuzen", subtitle=office.name or "", icon="map-pin", width=620)
        self.commands, self.office = window, office
        facts = window.store.facts()
        own = [p for p in facts.places.values() if p.office == office.id]
        near = [(p.latitude, p.longitude) for p in own if p.latitude is not None and p.longitude is not None]
        self.there = {k.key for p in own if (k := places.by_key(p.key) or places.place(p.name, facts.around))}
        self.picker = PlacePicker()
        self.picker.list.setFixedHeight(max(160, min(320, window.host.height() - 320)))
        self.picker.begin(near or facts.around, [k for key in sorted(self.there) if (k := places.by_key(key))])
        self.body.addWidget(self.picker)
        self.body.addWidget(
            label(
                "Was schon dazugehört, bleibt. Kleinere Orte, Schlüssel und Einwohner kommen mit einer Liste.",
                "caption",
                9,
                wrap=True,
            )
        )
        self.saver("Orte übernehmen", self.save)

    def typed(self) -> Typed:
        """Which places are ticked; to look for one is no change."""
        return [(key, True) for key in sorted(self.picker.chosen)]

    def save(self) -> None:
        """Add what was ticked and is not there yet."""
        store, office = self.commands.store, self.office
        new = tuple(Municipality.of(k) for k in self.picker.chosen.values() if k.key not in self.there)
        self.dismiss()
        if not new:
            return
        with store.act("Orte dazugenommen") as change:
            geography.add_union(change, Union(office.name or "", key=office.ags or "", places=new))
        store.forget_facts()
        said = "1 Ort ist dazugekommen." if len(new) == 1 else f"{len(new)} Orte sind dazugekommen."
        self.commands.did(change.set, said)


def tick(window: Commands) -> TickPanel | None:
    """Open the ticking of places for the own office."""
    office = own_office(window)
    if office is None:
        return None
    panel = TickPanel(window, office)
    panel.open(panel.picker.search)
    return panel


def take_list(window: Commands, path: Path | None = None) -> PlaceListPanel | None:
    """Show what a list would bring, and take it in one change."""
    path = path or pick_list(window.host)
    if path is None:
        return None

    def taken(unions: list[Union]) -> None:
        with window.store.act("Liste der Orte übernommen") as change:
            count = founding.take_places(change, unions)
        window.store.forget_facts()
        window.did(change.set, "Die Liste ist übernommen." if count else "Alles aus der Liste war schon da.")

    try:
        panel = PlaceListPanel(window.host, window.store, path, taken)
    except UserError as error:
        window.tell_error(error)
        return None
    panel.open(panel.save_button)
    return panel


def save_list(window: Commands, path: Path | None = None) -> None:
    """Write the offices and places as a list, also to fill in and take back."""
    path = path or pick_target(window.host, "Orte.xlsx")
    if path is None:
        return
    try:
        place_lists.write(geography.listed(window.store), path)
    except UserError as error:
        window.tell_error(error)
        return
    window.say(f"Gespeichert: {path}")
