"""Groups of measures for the lanes: place, document, section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from visualizations.counterparts import OUTLINES
from visualizations.items import document_item
from visualizations.lanes import Box
from visualizations.records import Item, Text
from visualizations.snapshot import Snapshot

# More documents than this in one lane are put together by place.
_DOCUMENTS = 40
# A document with fewer measures than this needs no sections.
_MEASURES = 4


def measure_boxes(
    snapshot: Snapshot, items: Sequence[Item], levels: Sequence[str], lane_of: Mapping[str, int] | None = None
) -> tuple[list[Item], list[Box]]:
    """The groups around some measures as items, and the boxes of both, lane by lane.

    A lane is a level, unless ``lane_of`` says which lane a level has.
    """
    lanes = lane_of or {level: number for number, level in enumerate(levels)}
    groups: list[Item] = []
    boxes: list[Box] = []
    by_document: dict[str, list[Item]] = {}
    for item in items:
        by_document.setdefault(item.document or "", []).append(item)
    for level in levels:
        documents = [d for d, row in snapshot.documents.items() if row["level"] == level and d in by_document]
        beside = [d for d in by_document if lanes.get(snapshot.documents[d]["level"]) == lanes[level]]
        crowded = len(beside) > _DOCUMENTS
        outer = _places(snapshot, documents, level, lanes[level], groups, boxes) if crowded else {}
        for document in documents:
            _document(
                snapshot, document, by_document[document], lanes[level], outer.get(document), groups, boxes
            )
    return groups, boxes


def _places(
    snapshot: Snapshot, documents: Sequence[str], level: str, lane: int, groups: list[Item], boxes: list[Box]
) -> dict[str, str]:
    outer: dict[str, str] = {}
    known: dict[str, list[str]] = {}
    for document in documents:
        region = snapshot.documents[document]["region"] or "region/_"
        # The province is the first two digits of a region's code.
        code = str(snapshot.documents[document]["regionCode"] or "")[:2]
        place = f"region/{code}0000" if code and level != "national" else region
        known.setdefault(place, []).append(document)
    for place, inside in sorted(known.items()):
        id = f"group/{level}/{place}"
        name = snapshot.name(place)
        label = Text(f"{name.zh}（{len(inside)} 份文件）", f"{name.en} ({len(inside)} documents)")
        groups.append(Item(id, "group", label, tone=level))
        boxes.append(Box(id, lane, label, tone=level))
        outer |= dict.fromkeys(inside, id)
    return outer


def _document(
    snapshot: Snapshot,
    document: str,
    items: Sequence[Item],
    lane: int,
    parent: str | None,
    groups: list[Item],
    boxes: list[Box],
) -> None:
    level = snapshot.documents[document]["level"]
    item = document_item(snapshot, document)
    groups.append(item)
    many = len(items)
    label = Text(f"{item.label.zh}（{many} 条）", f"{item.label.en} ({many})")
    boxes.append(Box(document, lane, label, parent=parent, tone=level))
    by_section: dict[str, list[Item]] = {}
    for measure in items:
        by_section.setdefault(snapshot.measures[measure.id]["section"] or "", []).append(measure)
    grouped = many > _MEASURES and len(by_section) > 1
    for section, inside in by_section.items():
        around = document
        if grouped and section and len(inside) > 1:
            around = _section(snapshot, section, inside, lane, groups, boxes)
        for measure in inside:
            text = f"{measure.path} {measure.label.zh}"
            boxes.append(
                Box(measure.id, lane, Text(text, text), around, tone=level, outline=_outline(measure))
            )


def _section(
    snapshot: Snapshot,
    section: str,
    inside: Sequence[Item],
    lane: int,
    groups: list[Item],
    boxes: list[Box],
) -> str:
    row = snapshot.sections[section]
    tone = snapshot.documents[row["document"]]["level"]
    heading = snapshot.heading(section)
    label = Text(f"{heading}（{len(inside)}）", f"{heading} ({len(inside)})")
    members = [measure.id for measure in inside]
    groups.append(Item(section, "group", label, tone=tone, document=row["document"], members=members))
    outlines = {_outline(measure) for measure in inside}
    outline = outlines.pop() if len(outlines) == 1 else ""
    boxes.append(Box(section, lane, label, row["document"], tone=tone, outline=outline))
    return section


def _outline(measure: Item) -> str:
    return OUTLINES.get(measure.note, "") if measure.note else ""
