"""Taking packages in: opened, checked, merged whole or not at all, compared, remembered."""

from __future__ import annotations

import json
import logging
import os
import traceback
from pathlib import Path

from netzwerkhilfe.access.rules import Role
from netzwerkhilfe.errors import DATA_SAFE, UserError
from netzwerkhilfe.exchange import (
    authority,
    calling,
    chains,
    clones,
    confirmed,
    invitation,
    mass_guard,
    members,
    own_departure,
    package,
    peers,
    undo,
)
from netzwerkhilfe.exchange.confirmed import covered, known
from netzwerkhilfe.exchange.members import DeviceIdentity
from netzwerkhilfe.exchange.package import Head, NewerFormat, NotForUs, Opened
from netzwerkhilfe.exchange.report import Held, HeldFor, Progress, Report, SetAside
from netzwerkhilfe.models import NET, files
from netzwerkhilfe.paths import PACKAGE
from netzwerkhilfe.store import conversion, erasure, healing, ledger, merging, state
from netzwerkhilfe.store.dots import NeverGiven
from netzwerkhilfe.store.merging import Merged
from netzwerkhilfe.store.state import Damaged, Summary
from netzwerkhilfe.store.statements import PRESENTING
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.store.unit_of_work import Change

log = logging.getLogger(__name__)
MAX_FILES = 20_000
"""So many files of a folder are looked into; a share of a town hall may hold more."""
MOST_TOLD = 5
"""So many files with the same fault are told by their names."""


class _Rollback(Exception):
    def __init__(self, merged: Merged) -> None:
        self.merged = merged


class _Waits(Exception):
    def __init__(self, why: HeldFor) -> None:
        self.why = why


class _TooLarge(Exception):
    def __init__(self, merged: Merged) -> None:
        self.merged = merged


def find(folder: Path, report: Report) -> list[Path]:
    """The packages in a folder, whatever they are called; what is called like one and cannot be is told in ``notices``.

    Files with a package's ending are looked at first, then the others, up to :data:`MAX_FILES` of them.
    Raises ``UserError`` if the folder cannot be read.
    """
    named: list[Path] = []
    others: list[Path] = []
    folders: list[str] = []
    devices: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                ending = entry.name.lower().endswith(PACKAGE)
                if files.is_device(entry.name):
                    devices += [entry.name] if ending else []
                elif entry.is_file():
                    (named if ending else others).append(Path(entry.path))
                elif ending:
                    folders.append(entry.name)
    except OSError as error:
        raise UserError(
            "Der Ordner für den Austausch ist nicht erreichbar.", DATA_SAFE, f"Bitte prüfen Sie: {folder}"
        ) from error
    report.notices += _told(folders, "ist ein Ordner und kein Paket.")
    report.notices += _told(devices, "heißt wie ein Gerät von Windows und wird nicht gelesen.")
    candidates = [*sorted(named), *sorted(others)]
    if len(candidates) > MAX_FILES:
        report.notices.append(
            f"In diesem Ordner liegen {len(candidates)} Dateien; {len(candidates) - MAX_FILES} davon wurden nicht "
            "angesehen. Ein eigener Ordner für den Austausch ist sicherer."
        )
    return [p for p in candidates[:MAX_FILES] if package.is_package(p)]


def _told(names: list[str], what: str) -> list[str]:
    """Sentences about files by their names; of many the first ones."""
    found = [f"„{name}“ {what}" for name in sorted(names)[:MOST_TOLD]]
    return [*found, f"Das gilt auch für {len(names) - MOST_TOLD} weitere."] if len(names) > MOST_TOLD else found


