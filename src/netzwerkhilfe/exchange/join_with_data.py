"""An office that began alone joins a network and takes its entries along.

Nobody else has seen anything of this store yet, so what names the old network (its words, places, office, PC) is taken
out without a trace, and the office's space gets the name it has in the new network. Entries keep their ids and dots;
with the first package they flow to the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from netzwerkhilfe.errors import DATA_SAFE, UserError
from netzwerkhilfe.exchange import founding, invitation, members
from netzwerkhilfe.models import KINDS, NET
from netzwerkhilfe.models.base import COMMON, derived_id
from netzwerkhilfe.models.fields import Json, canonical
from netzwerkhilfe.models.office_forms import ANY, WORDS
from netzwerkhilfe.store import backup, new_network
from netzwerkhilfe.store.store import Store

NETWORK_ONLY = ("networks", "offices", "people", "devices", "places", "categories", "stages")


def alone(store: Store) -> bool:
    """Whether this PC is the only one of its network and nobody has been invited."""
    others = [m for m in members.listing(store) if m["id"] != store.replica]
    return not others and not store.json_local("bootstrap")


def join(store: Store, path: Path, words: str) -> None:
    """Join with an invitation and keep the entries. A backup is made before.

    Raises ``UserError``: not alone any more, wrong words, expired.
    """
    if not alone(store):
        raise UserError(
            "Dieses Büro gehört schon zu einem Netzwerk mit anderen PCs.",
            DATA_SAFE,
            "Beitreten kann nur, wer allein angefangen hat.",
        )
    content = invitation.read(path, words)
    if content["expires"] < store.today().isoformat():
        raise UserError("Diese Einladung ist abgelaufen.", DATA_SAFE, "Bitte lassen Sie sich eine neue geben.")
    backup.make(store, reason="vor-beitritt")
    old, new = store.local("office"), content["office"]
    with store.change() as change:
        for name in NETWORK_ONLY:
            new_network.take_out(change, name)
        new_network.take_out(change, "item_templates", _as_shipped())
        new_network.rename_office(change, old, new)
        invitation.accept(change, content)
    store.forget_facts()
    store.reindex()  # the names that the former network gave to places and categories are gone


def _as_shipped() -> Callable[[Mapping[str, Json]], bool]:
    """Which templates nobody has changed: they call offices what the old network did, and the new one has its own."""
    names = [n for n in KINDS["item_templates"].fields if n not in COMMON]
    shipped = {
        (derived_id(kind, NET, *key), canonical({n: v for n, v in values.items() if v is not None}))
        for words in (ANY, *WORDS.values())
        for kind, key, values in founding.seed_entries(set(), words)
        if kind == "item_templates"
    }

    def same(row: Mapping[str, Json]) -> bool:
        return (row["id"], canonical({n: row[n] for n in names if row[n] is not None})) in shipped

    return same
