"""What stands on a page of a PDF: its characters with their places, the rules drawn on it, and pictures.

Places are points from the upper left corner, y downwards, of the page as it is shown.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from loaders.limits import MOST_CHARACTERS

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]  # it has annotations, but no py.typed

_LEVELS_OF_FORMS = 6
# More drawn pieces than this are a picture, not the rules of tables.
_MOST_DRAWN = 20_000
# A rule is thinner than this and at least this long, in points.
_THIN = 3.0
_SHORTEST = 6.0
_PICTURE_SHARE = 0.4
# Text that stands askew by more than this (radians) is a watermark.
_ASKEW = 0.05
_RIGHT_ANGLE = 1.5707963


@dataclass(frozen=True, slots=True)
class Character:
    """A character in its box; ``is_space`` where the file itself sets a space."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2

    @property
    def center(self) -> float:
        """Its middle from left to right."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line along an axis: at ``at``, from ``start`` to ``end``."""

    is_horizontal: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class PageContent:
    """A page of ``width`` by ``height`` points; characters stand in the order of the file."""

    width: float
    height: float
    characters: tuple[Character, ...]
    rules: tuple[Rule, ...]
    has_picture: bool


Place = Callable[[float, float], tuple[float, float]]


def read_page(page: pypdfium2.PdfPage) -> PageContent:
    """Read a page; raises PdfiumError where it is damaged."""
    rotation = page.get_rotation() % 360
    left, bottom, right, top = page.get_cropbox()
    place = _placed(rotation, left, bottom, right, top)
    width, height = (top - bottom, right - left) if rotation in (90, 270) else (right - left, top - bottom)
    textpage = page.get_textpage()
    try:
        characters = tuple(_characters(textpage, place))
    finally:
        textpage.close()
    rules, has_picture = _drawn(page, place, width * height)
    return PageContent(width, height, characters, rules, has_picture)


def _placed(rotation: int, left: float, bottom: float, right: float, top: float) -> Place:
    """From places of the file to places of the page as it is shown."""
    if rotation == 90:
        return lambda x, y: (y - bottom, x - left)
    if rotation == 180:
        return lambda x, y: (right - x, y - bottom)
    if rotation == 270:
        return lambda x, y: (top - y, right - x)
    return lambda x, y: (x - left, top - y)


def _characters(textpage: Any, place: Place) -> Iterator[Character]:
    from pypdfium2 import raw

    count = min(raw.FPDFText_CountChars(textpage), MOST_CHARACTERS + 1)
    box = raw.FS_RECTF()
    pair = ""
    for index in range(count):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if raw.FPDFText_IsGenerated(textpage, index) == 1 or code in (0x0D, 0x0A):
            continue
        text = pair + chr(code) if code < 0x110000 else "\ufffd"
        pair = ""
        if 0xD800 <= code < 0xDC00:
            pair = text
            continue
        text = _whole(text)
        if not raw.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(box)):
            continue
        if text != " " and _is_askew(raw.FPDFText_GetCharAngle(textpage, index)):
            continue
        x, y = place(box.left, box.top)
        x2, y2 = place(box.right, box.bottom)
        yield Character(text, min(x, x2), min(y, y2), max(x, x2), max(y, y2))


def _whole(text: str) -> str:
    """One character: two halves of a surrogate pair joined, what no font names replaced."""
    if len(text) == 2 or "\ud800" <= text < "\ue000":
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")[:1]
    is_unknown = text in ("\x00", "\ufffe", "\uffff", "\ufffd") or "\ue000" <= text < "\uf900"
    return "\ufffd" if is_unknown else " " if text in ("\t", "\xa0", "\u3000", "\x02") else text


def _is_askew(angle: float) -> bool:
    off = angle % _RIGHT_ANGLE
    return _ASKEW < off < _RIGHT_ANGLE - _ASKEW


def _drawn(page: pypdfium2.PdfPage, place: Place, area: float) -> tuple[tuple[Rule, ...], bool]:
    """The rules on a page, and whether a picture covers much of it."""
    from pypdfium2 import raw

    rules: list[Rule] = []
    has_picture = False
    kinds = (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE)
    for number, item in enumerate(page.get_objects(filter=kinds, max_depth=_LEVELS_OF_FORMS)):
        if number > _MOST_DRAWN:
            return (), has_picture
        left, bottom, right, top = item.get_bounds()
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            has_picture |= (right - left) * (top - bottom) > _PICTURE_SHARE * area
        else:
            rules += _rules(item, place)
    return tuple(rules), has_picture


def _rules(path: Any, place: Place) -> Iterator[Rule]:
    """The lines of a path that run along an axis; of a thin filled box its two long sides."""
    from pypdfium2 import raw

    count = raw.FPDFPath_CountSegments(path)
    if count > _MOST_DRAWN:
        return
    matrix = path.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = None
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = place(*matrix.on_point(x.value, y.value))
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            first = point
        elif last is not None:
            yield from _rule(last, point)
        if raw.FPDFPathSegment_GetClose(segment) and first is not None:
            yield from _rule(point, first)
        last = point


def _rule(start: tuple[float, float], end: tuple[float, float]) -> Iterator[Rule]:
    (x, y), (x2, y2) = start, end
    if abs(y - y2) < _THIN and abs(x - x2) > _SHORTEST:
        yield Rule(True, (y + y2) / 2, min(x, x2), max(x, x2))
    elif abs(x - x2) < _THIN and abs(y - y2) > _SHORTEST:
        yield Rule(False, (x + x2) / 2, min(y, y2), max(y, y2))
