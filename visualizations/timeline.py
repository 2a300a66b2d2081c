"""Timeline: documents by date and level, their measures, and how long a level took to follow another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from visualizations.items import (
    alignment_link,
    details_of,
    document_item,
    level_keys,
    measure_item,
    relation_keys,
)
from visualizations.records import Asks, Finding, Item, Json, Key, Link, Page, Text, View
from visualizations.roots import measures_of, root_name
from visualizations.snapshot import LEVELS, Row, Snapshot, class_label
from visualizations.wrapping import wrap

TITLE = Text("时间线", "Timeline")
ABOUT = Text(
    "文件按发文日期和层级排列，小格为措施，实心的有对应。连线上为时滞天数和对应条数。",
    "Documents by date of issue and level; a small square is a measure, filled where it has a counterpart. On the lines: days between, and how many measures correspond.",
)
# In pixels. More documents than this are drawn as dots, which have their names in the table and the panel.
_CARDS = 40
_CARD = 206
_WIDTH = 980
_LEFT = 74


def timeline(graph: Asks, roots: Sequence[str]) -> Page:
    """The timeline of all documents, or of those with the measures of a root."""
    snapshot = Snapshot.of(graph)
    held = measures_of(snapshot, roots)
    there = {snapshot.measures[measure]["document"] for measure in held}
    documents = [id for id in snapshot.documents if id in there]
    dated = [id for id in documents if snapshot.documents[id]["issuedOn"]]
    alignments = [
        row for row in snapshot.alignments.values() if row["lower"] in held and row["upper"] in held
    ]
    linked = {row[side] for row in alignments for side in ("lower", "upper")}
    measures = [
        measure_item(snapshot, id, extra={} if id in linked else {"alone": True})
        for id in snapshot.measures
        if id in held
    ]
    items: list[Item] = [document_item(snapshot, id, note=_note(snapshot, id)) for id in documents]
    between = _between(snapshot, alignments)
    links = [*between, *(alignment_link(snapshot, row) for row in alignments)]
    levels = {item.tone for item in items}
    legend = [
        *level_keys(levels),
        Key("fill-plain", Text("措施，有对应", "measure with a counterpart")),
        Key("dash-plain", Text("措施，没有对应", "measure without")),
        *relation_keys(link.relation for link in between)[:-2],
    ]
    details = details_of(snapshot, held)
    details["names"] |= {relation: class_label(relation).json() for relation in ("implements", "anticipates")}
    return Page(
        "timeline",
        TITLE,
        ABOUT,
        "timeline",
        [*items, *measures],
        links,
        legend,
        details,
        _layout(snapshot, dated, {item.id for item in measures}),
        root_name(snapshot, roots),
        findings=_findings(snapshot, between, len(documents) - len(dated)),
    )


def _note(snapshot: Snapshot, id: str) -> Text:
    day = str(snapshot.documents[id]["issuedOn"] or "")
    return Text(day or "日期不明", day or "no date")


def _between(snapshot: Snapshot, alignments: Sequence[Row]) -> list[Link]:
    """One link for each pair of documents: how many measures correspond, and the days between."""
    pairs: dict[tuple[str, str], list[Row]] = {}
    for row in alignments:
        pair = snapshot.measures[row["lower"]]["document"], snapshot.measures[row["upper"]]["document"]
        pairs.setdefault(pair, []).append(row)
    links = []
    for (lower, upper), rows in sorted(pairs.items()):
        relations = [row["relation"] for row in rows]
        relation = max(sorted(set(relations)), key=relations.count)
        parts = [row["id"] for row in rows]
        extra = {"count": len(rows), "parts": parts}
        links.append(Link(f"{lower} to {upper}", lower, upper, relation, lag=rows[0]["lag"], extra=extra))
    return links


def _layout(snapshot: Snapshot, dated: Sequence[str], held: set[str]) -> Json:
    """Where each document stands: along by date, down by level; cards of one level that would touch go below each other."""
    if not dated:
        return {"cards": [], "levels": [], "ticks": [], "width": _WIDTH, "height": 60, "dots": False}
    dots = len(dated) > _CARDS
    wide = 14 if dots else _CARD
    days = {id: date.fromisoformat(str(snapshot.documents[id]["issuedOn"])[:10]).toordinal() for id in dated}
    first, last = min(days.values()), max(days.values())
    room = _WIDTH - _LEFT - wide - 10

    def across(day: int) -> float:
        return _LEFT + room * (day - first) / max(1, last - first)

    cards: list[Json] = []
    levels: list[Json] = []
    y = 40.0
    for level in LEVELS:
        ids = sorted(
            (id for id in dated if snapshot.documents[id]["level"] == level), key=lambda id: (days[id], id)
        )
        if not ids:
            continue
        levels.append({"level": level, "title": LEVELS[level].json(), "y": y})
        rows: list[float] = []
        inside: list[Json] = []
        for id in ids:
            x = across(days[id])
            row = next((n for n, end in enumerate(rows) if end + 10 <= x), len(rows))
            rows[row : row + 1] = [x + wide]
            inside.append(_card(snapshot, id, x, row, wide, held, dots=dots))
        tall = max(card["h"] for card in inside) + (4 if dots else 30)
        for card in inside:
            card["y"] = y + 8 + card.pop("row") * tall
        cards += inside
        y += 8 + len(rows) * tall + (14 if dots else 46)
        levels[-1]["end"] = y - 12
    return {
        "cards": cards,
        "levels": levels,
        "ticks": _ticks(first, last, across),
        "width": _WIDTH,
        "height": y + 6,
        "dots": dots,
    }


def _card(snapshot: Snapshot, id: str, x: float, row: int, wide: int, held: set[str], *, dots: bool) -> Json:
    if dots:
        return {"id": id, "x": round(x, 1), "row": row, "w": wide, "h": wide, "lines": [], "measures": []}
    document = snapshot.documents[id]
    measures = [m for m in snapshot.measures_in[id] if m in held]
    lines = wrap(str(document["title"]), 28, 3)
    strip = -(-len(measures) // 17)
    head = " ".join(filter(None, [document["issuedOn"], document["number"]]))
    return {
        "id": id,
        "x": round(x, 1),
        "row": row,
        "w": wide,
        "h": 46 + 18 * len(lines) + 11 * strip,
        "lines": lines,
        "head": wrap(head, 30, 2)[0] if len(head) < 20 else str(document["issuedOn"]),
        "measures": measures,
    }


def _ticks(first: int, last: int, across: Callable[[int], float]) -> list[Json]:
    """Beginnings of years, of quarters where all lies within three years."""
    start, end = date.fromordinal(first), date.fromordinal(last)
    years = end.year - start.year
    months = (1, 4, 7, 10) if years <= 1 else (1, 7) if years <= 4 else (1,)
    found = []
    for year in range(start.year, end.year + 2):
        for month in months:
            day = date(year, month, 1)
            if first <= day.toordinal() <= last:
                found.append(
                    {
                        "x": round(across(day.toordinal()), 1),
                        "text": f"{year}-{month:02}" if len(months) > 1 else str(year),
                    }
                )
    return found


def _findings(snapshot: Snapshot, between: Sequence[Link], undated: int) -> list[Finding]:
    found = []
    for link in between:
        one, other = snapshot.short_title(link.source), snapshot.short_title(link.target)
        many = link.extra["count"]
        days = "?" if link.lag is None else abs(link.lag)
        after = link.lag is None or link.lag >= 0
        found.append(
            Finding(
                Text(
                    f"{one.zh} {'晚于' if after else '早于'} {other.zh} {days} 天，{many} 条对应",
                    f"{one.en} {days} days {'after' if after else 'before'} {other.en}, {many} links",
                ),
            )
        )
    if undated:
        found.append(
            Finding(
                Text(
                    f"{undated} 份文件没有日期，只在表中",
                    f"{undated} documents have no date and are in the table only",
                )
            )
        )
    return found


VIEW = View(
    "timeline",
    TITLE,
    ABOUT,
    timeline,
    Text("文件、地区、主题或单位；缺省为全部", "a document, region, theme or agency; default all"),
)
