"""Theme map: themes, the concepts below them, and the measures that are about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from visualizations.forest import measure_boxes
from visualizations.items import details_of, level_keys, measure_item
from visualizations.lanes import Box, Lanes, placed
from visualizations.pyvis_network import network_json
from visualizations.records import Asks, Finding, Item, Key, Link, Page, Text, View
from visualizations.roots import measures_of, root_name
from visualizations.snapshot import LEVELS, Snapshot, class_label

TITLE = Text("主题图", "Theme map")
ABOUT = Text(
    "两侧为主题，按措施数自上而下，展开见概念；中间为各文件的措施。线越粗，涉及该主题的措施越多。",
    "Themes on both sides, those with most measures on top, with their concepts when opened; the documents' measures in the middle. The thicker a line, the more measures.",
)
# In pixels: the documents stand spread over the whole height of the themes.
_SPREAD = 100_000


def theme_map(graph: Asks, roots: Sequence[str]) -> Page:
    """The map of all measures, or of those that are about a theme or stand in a document."""
    snapshot = Snapshot.of(graph)
    held = measures_of(snapshot, roots)
    themes = _chosen_themes(snapshot, roots)
    concepts = _concepts(snapshot, held, themes)
    about: dict[str, list[str]] = {}
    for measure in held:
        for theme in snapshot.themes_of.get(measure, ()):
            if not themes or theme in themes:
                about.setdefault(theme, []).append(measure)
    order = sorted(about, key=lambda theme: (-len(about[theme]), theme))
    items = [_theme(snapshot, theme, about[theme]) for theme in order]
    items += [
        _concept(snapshot, id, label, theme, users)
        for id, (label, theme, users) in concepts.items()
        if theme in about
    ]
    measures = [measure_item(snapshot, id) for id in snapshot.measures if id in held]
    levels = [level for level in LEVELS if any(item.tone == level for item in measures)]
    groups, boxes = measure_boxes(snapshot, measures, levels, dict.fromkeys(levels, 1))
    sides = {theme: 2 * (number % 2) for number, theme in enumerate(order)}
    links = _links(about, concepts)
    layout = placed(
        Lanes(
            [class_label("Theme"), class_label("Measure"), class_label("Theme")],
            [*_boxes(snapshot, sides, about, concepts), *boxes],
            [(link.source, link.target) for link in links],
            width=215,
            between=125,
            fixed=frozenset({0, 2}),
            limit=max(len(order) // 2 + 1, 12),
            spread=_SPREAD,
        )
    )
    legend = [
        Key("box-theme", Text("主题与概念", "theme, concept")),
        *level_keys(levels),
        Key("line-flow", Text("涉及（粗细为措施数）", "is about (width: measures)")),
    ]
    details = details_of(snapshot, held)
    details["names"] |= {r: class_label(r).json() for r in ("about", "mentionsConcept")}
    return Page(
        "theme-map",
        TITLE,
        ABOUT,
        "lanes",
        [*items, *measures, *groups],
        links,
        legend,
        details,
        layout,
        root_name(snapshot, roots),
        network_json(layout),
        [_most(snapshot, order[:12])],
    )


def _most(snapshot: Snapshot, themes: Sequence[str]) -> Finding:
    names = [snapshot.name(theme) for theme in themes[:3]]
    said = Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))
    return Finding(Text(f"措施最多的主题：{said.zh}等", f"Most measures: {said.en} and others"), themes)


def _chosen_themes(snapshot: Snapshot, roots: Sequence[str]) -> set[str]:
    nodes = [snapshot.graph.find(root) for root in roots]
    return {node.id for node in nodes if node.class_name == "Theme"}


Concepts = Mapping[str, tuple[str, str, list[str]]]


def _concepts(snapshot: Snapshot, held: Mapping[str, None], themes: set[str]) -> Concepts:
    """Each concept that measures name: its label, the theme above it, its measures; frequent ones first."""
    above: dict[str, str] = {}
    for row in snapshot.ask("broader"):
        above.setdefault(row["id"], row["above"])
    found: dict[str, tuple[str, str, list[str]]] = {}
    for row in snapshot.ask("measure_concepts"):
        theme = _theme_above(row["concept"], above)
        if theme and row["measure"] in held and (not themes or theme in themes):
            known = found.setdefault(row["concept"], (snapshot.name(row["concept"]).zh, theme, []))
            known[2].append(row["measure"])
    return dict(sorted(found.items(), key=lambda pair: (-len(pair[1][2]), pair[0])))


def _theme_above(concept: str, above: Mapping[str, str]) -> str | None:
    seen = {concept}
    at = above.get(concept)
    while at is not None and at in above and at not in seen:
        seen.add(at)
        at = above[at]
    return at


def _theme(snapshot: Snapshot, theme: str, measures: Sequence[str]) -> Item:
    levels = Counter(snapshot.documents[snapshot.measures[m]["document"]]["level"] for m in measures)
    note = Text(
        "，".join(f"{LEVELS[level].zh} {levels[level]}" for level in LEVELS if levels[level]),
        ", ".join(f"{LEVELS[level].en} {levels[level]}" for level in LEVELS if levels[level]),
    )
    return Item(
        theme,
        "Theme",
        snapshot.name(theme),
        tone="theme",
        facets={"theme": [theme]},
        note=note,
        members=measures,
    )


def _concept(snapshot: Snapshot, id: str, label: str, theme: str, measures: Sequence[str]) -> Item:
    return Item(
        id,
        "Concept",
        Text(label, label),
        tone="theme",
        facets={"theme": [theme]},
        note=snapshot.name(theme),
        members=measures,
    )


def _boxes(
    snapshot: Snapshot, sides: Mapping[str, int], about: Mapping[str, list[str]], concepts: Concepts
) -> list[Box]:
    boxes = []
    for theme, side in sides.items():
        name, many = snapshot.name(theme), len(about[theme])
        boxes.append(Box(theme, side, Text(f"{name.zh}（{many} 条）", f"{name.en} ({many})"), tone="theme"))
        for id, (label, above, users) in concepts.items():
            if above == theme:
                text = f"{label}（{len(users)}）"
                boxes.append(Box(id, side, Text(text, text), parent=theme, tone="theme"))
    return boxes


def _links(about: Mapping[str, list[str]], concepts: Concepts) -> list[Link]:
    links = [Link(f"{t} about {m}", t, m, "about") for t, measures in about.items() for m in measures]
    links += [
        # Only where its concept is shown: the width of a theme's own line is its number of measures.
        Link(f"{id} mentionsConcept {measure}", id, measure, "mentionsConcept", extra={"inner": True})
        for id, (_, theme, users) in concepts.items()
        if theme in about
        for measure in users
    ]
    return links


VIEW = View(
    "theme-map", TITLE, ABOUT, theme_map, Text("主题或文件；缺省为全部", "a theme or document; default all")
)