def open_files(store: Store, paths: list[Path], report: Report, expected: set[str] | None = None) -> list[Opened]:
    """The packages among these files for this PC whose sender and seal are right; others are named in ``set_aside``.

    :param expected: names of files that their senders announced as not for everybody; grows by what is read.
    """
    expected = set() if expected is None else expected
    found: list[Opened] = []
    strange: list[Path] = []
    network: list[Opened] = []
    for path in paths:
        try:
            opened = package.open_head(path, *members.secrets_of(store))
        except NotForUs:
            strange.append(path)
            continue
        except Exception as error:  # noqa: BLE001 - one package must not stop the others, nor our own file
            report.put_aside(stumbled(error), path.name)
            continue
        if opened.head.network != store.local("network"):
            report.put_aside(SetAside.OTHER_NETWORK, path.name)
            continue
        expected |= set(opened.head.beside)  # unproven too: it can do no more than keep a sentence from being said
        network.append(opened)
    chains.take(store, network, report)
    known = members.identities(store)
    for opened in network:
        try:
            if _belongs(store, opened, known, report):
                confirmed.vector_of(store, opened)  # a broken one is noticed here
                found.append(opened)
        except Exception as error:  # noqa: BLE001 - as above
            report.put_aside(stumbled(error), opened.path.name)
    unexpected = [path for path in strange if path.name not in expected]
    if unexpected:  # the office spaces of other members lie there by intention
        report.put_aside(SetAside.NOT_OURS, unexpected[0].name)
    helpers = {c.id for c in known.values() if c.access.role is Role.HELPER}
    return sorted(found, key=lambda o: (o.head.sender in helpers, o.head.space, o.head.number, o.head.sender))


def stumbled(error: Exception) -> SetAside:
    """Why a package is not taken whose reading ended in an error; the log names the place, never what was read."""
    if isinstance(error, NewerFormat):
        return SetAside.NEWER
    if isinstance(error, Damaged):
        return SetAside.BROKEN
    if isinstance(error, authority.NoRight):
        return SetAside.NO_RIGHT
    if isinstance(error, OSError):
        return SetAside.UNREADABLE
    steps = traceback.extract_tb(error.__traceback__)
    log.error(
        "a package was set aside: %s at %s",
        type(error).__name__,
        ", ".join(f"{Path(s.filename).name}:{s.lineno}" for s in steps[-4:]),
    )
    return SetAside.FAILED


def _belongs(store: Store, opened: Opened, known: dict[str, DeviceIdentity], report: Report) -> bool:
    """Whether an opened package may be taken in here; otherwise the report says what it is. Nothing of its body is read
    before the signature is proven."""
    head, why = opened.head, None
    if head.sender == store.replica:
        if not opened.signed_by(store.local("sign_public")):
            return False
        _copy(store, opened, known.get(store.replica), report)
        return not covered(store, opened)
    if former := store.membership.former.get(head.sender):
        if _is_farewell(store, opened):
            return True
        theirs = head.space in store.spaces and opened.signed_by(former.keys.signing)
        why = None if theirs and covered(store, opened) else SetAside.STRUCK
    elif head.sender not in known:
        if head.card.get("id") == head.sender and (taken := members.take_over(store, head.card)):
            _tell_taken_over(store, taken, report)
            return _belongs(store, opened, members.identities(store), report)
        if not _comes_again(store, head):
            _newcomer(store, opened, report)
    elif not opened.signed_by(known[head.sender].signing_key):
        why = SetAside.OLD_KEYS if _by_former_keys(store, opened) else SetAside.WRONG_SIGNATURE
    elif head.space not in store.spaces:
        why = SetAside.NOT_OURS
    elif not known[head.sender].access.may_see(head.space):
        why = SetAside.NO_RIGHT
    else:
        _copy(store, opened, known[head.sender], report)
        return True
    if why:
        report.put_aside(why, opened.path.name)
    return False


def _is_farewell(store: Store, opened: Opened) -> bool:
    """Whether this is the last package of a PC that has left, as its own word of leaving names it."""
    head, former = opened.head, store.membership.former[opened.head.sender]
    last = members.last_of(store, head.sender) == head.vector_hash
    return last and head.space == NET and opened.signed_by(former.keys.signing)


