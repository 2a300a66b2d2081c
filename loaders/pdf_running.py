"""Running headers, footers and page numbers: what stands at the edge of pages and returns, or only counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from loaders.pdf_lines import Line, PageLines

# How much of the page at its upper and lower edge, and how many lines there, may be running ones.
_EDGE = 0.13
_LINES_AT_EDGE = 3
# A line runs where it returns on this share of the pages; odd and even pages may have their own.
_SHARE = 0.3
_PAGE_NUMBER = re.compile(
    r"[-—–·•.~ ]*(?:\d{1,4}|[ivxIVX]{1,6})[-—–·•.~ ]*|第? ?\d{1,4} ?页[,，/ 、]*(?:共 ?\d{1,4} ?页)?|\d{1,4} ?/ ?\d{1,4}|共 ?\d{1,4} ?页"
)
_DIGITS = re.compile(r"\d+")


def without_running(pages: Sequence[PageLines]) -> list[PageLines]:
    """The pages without lines that run over them."""
    edges = [_at_edges(page) for page in pages]
    seen = Counter(key for page in edges for key in set(page.values()))
    least = max(2, _SHARE * len(pages))
    kept = []
    for page, at_edge in zip(pages, edges, strict=True):
        running = {
            number
            for number, key in at_edge.items()
            if _PAGE_NUMBER.fullmatch(_folded(page.lines[number].text)) or seen[key] >= least
        }
        kept.append(replace(page, lines=tuple(line for n, line in enumerate(page.lines) if n not in running)))
    return kept


def _at_edges(page: PageLines) -> dict[int, tuple[bool, str]]:
    """The outermost lines of a page, by their number, each with what it has in common with those of other pages."""
    numbered = sorted(range(len(page.lines)), key=lambda n: page.lines[n].top)
    above = [n for n in numbered if page.lines[n].bottom < _EDGE * page.height][:_LINES_AT_EDGE]
    below = [n for n in numbered if page.lines[n].top > (1 - _EDGE) * page.height][-_LINES_AT_EDGE:]
    return {n: (n in above, _key(page.lines[n])) for n in (*above, *below) if not page.lines[n].rows}


def _key(line: Line) -> str:
    return _DIGITS.sub("#", "".join(_folded(line.text).split()))


def _folded(text: str) -> str:
    return text.translate({0xFF10 + n: str(n) for n in range(10)}).strip()
