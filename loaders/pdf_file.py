"""A PDF → its text: in reading order, without running headers, footers and page numbers, lines joined, tables kept.

PDFium (through pypdfium2, BSD and Apache licences, 9 MB) says where every character stands and which rules are
drawn, and survives damaged files; pdfminer.six took three times as long on the files of the tests, and MuPDF is
under the AGPL.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from kg.errors import InputError
from loaders.file_text import FileText, cleaned
from loaders.limits import MOST_PAGES, require_length, require_size
from loaders.pdf_lines import PageLines, read_lines
from loaders.pdf_page import PageContent, read_page
from loaders.pdf_running import without_running
from loaders.pdf_text import joined

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]  # it has annotations, but no py.typed

_PASSWORD_WANTED = 4
# Characters without a meaning (a font that does not say what it draws) up to this share are replaced.
_MOST_UNKNOWN = 0.2
# A scanned page has a picture over more than this share of it; a page with less text than this is empty.
_FEW_CHARACTERS = 8
_REPLACED = "\ufffd"


def read_pdf(data: bytes, place: str) -> FileText:
    """The text of a PDF; ``place`` names it in messages.

    Raises InputError for what is no PDF, is damaged, encrypted or longer than any document, for scanned pages
    without text, and for fonts that do not say which characters they draw.
    """
    require_size(len(data), place)
    contents = list(_pages(data, place))
    characters = sum(len(content.characters) for content in contents)
    if characters < _FEW_CHARACTERS:
        what = "is scanned: it holds pictures of pages and no text; run text recognition (OCR) over it first"
        raise InputError(place, what if any(content.has_picture for content in contents) else "is empty")
    unknown = sum(one.text == _REPLACED for content in contents for one in content.characters)
    if unknown > _MOST_UNKNOWN * characters:
        raise InputError(
            place,
            "has fonts that do not say which characters they draw; run text recognition (OCR) over it first",
        )
    pages: list[PageLines] = without_running([read_lines(content) for content in contents])
    losses = [f"{unknown} characters that the font does not name replaced"] if unknown else []
    losses += _scanned(contents)
    return cleaned(joined(pages), place, losses=tuple(losses))


def _pages(data: bytes, place: str) -> Iterator[PageContent]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD_WANTED:
            raise InputError(place, "is encrypted; save it without a password") from None
        raise InputError(
            place, "is a damaged PDF, or none; open it in a reader and print it to a new PDF"
        ) from None
    try:
        if len(document) > MOST_PAGES:
            raise InputError(
                place, f"has {len(document):,} pages, more than the {MOST_PAGES:,} that are read; split it"
            )
        if len(document) == 0:
            raise InputError(place, "is a PDF without pages")
        yield from _each(document, place)
    finally:
        document.close()


def _each(document: pypdfium2.PdfDocument, place: str) -> Iterator[PageContent]:
    import pypdfium2

    total = 0
    for number in range(len(document)):
        try:
            content = read_page(document[number])
        except pypdfium2.PdfiumError:
            raise InputError(
                place, f"page {number + 1} is damaged; open it in a reader and print it to a new PDF"
            ) from None
        total += len(content.characters)
        require_length(total, place)
        yield content


def _scanned(contents: list[PageContent]) -> list[str]:
    pages = [
        n for n, one in enumerate(contents, 1) if one.has_picture and len(one.characters) < _FEW_CHARACTERS
    ]
    if not pages:
        return []
    listed = ", ".join(map(str, chain(pages[:10], ["…"] if len(pages) > 10 else [])))
    return [f"page {listed} is scanned and holds no text"]
