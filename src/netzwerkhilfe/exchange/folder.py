"""The exchange through a folder: a stick, a share, or what an e-mail brought. Take in what lies there, leave ours.

Files are known by content, never by name; a missing file means nothing. A package is taken whole or not at all.
"""

from __future__ import annotations

from pathlib import Path

from netzwerkhilfe.errors import DATA_SAFE, UserError
from netzwerkhilfe.exchange import (
    attachment_sync,
    clocks,
    clones,
    confirmed,
    departure,
    founding,
    handover,
    import_packages,
    members,
    package,
    peers,
    pending,
    private_files,
    status,
    undo,
    wording,
)
from netzwerkhilfe.exchange.export_package import summary, write_own
from netzwerkhilfe.exchange.import_packages import (
    differing,
    find,
    heal,
    of_own_office,
    open_files,
    take_in,
)
from netzwerkhilfe.exchange.package import Opened
from netzwerkhilfe.exchange.report import Progress, Report
from netzwerkhilfe.models.network import Device
from netzwerkhilfe.paths import PACKAGE
from netzwerkhilfe.store import backup, withholding
from netzwerkhilfe.store.store import Store


def brings_news(store: Store, opened: list[Opened], *, accept: bool) -> bool:
    """Whether any of these packages holds what was not taken in yet and may come: only then anything can change."""
    return any(
        (not confirmed.covered(store, o) or (not confirmed.known(store, o) and import_packages.would_change(store, o)))
        and import_packages.waits(store, o, accept=accept) is None
        for o in opened
    )


def compare(store: Store, opened: list[Opened], report: Report) -> None:
    """Equal vectors must mean equal digests: look whether a store is damaged, and mend it."""
    for space in store.spaces:
        heal(store, differing(store, opened, space, summary(store, space)), report)


def take_files(
    store: Store, paths: list[Path], *, preview: bool = False, accept: bool = False, progress: Progress | None = None
) -> Report:
    """Take in single packages and files without leaving anything of ours. Raises ``UserError`` for what is neither."""
    files = [p for p in paths if attachment_sync.is_file(p)]
    packages = [p for p in paths if p not in files]
    wrong = [p for p in packages if not package.is_package(p)]
    if wrong:
        raise UserError(f"„{wrong[0].name}“ ist kein Paket.", DATA_SAFE, f"Pakete haben die Endung {PACKAGE}.")
    report = Report(at=store.now().isoformat(timespec="seconds"))
    opened = open_files(store, packages, report)
    if preview:
        import_packages.preview(store, opened, report, accept=accept, progress=progress)
        return report
    saved = backup.make(store, reason=backup.BEFORE_EXCHANGE) if brings_news(store, opened, accept=accept) else None
    for one in opened:
        take_in(store, one, report, accept=accept, progress=progress)
    _take_note(store, report, opened, peers.SINGLE_FILES)
    compare(store, opened, report)
    _settle_in(store, report)
    report.files += attachment_sync.take(store, files, None, progress)
    undo.remember(store, saved, report.taken)
    status.keep(store, report, "einzelne Dateien")
    return report


def _settle_in(store: Store, report: Report) -> None:
    """What this PC learns about itself from what came in."""
    if clones.follow_confirmation(store):
        report.notices.append("Dieser PC hat jetzt eine eigene Nummer und eigene Schlüssel.")
    device = store.get(store.replica, Device)
    number = device.record.number if device else None
    if number and not store.json_local("applying") and str(number) != store.local("device_number", "1"):
        store.set_local(device_number=str(number))
    if clones.superseded(store):
        report.copies.append(
            "Ein anderer PC hat den Platz dieses PCs eingenommen. Bitte hier nur noch nachsehen, "
            "oder diesem PC eine eigene Nummer geben."
        )
    report.notices += wording.relayed(store, report.relayed)
    report.notices += wording.missing(store, report.missing)
    if report.taken:
        store.follow_moves()
    report.notices += departure.notices(store)
    report.notices += handover.take(store)
    report.conflicts += withholding.absorb(store)
    report.notices += private_files.take_back(store)
    members.publish(store)
    founding.renew_seed(store)


