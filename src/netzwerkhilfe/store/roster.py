"""Where the statements of membership are kept: in the store, and beside it, so that a restore forgets no revoke.

What they mean is computed in :mod:`netzwerkhilfe.store.membership`. They name PCs and offices by ids, nobody by name.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from netzwerkhilfe import atomic
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store import chain_file, membership
from netzwerkhilfe.store.cursor import Cursor
from netzwerkhilfe.store.membership import Chain
from netzwerkhilfe.store.statements import MOST_PARENTS, NO_ONE, Does, Keys, Statement, sign, word

if TYPE_CHECKING:
    from netzwerkhilfe.store.unit_of_work import Change


def read(cursor: Cursor) -> Chain:
    """The chain as the store has it."""
    rows = chain_file.rows(cursor)
    return Chain.trusted(Statement.read([text, json.loads(signatures)]) for text, signatures in rows)


def add(cursor: Cursor, statements: Iterable[Statement]) -> None:
    """Keep further statements, ancestors first."""
    rows = [(s.text.decode(), json.dumps(s.signatures)) for s in statements]
    cursor.executemany("INSERT INTO statement (text, signatures) VALUES (?, ?)", rows)


def clear(cursor: Cursor) -> Chain:
    """Forget all statements; gives the chain that has none."""
    cursor.execute("DELETE FROM statement")
    return Chain()


def beside(paths: Paths) -> list[Statement]:
    """What is kept beside the store; nothing where the file is missing or no longer readable."""
    try:
        return membership.read(json.loads(paths.members.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return []


def write_beside(paths: Paths, chain: Chain) -> None:
    """Keep the chain beside the store too. Where the place refuses it is tried again at the next opening."""
    with contextlib.suppress(OSError):
        atomic.write_text(paths.members, chain_file.as_text(s.json() for s in chain.statements))


def say(change: Change, does: Does, subject: str, **facts: Json) -> Statement:
    """Sign a statement of this PC and take it in.

    Raises ``UserError`` where this PC has no right to say so.
    """
    said = Statement(
        does, subject, facts, _parents(change.chain), change.replica, change.chain.network, day=change.at[:10]
    )
    return take_own(change, sign(said, change.local("sign_secret")))


def say_by_sheets(change: Change, does: Does, subject: str, sheets: Mapping[str, str], **facts: Json) -> Statement:
    """The same by recovery sheets instead of this PC.

    :param sheets: for each PC whose sheet signs the secret signing key that follows from it (hexadecimal).
    """
    holders = tuple(sorted(sheets))
    said = Statement(
        does, subject, facts, _parents(change.chain), NO_ONE, change.chain.network, holders, change.at[:10]
    )
    return take_own(change, sign(said, *(sheets[h] for h in holders)))


def _parents(chain: Chain) -> tuple[str, ...]:
    return tuple(sorted(sorted(chain.heads, key=chain.depth)[-MOST_PARENTS:]))


def take_own(change: Change, said: Statement) -> Statement:
    """Take in what was signed here. Raises ``UserError`` where it has not the right."""
    if not change.take_statements([said]).new and said.sheets:
        raise UserError(
            "Diese Blätter reichen nicht.",
            "Es wurde nichts verändert.",
            "Es braucht Blätter aus mehr als der Hälfte der Büros.",
        )
    if said.id not in change.chain:
        raise UserError(
            "Dieser PC darf das nicht bestimmen.",
            "Es wurde nichts verändert.",
            "Bitte fragen Sie die Verwaltung Ihres Netzwerks.",
        )
    return said


KEYS = ("age_public", "sign_public", "sign_secret")
"""The values of this PC by which it begins a network."""


def begin(change: Change, office: str, keys: dict[str, str], *, network: str = "") -> Chain:
    """Begin a network with this PC, which administers it; what was known of a former one is forgotten.

    :param keys: those of the PC, as they are kept (``age_public``, ``sign_public``, ``sign_secret``).
    :param network: its id, where it is older than its root.
    """
    own, secret = Keys(keys["age_public"], keys["sign_public"]), keys["sign_secret"]
    facts = newcomer(office, "office", own, word(change.replica, own, secret))
    facts |= {"network": network} if network else {}
    root = sign(Statement(Does.ROOT, change.replica, facts, (), change.replica, day=change.at[:10]), secret)
    change.forget_statements()
    take_own(change, root)
    return change.chain


def adopt(change: Change, statements: Iterable[Statement], network: str) -> None:
    """Make the chain of another network this PC's own; what was known of a former one is forgotten.

    Raises ``UserError`` if not all of them hold together, or they are another network's.
    """
    change.forget_statements()
    taken = change.take_statements(statements)
    if taken.chain.network != network or taken.refused or taken.waiting:
        raise UserError(
            "Diese Einladung ist beschädigt.", "Es wurde nichts verändert.", "Bitte lassen Sie sich eine neue geben."
        )


def newcomer(office: str, role: str, keys: Keys, its_word: str) -> dict[str, Json]:
    """The facts by which a PC is taken in."""
    return {"office": office, "role": role} | presenting(keys, its_word)


def presenting(keys: Keys, its_word: str) -> dict[str, Json]:
    """The facts by which a PC gets keys: they and its own word for them."""
    return {"encryption_key": keys.encryption, "signing_key": keys.signing, "word": its_word}
