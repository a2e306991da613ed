"""What makes a paper last: PDF/A-3a and PDF/UA-1 in one file, with the data attached.

WeasyPrint writes one of the two; the identifier of the other is added here, with the description
of its schema that PDF/A asks for (ISO 19005-3, 6.6.2.3.3; ISO 14289-1, clause 5).
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from weasyprint import Attachment, Document

from reporting.paper.composed import Enclosed

VARIANT = "pdf/a-3a"

_PDF_UA = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
  <pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about=""
    xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
    xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
  <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
      <pdfaProperty:name>part</pdfaProperty:name>
      <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
      <pdfaProperty:category>internal</pdfaProperty:category>
      <pdfaProperty:description>Part of ISO 14289 it conforms to</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
  </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""


def attached(file: Enclosed, day: date) -> Attachment:
    """A file inside the paper, dated as the paper is: its own clock would change the bytes."""
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return Attachment(
        file_obj=BytesIO(file.content),
        name=file.name,
        description=file.description,
        relationship=file.relationship,
        created=at,
        modified=at,
    )


def write(document: Document, attachments: Sequence[Attachment] = ()) -> bytes:
    """The laid-out document as PDF/A-3a and PDF/UA-1."""
    written: bytes = document.write_pdf(
        pdf_variant=VARIANT, pdf_tags=True, attachments=list(attachments), finisher=_say_both
    )
    return written


def _say_both(_document: Document, pdf: Any) -> None:
    [metadata] = [each for each in pdf.objects if _is_metadata(each)]
    metadata.stream = [each.replace(b"</rdf:RDF>", _PDF_UA, 1) for each in metadata.stream]


def _is_metadata(each: Any) -> bool:
    return getattr(each, "extra", {}).get("Type") == "/Metadata"
