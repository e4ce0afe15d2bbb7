"""Papers: print one into a file. Which there are, the registry says."""

from __future__ import annotations

from netzwerkhilfe import output
from netzwerkhilfe.cli.arguments import existing, kind_named
from netzwerkhilfe.cli.context import Context
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.services.entries.common_fields import number_of
from netzwerkhilfe.services.papers import registry
from netzwerkhilfe.services.papers.registry import About, Paper, Subject
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store


def _entry(store: Store, paper: Paper, record: str) -> Snapshot:
    """The entry of a paper by its id or its number. Raises ``UserError``."""
    kind = KINDS[paper.kind]
    numbered = store.all(kind.name) if record and "number" in kind.fields else []
    found = next((s for s in numbered if number_of(s) == record), None) or existing(store, record)
    if found.kind is not kind:
        raise UserError(f"„{paper.name}“ gibt es nur für: {kind.singular}.", "Es wurde nichts gedruckt.")
    return found


def _subject(store: Store, paper: Paper, what: str, search: str) -> Subject:
    """What a paper is made of: an entry, the entries of a kind, or what the office has (of a year, of a day)."""
    if paper.about is About.ENTRY:
        entry = _entry(store, paper, what)
        return Subject(entry=entry, kind=entry.kind)
    if paper.about is About.LIST:
        kind = KINDS[paper.kind] if paper.kind else kind_named(what)
        return Subject(kind=kind, entries=store.many(kind.name, store.ids(kind.name, search)), text=search)
    return Subject(text=what)


def do_print(context: Context) -> Json:
    """Write a paper."""
    options = context.options
    paper = registry.find(options.document)
    if not paper.by_command:
        raise UserError(f"„{paper.name}“ entsteht {paper.when}.", "Es wurde nichts gedruckt.")
    with context.opened() as store:
        subject = _subject(store, paper, options.id, options.search)
        if not paper.offered(store, subject):
            raise UserError(
                f"„{paper.name}“ gibt es hier noch nicht.",
                "Es wurde nichts gedruckt.",
                f"Es gibt das Papier {paper.when}.",
            )
        with store.change() as change:
            told = output.write(change, subject, paper.key, options.output)
    context.say(f"{paper.name}: {options.output}" + (f"\n{told}" if told else ""))
    return {"file": str(options.output)}
