"""The rules, in one place: whose an entry is, which spaces a PC reads, who may change, share and hand over.

Roles are those of PCs: one of an office, or the laptop of a person who helps. Asked with ``access.here(store)``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from netzwerkhilfe.models import NET, Kind
from netzwerkhilfe.models.base import office_space, owned_by
from netzwerkhilfe.store import algebra
from netzwerkhilfe.store.conditions import Condition, equals
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot


class Role(StrEnum):
    """What a PC is in its office."""

    OFFICE = "office"
    """A PC of the town hall: it reads the network and its office."""
    HELPER = "helper"
    """The own laptop of a person who helps: it reads the network alone."""

    @classmethod
    def read(cls, text: str | None) -> Role:
        """A role as a device or a package names it; one that this version does not know may least."""
        return cls(text) if text in tuple(cls) else cls.HELPER


@dataclass(frozen=True)
class Access:
    """What somebody at a PC may see and do.

    :param office: the id of the office.
    :param role: what the PC is there.
    """

    office: str
    role: Role

    def owns(self, office: str | None) -> bool:
        """Whether an entry of this office (the id in its field ``office``) is ours; one of nobody is everybody's."""
        return owned_by(office, self.office)

    def is_own(self, office: str | None) -> bool:
        """Whether this is our office itself: an entry of nobody is not named ours."""
        return office == self.office

    @property
    def own_entries(self) -> Condition:
        """What :meth:`owns` says, as a condition on a list."""
        return equals("office", self.office, default=self.office)

    @property
    def named_own(self) -> Condition:
        """What :meth:`is_own` says of an entry, as a condition."""
        return equals("office", self.office)

    def may_see(self, space: str) -> bool:
        """Whether a space is read here: the network by all, that of an office by its own PCs."""
        return space == NET or (self.role is Role.OFFICE and space == office_space(self.office))

    def may_edit(self, record: Snapshot) -> bool:
        """Whether an entry may be changed here: all that is seen, also of other offices, until it is signed."""
        return self.may_see(record.space) and not algebra.closed(record.record.seal)

    def may_share(self, kind: Kind, office: str | None) -> bool:
        """Whether an entry may be moved between the network and the office: the owning office alone decides that."""
        return self.role is Role.OFFICE and kind.stands_alone and self.owns(office)

    def may_hand_over(self, office: str | None, to_office: str) -> bool:
        """Whether an entry may be given to another office: only what is ours, and not to ourselves."""
        return self.owns(office) and not self.is_own(to_office)

    def may_leave(self) -> bool:
        """Whether this PC may take its office out of the network."""
        return self.role is Role.OFFICE

    def may_administer(self) -> bool:
        """Whether this PC may be allowed to invite others and to strike them off."""
        return self.role is Role.OFFICE


def here(reader: Reader) -> Access:
    """What may be seen and done at this PC."""
    return Access(reader.local("office"), Role.read(reader.role))
