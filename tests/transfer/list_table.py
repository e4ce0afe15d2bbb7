"""Writes the table of lists in the manual: ``python -m tests.transfer.list_table``."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import founding
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.transfer import importer
from tests.transfer import office_lists
from tests.transfer.office_lists import MADE, REFUSED

PAGE = Path(__file__).parents[2] / "docs" / "handbuch" / "zeilen.md"
BEGIN = "<!-- Tabelle: python -m tests.transfer.list_table -->\n"


def lines(store: Store, folder: Path) -> Iterator[str]:
    """The table: one line for each file."""
    yield "| Datei | Zeilen | übernommen | genannt | verloren | Zellen genannt |"
    yield "|---|---:|---:|---:|---:|---:|"
    for one in MADE:
        report = importer.plan(store, one.kind, office_lists.written(folder, one))
        told = report.json()
        named = len(report.of(importer.NAMED, importer.DUPLICATE))
        cells = len(told["unread"])
        yield f"| {one.name} | {told['rows']} | {told['taken']} | {named} | {told['lost']} | {cells} |"
    for refused in REFUSED:
        try:
            importer.plan(store, "volunteers", office_lists.written(folder, refused))
        except UserError as error:
            yield f"| {refused.name} | – | 0 | {error.title.rsplit(': ', 1)[-1].rstrip('.')} | 0 | – |"


def main() -> None:
    """Write the table into the page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store, _ = founding.create_store(
            Paths(folder / "s"),
            lambda s: founding.found_network(s, "Netzwerk Hilfe", "Maxdorf", "Petra Wagner", ("073385006",)),
            passphrase="ein gutes Kennwort",
            person="Petra Wagner",
            keyring=False,
        )
        table = "\n".join(lines(store, folder)) + "\n"
        store.close()
    head = PAGE.read_text("utf-8").split(BEGIN)[0]
    PAGE.write_text(head + BEGIN + table, encoding="utf-8")


if __name__ == "__main__":
    main()
