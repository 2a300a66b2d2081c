"""The outline of a document: sections, and the numbered leaf items that become measures.

An item is a numbered heading or paragraph at the head of a paragraph; what is not due in the numbering, a list
in a sentence, an annex or a table of contents is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.model import Problem, Role
from loaders.main_body import main_part, without_enumerations, without_residue
from loaders.numbering import Gap, Item, read_parts
from loaders.ordinals import find_ordinals
from loaders.paragraphs import Layout
from loaders.reading import Reading
from loaders.roles import role_of, says_how_to_carry_out


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading with items below it; positions in ``Reading.plain``."""

    path: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A leaf item.

    ``start`` (where its ordinal begins), ``head`` (where its title begins), ``body`` (what follows the title)
    and ``end`` are positions of ``Reading.plain``; ``headings`` are the titles above it, outermost first.
    """

    path: str
    title: str
    role: Role
    section: str | None
    headings: tuple[str, ...]
    start: int
    head: int
    body: int
    end: int


@dataclass(frozen=True, slots=True)
class Outline:
    """Headings and leaf items in order; ``body_start`` to ``body_end`` hold the numbered text.

    ``left_aside`` lists stretches with numbered text of their own that are not of the main body (annexes,
    a covering letter), ``gaps`` places where an ordinal is missing or printed twice.
    """

    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]
    body_start: int
    body_end: int
    left_aside: tuple[tuple[int, int], ...] = ()
    gaps: tuple[Gap, ...] = ()

    def problems(self, reading: Reading, stem: str) -> tuple[Problem, ...]:
        """What an analyst should look at: text left aside, gaps in the numbering."""
        aside = [
            _problem("left-aside", stem, reading, a, b, "numbered text outside of the main body")
            for a, b in self.left_aside
        ]
        gaps = [_problem("numbering", stem, reading, at, at + 1, what) for at, what in self.gaps]
        return tuple(aside + gaps)


def _problem(kind: str, stem: str, reading: Reading, start: int, end: int, what: str) -> Problem:
    span = reading.span(start, end)
    return Problem(kind, stem, f"{what}: {span.quote[:40]!r}", span.start, span.end)


def read_outline(reading: Reading) -> Outline:
    """Read the numbering of a text; an outline without blocks where there is none.

    >>> outline = read_outline(Reading.of("一、总体要求\\n略。\\n二、任务\\n（一）办节。办10场。\\n（二）设点。设5个。\\n"))
    >>> [(block.path, block.title, block.role) for block in outline.blocks]
    [('1', '总体要求', 'general'), ('2.1', '办节', 'measure'), ('2.2', '设点', 'measure')]
    """
    layout = Layout.of(reading)
    parts = read_parts(find_ordinals(reading), layout)
    if not parts:
        return Outline((), (), 0, 0)
    main = main_part(parts, reading, layout)
    items, gaps = parts[main]
    items = without_enumerations(items, reading)
    following = parts[main + 1][0][0].ordinal.start if main + 1 < len(parts) else None
    end = layout.body_end(items[-1].ordinal.end, following)
    items, gaps, end = without_residue(items, gaps, end)
    headings, blocks = _tree(items, end, reading, layout)
    aside = tuple(_extent(part[0]) for n, part in enumerate(parts) if n != main and len(part[0]) > 1)
    return Outline(headings, blocks, items[0].ordinal.start, end, aside, tuple(gaps))


def _extent(items: Sequence[Item]) -> tuple[int, int]:
    return items[0].ordinal.start, items[-1].ordinal.end


def _tree(
    items: Sequence[Item], end: int, reading: Reading, layout: Layout
) -> tuple[tuple[Heading, ...], tuple[Block, ...]]:
    headings: list[Heading] = []
    blocks: list[Block] = []
    above: list[tuple[int, Heading]] = []
    for item, following in zip(items, [*items[1:], None], strict=True):
        ordinal, path = item.ordinal, ".".join(item.path)
        while above and above[-1][0] >= ordinal.rank:
            above.pop()
        stop = following.ordinal.start if following else end
        head = _after_marks(reading.plain, ordinal.end, stop)
        title_end, body = layout.title(head, stop)
        title = reading.plain[head:title_end]
        if following is not None and following.ordinal.rank > ordinal.rank:
            heading = Heading(path, title, ordinal.start, title_end)
            headings.append(heading)
            above.append((ordinal.rank, heading))
            continue
        titles = tuple(heading.title for _, heading in above)
        section = above[-1][1].path if above else None
        role = role_of(title, titles)
        blocks.append(Block(path, title, role, section, titles, ordinal.start, head, body, stop))
    return tuple(headings), tuple(_with_last_section(blocks))


def _after_marks(plain: str, start: int, stop: int) -> int:
    """Where the title begins: after marks that are printed twice (``4..加强``)."""
    while start < stop and plain[start] in ".、。,:; ":
        start += 1
    return start


def _with_last_section(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with the last section a safeguard where most of its items are about carrying out the rest."""
    last = [block for block in blocks if block.section is not None and block.section == blocks[-1].section]
    if len(last) < len(blocks) and says_how_to_carry_out([block.title for block in last]):
        return [replace(block, role="safeguard") if block in last else block for block in blocks]
    return list(blocks)