def _by_former_keys(store: Store, opened: Opened) -> bool:
    brought = (s for s in store.chain.statements if s.subject == opened.head.sender and s.does in PRESENTING)
    return any(opened.signed_by(s.keys.signing) for s in brought)


def _copy(store: Store, opened: Opened, original: DeviceIdentity | None, report: Report) -> None:
    """A package may say that it comes from a copy which wants a name of its own; or be one of an unknown copy."""
    head = opened.head
    if head.card.get("copy_of") == head.sender and original:
        if head.card.get("id") == (store.json_local("applying") or {}).get("card", {}).get("id"):
            return
        card = clones.accept_application(store, head.card, original)
        if card:
            office = calling.office_name(store.facts(), card.office)
            who = f"{card.person} (Kopie, {office})"
            if who in report.waiting:
                return
            report.waiting.append(who)
            report.copies.append(
                f"Ein zweiter PC arbeitet mit einer Kopie der Daten von {original.person}"
                f" ({office}). Er wartet auf eine eigene Nummer."
            )
    elif head.sender == store.replica and not covered(store, opened):
        report.copies.append(f"Ein Paket vom {head.at[:10]} stammt von einer Kopie oder Sicherung dieses PCs.")


def _comes_again(store: Store, head: Head) -> bool:
    """While the network goes over to signed statements: this package is from before, its sender's next one counts."""
    if head.sender in {pc.id for pc in members.to_take_over(store)}:
        return True
    return conversion.waits(store) and store.replica not in store.membership.members


def _tell_taken_over(store: Store, taken: DeviceIdentity, report: Report) -> None:
    who = calling.pc_name(store.facts(), taken)
    report.notices.append(
        f"{who[:1].upper()}{who[1:]} gehört jetzt mit Unterschrift dazu, als {calling.role_name(taken.role)}. "
        "Stimmt das nicht, ändern Sie es unter „PCs“."
    )


def _newcomer(store: Store, opened: Opened, report: Report) -> None:
    card = invitation.accept_application(store, opened.head.card)
    if card and opened.head.sender == card.id and opened.signed_by(card.signing_key):
        report.waiting.append(calling.pc_name(store.facts(), card))
        report.put_aside(SetAside.NEWCOMER, opened.path.name)
    else:
        report.put_aside(SetAside.UNKNOWN, opened.path.name)


def name_of(head: Head) -> str:
    """By which a package is remembered: space, sender and number."""
    return f"{head.space}/{head.sender}/{head.number}"


def waits(store: Store, opened: Opened, *, accept: bool) -> HeldFor | None:
    """Why a package must not come by itself, as far as its vector and its sender tell: it would bring back what a
    person has taken back, unless she accepts it now; or the leaving of the own office; or a helper knows more than
    we do."""
    vector = confirmed.vector_of(store, opened)
    sender = members.everybody(store).get(opened.head.sender)
    if own_departure.covers(store, opened.head.space, vector) and not store.local(own_departure.FOLLOWING):
        return HeldFor.OFFICE_LEFT
    if sender and (missing := authority.ahead(store, opened, sender.access)):
        if not authority.only_there(store, missing, store.membership.members):
            return HeldFor.AHEAD
        if not accept:
            return HeldFor.ONLY_THERE
    return HeldFor.DECLINED if not accept and undo.covers_undone(store, opened.head.space, vector) else None


def _not_allowed(store: Store, opened: Opened, *, accept: bool) -> HeldFor | None:
    """Why a person has to look at what a package does. Raises :class:`authority.NoRight` where its sender may not."""
    everybody = members.everybody(store)
    sender = everybody.get(opened.head.sender)
    if sender is None:
        return None
    authority.check(store, opened, sender.access)
    offices = {pc: card.office for pc, card in everybody.items() if card.access.role is Role.OFFICE}
    return None if accept else authority.asks(store, opened, offices, confirmed.said(store, opened.head))


def _tell_waiting(store: Store, head: Head, report: Report, why: HeldFor) -> None:
    report.held.append(Held(name_of(head), _person(store, head), why))


