"""The chains of membership that packages bring: all are merged before any body is read or own file sealed.

A statement speaks for itself, whoever brings it; what has no right is told and not kept
(:mod:`netzwerkhilfe.store.membership`).
"""

from __future__ import annotations

from collections.abc import Iterable

from netzwerkhilfe.access.rules import Role, here
from netzwerkhilfe.exchange import members, own_departure
from netzwerkhilfe.exchange.package import Opened
from netzwerkhilfe.exchange.report import Report
from netzwerkhilfe.store import conversion, membership
from netzwerkhilfe.store.membership import Chain
from netzwerkhilfe.store.statements import Malformed, Statement
from netzwerkhilfe.store.store import Store

REFUSED = (
    "In dem Paket „{file}“ steht etwas über die Mitglieder des Netzwerks, was niemand mit dem Recht dazu bestimmt hat. "
    "Es wurde nicht übernommen."
)

EXCESS = (
    "{who} hat mehr über sich und andere PCs bestimmt, als ein PC je braucht. Der Rest wurde nicht übernommen. "
    "Bitte fragen Sie dort nach, und schließen Sie den PC im Zweifel aus."
)
NOT_TRUSTED = (
    "Ein anderer PC hat das Verzeichnis der Mitglieder begonnen, als Ihre Einladung nennt. Es wurde nicht übernommen. "
    "Bitte fragen Sie die Verwaltung Ihres Netzwerks."
)


def take(store: Store, opened: Iterable[Opened], report: Report) -> bool:
    """Merge the chains of these packages; gives whether anything was new."""
    before = store.chain.heads
    for one in opened:
        try:
            found = membership.read(one.head.chain)
        except Malformed:
            report.notices.append(REFUSED.format(file=one.path.name))
            continue
        _take_one(store, found, one, report)
    return store.chain.heads != before


def _take_one(store: Store, found: list[Statement], one: Opened, report: Report) -> None:
    if all(s.id in store.chain for s in found):
        return
    if not store.chain.statements and not (found and conversion.trusts(store, found[0])):
        report.notices.append(NOT_TRUSTED)
        return
    if _same_office_began_too(store, found):
        with store.change() as change:
            change.forget_statements()
            change.take_statements(found)
        return
    begun = store.chain if store.chain.statements else store.chain.take(found[:1]).chain  # by the root that is trusted
    taken = begun.take(found)
    if taken.refused or (taken.waiting and not taken.excess):
        report.notices.append(REFUSED.format(file=one.path.name))
    if taken.excess:
        report.notices += _told_excess(store, taken.excess, report)
    if taken.new or begun is not store.chain:
        with store.change() as change:
            if not store.chain.statements:
                change.take_statements(found[:1])
            change.take_statements(found)


def _told_excess(store: Store, excess: Iterable[Statement], report: Report) -> list[str]:
    people = members.everybody(store)
    signers = {s.signer for s in excess}
    names = sorted(people[pc].person or "Ein PC" if pc in people else "Ein PC" for pc in signers)
    return [text for name in dict.fromkeys(names) if (text := EXCESS.format(who=name)) not in report.notices]


def _same_office_began_too(store: Store, found: list[Statement]) -> bool:
    """Whether two PCs of an office that has left have each begun its own network: they go on with one of the chains.

    Both know each other from before, and the smaller root stays.
    """
    if not store.local(own_departure.DETACHED):
        return False
    ours, theirs = store.chain, Chain().take(found).chain
    if not ours.statements or not theirs.statements or ours.network != theirs.network:
        return False
    here_, there = ours.statements[0], theirs.statements[0]
    known = ours.now.members.get(there.subject)
    again = theirs.now.members.get(store.replica)
    return bool(
        there.id < here_.id
        and here_.subject == store.replica
        and known
        and again
        and known.keys.signing == theirs.now.members[there.subject].keys.signing
        and again.keys == members.own_identity(store).keys
        and here(store).is_own(known.office)
        and known.role == Role.OFFICE
    )
