"""What the other PCs have confirmed, as the store keeps it: the vector of the newest package that came from each."""

from __future__ import annotations

import json
from dataclasses import dataclass

from netzwerkhilfe.store import state
from netzwerkhilfe.store.algebra import Vector
from netzwerkhilfe.store.cursor import Cursor


def by_sender(cursor: Cursor, space: str) -> dict[str, Vector]:
    """By replica id: what the others had taken in of a space."""
    return {
        sender: {(replica, mark): seq for replica, mark, seq in json.loads(vector)}
        for sender, vector in cursor.execute("SELECT sender, vector FROM peer WHERE space = ?", (space,)).fetchall()
    }


def keep(cursor: Cursor, space: str, sender: str, vector: Vector, *, digest: str, number: int, at: str) -> None:
    """Keep what a PC has confirmed, in the place of what it confirmed before.

    :param digest: of the state in its package.
    :param number: of its package.
    :param at: when it came, ISO.
    """
    cursor.execute(
        "INSERT OR REPLACE INTO peer (space, sender, vector, digest, number, at) VALUES (?, ?, ?, ?, ?, ?)",
        (space, sender, json.dumps(state.vector_list(vector)), digest, number, at),
    )


def forget_all(cursor: Cursor) -> None:
    """Nobody has confirmed anything: the others are another network now."""
    cursor.execute("DELETE FROM peer")


@dataclass(frozen=True)
class Lacking:
    """The changes of a space that a vector does not hold."""

    count: int = 0
    lost: int = 0
    """How many of them are no newer than the change up to which they may be lost."""
    unsent: int = 0
    """How many are newer than the change up to which they were left for it."""
    since: str = ""
    """When the first that is neither lost nor unsent was made, ISO, by the clock of its author's PC."""
    unsent_since: str = ""
    """When the first unsent one was made."""


def lacking(cursor: Cursor, space: str, theirs: Vector, lost: int, left: int) -> Lacking:
    """What a vector lacks of a space.

    :param lost: the number of the change up to which what is lacking counts as lost.
    :param left: the number of the change up to which it was left for the others.
    """
    rows = [
        cursor.execute(
            "SELECT count(*), sum(n <= :lost), sum(n > :left), "
            "min(CASE WHEN n > :lost AND n <= :left THEN at END), min(CASE WHEN n > :left THEN at END) "
            "FROM change WHERE space = :space AND replica = :replica AND mark = :mark AND seq > :seq",
            {
                "lost": lost,
                "left": left,
                "space": space,
                "replica": replica,
                "mark": mark,
                "seq": theirs.get((replica, mark), 0),
            },
        ).fetchone()
        for (replica, mark), seq in state.vector_of(cursor, space).items()
        if seq > theirs.get((replica, mark), 0)
    ]
    return Lacking(
        sum(row[0] for row in rows),
        sum(row[1] or 0 for row in rows),
        sum(row[2] or 0 for row in rows),
        min((row[3] for row in rows if row[3]), default=""),
        min((row[4] for row in rows if row[4]), default=""),
    )


def made_at(cursor: Cursor, space: str, vector: Vector, replica: str) -> list[str]:
    """When the newest change of a PC under each of its marks was made that a vector holds, ISO."""
    found = []
    for (maker, mark), seq in vector.items():
        if maker == replica:
            row = cursor.execute(
                "SELECT at FROM change WHERE space = ? AND replica = ? AND mark = ? AND seq <= ? "
                "ORDER BY seq DESC LIMIT 1",
                (space, replica, mark, seq),
            ).fetchone()
            found += [str(row[0])] if row else []
    return found
