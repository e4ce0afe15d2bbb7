"""Papers that can be read in fifty years: what ISO 19005-2, conformance level B (PDF/A-2b) asks for.

All fonts are embedded, colours are sRGB by an output intent, who, what and when stand in XMP as in the old Info
dictionary, and streams end as the standard says. Tests hold it against ``pikepdf.pdfa``. Nothing is said about PDF/UA:
what a program can check of it is a part.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFImageXObject,
    PDFName,
    PDFObject,
    PDFStream,
    PDFString,
)

LANGUAGE = "de-DE"
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>
"""


class _Stream(PDFStream):  # type: ignore[misc]  # ReportLab has no types
    """A stream whose last byte is followed by an end of line of its own (ISO 19005-2, 6.1.7.1)."""

    def format(self, document: PDFDocument) -> bytes:
        """The bytes."""
        return _ended(super().format(document))


class _Picture(PDFImageXObject):  # type: ignore[misc]  # ReportLab has no types
    """A picture, which makes its stream itself."""

    def format(self, document: PDFDocument) -> bytes:
        """The bytes."""
        return _ended(super().format(document))


def _ended(stream: bytes) -> bytes:
    return stream.removesuffix(b"endstream\n") + b"\nendstream\n"


_ENDED = {PDFStream: _Stream, PDFImageXObject: _Picture}


class Archived(PDFDocument):  # type: ignore[misc]  # ReportLab has no types
    """The file that a canvas writes, to be kept."""

    def Reference(self, obj: Any, name: str | None = None) -> Any:
        """As ReportLab does, with each stream ending as it should."""
        if type(obj) in _ENDED:
            obj.__class__ = _ENDED[type(obj)]
        return super().Reference(obj, name)

    def close(self, structure: PDFObject, pages: Sequence[Any]) -> None:
        """Say what the whole file is; ``structure`` is the root of the tags."""
        for number, page in enumerate(pages):
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents, page.Tabs, page.Trans = number, PDFName("S"), None
        catalog = self.Catalog
        catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
        catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        catalog.StructTreeRoot = structure
        catalog.Metadata = self._metadata()
        catalog.OutputIntents = PDFArray([self._output_intent()])

    def _metadata(self) -> PDFStream:
        at = self._timeStamp
        year, month, day, hour, minute, second = at.YMDhms
        info = self.info
        said = {
            "title": info.title,
            "author": info.author,
            "subject": info.subject,
            "creator": info.creator,
            "producer": info.producer,
            "language": LANGUAGE,
            "moment": f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{at.dhh:+03}:{at.dmm:02}",
        }
        packet = _PACKET.format(**{k: escape(v) for k, v in said.items()}).encode("utf-8")
        return PDFStream(PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")}), packet)

    def _output_intent(self) -> PDFDictionary:
        profile = PDFStream(PDFDictionary({"N": 3, "Filter": PDFName("FlateDecode")}), _srgb())
        return PDFDictionary(
            {
                "Type": PDFName("OutputIntent"),
                "S": PDFName("GTS_PDFA1"),
                "OutputConditionIdentifier": PDFString("sRGB IEC61966-2.1"),
                "Info": PDFString("sRGB IEC61966-2.1"),
                "RegistryName": PDFString("http://www.color.org"),
                "DestOutputProfile": self.Reference(profile),
            }
        )


@functools.cache
def _srgb() -> bytes:
    """The ICC profile of sRGB, packed; the same bytes on every day and system."""
    from PIL import ImageCms

    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[24:36] = bytes.fromhex("07ea00010001000000000000")  # the day on which it was made: 1 January 2026
    made[40:44] = bytes(4)  # the system
    return zlib.compress(bytes(made), 9)
