"""What an exchange did: for the screen, for ``--json``, and to print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.choices import Choice
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store.changeset import ChangeSet
from netzwerkhilfe.store.relays import Relayed

Progress = Callable[[str, int, int], None]
"""What is being done, how far, of how many (0 where that is not known). May raise :class:`Cancelled`."""


class Cancelled(UserError):
    """The person stopped a long exchange."""

    def __init__(self) -> None:
        super().__init__(
            "Der Austausch wurde abgebrochen.",
            "Ganz übernommene Pakete bleiben, das angefangene wurde nicht übernommen.",
            "Sie können jederzeit noch einmal austauschen.",
        )


class SetAside(Choice):
    """Why a package was set aside."""

    NEWER = "newer", "Ein Paket braucht eine neuere Fassung des Programms. Bitte hier aktualisieren."
    BROKEN = "broken", "Ein Paket ist beschädigt oder wurde verändert. Bitte lassen Sie es neu schreiben."
    UNREADABLE = "unreadable", "Ein Paket ließ sich nicht lesen. Bitte stecken Sie den Stick neu ein."
    OTHER_NETWORK = "other_network", "Ein Paket gehört zu einem anderen Netzwerk."
    STRUCK = "struck", "Ein Paket stammt von einem ausgeschlossenen PC."
    WRONG_SIGNATURE = "wrong_signature", "Bei einem Paket stimmt die Unterschrift nicht."
    OLD_KEYS = (
        "old_keys",
        "Ein Paket ist noch mit früheren Schlüsseln seines PCs unterschrieben. Sein nächstes kommt wieder an.",
    )
    NO_RIGHT = "no_right", "Ein Paket enthält, was sein Absender nicht bestimmen darf. Nichts davon wurde übernommen."
    NOT_OURS = "not_ours", "Ein Paket ist nicht für diesen PC bestimmt."
    NEWCOMER = "newcomer", "Ein neuer PC wartet auf Ihre Bestätigung."
    UNKNOWN = "unknown", "Ein Paket stammt von einem unbekannten PC."
    FAILED = (
        "failed",
        "Bei einem Paket kam das Programm nicht weiter. Nichts davon wurde übernommen, alles andere schon.",
    )


OFFICE_LEFT = (
    "Ihr Büro hat das Netzwerk an einem anderen PC verlassen. Hier ist noch alles, wie es war. Was an diesem PC noch "
    "nicht ausgetauscht ist, geben Sie weiter, indem Sie das Netzwerk auch hier verlassen; danach tauschen die PCs "
    "Ihres Büros weiter miteinander aus."
)
"""What a PC is told whose office has left without it."""


class HeldFor(Choice):
    """Why a package waits for a person."""

    LARGE = "large"
    DECLINED = "declined"
    OFFICE_LEFT = "office_left"
    AHEAD = "ahead"
    ERASES_OTHERS = "erases_others"
    TAKES_OTHERS = "takes_others"
    ONLY_THERE = "only_there"

    @property
    def can_be_accepted(self) -> bool:
        """Whether it comes when a person agrees; else it waits for something else."""
        return self not in (HeldFor.OFFICE_LEFT, HeldFor.AHEAD)


@dataclass(frozen=True)
class Held:
    """A package that waits for a person."""

    name: str
    """Space, sender and number, with a slash between them."""
    person: str
    why: HeldFor
    changed: int = 0
    erased: int = 0
    new: int = 0
    kinds: str = ""
    """What it is about, as people read it."""

    @property
    def key(self) -> str:
        """Space and sender."""
        return self.name.rpartition("/")[0]

    @property
    def number(self) -> int:
        """Its number among its sender's."""
        return int(self.name.rpartition("/")[2])

    @property
    def label(self) -> str:
        """What people read."""
        if self.why is HeldFor.OFFICE_LEFT:
            return OFFICE_LEFT
        if self.why is HeldFor.DECLINED:
            return f"Das Paket von {self.person} enthält, was hier zurückgenommen wurde. Es wartet auf Ihre Zustimmung."
        if self.why is HeldFor.AHEAD:
            return (
                f"Das Paket von {self.person} setzt Pakete anderer PCs voraus, die hier noch fehlen. "
                "Es wird übernommen, sobald sie da sind."
            )
        if self.why is HeldFor.ONLY_THERE:
            return (
                f"Das Paket von {self.person} enthält Änderungen, die nur noch dort stehen: von diesem PC aus der Zeit "
                "vor seiner Wiederherstellung, oder von einem, der nicht mehr dazugehört. "
                "Es wartet auf Ihre Zustimmung."
            )
        if self.why is HeldFor.TAKES_OTHERS:
            return (
                f"Das Paket von {self.person} würde einem Büro Einträge nehmen, die es nicht übergeben hat. "
                "Es wartet auf Ihre Zustimmung."
            )
        if self.why is HeldFor.ERASES_OTHERS:
            return (
                f"Das Paket von {self.person} würde löschen, was einem anderen Büro gehört. "
                "Es wartet auf Ihre Zustimmung."
            )
        return (
            f"Das Paket von {self.person} würde {self.changed} Einträge ändern und {self.erased} löschen"
            f"{f', {self.new} kämen dazu' if self.new else ''}{f' ({self.kinds})' if self.kinds else ''}. "
            "Es wartet auf Ihre Zustimmung."
        )


def _counted(reason: SetAside, count: int) -> str:
    """Why packages were set aside, once for all of them."""
    return f"{reason.label} ({count} Dateien)" if count > 1 else reason.label


@dataclass
class Report:
    """What an exchange did, as ``--json`` prints it."""

    new: int = 0
    changed: int = 0
    conflicts: int = 0
    erased: int = 0
    records: int = 0
    bytes: int = 0
    files: int = 0
    set_aside: list[SetAside] = field(default_factory=list)
    files_aside: list[tuple[str, SetAside]] = field(default_factory=list)
    """The same with the name of the file."""
    held: list[Held] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    healed: int = 0
    relayed: Relayed = field(default_factory=Relayed)
    """What others had relayed otherwise than its author wrote it."""
    missing: dict[str, int] = field(default_factory=dict)
    """By replica id of the sender: entries of its packages that should be here and are not."""
    at: str = ""
    taken: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    by_office: dict[str, int] = field(default_factory=dict)
    """How many entries of each office's packages were new, changed or erased."""
    changes: list[ChangeSet] = field(default_factory=list)

    def json(self) -> dict[str, Json]:
        """The report as JSON."""
        return {
            "received": {"new": self.new, "changed": self.changed, "conflicts": self.conflicts, "erased": self.erased},
            "sent": {"records": self.records, "bytes": self.bytes, "files": self.files},
            "set_aside": [_counted(reason, count) for reason, count in Counter(self.set_aside).items()],
            "held": [one.label for one in self.held],
            "waiting": self.waiting,
            "copies": self.copies,
            "notices": self.notices,
            "healed": self.healed,
            "from": list(dict.fromkeys(self.senders)),
        }

    def put_aside(self, reason: SetAside, file: str) -> None:
        """A package is not taken."""
        self.set_aside.append(reason)
        self.files_aside.append((file, reason))

    @property
    def brought_something(self) -> bool:
        """Whether anything of others has come in (or would, in a preview)."""
        return bool(self.new or self.changed or self.erased)
