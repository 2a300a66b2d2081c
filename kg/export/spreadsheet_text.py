"""Texts that a spreadsheet program would take for a formula.

Excel, LibreOffice and WPS read a cell that begins with one of these signs as a formula, which can start programs
or send the sheet's content away; with Chinese settings the full-width signs do the same.
"""

from __future__ import annotations

_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
GUARD = "'"


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet program may calculate the text.

    >>> [text for text in ("=1+1", "-5%", "＋x", "30", "") if looks_like_formula(text)]
    ['=1+1', '-5%', '＋x']
    """
    return text[:1] in _FORMULA if text else False


def guarded(text: str) -> str:
    """The text with an apostrophe before it where it would not stay a text; `unguarded` takes it off.

    >>> guarded("=1+1"), guarded("'t"), guarded("30家")
    ("'=1+1", "''t", '30家')
    """
    return GUARD + text if text.startswith(GUARD) or looks_like_formula(text) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` was given.

    >>> unguarded(guarded("=1+1")), unguarded(guarded("'t"))
    ('=1+1', "'t")
    """
    return cell.removeprefix(GUARD)
