"""The PCs in the window: who may what, who said so, new keys, and what the printed sheets do together."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QWidget

from netzwerkhilfe.exchange import members, recover_space
from netzwerkhilfe.exchange.recovery_sheets import Act
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.areas.exchange.devices import DevicesPanel
from netzwerkhilfe.ui.areas.exchange.sheets import SheetsPanel
from tests.conftest import Clock
from tests.exchange.helpers import in_step, newcomer
from tests.ui.conftest import Desk


def text_of(widget: QWidget) -> str:
    """What its labels say."""
    return "\n".join(w.text() for w in widget.findChildren(QLabel) if w.isVisible())


def buttons(widget: QWidget) -> dict[str, QPushButton]:
    """The buttons that can be seen, by their text."""
    return {b.text(): b for b in widget.findChildren(QPushButton) if b.isVisible()}


def opened(desk: Desk) -> DevicesPanel:
    """The panel of the PCs."""
    panel = DevicesPanel(desk.shell, desk.shell.refresh)
    panel.open()
    desk.settle()
    return panel


def test_the_history_says_who_took_in_whom_and_the_eight_words(
    desk: Desk, store: Store, other: Store, stick: Path
) -> None:
    members.set_admin(store, other.replica, on=True)
    panel = opened(desk)
    buttons(panel)["Wer hat was bestimmt?"].click()
    desk.settle()
    said = text_of(desk.panel)
    assert f"{other.person}" in said and "Acht Wörter dieses Netzwerks" in said


def test_a_pc_gets_new_keys_after_a_question(desk: Desk, store: Store, other: Store, stick: Path) -> None:
    members.set_admin(store, other.replica, on=True)
    members.set_admin(store, store.replica, on=False)
    before = store.local("sign_public")
    panel = opened(desk)
    (offered,) = [a for menu in panel.findChildren(QMenu) for a in menu.actions()]
    assert offered.text() == "Neue Schlüssel …", "who does not administer changes only its own PC"
    offered.trigger()
    desk.settle()
    buttons(desk.panel)["Neue Schlüssel"].click()
    desk.settle()
    assert store.local("sign_public") != before
    in_step(store, other, stick=stick)
    assert other.membership.members[store.replica].keys.signing == store.local("sign_public")


def test_the_sheets_of_more_than_half_strike_off_the_pc_that_administers(
    desk: Desk, store: Store, other: Store, stick: Path, tmp_path: Path, clock: Clock
) -> None:
    third = newcomer(store, "Dannstadt-Schauernheim", "Aylin Demir", tmp_path / "DS", stick, clock)
    printed = [recover_space.new_sheet(pc) for pc in (store, third)]
    members.set_admin(store, other.replica, on=True)
    members.set_admin(store, store.replica, on=False)
    in_step(store, other, third, stick=stick)
    buttons(opened(desk))["Mit Blättern bestimmen …"].click()
    desk.settle()
    panel = desk.panel
    assert isinstance(panel, SheetsPanel)
    panel.act.setCurrentIndex(panel.act.findData(Act.STRIKE))
    panel.pc.setCurrentIndex(panel.pc.findData(other.replica))
    panel.keys.setPlainText(printed[0])
    panel.save()
    assert "mehr als der Hälfte der Büros" in panel.problem.text() and other.replica in store.membership.members
    panel.keys.setPlainText("\n".join(printed))
    panel.save()
    desk.settle()
    assert other.replica in store.membership.former and not desk.shell.panel_open
    third.close()


def test_the_sheets_give_roles_and_take_rights(
    desk: Desk, store: Store, other: Store, stick: Path, tmp_path: Path, clock: Clock
) -> None:
    """GIVEN the sheets of both offices THEN each act offers the PCs that it can concern, and what is chosen is done."""
    laptop = newcomer(store, "Maxdorf", "Hodan Abdi", tmp_path / "H", stick, clock, helper=True)
    printed = [recover_space.new_sheet(pc) for pc in (store, other)]
    in_step(store, other, laptop, stick=stick)
    office_pcs = {store.replica, other.replica}
    concerned = {
        Act.STRIKE: office_pcs | {laptop.replica},
        Act.ADMIN: office_pcs,
        Act.NO_ADMIN: members.admins(store),
        Act.OFFICE_PC: {laptop.replica},
        Act.HELPERS_PC: office_pcs,
        Act.CONFIRM: set(),
    }
    for act, pcs in concerned.items():
        panel = SheetsPanel(desk.shell, store, lambda: None)
        panel.open()
        panel.act.setCurrentIndex(panel.act.findData(act))
        assert {panel.pc.itemData(i) for i in range(panel.pc.count())} == pcs
        panel.dismiss()
    for act, pc in (
        (Act.OFFICE_PC, laptop),
        (Act.NO_ADMIN, other),
        (Act.ADMIN, other),
        (Act.NO_ADMIN, other),
        (Act.HELPERS_PC, laptop),
    ):
        panel = SheetsPanel(desk.shell, store, lambda: None)
        panel.open()
        panel.act.setCurrentIndex(panel.act.findData(act))
        panel.pc.setCurrentIndex(panel.pc.findData(pc.replica))
        panel.keys.setPlainText("\n".join(printed))
        panel.save()
        assert panel.problem.text() == ""
        known = store.membership.members[pc.replica]
        assert (known.role, known.admin) == ("helper" if act is Act.HELPERS_PC else "office", act is Act.ADMIN)
    laptop.close()


def test_what_the_entries_said_otherwise_before_is_listed(desk: Desk, store: Store) -> None:
    """GIVEN a store of before the signed statements whose entries say something else THEN the history shows it."""
    buttons(opened(desk))["Wer hat was bestimmt?"].click()
    desk.settle()
    assert "in den Einträgen" not in text_of(desk.panel)
    desk.panel.dismiss()
    with store.connections.autocommit() as cursor, store.connections.writing():
        for column in ("role", "encryption_key", "signing_key", "admin", "struck_on"):
            cursor.execute(f"ALTER TABLE devices ADD COLUMN {column}")
        keys = store.membership.members[store.replica].keys
        said = ("helper", *keys, True, store.replica)
        cursor.execute("UPDATE devices SET role = ?, encryption_key = ?, signing_key = ?, admin = ? WHERE id = ?", said)
    buttons(opened(desk))["Wer hat was bestimmt?"].click()
    desk.settle()
    assert "in den Einträgen PC einer helfenden Person, aufgenommen als PC des Büros." in text_of(desk.panel)
