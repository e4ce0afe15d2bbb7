"""Rules by hash for AppLocker and for App Control (WDAC), to be merged into the policy of a town hall."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

NAMESPACE = uuid.UUID("6f0f6a52-2c0e-4f63-9a45-0b9a4f3c9f10")
"""Ids are made from it and a name, so that the same build gives the same rules."""

EVERYONE = "S-1-1-0"
WDAC = "urn:schemas-microsoft-com:sipolicy"
WINDOWS_PLATFORM = "{2E07F7E4-194C-4D20-B7C9-6F44A6C5A234}"
NO_POLICY = "{00000000-0000-0000-0000-000000000000}"


@dataclass(frozen=True)
class Binary:
    """One executable file for a rule."""

    place: str
    size: int
    authenticode: str


def _id(*words: str) -> str:
    return str(uuid.uuid5(NAMESPACE, "/".join(words)))


def _text(root: ET.Element) -> str:
    ET.indent(root, "  ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def applocker(binaries: Iterable[Binary], version: str, kind: str) -> str:
    """An AppLocker policy with one rule, for programs (``kind`` "Exe") or for libraries ("Dll").

    Its mode is left open, so that merging it changes no mode that is set. AppLocker enforces each collection that holds
    a rule and has no mode, and then blocks all that no rule allows: so the two are files of their own, for those who
    have rules of that kind already.
    """
    endings, spoken = {"Exe": ((".exe",), "Programme"), "Dll": ((".dll", ".pyd"), "Bibliotheken")}[kind]
    root = ET.Element("AppLockerPolicy", Version="1")
    collection = ET.SubElement(root, "RuleCollection", Type=kind, EnforcementMode="NotConfigured")
    rule = ET.SubElement(
        collection,
        "FileHashRule",
        Id=_id("applocker", kind, version),
        Name=f"Netzwerk Hilfe {version}: {spoken}",
        Description="Erlaubt genau diese Dateien, an ihrem Authenticode-Hash erkannt.",
        UserOrGroupSid=EVERYONE,
        Action="Allow",
    )
    condition = ET.SubElement(ET.SubElement(rule, "Conditions"), "FileHashCondition")
    for row in binaries:
        if row.place.lower().endswith(endings):
            ET.SubElement(
                condition,
                "FileHash",
                Type="SHA256",
                Data="0x" + row.authenticode,
                SourceFileName=row.place.rsplit("/", 1)[-1],
                SourceFileLength=str(row.size),
            )
    return _text(root)


def wdac(binaries: Iterable[Binary], version: str) -> str:
    """A supplemental policy for App Control; the base policy that it supplements is set by whoever uses it."""
    root = ET.Element("SiPolicy", {"xmlns": WDAC, "PolicyType": "Supplemental Policy"})

    def leaf(parent: ET.Element, name: str, text: str = "") -> ET.Element:
        made = ET.SubElement(parent, name)
        made.text = text or None
        return made

    leaf(root, "VersionEx", ".".join([*version.split("."), "0", "0", "0"][:4]))
    leaf(root, "PlatformID", WINDOWS_PLATFORM)
    leaf(root, "Rules")
    leaf(root, "EKUs")
    rules = leaf(root, "FileRules")
    names = []
    for number, row in enumerate(binaries, 1):
        names.append(f"ID_ALLOW_NH_{number}")
        ET.SubElement(
            rules, "Allow", ID=names[-1], FriendlyName=f"Netzwerk Hilfe {version}: {row.place}", Hash=row.authenticode
        )
    leaf(root, "Signers")
    user_mode = {"Value": "12", "ID": "ID_SIGNINGSCENARIO_UMCI", "FriendlyName": "Programme"}
    scenario = ET.SubElement(leaf(root, "SigningScenarios"), "SigningScenario", user_mode)
    references = leaf(leaf(scenario, "ProductSigners"), "FileRulesRef")
    for name in names:
        ET.SubElement(references, "FileRuleRef", RuleID=name)
    leaf(root, "UpdatePolicySigners")
    leaf(root, "HvciOptions", "0")
    leaf(root, "PolicyID", "{" + _id("wdac", version).upper() + "}")
    leaf(root, "BasePolicyID", NO_POLICY)
    return _text(root)
