"""Side by side: two documents in two columns, the linked sentences marked and joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.errors import UsageError
from visualizations.items import RELATIONS, alignment_link, details_of, measure_item
from visualizations.records import Asks, Finding, Json, Key, Page, Text, View
from visualizations.snapshot import Snapshot, class_label

TITLE = Text("原文对照", "Side by side")
ABOUT = Text(
    "左右两份文件的原文，有对应的语句已标出并相连；点一处即可对照另一侧。",
    "The texts of two documents; the words that correspond are marked and joined. Choose one to see the other side.",
)


def side_by_side(graph: Asks, roots: Sequence[str]) -> Page:
    """Two documents; by default the two with most links between them, the lower or later one on the left.

    With one root the other document is the one it has most links with. Raises UsageError for more than two roots
    and for one that is no document.
    """
    snapshot = Snapshot.of(graph)
    left, right = _pair(snapshot, [_document(graph, root) for root in roots])
    rows = [
        row
        for row in snapshot.alignments.values()
        if {snapshot.measures[row[side]]["document"] for side in ("lower", "upper")} == {left, right}
    ]
    measures = [*snapshot.measures_in[left], *snapshot.measures_in[right]]
    links = [alignment_link(snapshot, row) for row in rows]
    linked = {row[side] for row in rows for side in ("lower", "upper")}
    alone = [[m for m in snapshot.measures_in[document] if m not in linked] for document in (left, right)]
    names = [snapshot.short_title(document) for document in (left, right)]
    findings = [Finding(Text(f"{len(links)} 条对应", f"{len(links)} links"))] + [
        Finding(
            Text(
                f"{name.zh}没有对应的措施：{len(found)} 条",
                f"{name.en}, measures without a link: {len(found)}",
            ),
            found,
        )
        for name, found in zip(names, alone, strict=True)
    ]
    layout: Json = {
        "columns": [{"document": d, "blocks": _blocks(snapshot, d)} for d in (left, right)],
    }
    there = {link.relation for link in links}
    legend = [
        Key("mark-evidence", Text("对应语句", "corresponding words")),
        *(Key(f"line-{name}", class_label(name)) for name in RELATIONS if name in there),
    ]
    return Page(
        "side-by-side",
        TITLE,
        ABOUT,
        "columns",
        [measure_item(snapshot, id) for id in measures],
        links,
        legend,
        details_of(snapshot, measures),
        layout,
        Text(" ↔ ".join(name.zh for name in names), " ↔ ".join(name.en for name in names)),
        findings=findings,
    )


def _document(graph: Asks, root: str) -> str:
    node = graph.find(root)
    if node.class_name != "Document":
        raise UsageError(f"{root!r} is a {node.class_name}; side by side stand two documents")
    return node.id


def _pair(snapshot: Snapshot, given: Sequence[str]) -> tuple[str, str]:
    if len(given) > 2:
        raise UsageError("side by side stand two documents, not more")
    pairs = Counter(
        (snapshot.measures[row["lower"]]["document"], snapshot.measures[row["upper"]]["document"])
        for row in snapshot.alignments.values()
    )
    if len(given) == 2:
        one, other = given
        return (other, one) if pairs[other, one] > pairs[one, other] else (one, other)
    fits = {pair: n for pair, n in pairs.items() if all(document in pair for document in given)}
    if fits:
        return max(sorted(fits), key=lambda pair: fits[pair])
    others = [document for document in snapshot.documents if document not in given]
    found = [*reversed(others), *given] if given else list(reversed(others))
    if len(found) < 2:
        raise UsageError("side by side stand two documents; the graph holds fewer")
    return (given[0], others[0]) if given else (found[0], found[-1])


def _blocks(snapshot: Snapshot, document: str) -> list[Json]:
    """The measures of a document in order, with a heading where a section begins."""
    blocks: list[Json] = []
    section = None
    for id in snapshot.measures_in[document]:
        own = snapshot.measures[id]["section"]
        if own and own != section:
            blocks.append({"heading": snapshot.heading(own)})
        section = own
        blocks.append({"measure": id})
    return blocks


VIEW = View(
    "side-by-side",
    TITLE,
    ABOUT,
    side_by_side,
    Text("一或两份文件；缺省为对应最多的两份", "one or two documents; default the two with most links"),
)
