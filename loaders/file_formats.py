"""Which loader reads a file: told by its first bytes, since endings of names lie, and else by the ending."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from kg.errors import InputError
from loaders.file_text import FileText
from loaders.text_file import read_text


def _read_html(data: bytes, place: str) -> FileText:
    from loaders.html_file import read_html

    return read_html(data, place)


def _read_docx(data: bytes, place: str) -> FileText:
    from loaders.docx_file import read_docx

    return read_docx(data, place)


def _read_pdf(data: bytes, place: str) -> FileText:
    from loaders.pdf_file import read_pdf

    return read_pdf(data, place)


# Another format is one file, and a function and a line here, for most builds need one loader alone. A loader takes
# bytes and what messages call the file.
FORMATS: Mapping[str, Callable[[bytes, str], FileText]] = {
    ".txt": read_text,
    ".text": read_text,
    ".html": _read_html,
    ".htm": _read_html,
    ".xhtml": _read_html,
    ".shtml": _read_html,
    ".docx": _read_docx,
    ".docm": _read_docx,
    ".pdf": _read_pdf,
}
ARCHIVES = (".zip",)
# Documents in formats that are not read, and what to do about them.
_SAVE_AS_DOCX = "is not read; open it in Word, WPS or LibreOffice and save it as .docx"
UNREADABLE: Mapping[str, str] = {
    ".doc": f"is an old Word file (.doc), which {_SAVE_AS_DOCX}",
    ".wps": f"is a WPS file, which {_SAVE_AS_DOCX}",
    ".rtf": f"is an .rtf file, which {_SAVE_AS_DOCX}",
    ".odt": f"is an .odt file, which {_SAVE_AS_DOCX}",
    ".ofd": "is an .ofd file, which is not read; print it to .pdf with its reader",
    ".caj": "is a .caj file, which is not read; print it to .pdf with its reader",
    ".xlsx": "is a spreadsheet, which is not read; save its table as .html or .docx",
    ".xls": "is a spreadsheet, which is not read; save its table as .html or .docx",
    ".mht": "is a web archive (.mht), which is not read; save the page as .html",
    ".mhtml": "is a web archive (.mhtml), which is not read; save the page as .html",
    ".rar": "is a .rar archive, which is not read; pack it as .zip",
    ".7z": "is a .7z archive, which is not read; pack it as .zip",
}
# What is taken for a document in a folder; other files are left alone.
ENDINGS = frozenset((*FORMATS, *ARCHIVES, *UNREADABLE))

_HTML = re.compile(
    rb"^[\s\x00]*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", ".pdf"),
    (b"{\\rtf", ".rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc"),
    (b"Rar!\x1a\x07", ".rar"),
    (b"7z\xbc\xaf\x27\x1c", ".7z"),
)
_ZIPPED = b"PK\x03\x04"


def read_format(data: bytes, place: str, ending: str) -> FileText:
    """The text of a file; ``ending`` is that of its name (``.pdf``), ``place`` what messages call it.

    Raises InputError for what cannot be read, is in a format that is not read, or holds no text.

    >>> read_format("<html><body><p>一、总体要求</p></body></html>".encode(), "plan.txt", ".txt").text
    '一、总体要求\\n'
    """
    ending = _told_by(data) or ending.lower()
    if ending in UNREADABLE:
        raise InputError(place, UNREADABLE[ending])
    return FORMATS.get(ending, read_text)(data, place)


def _told_by(data: bytes) -> str | None:
    """The format that the first bytes name, as the ending it usually has; None where they name none."""
    head = data[:2048].removeprefix(b"\xef\xbb\xbf")
    mark = next((ending for mark, ending in _MARKS if head.startswith(mark)), None)
    if mark:
        return mark
    if head.startswith(_ZIPPED):
        return ".xlsx" if b"xl/" in data[-4096:] and b"word/" not in data else ".docx"
    return ".html" if _HTML.match(head) else None
