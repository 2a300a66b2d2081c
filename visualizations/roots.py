"""What a view's roots mean: measures, themes, documents, regions, agencies."""

from __future__ import annotations

from collections.abc import Sequence

from kg.errors import UsageError
from visualizations.records import Text
from visualizations.snapshot import Snapshot


def measures_of(snapshot: Snapshot, roots: Sequence[str]) -> dict[str, None]:
    """The measures that the roots name, all of them without roots.

    Raises UsageError for a root that is no measure, theme, document, agency or region.
    """
    if not roots:
        return dict.fromkeys(snapshot.measures)
    found: dict[str, None] = {}
    for root in roots:
        node = snapshot.graph.find(root)
        found |= dict.fromkeys(_of_node(snapshot, node.id, node.class_name, root))
    return found


def _of_node(snapshot: Snapshot, id: str, class_name: str, root: str) -> list[str]:
    measures = snapshot.measures
    if class_name == "Measure":
        return [id]
    if class_name == "Document":
        return [m for m, row in measures.items() if row["document"] == id]
    if class_name == "Theme":
        return [m for m in measures if id in snapshot.themes_of.get(m, ())]
    if class_name == "Region":
        return [m for m, row in measures.items() if snapshot.documents[row["document"]]["region"] == id]
    if class_name == "Agency":
        return [m for m in measures if any(d["agency"] == id for d in snapshot.duties.get(m, ()))]
    raise UsageError(f"{root!r} is a {class_name}; a root is a measure, theme, document, agency or region")


def root_name(snapshot: Snapshot, roots: Sequence[str]) -> Text | None:
    """What the roots are called, in one line."""
    if not roots:
        return None
    names = [_name(snapshot, root) for root in roots]
    return Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))


def _name(snapshot: Snapshot, root: str) -> Text:
    node = snapshot.graph.find(root)
    if node.id in snapshot.measures:
        row = snapshot.measures[node.id]
        place = snapshot.short_title(row["document"])
        title = str(row["title"] or "")
        return Text(f"{place.zh} {row['path']} {title}".strip(), f"{place.en} {row['path']} {title}".strip())
    if node.id in snapshot.documents:
        return snapshot.short_title(node.id)
    zh = str(node.properties.get("labelZh") or node.properties.get("title") or node.id)
    return Text(zh, str(node.properties.get("labelEn") or zh))
