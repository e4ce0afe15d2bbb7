"""What PCs, their roles and offices are called in sentences."""

from __future__ import annotations

from netzwerkhilfe.access.rules import Role
from netzwerkhilfe.exchange.members import DeviceIdentity
from netzwerkhilfe.models.facts import Facts


def office_name(facts: Facts, office: str) -> str:
    """An office by its name."""
    found = facts.offices.get(office)
    return found.name if found else "unbekanntes Büro"


def role_name(role: str) -> str:
    """What a PC is."""
    return "PC des Büros" if Role.read(role) is Role.OFFICE else "PC einer helfenden Person"


def pc_name(facts: Facts, pc: DeviceIdentity) -> str:
    """Whose PC it is: "Jutta Frey (Wachenheim)"."""
    office = office_name(facts, pc.office)
    return f"{pc.person} ({office})" if pc.person else f"ein PC von {office}"
