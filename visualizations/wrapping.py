"""Labels in lines of a fixed width, so that a picture is the same in every browser and font."""

from __future__ import annotations

import re
import unicodedata

# What stays together on a line: a count in brackets, a run of Latin letters or digits with its punctuation, one sign.
_PIECE = re.compile(r"（\d{1,6}(?: \w{1,2})?）|[A-Za-z0-9][A-Za-z0-9_.,%&'+/-]{0,20}|\s|.", re.DOTALL)
_NOT_LAST = set("（【〔《“‘([")
_NOT_FIRST = set("，。、；：？！）】〕》”’,.;:?!)]%")


def cells(text: str) -> int:
    """The width of a text in half-width cells: a Chinese character takes two.

    >>> cells("首店A")
    5
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def wrap(text: str, width: int, most: int = 4) -> tuple[str, ...]:
    """``text`` in lines of at most ``width`` cells; what does not fit in ``most`` lines ends in an ellipsis.

    No line begins with a closing sign or ends with an opening one.

    >>> wrap("支持新能源汽车消费，完善充电设施", 18)
    ('支持新能源汽车消费，', '完善充电设施')
    >>> wrap("Zhejiang Province", 10)
    ('Zhejiang', 'Province')
    """
    lines = [""]
    for piece in _PIECE.findall(" ".join(text.split())):
        fits = cells(lines[-1] + piece) <= width or (piece in _NOT_FIRST and lines[-1])
        if fits or not lines[-1].strip():
            lines[-1] += piece
        else:
            carried = lines[-1][-1] if lines[-1][-1] in _NOT_LAST and len(lines[-1]) > 1 else ""
            lines[-1] = lines[-1].removesuffix(carried)
            lines.append(carried + piece.lstrip())
    kept = [line.strip() for line in lines if line.strip()] or [""]
    if len(kept) > most:
        return (*kept[: most - 1], kept[most - 1][:-1] + "…")
    return tuple(kept)