def of_own_office(store: Store, head: Head) -> bool:
    """Whether a package comes from a PC of the own office; such are taken by themselves."""
    card = members.everybody(store).get(head.sender)
    return card is not None and card.access.may_see(store.office_space)


def _counting(progress: Progress | None, sender: str, total: int) -> merging.Progress | None:
    if progress is None:
        return None

    def count(done: int) -> None:
        progress(f"Paket von {sender}", done, total)

    return count


def _person(store: Store, head: Head) -> str:
    card = members.everybody(store).get(head.sender)
    return card.person if card else head.sender


def _add(store: Store, report: Report, merged: Merged, head: Head) -> None:
    card = members.everybody(store).get(head.sender)
    if card:
        count = merged.new + merged.changed + merged.erased
        report.by_office[card.office] = report.by_office.get(card.office, 0) + count
    report.new += merged.new
    report.changed += merged.changed
    report.conflicts += merged.conflicts
    report.erased += merged.erased
    report.relayed.add(merged.relayed)
    if merged.missing:
        report.missing[head.sender] = report.missing.get(head.sender, 0) + merged.missing
    report.senders.append(card.person if card else head.sender)
    report.changes.append(merged.set)


def _merge(
    change: Change, store: Store, opened: Opened, *, accept: bool, again: bool, progress: Progress | None
) -> Merged:
    """Merge one package. Raises :class:`_TooLarge` and :class:`_Waits` where a person has to look first,
    ``OfficeLeft``, ``NoRight``, and whatever the merge does."""
    head = opened.head
    if why := _not_allowed(store, opened, accept=accept):
        raise _Waits(why)
    merged = merging.merge(
        change,
        head.space,
        opened.vector,
        opened.lines(),
        _counting(progress, _person(store, head), head.records),
        confirmed.sender(store, head, again=again),
    )
    own_departure.refuse(change)
    if not accept and not of_own_office(store, head):
        lately = mass_guard.lately(store, head.sender)
        if mass_guard.is_large(change, head.space, lately, merged):
            raise _TooLarge(merged)
    return merged


def preview(
    store: Store,
    opened: list[Opened],
    report: Report,
    *,
    accept: bool,
    progress: Progress | None,
    again: bool = False,
) -> None:
    """What taking these packages in, one after the other, would do. Nothing of it stays. ``again`` as in
    :func:`take_in`."""
    waiting = [o for o in opened if again or not known(store, o)]
    for one in list(waiting):
        why = waits(store, one, accept=accept)
        if why is not None:
            _tell_waiting(store, one.head, report, why)
            waiting.remove(one)
    if not waiting:
        return
    try:
        with store.change() as change:
            for one in waiting:
                try:
                    with change.part():
                        merged = _merge(change, store, one, accept=accept, again=again, progress=progress)
                    if merged.set.entries or merged.erased:
                        _add(store, report, merged, one.head)
                except UserError:
                    raise
                except own_departure.OfficeLeft:
                    _tell_waiting(store, one.head, report, HeldFor.OFFICE_LEFT)
                except _Waits as waiting_:
                    _tell_waiting(store, one.head, report, waiting_.why)
                except _TooLarge as large:
                    _hold(report, one.head, _person(store, one.head), large.merged)
                except Exception as error:  # noqa: BLE001 - one package must not stop the others
                    report.put_aside(stumbled(error), one.path.name)
            raise _Rollback(Merged())
    except _Rollback:
        store.forget_facts()


def would_change(store: Store, opened: Opened) -> bool:
    """Whether a package whose changes are all known would change anything: its author's word may differ."""
    try:
        with store.change() as change:
            merged = merging.merge(
                change, opened.head.space, opened.vector, opened.lines(), sender=confirmed.sender(store, opened.head)
            )
            raise _Rollback(merged)
    except _Rollback as rolled:
        return bool(rolled.merged.set.entries or rolled.merged.relayed)
    except Damaged:  # it will be set aside when it is taken in
        return False


