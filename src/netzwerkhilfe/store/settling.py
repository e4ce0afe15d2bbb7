"""What a person chose among when she settled a conflict, and what goes with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import Kind
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store import reading

if TYPE_CHECKING:
    from netzwerkhilfe.store.unit_of_work import Change

Among = dict[str, list[dict[str, Json]]]
"""By register the live values that were looked at, each by field."""


def among(change: Change, kind: Kind, record: str, names: Iterable[str], shown: Mapping[str, Iterable[int]]) -> Among:
    """The live values that were looked at of the registers of some fields; unreadable ones are left out."""
    found: Among = {}
    row = reading.rows(change.cursor, kind, "id = ?", (record,))[0]
    for register in {kind.register_of[n] for n in names}:
        looked_at = change.looked_at(kind, record, register, shown.get(register))
        live = reading.live(change.cursor, kind, row, register)
        values = [reading.spread(kind, register, value) for number, value in live.items() if number in looked_at]
        found[register] = [fields for fields in values if fields]
    return found


def with_their_group(kind: Kind, values: Mapping[str, Json], found: Among) -> dict[str, Json]:
    """Values with the other fields of their groups, which are settled together: those of the live value they choose.

    Raises ``UserError`` where they leave open what the others are.
    """
    full = dict(values)
    for register, live in found.items():
        names = kind.registers[register]
        given = {n: values[n] for n in names if n in values}
        chosen = [fields for fields in live if all(fields[n] == v for n, v in given.items())] or live
        for name in [n for n in names if n not in given and chosen]:
            if any(fields[name] != chosen[0][name] for fields in chosen):
                labels = ", ".join(f"„{kind.fields[n].label}“" for n in names)
                raise UserError(
                    "Diese Angaben gehören zusammen.",
                    "Es wurde nichts entschieden.",
                    f"Bitte geben Sie alle an: {labels}.",
                )
            full[name] = chosen[0][name]
    return full
