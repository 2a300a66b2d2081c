"""Coverage matrix: themes, or national measures, by document; a cell says how many measures and lists them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from visualizations.items import details_of, document_item, level_keys, measure_item, names_json
from visualizations.records import Asks, Finding, Item, Json, Key, Link, Page, Text, View
from visualizations.roots import measures_of, root_name
from visualizations.snapshot import LEVELS, Snapshot

TITLE = Text("覆盖矩阵", "Coverage matrix")
ABOUT = Text(
    "每格为该文件中涉及这一主题（或对应这条国家措施）的措施数；虚线空格为有文件而没有措施，未收文件的地区不列。点格列出措施。",
    "A cell has the number of measures of a document that are about the theme (or correspond to the national measure). A dashed one: the document is held and has none; places without a document have no column. A click lists the measures.",
)
# More documents than this are put together by place.
_COLUMNS = 30
_ROWS = 400
MODES: Mapping[str, Text] = {
    "theme": Text("主题 × 文件", "theme × document"),
    "measure": Text("国家（上级）措施 × 文件", "national (upper) measure × document"),
}
Cells = Mapping[str, Mapping[str, list[str]]]


def coverage(graph: Asks, roots: Sequence[str]) -> Page:
    """The matrix of all documents, or of the measures of a root."""
    snapshot = Snapshot.of(graph)
    held = measures_of(snapshot, roots)
    columns = _columns(snapshot, held)
    by_theme: dict[str, dict[str, list[str]]] = {}
    for measure in held:
        for theme in snapshot.themes_of.get(measure, ()):
            by_theme.setdefault(theme, {}).setdefault(
                columns[snapshot.measures[measure]["document"]], []
            ).append(measure)
    order = sorted(by_theme, key=lambda theme: (-sum(map(len, by_theme[theme].values())), theme))
    uppers, by_measure = _answers(snapshot, held, columns)
    column_items = _column_items(snapshot, columns)
    items = [
        *column_items,
        *(Item(t, "Theme", snapshot.name(t), "theme", {"theme": [t]}) for t in order),
        *(measure_item(snapshot, measure) for measure in uppers),
    ]
    links = [*_cells("about", by_theme), *_cells("answers", by_measure)]
    details = details_of(snapshot, held | dict.fromkeys(uppers))
    details["names"] |= {
        "about": Text("涉及主题", "about the theme").json(),
        "answers": Text("对应的下级措施", "corresponding lower measures").json(),
    }
    facets = {id for item in items for ids in item.facets.values() for id in ids}
    details["names"] |= names_json(snapshot, facets)["names"]
    shown = [item.id for item in column_items]
    level = snapshot.documents[snapshot.measures[uppers[0]]["document"]]["level"] if uppers else ""
    layout: Json = {
        "modes": [
            {"id": "theme", "title": MODES["theme"].json(), "rows": order, "columns": shown},
            {
                "id": "measure",
                "title": MODES["measure"].json(),
                "rows": uppers[:_ROWS],
                "columns": [item.id for item in column_items if item.tone != level],
            },
        ]
    }
    return Page(
        "coverage",
        TITLE,
        ABOUT,
        "matrix",
        items,
        links,
        [
            *level_keys(item.tone for item in column_items),
            Key("dash-open", Text("有文件，没有措施", "document held, no measure")),
        ],
        details,
        layout,
        root_name(snapshot, roots),
        findings=_findings(snapshot, by_theme, uppers, by_measure, columns),
    )


def _columns(snapshot: Snapshot, held: Iterable[str]) -> dict[str, str]:
    """For each document the column it counts in: its own, or that of its place where there are many."""
    there = {snapshot.measures[measure]["document"] for measure in held}
    documents = [document for document in snapshot.documents if document in there]
    if len(documents) <= _COLUMNS:
        return {document: document for document in documents}
    places = {d: snapshot.documents[d]["region"] or d for d in documents}
    if len(set(places.values())) <= _COLUMNS:
        return places
    return {d: f"level/{snapshot.documents[d]['level']}" for d in documents}


def _column_items(snapshot: Snapshot, columns: Mapping[str, str]) -> list[Item]:
    made: dict[str, Item] = {}
    for document, column in columns.items():
        if column == document:
            made[column] = document_item(snapshot, document)
        elif column not in made:
            level = snapshot.documents[document]["level"]
            made[column] = Item(column, "Region", snapshot.name(column), level, {"level": [f"level/{level}"]})
    return list(made.values())


def _answers(
    snapshot: Snapshot, held: Mapping[str, None], columns: Mapping[str, str]
) -> tuple[list[str], dict[str, dict[str, list[str]]]]:
    """The measures of the topmost level that is there, and for each the lower ones in every column."""
    order = list(LEVELS)
    level_of = {m: snapshot.documents[snapshot.measures[m]["document"]]["level"] for m in snapshot.measures}
    top = min((level_of[m] for m in snapshot.measures), key=order.index, default=None)
    uppers = [m for m in snapshot.measures if level_of[m] == top]
    cells: dict[str, dict[str, list[str]]] = {}
    for row in snapshot.alignments.values():
        if level_of[row["upper"]] == top and row["lower"] in held:
            column = columns[snapshot.measures[row["lower"]]["document"]]
            found = cells.setdefault(row["upper"], {}).setdefault(column, [])
            if row["lower"] not in found:
                found.append(row["lower"])
    return uppers, cells


def _cells(relation: str, cells: Cells) -> list[Link]:
    return [
        Link(
            f"{row} {relation} {column}",
            row,
            column,
            relation,
            members=members,
            extra={"count": len(members)},
        )
        for row, columns in cells.items()
        for column, members in columns.items()
    ]


def _findings(
    snapshot: Snapshot, by_theme: Cells, uppers: Sequence[str], by_measure: Cells, columns: Mapping[str, str]
) -> list[Finding]:
    many = len(set(columns.values()))
    everywhere = [theme for theme, found in by_theme.items() if len(found) == many]
    once = [theme for theme, found in by_theme.items() if len(found) == 1]
    bare = [measure for measure in uppers if measure not in by_measure]
    return [
        Finding(
            Text(
                f"所有文件都涉及的主题：{len(everywhere)} 个", f"Themes in every document: {len(everywhere)}"
            ),
            everywhere,
        ),
        Finding(
            Text(f"只在一份文件中的主题：{len(once)} 个", f"Themes in one document only: {len(once)}"), once
        ),
        Finding(
            Text(
                f"没有下级对应的上级措施：{len(bare)} 条", f"Upper measures without a lower one: {len(bare)}"
            ),
            bare,
        ),
    ]


VIEW = View(
    "coverage",
    TITLE,
    ABOUT,
    coverage,
    Text("文件、地区或主题；缺省为全部", "a document, region or theme; default all"),
)
