"""Who is responsible for an item: the bodies of its notes, the localities, and what other notes say of it.

Besides an item's own note three things bind it: a sentence for all items before or after it (以下工作均需各市、县
〔市、区〕政府落实,不再列出), a note at the heading it stands under, and, in documents that write one note after a group
of items, the note at the group's end.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.model import Agency
from loaders.agency_names import NameList, PrintedName, read_names
from loaders.agency_records import Identify, agency_record
from loaders.outline import Block, Heading, Outline
from loaders.reading import Reading
from loaders.responsibility_notes import BINDING, Note, find_labels, find_notes, read_note
from loaders.task_rows import Body

_STRENGTH = {"lead": 3, "joint": 2, "support": 1, "responsible": 0}
_FIRST_LEADS = re.compile(
    r"(?:列|排)(?:名|序)?(?:在|为|于)?(?:第一|首)(?:位|个|顺位)?的?(?:责任)?(?:单位|部门|者)?(?:为|是|即为|作为)(?:总?牵头|主办|主要责任)"
)
_GROUPS_FOR_A_HABIT = 2


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Who is responsible for one item.

    ``ranges`` are the notes and ``deadlines`` the dates in them, as ranges of ``Reading.plain``; a note
    that stands outside of the item is not among them.
    """

    agencies: tuple[Agency, ...] = ()
    localities: bool = False
    et_al: bool = False
    ranges: tuple[tuple[int, int], ...] = ()
    deadlines: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Binding:
    """A sentence at ``plain[start:end]`` that puts the localities under all items before or after it."""

    start: int
    end: int
    before: bool
    after: bool


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the notes of one stretch of text name."""

    names: tuple[PrintedName, ...] = ()
    localities: bool = False
    et_al: bool = False
    notes: tuple[Note, ...] = ()
    deadlines: tuple[tuple[int, int], ...] = ()

    @property
    def says_who(self) -> bool:
        return bool(self.names) or self.localities or self.et_al


def read_responsibilities(
    reading: Reading, outline: Outline, identify: Identify
) -> tuple[Responsibility, ...]:
    """The responsibility of every block of the outline, in its order."""
    own = [_read_block(reading, block) for block in outline.blocks]
    said = _from_groups(own, outline.blocks)
    said = _from_headings(said, outline, reading)
    bindings = find_bindings(reading.plain)
    first_leads = _FIRST_LEADS.search(reading.plain) is not None
    return tuple(
        _responsibility(reading, block, who, mine, bindings, identify, first_leads)
        for block, who, mine in zip(outline.blocks, said, own, strict=True)
    )


def find_bindings(plain: str) -> tuple[Binding, ...]:
    """The sentences that put the localities under other items than their own.

    >>> text = "(甲局负责。以下工作均需各市、县〔市、区〕政府落实,不再列出)"
    >>> find_bindings(text)
    (Binding(start=6, end=30, before=False, after=True),)
    """
    bindings = []
    for found in BINDING.finditer(plain):
        if not read_names(plain, *_place_of_names(found), strict=True).localities:
            continue
        words = found.group()
        after = re.search(r"以下|下列|下述", words) is not None
        before = re.search(r"以上|上述", words) is not None
        everywhere = not (after or before)
        bindings.append(Binding(found.start(), found.end(), before or everywhere, after or everywhere))
    return tuple(bindings)


def _place_of_names(found: re.Match[str]) -> tuple[int, int]:
    names = re.search(
        r"(?:均|都)?[由需须应](?:由|要)?(?=[各市县区州所有相])|(?=各[市县区州设地])", found.group()
    )
    return (found.start() + names.end() if names else found.start()), found.end()


def _read_block(reading: Reading, block: Block) -> _Reading:
    """What the notes of an item name, and where it is a row of a table its cells of bodies."""
    if not block.bodies and not block.deadlines:
        return _read(reading, block.start, block.end)
    cells = [(cell.start, cell.end) for cell in block.bodies]
    cells += [(cell.start, cell.end) for cell in block.deadlines]
    own = [start for start, _ in cells if block.head <= start]
    noted = _read(reading, block.head, min(own, default=block.end))
    lists = [_names_of_cell(reading.plain, cell) for cell in block.bodies]
    return _Reading(
        _without_repeats([*noted.names, *(name for found in lists for name in found.names)]),
        noted.localities or any(found.localities for found in lists),
        noted.et_al or any(found.et_al for found in lists),
        (*noted.notes, *(Note(start, end, start, end) for start, end in cells if start >= block.start)),
        (*noted.deadlines, *((cell.start, cell.end) for cell in block.deadlines)),
    )


def _names_of_cell(plain: str, cell: Body) -> NameList:
    """The bodies of a cell: its own labels (牵头单位：…) say more than the heading of the column."""
    if find_labels(plain, cell.start, cell.end):
        return read_note(plain, Note(cell.start, cell.end, cell.start, cell.end))
    return read_names(plain, cell.start, cell.end, cell.manner)


def _read(reading: Reading, start: int, end: int) -> _Reading:
    notes = find_notes(reading, start, end)
    if not notes:
        return _Reading()
    lists = [read_note(reading.plain, note) for note in notes]
    return _Reading(
        _without_repeats(name for found in lists for name in found.names),
        any(found.localities for found in lists),
        any(found.et_al for found in lists),
        tuple(notes),
        tuple(deadline for found in lists for deadline in found.deadlines),
    )


def _without_repeats(names: Iterable[PrintedName]) -> tuple[PrintedName, ...]:
    """Each name once, where it stands first, with the strongest manner it is given."""
    first: dict[str, PrintedName] = {}
    for name in names:
        seen = first.get(name.name)
        if seen is None:
            first[name.name] = name
        elif _STRENGTH[name.manner] > _STRENGTH[seen.manner]:
            first[name.name] = replace(seen, manner=name.manner)
    return tuple(first.values())


def _from_groups(own: Sequence[_Reading], blocks: Sequence[Block]) -> list[_Reading]:
    """Give the note at the end of a group to its other items, where that is the document's habit."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index, block in enumerate(blocks):
        groups[block.path.rpartition(".")[0]].append(index)
    said = list(own)
    several = [group for parent, group in groups.items() if parent and len(group) > 1]
    at_end = [
        group for group in several if own[group[-1]].says_who and not any(own[i].says_who for i in group[:-1])
    ]
    elsewhere = [group for group in several if any(own[i].says_who for i in group[:-1])]
    if len(at_end) < max(_GROUPS_FOR_A_HABIT, 4 * len(elsewhere)):
        return said
    for group in at_end:
        for index in group[:-1]:
            said[index] = replace(own[group[-1]], notes=own[index].notes, deadlines=own[index].deadlines)
    return said


