"""The pane of an entry out of its fields, where none was written out for its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netzwerkhilfe.models.fields import EMAIL, LONG, PHONE, STAGE, YES_NO, Field
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.ui.detail import sections
from netzwerkhilfe.ui.detail.pane import Pane
from netzwerkhilfe.ui.detail.stages import stage_flow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from netzwerkhilfe.ui.shell.commands import Commands


def pane_from_fields(commands: Commands, s: Snapshot) -> QWidget:
    """Title and office, stages and telephone numbers if there are any, then every filled field; long ones as text,
    ticks as words; below it tasks, time line and files."""
    p = Pane(commands, s)
    fields = s.kind.fields
    p.head(s.title(p.facts))
    p.where()
    p.notices()
    if any(f.type is STAGE for f in fields.values()):
        stage_flow(p)
    p.phones(*((n, "" if i == 0 else f.label) for i, (n, f) in enumerate(_of(fields, PHONE))))
    for name, _field in _of(fields, EMAIL):
        p.mail(name)
    plain = [(n, f) for n, f in fields.items() if f.width or f.computed]
    p.facts_grid(
        [(f.label, p.text(n), "") for n, f in plain if f.type not in (EMAIL, LONG, PHONE, STAGE, YES_NO) and f.label]
    )
    p.chips([f.label for n, f in plain if f.type is YES_NO and p.values.get(n)])
    for name, field in plain:
        if field.type is LONG and p.values.get(name):
            p.section(field.label)
            p.paragraph(p.text(name))
    private = p.store.companion(s)
    if private is not None:
        told = [(f.label, private.values.get(n)) for n, f in private.kind.form_fields.items()]
        for caption, value in told:
            if isinstance(value, str) and value:
                p.section(f"{caption}, nur für dieses Büro")
                p.paragraph(value)
    sections.tasks(p)
    sections.time_line(p)
    sections.files(p)
    return p.done()


def _of(fields: dict[str, Field], kind: object) -> list[tuple[str, Field]]:
    return [(n, f) for n, f in fields.items() if f.type is kind]
