"""The meeting that is open on the desk, as all parts of the desk see it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.meetings import Meeting, MeetingStage
from netzwerkhilfe.services.meetings import sitting
from netzwerkhilfe.services.meetings.meetings import Schedule
from netzwerkhilfe.services.meetings.sitting import Sitting
from netzwerkhilfe.store.naming import PersonNamed
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands

NOTHING_PLANNED = Schedule((), "", 0)


class OpenMeeting:
    """The meeting on the desk: read once for all parts of the desk, changed by them through :meth:`do`.

    :param save: saves what is typed or counted on the desk.
    :param show: shows the desk anew.
    """

    def __init__(self, commands: Commands, save: Callable[[], object], show: Callable[[], object]) -> None:
        self.commands, self.store = commands, commands.store
        self.save, self.show = save, show
        self.at: Sitting | None = None

    @property
    def meeting(self) -> Snapshot[Meeting] | None:
        """The meeting itself, ``None`` before one is opened."""
        return self.at.meeting if self.at else None

    @property
    def plan(self) -> Schedule:
        """Its agenda with times."""
        return self.at.plan if self.at else NOTHING_PLANNED

    @property
    def sitting(self) -> Sitting:
        """The meeting as it was read last. Only for what is done with an open meeting."""
        assert self.at, "no meeting is open"
        return self.at

    @property
    def begun(self) -> bool:
        """Whether it runs or has been held, so that people are there and not only expected."""
        return self.sitting.meeting.record.stage in (MeetingStage.RUNNING, MeetingStage.HELD)

    def read(self, meeting: Snapshot[Meeting]) -> None:
        """Take this meeting, with its agenda and its people."""
        self.at = sitting.read(self.store, meeting)

    def read_again(self) -> bool:
        """Read the meeting again; gives whether there still is one."""
        fresh = self.store.get(self.meeting.id, Meeting) if self.meeting else None
        if fresh is None:
            return False
        self.read(fresh)
        return True

    def do(
        self,
        name: str,
        action: Callable[[Change], object],
        said: str = "",
        again: Callable[[], object] | None = None,
        shown: Snapshot[Meeting] | None = None,
    ) -> bool:
        """One act on what is shown, told in the toast if there is something to say; gives whether it was done.

        What came from another PC and was not shown yet is not replaced: it stays beside it as a conflict.

        :param name: what is done, for the way back: "TOP verschoben".
        :param again: what is done once more if somebody insists on naming a person.
        :param shown: the meeting as a panel shows it that has read it later than the page.
        """
        before = shown or self.meeting
        seen = before.seen if before else None  # before what is typed is saved and all is read again
        self.save()
        try:
            with self.store.act(name) as change, change.as_shown(seen):
                action(change)
        except UserError as error:
            insisted = again or partial(self.do, name, action, said, shown=shown)
            self.commands.tell_error(error, insisted if isinstance(error, PersonNamed) else None)
            return False
        if said:
            self.commands.did(change.set, said)
        else:
            self.commands.changed()
            self.show()
        return True
