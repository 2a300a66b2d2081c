"""A web page → the text of the document it shows, without the menus and footers around it, tables kept.

lxml reads the page as a browser would (BSD licence, 12 MB). Which part is the document is told by
``loaders.html_main``: trafilatura finds it as well on the pages of the tests, but prints counted lists without their
numbers and a merged cell in one row alone, says nothing of information boxes, and brings 46 MB along.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from kg.errors import InputError
from loaders.file_text import FileText, cleaned
from loaders.html_lines import read_lines
from loaders.html_main import main_lines
from loaders.limits import require_elements, require_size
from loaders.page_facts import page_facts
from loaders.text_file import decoded

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MOST_BYTES = 32 * 2**20
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,20})""", re.IGNORECASE)
# What pages call GB2312 holds characters of GBK and GB18030, as in browsers.
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
}


def read_html(data: bytes, place: str) -> FileText:
    """The text of a page and the facts around it; ``place`` names it in messages.

    Raises InputError for what is no page, is nested beyond all measure, or holds no text.
    """
    require_size(len(data), place, _MOST_BYTES)
    require_elements(data, place)
    text, damaged = decoded(data, place, _charset(data))
    losses = (f"{damaged} damaged byte{'s' * (damaged > 1)} replaced",) if damaged else ()
    page = _parsed(text, place)
    everything = read_lines(page)
    facts = page_facts(page, everything)
    lines = main_lines(everything, facts.get("title"))
    if not lines:
        raise InputError(
            place, "is a page without text; it may load its text by script: save what the browser shows"
        )
    return cleaned("".join(f"{line}\n" for line in lines), place, losses=losses, facts=facts)


def _charset(data: bytes) -> str | None:
    """The encoding that a page names for itself, as Python knows it."""
    found = _CHARSET.search(data[:4096])
    if found is None:
        return None
    name = found.group(1).decode("ascii").lower()
    try:
        return codecs.lookup(_WIDER.get(name, name)).name
    except LookupError:
        return None


def _parsed(text: str, place: str) -> HtmlElement:
    from lxml import etree, html

    # A lone surrogate has no bytes; libxml2 would stop at a NUL.
    data = text.replace("\x00", "\ufffd").encode("utf-8", "replace")
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        page = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        raise InputError(place, "is no web page, or an empty one") from None
    if any("Excessive depth" in error.message for error in parser.error_log):
        raise InputError(
            place, "is nested more than 2,048 elements deep; save what the browser shows as text"
        )
    return page
