"""What can be done with an entry: the one source of the menu in its pane, at its row and at its card."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.models import NET
from netzwerkhilfe.models.fields import EMAIL, PHONE, STAGE
from netzwerkhilfe.services.entries.common_fields import stage_key
from netzwerkhilfe.services.papers import registry
from netzwerkhilfe.ui.kit.page import Verb

if TYPE_CHECKING:
    from netzwerkhilfe.store.reading import Snapshot
    from netzwerkhilfe.ui.shell.commands import Commands

STAND = "Stand ändern"


def of(commands: Commands, shown: Snapshot) -> list[list[Verb]]:
    """The verbs of an entry in their groups: to work with it, to reach somebody, to print it, to put it away."""
    entries, may = commands.entries, here(commands.store)
    mine = may.may_edit(shown)
    work = [Verb("Bearbeiten", partial(entries.edit, shown.id), "Strg+E")] if mine else []
    work += [*commands.pages.verbs_of(shown.kind.name)(commands, shown)]
    if mine:
        work += _stages(commands, shown)
    if may.may_share(shown.kind, shown.record.office):
        work.append(
            Verb("Nur für unser Büro", partial(entries.unshare, shown.id))
            if shown.space == NET
            else Verb("Mit dem Netzwerk teilen", partial(entries.share, shown.id))
        )
    papers = [
        Verb(f"{p.name} drucken …", partial(commands.files.print, p.key, shown))
        for p in registry.offered(commands.store, shown)
    ]
    away = [
        Verb("In den Papierkorb", partial(entries.trash, shown), "Entf"),
        Verb("Endgültig löschen …", partial(entries.erase, shown.id)),
    ]
    return [group for group in (work, _reaching(commands, shown), papers, away) if group]


def _stages(commands: Commands, shown: Snapshot) -> list[Verb]:
    """The stages of a lead; a kind without them has none."""
    if not any(f.type is STAGE for f in shown.kind.fields.values()):
        return []
    now = stage_key(shown)
    return [
        Verb(one.label, partial(commands.entries.set_stage, shown.id, one.key), under=STAND, now=one.key == now)
        for one in commands.store.facts().stages.get(shown.kind.name, ())
    ]


def _reaching(commands: Commands, shown: Snapshot) -> list[Verb]:
    """To call, and to write to, whoever the entry names."""
    found = []
    for name, field in shown.kind.fields.items():
        value = shown.full.get(name)
        if value and field.type is PHONE:
            found.append(Verb(f"{value} anrufen", partial(commands.entries.dial, value)))
        elif value and field.type is EMAIL:
            found.append(Verb(f"An {value} schreiben", partial(commands.entries.mail, value)))
    return found


def fill(menu: QMenu, groups: Iterable[Sequence[Verb]]) -> QMenu:
    """Put verbs into a menu, a line between the groups; gives the menu."""
    for group in groups:
        if not menu.isEmpty():
            menu.addSeparator()
        within: dict[str, QMenu] = {}
        for verb in group:
            place = menu
            if verb.under:
                place = within.get(verb.under) or menu.addMenu(verb.under)
                within[verb.under] = place
            text = verb.text.replace("&", "&&")
            action = place.addAction(f"{text}\t{verb.key}" if verb.key else text)
            action.setCheckable(verb.now)
            action.setChecked(verb.now)
            action.setEnabled(not verb.now)
            action.triggered.connect(lambda _checked=False, v=verb: v.do())
    return menu
