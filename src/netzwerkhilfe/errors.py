"""The two families of errors: what a person can mend, and our bugs.

A ``UserError`` is shown as it is: what happened, that the data is safe, what to do. Everything else is a bug and gets
a report in the log.
"""

from __future__ import annotations

import enum


class Way(enum.Enum):
    """What would help after a mistake and has another name at the command line than in the window.

    The sentence of the error speaks of neither; the command line adds its own (``cli/run.py``).
    """

    BEGIN = "begin"
    """Found a network or join one."""
    MEMBERS = "members"
    """Look at the PCs of the network."""
    PASSPHRASE = "passphrase"  # noqa: S105 - a name, no secret
    """Give a passphrase."""
    RESTORE = "restore"
    """Bring a backup back."""
    INSIST = "insist"
    """Do it all the same."""


class UserError(Exception):
    """Something a person can mend.

    :param title: what happened, one German sentence.
    :param message: what that means for the data.
    :param action: what to do now, in words that hold in the window and at the command line alike.
    :param way: what the command line has a command or an option for.
    """

    def __init__(self, title: str, message: str = "", action: str = "", way: Way | None = None) -> None:
        super().__init__(title)
        self.title = title
        self.message = message
        self.action = action
        self.way = way

    def paragraph(self) -> str:
        """All of it as one paragraph, for the command line and the log."""
        return " ".join(part for part in (self.title, self.message, self.action) if part)


DATA_SAFE = "Ihre Daten sind sicher."