def _hold(report: Report, head: Head, sender: str, merged: Merged) -> None:
    report.held.append(
        Held(
            name_of(head), sender, HeldFor.LARGE, merged.changed, merged.erased, merged.new, mass_guard.by_kind(merged)
        )
    )


def take_in(
    store: Store,
    opened: Opened,
    report: Report,
    *,
    accept: bool,
    progress: Progress | None = None,
    again: bool = False,
) -> None:
    """Merge one package in one transaction. A held package leaves nothing behind.

    :param again: read it as if nothing of it had been taken in, so that what is missing here comes back.
    """
    head = opened.head
    again = again and not _is_helper(store, head)
    if known(store, opened) and not again:
        peers.remember(store, head, confirmed.vector_of(store, opened))
        return
    why = waits(store, opened, accept=accept)
    if why is not None:
        _tell_waiting(store, head, report, why)
        return
    try:
        with store.change() as change:
            merged = _merge(change, store, opened, accept=accept, again=again, progress=progress)
            change.set.entries |= merged.set.entries
    except _TooLarge as large:
        _hold(report, head, _person(store, head), large.merged)
        return
    except _Waits as waiting:
        _tell_waiting(store, head, report, waiting.why)
        return
    except own_departure.OfficeLeft as left:
        left.note(store)
        _tell_waiting(store, head, report, HeldFor.OFFICE_LEFT)
        return
    except UserError:
        raise
    except NeverGiven as error:
        # somebody was told of changes that this PC never made; under a new mark they can be told apart from ours
        store.draw_mark()
        report.put_aside(stumbled(error), opened.path.name)
        return
    except Exception as error:  # noqa: BLE001 - one package must not stop the others, nor our own file
        report.put_aside(stumbled(error), opened.path.name)
        return
    _add(store, report, merged, head)
    store.forget_facts()
    _count(store, head, merged, accept=accept)
    if merged.erased:
        erasure.clean(store)
    report.taken.append(name_of(head))
    peers.remember(store, head, opened.vector)
    if merged.relayed.void:
        ledger.forget(store.paths, store.key, head.space, merged.relayed.void)
        take_in(store, opened, report, accept=True, progress=progress, again=True)


def _count(store: Store, head: Head, merged: Merged, *, accept: bool) -> None:
    if accept:
        mass_guard.begin_anew(store, head.sender)
    elif not of_own_office(store, head):
        mass_guard.remember(store, head.sender, merged)


def _is_helper(store: Store, head: Head) -> bool:
    """A helper's package is only ever read for what is its own and new: it neither mends nor is read again."""
    sender = members.everybody(store).get(head.sender)
    return sender is not None and sender.access.role is not Role.OFFICE


def differing(store: Store, opened: list[Opened], space: str, here: Summary) -> list[Opened]:
    """The packages with our vector but another digest that were not compared before: one of the stores is damaged."""
    compared, ours = store.json_local("compared") or [], state.vector_hash(here.vector)
    return [
        o
        for o in opened
        if o.head.space == space
        and o.head.vector_hash == ours
        and o.head.digest != here.digest
        and name_of(o.head) not in compared
        and not _is_helper(store, o.head)
    ]


def heal(store: Store, opened: list[Opened], report: Report) -> None:
    """Mend what differs from packages with our vector; nothing is chosen silently."""
    before = report.healed
    for one in opened:
        try:
            with store.change() as change:
                own_word = authority.own_word(store, one.head.space)
                report.healed += healing.heal(change, one.head.space, one.lines(), one.head.sender, own_word)
        except UserError:
            raise
        except Exception as error:  # noqa: BLE001 - one package must not stop the others, nor our own file
            report.put_aside(stumbled(error), one.path.name)
    compared = [*(store.json_local("compared") or []), *(name_of(o.head) for o in opened)]
    store.set_local(compared=json.dumps(compared[-200:]))
    if report.healed > before:
        store.forget_facts()
        store.reindex()
