"""The outline of a document: sections, and the numbered leaf items that become measures.

An item is a numbered heading or paragraph at the head of a paragraph; what is not due in the numbering, a list
in a sentence, an annex or a table of contents is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.model import Problem, Role
from loaders.main_body import hands_on_tables, main_part, without_enumerations, without_residue
from loaders.numbering import Gap, Item, all_parts, read_parts
from loaders.ordinals import Ordinal, find_ordinals
from loaders.paragraphs import Layout
from loaders.reading import Reading
from loaders.roles import role_of, says_how_to_carry_out
from loaders.tables import Cell, Table, find_tables
from loaders.task_rows import Body, Task, read_tasks

# A block before a table of its own that says no more than this only announces it.
_ANNOUNCEMENT = 60
# A table with fewer columns may be text with tabs, in which ordinals begin items.
_COLUMNS_OF_A_TABLE = 3


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
    An item that is a row of a table has the cells of its bodies and deadlines.
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
    bodies: tuple[Body, ...] = ()
    deadlines: tuple[Cell, ...] = ()


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
    tables = find_tables(reading)
    outline = _numbered(reading, tables)
    of_tasks = [table for table in tables if table.kinds]
    return _with_tables(outline, of_tasks, reading) if of_tasks else outline


def _numbered(reading: Reading, tables: Sequence[Table]) -> Outline:
    """The outline of what is numbered outside of tables."""
    layout = Layout.of(reading)
    outside = _outside(find_ordinals(reading), tables)
    parts = read_parts(outside, layout) if tables else all_parts(reading)
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


def _outside(ordinals: Iterable[Ordinal], tables: Sequence[Table]) -> Iterator[Ordinal]:
    """The ordinals that do not number the rows of a table."""
    ahead = [t for t in tables if t.kinds or len(t.rows[0].cells) >= _COLUMNS_OF_A_TABLE][::-1]
    for ordinal in ordinals:
        while ahead and ahead[-1].end <= ordinal.start:
            ahead.pop()
        if not ahead or ordinal.start < ahead[-1].start:
            yield ordinal


def _with_tables(outline: Outline, tables: Sequence[Table], reading: Reading) -> Outline:
    """The outline with the tables of tasks in the main body, or of those that a letter hands on."""
    if outline.blocks:
        inside = [table for table in tables if outline.body_start <= table.start < outline.body_end]
        if inside:
            return _with_rows(outline, inside, reading)
        if not hands_on_tables(reading, outline.body_start, len(outline.blocks), tables):
            aside = (*outline.left_aside, *((table.start, table.end) for table in tables))
            return replace(outline, left_aside=aside)
    read = [_rows(table, (), (), reading) for table in tables]
    headings = tuple(heading for found, _ in read for heading in found)
    blocks = tuple(block for _, found in read for block in found)
    numbered = ((outline.body_start, outline.body_end),) if len(outline.blocks) > 1 else ()
    return Outline(headings, blocks, tables[0].start, tables[-1].end, (*outline.left_aside, *numbered))


def _with_rows(outline: Outline, tables: Sequence[Table], reading: Reading) -> Outline:
    """The outline with the rows of tables below the items that hold them."""
    headings, blocks = list(outline.headings), []
    for block in outline.blocks:
        held = [table for table in tables if block.start <= table.start < block.end]
        if not held:
            blocks.append(block)
            continue
        if held[0].start - block.body > _ANNOUNCEMENT:
            blocks.append(replace(block, end=held[0].start))
        else:
            headings.append(Heading(block.path, block.title, block.start, block.head + len(block.title)))
        for table in held:
            found, rows = _rows(table, (block.path,), (*block.headings, block.title), reading)
            headings += found
            blocks += rows
    headings.sort(key=lambda heading: heading.start)
    end = max(outline.body_end, tables[-1].end)
    return replace(outline, headings=tuple(headings), blocks=tuple(blocks), body_end=end)


def _rows(
    table: Table, path: tuple[str, ...], titles: tuple[str, ...], reading: Reading
) -> tuple[list[Heading], list[Block]]:
    """The headings and items of a table below the item with this path and these titles."""
    headings: dict[str, Heading] = {}
    blocks: list[Block] = []
    for task in read_tasks(table, reading):
        for above in task.headings:
            at = ".".join((*path, *above.numbers))
            if above.is_numbered and at not in headings:
                title = reading.plain[above.start : above.end]
                headings[at] = Heading(at, title, above.start, above.end)
        own = (reading.plain[above.start : above.end] for above in task.headings)
        blocks.append(_block(task, path, (*titles, *own), reading))
    return list(headings.values()), blocks


def _block(task: Task, path: tuple[str, ...], titles: tuple[str, ...], reading: Reading) -> Block:
    title = reading.plain[task.head : task.title_end]
    section = ".".join((*path, *task.numbers[:-1])) or None
    return Block(
        ".".join((*path, *task.numbers)),
        title,
        role_of(title, titles),
        section,
        titles,
        task.start,
        task.head,
        task.body,
        task.end,
        task.bodies,
        task.deadlines,
    )


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
