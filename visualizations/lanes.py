"""The layout of the graph pages: lanes from left to right, in each a tree of boxes from top to bottom.

A lane holds groups (a place, a document, a section) and in them leaves (measures, agencies). A group that
is closed stands for all it holds, and so do the lines to it: a large graph opens on its groups. Order and
places are computed here, once; the page only closes the gaps when a group is opened or something filtered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from visualizations.records import Json, Text
from visualizations.wrapping import wrap

# In pixels at full size, and half-width cells of a label at FONT.
FONT = 14
LINE = 19
PAD = 6
GAP = 7
TOP = 46
# A lane opens with at most so many rows, so that its message fits one screen.
ROWS = 28
_SWEEPS = 6


@dataclass(frozen=True, slots=True)
class Box:
    """A box of a lane; ``parent`` is the group around it, ``row`` a name shared by boxes at one height.

    ``outline`` is ``dashed`` or ``dotted`` for one that lacks something, which the legend explains.
    """

    id: str
    lane: int
    label: Text
    parent: str | None = None
    row: str | None = None
    tone: str = "plain"
    outline: str = ""


@dataclass(frozen=True, slots=True)
class Lanes:
    """A layout before it is placed: titles of the lanes, boxes in the order of their text, lines as pairs.

    ``spread`` is the height in pixels over which short lanes may be spread; 0 packs all lanes from the top.
    """

    titles: Sequence[Text]
    boxes: Sequence[Box]
    lines: Sequence[tuple[str, str]]
    width: int = 250
    between: int = 112
    fixed: frozenset[int] = frozenset()
    rows: Sequence[str] = ()
    arcs: bool = False
    limit: int = ROWS
    greedy: bool = False
    spread: int = 0


def tree(boxes: Iterable[Box]) -> dict[str | None, list[Box]]:
    """The boxes by the group they are in."""
    children: dict[str | None, list[Box]] = {}
    for box in boxes:
        children.setdefault(box.parent, []).append(box)
    return children


def ordered(lanes: Lanes) -> list[Box]:
    """The boxes of all lanes, each group followed by what it holds, with few crossings between lanes.

    Barycentre sweeps: a box wants to stand where the boxes it is joined to stand. Groups move as a whole;
    lanes in ``fixed`` keep the order they are given in, and so do outermost groups (documents by date).
    """
    by_lane = [[box for box in lanes.boxes if box.lane == n] for n in range(len(lanes.titles))]
    partners: dict[str, list[str]] = {}
    for one, other in lanes.lines:
        partners.setdefault(one, []).append(other)
        partners.setdefault(other, []).append(one)
    place: dict[str, float] = {}
    orders = [_flat(tree(boxes), None) for boxes in by_lane]
    for order in orders:
        place |= _places(order)
    for _ in range(_SWEEPS):
        for lane, boxes in enumerate(by_lane):
            if lane not in lanes.fixed:
                orders[lane] = _flat(_sorted_tree(boxes, partners, place), None)
                place |= _places(orders[lane])
    return [box for order in orders for box in order]


def _flat(children: Mapping[str | None, Sequence[Box]], parent: str | None) -> list[Box]:
    found: list[Box] = []
    waiting = list(reversed(children.get(parent, ())))
    while waiting:
        box = waiting.pop()
        found.append(box)
        waiting.extend(reversed(children.get(box.id, ())))
    return found


def _places(order: Sequence[Box]) -> dict[str, float]:
    """Where each box stands in its lane, from 0 to 1: lanes are of different length."""
    return {box.id: (number + 0.5) / len(order) for number, box in enumerate(order)}


def _sorted_tree(
    boxes: Sequence[Box], partners: Mapping[str, Sequence[str]], place: Mapping[str, float]
) -> dict[str | None, list[Box]]:
    wants: dict[str, list[float]] = {box.id: [] for box in boxes}
    parent = {box.id: box.parent for box in boxes}
    for box in boxes:
        found = [place[other] for other in partners.get(box.id, ()) if other not in wants]
        at: str | None = box.id
        while at is not None:
            wants[at].extend(found)
            at = parent[at]

    def want(box: Box) -> float:
        found = wants[box.id]
        return sum(found) / len(found) if found else place[box.id]

    children = tree(boxes)
    return {
        group: inner if group is None and any(b.id in children for b in inner) else sorted(inner, key=want)
        for group, inner in children.items()
    }


def opened(boxes: Sequence[Box], limit: int = ROWS, *, greedy: bool = False) -> set[str]:
    """Which groups are open at first: as deep as each lane stays within ``limit`` rows.

    All groups of one depth are open or none, unless ``greedy``: then the small ones open as long as there is room.
    """
    children = tree(boxes)
    open_groups: set[str] = set()
    for lane in sorted({box.lane for box in boxes}):
        shown = [box for box in children.get(None, ()) if box.lane == lane]
        rows = len(shown)
        while groups := [box for box in shown if box.id in children]:
            if greedy:
                groups.sort(key=lambda box: len(children[box.id]))
                while groups and rows + sum(len(children[g.id]) for g in groups) > limit:
                    groups.pop()
            inner = [child for group in groups for child in children[group.id]]
            if not inner or rows + len(inner) > limit:
                break
            rows += len(inner)
            open_groups.update(group.id for group in groups)
            shown = inner
    return open_groups


def placed(lanes: Lanes) -> Json:
    """The layout as the page reads it: boxes in order with lines, sizes and first places; groups that are open."""
    order = ordered(lanes)
    open_groups = opened(order, lanes.limit, greedy=lanes.greedy)
    groups = {box.parent for box in order if box.parent}
    depth = _depths(order)
    sized = {}
    for box in order:
        width = lanes.width - 14 * depth[box.id]
        room = (width - 2 * PAD) * 2 // FONT - (2 if box.id in groups else 0)
        # Latin letters are of different widths: some lines of them are wider than their count says.
        labels = {"zh": wrap(box.label.zh, room), "en": wrap(box.label.en, room - 2)}
        height = len(labels["zh"]) * LINE + 2 * PAD
        sized[box.id] = (width, height, labels)
    at = _stacked(order, open_groups, {id: size[1] for id, size in sized.items()}, lanes.rows)
    if lanes.spread:
        at = _spread(order, at, lanes.spread)
    step = lanes.width + lanes.between
    boxes = [
        {
            "id": box.id,
            "lane": box.lane,
            "parent": box.parent,
            "row": box.row,
            "tone": box.tone,
            "outline": box.outline or None,
            "group": box.id in groups or None,
            "x": box.lane * step + (lanes.width - sized[box.id][0]) // 2 + 7 * depth[box.id],
            "y": at.get(box.id),
            "w": sized[box.id][0],
            "h": sized[box.id][1],
            **sized[box.id][2],
        }
        for box in order
    ]
    return {
        "boxes": [{name: value for name, value in box.items() if value is not None} for box in boxes],
        "open": sorted(open_groups),
        "lanes": [{"title": t.json(), "x": n * step} for n, t in enumerate(lanes.titles)],
        "rows": list(lanes.rows),
        "arcs": lanes.arcs,
        "spread": lanes.spread,
        "width": lanes.width,
        "step": step,
        "gap": GAP,
        "top": TOP,
    }


def _depths(order: Sequence[Box]) -> dict[str, int]:
    depths: dict[str, int] = {}
    for box in order:
        depths[box.id] = depths[box.parent] + 1 if box.parent else 0
    return depths


def _stacked(
    order: Sequence[Box], open_groups: set[str], heights: Mapping[str, int], rows: Sequence[str]
) -> dict[str, float]:
    """The middle of every box that is shown; boxes of one row begin at one height in all lanes."""
    shown: set[str] = set()
    for box in order:
        if box.parent is None or (box.parent in shown and box.parent in open_groups):
            shown.add(box.id)
    visible = [box for box in order if box.id in shown]
    begins = _row_begins(visible, heights, rows)
    at: dict[str, float] = {}
    below: dict[tuple[int, str | None], int] = {}
    for box in visible:
        key = (box.lane, box.row)
        y = below.get(key, begins.get(box.row, TOP))
        if box.parent is None and box.row is None and y > TOP:
            y += GAP
        at[box.id] = y + heights[box.id] / 2
        below[key] = y + heights[box.id] + GAP
    return at


def _spread(order: Sequence[Box], at: Mapping[str, float], most: int) -> dict[str, float]:
    """The places with the groups of short lanes spread over the height of the longest: lines run through no funnel.

    A lane is not spread beyond ``most`` pixels, so that what a reader looks for first stands on the first screen.
    """
    ends: dict[int, float] = {}
    group: dict[str, int] = {}
    many: Counter[int] = Counter()
    for box in order:
        if box.id in at:
            ends[box.lane] = max(ends.get(box.lane, 0), at[box.id])
            many[box.lane] += box.parent is None
            group[box.id] = many[box.lane] - 1
    bottom = min(max(ends.values(), default=TOP), most)
    return {
        box.id: at[box.id] + max(0, bottom - ends[box.lane]) * (group[box.id] + 0.5) / many[box.lane]
        for box in order
        if box.id in at
    }


def _row_begins(
    visible: Sequence[Box], heights: Mapping[str, int], rows: Sequence[str]
) -> dict[str | None, int]:
    tallest: dict[str, int] = {}
    for row in rows:
        by_lane: dict[int, int] = {}
        for box in visible:
            if box.row == row:
                by_lane[box.lane] = by_lane.get(box.lane, 0) + heights[box.id] + GAP
        tallest[row] = max(by_lane.values(), default=0)
    begins: dict[str | None, int] = {}
    y = TOP
    for row in rows:
        begins[row] = y
        y += tallest[row] + (GAP if tallest[row] else 0)
    return begins
