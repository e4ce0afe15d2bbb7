"""The list of a kind out of its fields: columns, filters and texts, where no page was written out for it."""

from __future__ import annotations

from netzwerkhilfe.models import NET, Kind, fields
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import CHOICE, CHOICES, PLACE, YES_NO, Field
from netzwerkhilfe.store.conditions import Holds, equals, ticked
from netzwerkhilfe.ui.detail.from_fields import pane_from_fields
from netzwerkhilfe.ui.listing.cells import (
    BY_OFFICE,
    MOVED_COLUMN,
    OFFICE_COLUMN,
    by_place,
    by_stage,
    counted,
    stage_of,
    switched,
    text_of,
    title_of,
    words_of,
)
from netzwerkhilfe.ui.listing.spec import STAGE, TEXT, TITLE, WORDS, Column, Filter, ListSpec, Option

MOST_FILTERS = 5


def list_from_fields(kind: Kind) -> ListSpec:
    """Title, office, the fields that belong into a list (``in_table``, the most important first), and the age."""
    named = sorted(((n, f) for n, f in kind.fields.items() if f.in_table > 1), key=lambda nf: nf[1].in_table)
    one, several = kind.singular, kind.plural
    return ListSpec(
        kind.name,
        add=f"{one} erfassen",
        placeholder="In dieser Liste suchen …",
        count=counted(kind.name),
        columns=(
            Column("title", one, TITLE, title_of, 0, tuple(n for n, f in kind.fields.items() if f.in_table == 1)),
            OFFICE_COLUMN,
            *(_column(n, f, rank) for rank, (n, f) in enumerate(named, 1)),
            MOVED_COLUMN,
        ),
        filters=tuple(_filters(kind)[:MOST_FILTERS]),
        empty_title=f"{several}: noch kein Eintrag",
        empty_text="Was hier erfasst wird, sehen nach dem nächsten Austausch auch die anderen Büros."
        if kind.space == NET
        else "Was hier erfasst wird, bleibt in diesem Büro.",
        pane=pane_from_fields,
    )


def _column(name: str, field: Field, rank: int) -> Column:
    if field.type is fields.STAGE:
        return Column(name, field.label, STAGE, stage_of, 124, (name,))
    if field.type is CHOICES:
        return Column(name, field.label, WORDS, words_of(name), 0, (name,), rank)
    return Column(name, field.label, TEXT, text_of(name), 0, (name,), rank)


def _filters(kind: Kind) -> list[Filter]:
    found = [BY_OFFICE]
    for name, field in kind.fields.items():
        if field.type is PLACE and field.in_table:
            found.append(by_place(field.label, name))
        elif field.type is fields.STAGE:
            found.append(by_stage(kind.name))
        elif field.type in (CHOICE, CHOICES) and field.choices:
            found.append(_by_choice(name, field))
        elif field.type is YES_NO and field.width:
            found.append(switched(field.label, ticked(name)))
    return found


def _by_choice(name: str, field: Field) -> Filter:
    def options(facts: Facts) -> list[Option]:
        several = field.type is CHOICES
        return [Option(v, Holds(name, k) if several else equals(name, k)) for k, v in field.options(facts).items()]

    return Filter(field.label, options)
