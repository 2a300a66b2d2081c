"""Targets: the same metric over levels and years, as a chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from visualizations.items import amount, details_of, facets_of, level_keys
from visualizations.records import Asks, Finding, Item, Json, Key, Link, Page, Text, View
from visualizations.roots import measures_of, root_name
from visualizations.snapshot import LEVELS, Snapshot

TITLE = Text("目标对比", "Targets")
ABOUT = Text(
    "同一指标在各级、各年的目标并列；右侧为占上级目标的比重。条长只在同一指标内可比。",
    "Targets of one metric side by side over levels and years, with the share of the upper target. Bars compare within one metric only.",
)
CHANGES: Mapping[str, Text] = {
    "level": Text("水平", "level"),
    "new": Text("新增", "new"),
    "cumulative": Text("累计", "cumulative"),
    "growth": Text("增长", "growth"),
    "share": Text("占比", "share"),
}


def targets(graph: Asks, roots: Sequence[str]) -> Page:
    """The targets that several documents state, and those that stand alone; of all measures or those of a root."""
    snapshot = Snapshot(graph)
    held = measures_of(snapshot, roots)
    figures = {
        figure["id"]: figure
        for measure in held
        for figure in snapshot.figures.get(measure, ())
        if figure["figureType"] == "target"
    }
    pairs = [
        row
        for row in snapshot.ask("target_alignments")
        if row["lower"] in figures and row["upper"] in figures
    ]
    blocks = _blocks(snapshot, figures, pairs)
    items = [_item(snapshot, figure) for figure in figures.values()]
    links = [
        Link(row["id"], row["lower"], row["upper"], "contributesTo", extra=_numbers(row)) for row in pairs
    ]
    details = details_of(snapshot, (figure["measure"] for figure in figures.values()))
    details["names"]["contributesTo"] = Text("同一指标", "same metric").json()
    several = [block for block in blocks if block["several"]]
    findings = [
        Finding(
            Text(
                f"{len(figures)} 个目标，其中 {len(several)} 项指标见于多份文件或多个年份",
                f"{len(figures)} targets; {len(several)} metrics are set in several documents or years",
            )
        )
    ]
    levels = {item.tone for item in items}
    legend = [*level_keys(levels), Key("mark-flow", Text("区间上限", "upper end of a range"))]
    return Page(
        "targets",
        TITLE,
        ABOUT,
        "targets",
        items,
        links,
        legend,
        details,
        {"blocks": blocks},
        root_name(snapshot, roots),
        findings=findings,
    )


def _numbers(row: Mapping[str, Any]) -> Json:
    return {name: round(row[name], 6) for name in ("share", "gap") if row[name] is not None}


def _item(snapshot: Snapshot, figure: Mapping[str, Any]) -> Item:
    measure = snapshot.measures[figure["measure"]]
    level = snapshot.documents[measure["document"]]["level"]
    text = f"{figure['metric']} {amount(figure)}"
    extra = {
        "measure": figure["measure"],
        "span": [figure["start"], figure["end"]],
        "amount": amount(figure),
        "value": figure["value"],
        "max": figure["valueMax"],
        "period": figure["period"] or "",
    }
    facets = facets_of(snapshot, figure["measure"])
    note = CHANGES.get(figure["change"])
    return Item(
        figure["id"],
        "Figure",
        Text(text, text),
        level,
        facets,
        measure["document"],
        measure["path"],
        note,
        extra=extra,
    )


def _blocks(
    snapshot: Snapshot, figures: Mapping[str, Mapping[str, Any]], pairs: Sequence[Mapping[str, Any]]
) -> list[Json]:
    """Figures of one metric together: those aligned, and those with the same words, unit and kind of change."""
    leader = {id: id for id in figures}

    def find(id: str) -> str:
        while leader[id] != id:
            leader[id] = leader[leader[id]]
            id = leader[id]
        return id

    same: dict[tuple[str, ...], str] = {}
    for id, figure in figures.items():
        key = (figure["metric"], figure["unit"] or "", figure["change"])
        leader[find(id)] = find(same.setdefault(key, id))
    for row in pairs:
        leader[find(row["lower"])] = find(row["upper"])
    groups: dict[str, list[str]] = {}
    for id in figures:
        groups.setdefault(find(id), []).append(id)
    blocks = [_block(snapshot, figures, ids) for ids in groups.values()]
    return sorted(blocks, key=lambda block: (not block["several"], -len(block["figures"])))


def _block(snapshot: Snapshot, figures: Mapping[str, Mapping[str, Any]], ids: Sequence[str]) -> Json:
    order = list(LEVELS)

    def place(id: str) -> tuple[int, str, str, int]:
        document = snapshot.documents[snapshot.measures[figures[id]["measure"]]["document"]]
        figure = figures[id]
        return order.index(document["level"]), str(figure["period"] or ""), document["id"], figure["start"]

    ids = sorted(ids, key=place)
    first = figures[ids[0]]
    change = CHANGES.get(first["change"], Text(first["change"], first["change"]))
    where = {(snapshot.measures[figures[id]["measure"]]["document"], figures[id]["period"]) for id in ids}
    return {
        "title": first["metric"],
        "unit": first["unit"] or "",
        "change": change.json(),
        "figures": ids,
        "several": len(where) > 1,
    }


VIEW = View(
    "targets",
    TITLE,
    ABOUT,
    targets,
    Text("文件、主题、地区或单位；缺省为全部", "a document, theme, region or agency; default all"),
)
