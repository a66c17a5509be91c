"""Supporting files of the demo: small PDFs that say what they stand for."""

from __future__ import annotations

import io

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile


def evidence(title: str, lines: list[str]) -> UploadedFile[bytes]:
    """One page of A4 with a title and a few lines."""
    text = [f"BT /F1 16 Tf 60 770 Td ({title}) Tj /F1 11 Tf 0 -30 Td"]
    text += [f"({line}) Tj 0 -16 Td" for line in lines]
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)))
    page.Contents = pdf.make_stream("\n".join([*text, "ET"]).encode("ascii"))
    out = io.BytesIO()
    pdf.save(out)
    name = f"{title.lower().replace(' ', '-')}.pdf"
    return SimpleUploadedFile(name, out.getvalue(), "application/pdf")
