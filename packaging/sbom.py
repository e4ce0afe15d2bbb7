"""The list of parts (SBOM) in CycloneDX 1.6, from the index of licences that the build wrote."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.contact import OrganizationalEntity
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

NAMESPACE = uuid.UUID("6f0f6a52-2c0e-4f63-9a45-0b9a4f3c9f11")


def _component(row: Mapping[str, Any], reference: str) -> Component:
    """One row of the index, with what its wheel says about its own parts."""
    home = row.get("homepage")
    return Component(
        name=row["name"],
        version=row["version"] or None,
        type=ComponentType.LIBRARY,
        bom_ref=reference,
        purl=PackageURL.from_string(row["purl"]) if row.get("purl") else None,
        licenses=[LicenseFactory().make_from_string(row["licence"])] if row.get("licence") else None,
        external_references=[ExternalReference(type=ExternalReferenceType.WEBSITE, url=XsUri(home))] if home else None,
        description=row.get("note") or None,
        components=[_component(p, f"{reference}/{n}") for n, p in enumerate(row.get("inside", ()), 1)] or None,
    )


def write(rows: Iterable[Mapping[str, Any]], files: Mapping[str, str], version: str) -> str:
    """The SBOM as JSON; ``files`` gives the SHA-256 of each executable by its place."""
    first, *others = rows
    binaries = [
        Component(
            name=place,
            type=ComponentType.FILE,
            bom_ref=f"file:{place}",
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest.lower())],
        )
        for place, digest in files.items()
    ]
    program = Component(
        name=first["name"],
        version=version,
        type=ComponentType.APPLICATION,
        bom_ref="netzwerk-hilfe",
        licenses=[LicenseFactory().make_from_string(first["licence"])],
        supplier=OrganizationalEntity(name="Netzwerk Hilfe"),
        components=binaries,
    )
    bom = Bom(serial_number=uuid.uuid5(NAMESPACE, version + "".join(sorted(files.values()))))
    bom.metadata.component = program
    parts = [_component(row, row.get("purl") or f"part:{row['name']}") for row in others]
    for part in parts:
        bom.components.add(part)
    bom.register_dependency(program, parts)
    return JsonV1Dot6(bom).output_as_string(indent=1) + "\n"
