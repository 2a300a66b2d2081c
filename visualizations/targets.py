"""Targets: the same metric over levels and years, as a chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from visualizations.items import RELATIONS, amount, details_of, facets_of, level_keys, number
from visualizations.records import Asks, Finding, Item, Json, Key, Link, Page, Text, View
from visualizations.reviews import reviewed
from visualizations.roots import measures_of, root_name
from visualizations.snapshot import LEVELS, Row, Snapshot, class_label

TITLE = Text("目标对比", "Targets")
ABOUT = Text(
    "同一指标在各级、各年的目标并列，附占上级目标的比重、差距或年均变化。条长只在同一指标内可比。",
    "Targets of one metric side by side over levels and years, with the share of the upper target, the gap or the change a year. Bars compare within one metric only.",
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
    snapshot = Snapshot.of(graph)
    held = measures_of(snapshot, roots)
    own = {
        figure["id"]
        for measure in held
        for figure in snapshot.figures.get(measure, ())
        if figure["figureType"] == "target"
    }
    # What a target is compared with belongs to it, whichever document it stands in.
    pairs = [row for row in snapshot.target_alignments if row["lower_id"] in own or row["upper_id"] in own]
    own |= {row[side] for row in pairs for side in ("lower_id", "upper_id")}
    figures = {id: row for id, row in snapshot.figures_by_id.items() if id in own}
    blocks = _blocks(snapshot, figures, pairs)
    items = [_item(snapshot, figure) for figure in figures.values()]
    links = [_link(snapshot, row) for row in pairs]
    details = details_of(snapshot, (figure["measure"] for figure in figures.values()))
    several = [block for block in blocks if block["several"]]
    findings = [
        Finding(
            Text(
                f"{len(figures)} 个目标，其中 {len(several)} 项指标见于多份文件或多个年份",
                f"{len(figures)} targets; {len(several)} metrics are set in several documents or years",
            )
        ),
        Finding(
            Text(
                f"{len(links)} 对目标可上下级或前后对照；年份不同的不算占比",
                f"{len(links)} pairs of targets compare over levels or time; no share where the years differ",
            )
        ),
    ]
    legend = [
        *level_keys(item.tone for item in items),
        *(
            [Key("mark-flow", Text("区间上限", "upper end of a range"))]
            if any(f["valueMax"] for f in figures.values())
            else []
        ),
        *(Key(f"line-{r}", class_label(r)) for r in RELATIONS if any(link.relation == r for link in links)),
    ]
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


def _link(snapshot: Snapshot, row: Row) -> Link:
    """That two targets are compared, with share, gap and pace, and what that says in words."""
    lower, upper = snapshot.figures_by_id[row["lower_id"]], snapshot.figures_by_id[row["upper_id"]]
    numbers = {name: round(row[name], 6) for name in ("share", "gap", "pace") if row[name] is not None}
    place = snapshot.short_title(snapshot.measures[upper["measure"]]["document"])
    return Link(
        f"{lower['id']} to {upper['id']}",
        lower["id"],
        upper["id"],
        row["relation"],
        lower=(lower["start"], lower["end"]),
        upper=(upper["start"], upper["end"]),
        extra={"said": comparison(row["relation"], numbers, place).json(), **numbers},
    )


def comparison(relation: str, numbers: Mapping[str, float], place: Text) -> Text:
    """What a target is to the one it is compared with.

    >>> zhejiang = Text("浙江省 2023", "Zhejiang 2023")
    >>> comparison("anticipates", {"share": 1 / 6, "gap": 250.0}, zhejiang).en
    '16.7 % of Zhejiang 2023, 250 less'
    >>> comparison("continues", {"pace": -2.5}, zhejiang).zh
    '接续浙江省 2023，年均 -2.5'
    """
    if "pace" in numbers:
        pace = ("+" if numbers["pace"] > 0 else "") + number(numbers["pace"])
        return Text(f"接续{place.zh}，年均 {pace}", f"continues {place.en}, {pace} a year")
    if "share" not in numbers:
        return Text(f"对照{place.zh}，年份不同", f"compare {place.en}, another year")
    share, gap = f"{numbers['share'] * 100:.1f} %", numbers.get("gap", 0)
    if relation == "parallels":
        return Text(f"为{place.zh} 的 {share}，平行地区", f"{share} of {place.en}, a parallel place")
    less = Text(f"，差 {number(gap)}", f", {number(gap)} less") if gap > 0 else Text("", "")
    return Text(f"占{place.zh} {share}{less.zh}", f"{share} of {place.en}{less.en}")


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
    } | reviewed(snapshot, figure["id"])
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
        leader[find(row["lower_id"])] = find(row["upper_id"])
    groups: dict[str, list[str]] = {}
    for id in figures:
        groups.setdefault(find(id), []).append(id)
    blocks = [_block(snapshot, figures, ids) for ids in groups.values()]
    # First the metrics of which a lower level takes a share of an upper one.
    shared = {row["lower_id"] for row in pairs if row["share"] is not None and row["relation"] != "parallels"}
    return sorted(
        blocks,
        key=lambda block: (
            shared.isdisjoint(block["figures"]),
            not block["several"],
            -len(block["figures"]),
        ),
    )


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
