"""The two families of errors: what a person can mend, and our bugs.

A ``UserError`` is shown as it is: what happened, that the data is safe, what to do. Everything else is a bug and gets
a report in the log.
"""

from __future__ import annotations


class UserError(Exception):
    """Something a person can mend.

    :param title: what happened, one German sentence.
    :param message: what that means for the data.
    :param action: what to do now.
    """

    def __init__(self, title: str, message: str = "", action: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.message = message
        self.action = action

    def paragraph(self) -> str:
        """All of it as one paragraph, for the command line and the log."""
        return " ".join(part for part in (self.title, self.message, self.action) if part)


DATA_SAFE = "Ihre Daten sind sicher."