def _from_headings(said: Sequence[_Reading], outline: Outline, reading: Reading) -> list[_Reading]:
    """Give the note of a heading to the items under it that have none."""
    result = list(said)
    starts = sorted(
        [*(heading.start for heading in outline.headings), *(block.start for block in outline.blocks)]
    )
    for heading in sorted(outline.headings, key=lambda heading: -heading.path.count(".")):
        found = _heading_note(reading, heading, starts)
        if not found.says_who:
            continue
        for index, block in enumerate(outline.blocks):
            if block.path.startswith(f"{heading.path}.") and not result[index].says_who:
                result[index] = replace(found, notes=result[index].notes, deadlines=result[index].deadlines)
    return result


def _heading_note(reading: Reading, heading: Heading, starts: Sequence[int]) -> _Reading:
    following = [start for start in starts if start > heading.start]
    if not following or following[0] - heading.start > 2000:
        return _Reading()
    return _read(reading, heading.start, following[0])


def _responsibility(
    reading: Reading,
    block: Block,
    said: _Reading,
    own: _Reading,
    bindings: Sequence[Binding],
    identify: Identify,
    first_leads: bool,
) -> Responsibility:
    bound = block.role != "general" and any(
        (binding.after and block.start > binding.start) or (binding.before and block.start < binding.start)
        for binding in bindings
    )
    names = said.names
    if first_leads and names and not any(name.manner == "lead" for name in names):
        names = (replace(names[0], manner="lead"), *names[1:])
    return Responsibility(
        tuple(agency_record(reading, n.start, n.end, n.manner, identify, n.owner) for n in names),
        said.localities or bound,
        said.et_al,
        tuple((note.start, note.end) for note in own.notes),
        own.deadlines,
    )
