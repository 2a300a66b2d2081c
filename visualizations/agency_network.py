"""Agency network: who works with whom, by line of work and level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from visualizations.items import details_of, names_json
from visualizations.lanes import Box, Lanes, placed
from visualizations.pyvis_network import network_json
from visualizations.records import Asks, Finding, Item, Key, Link, Page, Text, View
from visualizations.roots import measures_of, root_name
from visualizations.snapshot import LEVELS, Snapshot

TITLE = Text("单位协作网络", "Agency network")
ABOUT = Text(
    "一列为一个地区（地区多时为一个层级），同一条线的单位在同一高度。弧线表示两个单位对同一条措施负责，越粗共同负责的措施越多。",
    "A column is a place, or a level where there are many places; agencies of one line of work stand at one height. An arc joins two that answer for the same measure; the thicker, the more measures.",
)
_NO_LINE = "line/_"
# Arcs for fewer joint measures than this are shown when one of the two is chosen, or by the filter.
_FEW = 3
_ARCS = 40
# More places than this share the column of their level.
_PLACES = 8


def agency_network(graph: Asks, roots: Sequence[str]) -> Page:
    """The network of all agencies, or of those that answer for the measures of a root."""
    snapshot = Snapshot.of(graph)
    held = measures_of(snapshot, roots)
    measures: dict[str, list[str]] = {}
    for measure in held:
        for duty in snapshot.duties.get(measure, ()):
            measures.setdefault(duty["agency"], []).append(measure)
    measures = {id: list(dict.fromkeys(found)) for id, found in measures.items() if id in snapshot.agencies}
    together = _together(snapshot, held)
    # The places in the order of the levels, each level by the number of its duties.
    places = _places(snapshot, measures)
    column_of = _columns(snapshot, places)
    items = [_item(snapshot, id, measures[id]) for id in measures]
    rows = _rows(snapshot, measures)
    groups, boxes = _boxes(snapshot, measures, column_of, rows)
    links = _links(together)
    columns = list(dict.fromkeys(column_of.values()))
    titles = [snapshot.name(column) if column else Text("地区不明", "Place unknown") for column in columns]
    layout = placed(
        Lanes(
            titles,
            boxes,
            [],
            width=172,
            between=50,
            fixed=frozenset(range(len(columns))),
            rows=rows,
            arcs=True,
            limit=60 if len(boxes) < 300 else 0,
        )
    )
    details = details_of(snapshot, held)
    details["names"] |= names_json(
        snapshot, {i for item in items for ids in item.facets.values() for i in ids}
    )["names"]
    details["names"]["worksWith"] = Text("共同负责", "work together").json()
    legend = [
        *(Key(f"box-{level}", LEVELS[level]) for level in LEVELS if any(i.tone == level for i in items)),
        Key("line-flow", Text("共同负责（粗细为措施数）", "work together (width: measures)")),
    ]
    return Page(
        "agency-network",
        TITLE,
        ABOUT,
        "lanes",
        [*items, *groups],
        links,
        legend,
        details,
        layout,
        root_name(snapshot, roots),
        network_json(layout),
        _findings(snapshot, measures, together),
    )


def _together(snapshot: Snapshot, held: Mapping[str, None]) -> dict[tuple[str, str], list[str]]:
    """The measures that each pair of agencies answers for together."""
    together: dict[tuple[str, str], list[str]] = {}
    for measure in held:
        bodies = sorted(
            {duty["agency"] for duty in snapshot.duties.get(measure, ())} & snapshot.agencies.keys()
        )
        for pair in combinations(bodies, 2):
            together.setdefault(pair, []).append(measure)
    return together


def _level(snapshot: Snapshot, place: str | None) -> str:
    for row in snapshot.documents.values():
        if row["region"] == place:
            return str(row["level"])
    if place is None:
        return "unknown"
    code = place.rpartition("/")[2]
    if code == "100000":
        return "national"
    return "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"


def _places(snapshot: Snapshot, measures: Mapping[str, Sequence[str]]) -> list[str | None]:
    duties: dict[str | None, int] = {}
    for id, found in measures.items():
        place = snapshot.agencies[id]["region"]
        duties[place] = duties.get(place, 0) + len(found)
    order = list(LEVELS)
    return sorted(
        duties, key=lambda place: (order.index(_level(snapshot, place)), -duties[place], str(place))
    )


def _columns(snapshot: Snapshot, places: Sequence[str | None]) -> dict[str | None, str | None]:
    """The column of each place, in their order: its own, or that of its level where there are many places."""
    many = len(places) > _PLACES
    return {place: f"level/{_level(snapshot, place)}" if many else place for place in places}


def _line(snapshot: Snapshot, id: str) -> str:
    lines = snapshot.agencies[id]["lines"]
    return min(lines) if lines else _NO_LINE


def _rows(snapshot: Snapshot, measures: Mapping[str, Sequence[str]]) -> list[str]:
    """The lines of work, those with most duties first, bodies without a line last."""
    duties: dict[str, int] = {}
    for id, found in measures.items():
        line = _line(snapshot, id)
        duties[line] = duties.get(line, 0) + len(found)
    return sorted(duties, key=lambda line: (line == _NO_LINE, -duties[line], line))


def _item(snapshot: Snapshot, id: str, measures: Sequence[str]) -> Item:
    row = snapshot.agencies[id]
    level = _level(snapshot, row["region"])
    names = [snapshot.name(line) for line in row["lines"]]
    note = Text("、".join(name.zh for name in names), ", ".join(name.en for name in names)) if names else None
    facets = {
        "level": [f"level/{level}"],
        "place": [row["region"]] if row["region"] else [],
        "agency": [id],
        "theme": sorted({theme for measure in measures for theme in snapshot.themes_of.get(measure, ())}),
    }
    return Item(id, "Agency", snapshot.name(id), tone=level, facets=facets, note=note, members=measures)


def _boxes(
    snapshot: Snapshot,
    measures: Mapping[str, Sequence[str]],
    column_of: Mapping[str | None, str | None],
    rows: Sequence[str],
) -> tuple[list[Item], list[Box]]:
    """A box for each agency; several of one line and column are one group."""
    lanes = {column: lane for lane, column in enumerate(dict.fromkeys(column_of.values()))}
    cells: dict[tuple[int, str], list[str]] = {}
    for id in measures:
        lane = lanes[column_of[snapshot.agencies[id]["region"]]]
        cells.setdefault((lane, _line(snapshot, id)), []).append(id)
    groups, boxes = [], []
    rank = {line: number for number, line in enumerate(rows)}
    for (lane, line), ids in sorted(cells.items(), key=lambda cell: (cell[0][0], rank[cell[0][1]])):
        ids.sort(key=lambda id: (-len(measures[id]), id))
        tone, parent = _level(snapshot, snapshot.agencies[ids[0]]["region"]), None
        if len(ids) > 3:
            parent = f"group/{lane}/{line}"
            name = snapshot.name(line) if line != _NO_LINE else Text("其他单位", "Other bodies")
            label = Text(f"{name.zh}（{len(ids)}）", f"{name.en} ({len(ids)})")
            groups.append(Item(parent, "group", label, tone=tone))
            boxes.append(Box(parent, lane, label, row=line, tone=tone))
        boxes += [Box(id, lane, snapshot.name(id), parent, line, tone) for id in ids]
    return groups, boxes


def _links(together: Mapping[tuple[str, str], Sequence[str]]) -> list[Link]:
    few = _FEW
    while sum(len(found) >= few for found in together.values()) > _ARCS:
        few += 1
    return [
        Link(
            f"{one} worksWith {other}",
            one,
            other,
            "worksWith",
            members=found,
            extra={"count": len(found)} | ({"faint": True} if len(found) < few else {}),
        )
        for (one, other), found in sorted(together.items())
    ]


def _findings(
    snapshot: Snapshot,
    measures: Mapping[str, Sequence[str]],
    together: Mapping[tuple[str, str], Sequence[str]],
) -> list[Finding]:
    busy = sorted(measures, key=lambda id: (-len(measures[id]), id))[:12]
    close = sorted(together, key=lambda pair: (-len(together[pair]), pair))[:1]
    found = [
        Finding(
            Text(
                f"共 {len(measures)} 个单位；负责措施最多的",
                f"{len(measures)} agencies; those with most measures",
            ),
            busy,
        )
    ]
    for one, other in close:
        many = len(together[one, other])
        a, b = snapshot.name(one), snapshot.name(other)
        found.append(
            Finding(
                Text(
                    f"协作最多：{a.zh}与{b.zh}，{many} 条措施", f"Closest: {a.en} and {b.en}, {many} measures"
                ),
                [one, other],
            )
        )
    return found


VIEW = View(
    "agency-network",
    TITLE,
    ABOUT,
    agency_network,
    Text("单位、地区、主题或文件；缺省为全部", "an agency, region, theme or document; default all"),
)