def _take_note(store: Store, report: Report, opened: list[Opened], place: str, *, everything: bool = True) -> None:
    """Remember of a place who was met there, what waits or lies aside, and whose clock is wrong.

    :param everything: all that lies there was looked at, not only what comes from the own office.
    """
    clocks.listen(store, opened)
    peers.met(store, opened, place)
    if everything:
        pending.note(store, report, place)
    else:
        pending.note_held(store, report.held)
    report.notices += wording.clocks(store)


def _take_all(
    store: Store,
    folder: Path,
    report: Report,
    *,
    accept: bool,
    own_office: bool,
    again: bool,
    progress: Progress | None,
) -> tuple[list[Opened], Path | None]:
    """Read what lies there, helpers' packages after all others: they may know of changes that those bring."""
    opened = open_files(store, find(folder, report), report)
    if own_office:
        opened = [o for o in opened if of_own_office(store, o.head) or o.head.sender == store.replica]
        report.set_aside, report.files_aside = [], []
    news = again or brings_news(store, opened, accept=accept)
    saved = backup.make(store, reason=backup.BEFORE_EXCHANGE) if news else None
    for one in opened:
        take_in(store, one, report, accept=accept, progress=progress, again=again)
    return opened, saved


def exchange(
    store: Store,
    folder: Path,
    *,
    preview: bool = False,
    accept: bool = False,
    own_office: bool = False,
    send_only: bool = False,
    again: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Take in what the others left, then leave our files.

    :param preview: a preview: nothing is changed anywhere.
    :param accept: takes packages that wait for a person.
    :param own_office: takes only what comes from the PCs of the own office.
    :param send_only: only leaves our files.
    :param again: reads every package as if nothing of it had been taken in: what is missing here comes back.
    Raises ``UserError``: the folder cannot be read or written, the person cancelled.
    """
    report = Report(at=store.now().isoformat(timespec="seconds"))
    if preview:
        import_packages.preview(
            store,
            open_files(store, find(folder, report), report),
            report,
            accept=accept,
            progress=progress,
            again=again,
        )
        return report
    if clones.found(store):
        report.copies.append(
            "Diese Daten wurden von einem anderen PC kopiert. Der PC bekommt eine eigene Nummer. "
            "Ersetzt er den anderen, sagen Sie das bitte auf der Seite „Austausch“."
        )
        clones.separate(store)
    place = peers.place_of(folder)
    opened: list[Opened] = []
    saved, carried = None, 0
    if not send_only:
        opened, saved = _take_all(
            store, folder, report, accept=accept, own_office=own_office, again=again, progress=progress
        )
        _take_note(store, report, opened, place, everything=not own_office)
    _settle_in(store, report)
    if not send_only:  # after what was handed over is known: its files lie there too
        carried = attachment_sync.fetch(store, folder, progress)
    if saved:
        backup.prune(store)
    if not send_only:
        undo.remember(store, saved, report.taken)
    newest = peers.last_change(store)
    for space in store.spaces:
        if progress:
            progress("Unser Paket wird geschrieben", 0, 0)
        left = write_own(store, folder, space, report)
        wrong = differing(store, opened, space, left) if left else []
        if wrong:
            heal(store, wrong, report)
            newest = peers.last_change(store)
            report.records = report.bytes = 0
            write_own(store, folder, space, report)
    peers.leave(store, place, newest)
    attachment_sync.leave(store, folder, report, progress)
    if carried:
        report.notices.append(f"{carried} Fotos oder Dateien sind angekommen.")
    store.set_local(last_exchange=store.now().isoformat(timespec="seconds"))
    if not own_office or report.brought_something:
        status.keep(store, report, folder.name or str(folder))
    return report


__all__ = ["Report", "exchange", "find", "open_files", "take_files", "take_in", "write_own"]
