"""Items, links and texts that several views share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from visualizations.records import Item, Json, Key, Link, Text
from visualizations.reviews import measure_reviews, review_json, reviewed
from visualizations.snapshot import Row, Snapshot, class_label

RELATIONS = ("implements", "anticipates", "continues", "parallels", "relatesTo")
STRENGTHS: Mapping[str, Text] = {"direct": Text("直接", "direct"), "partial": Text("部分", "partial")}
# A text that long is cut in a title or label of an item that has no heading.
_HEADING = 40


def measure_item(snapshot: Snapshot, id: str, **extra: Any) -> Item:
    """A measure with what the filters ask."""
    row = snapshot.measures[id]
    document = snapshot.documents[row["document"]]
    label = heading(row)
    return Item(
        id,
        "Measure",
        Text(label, label),
        tone=document["level"],
        facets=facets_of(snapshot, id),
        document=row["document"],
        path=row["path"],
        **extra,
    )


def heading(row: Row) -> str:
    """A measure's title, else how its text begins.

    >>> heading({"title": None, "text": "  一、扩大  消费。"})
    '一、扩大消费。'
    """
    return str(row["title"] or "") or "".join(str(row["text"]).split())[:_HEADING]


def facets_of(snapshot: Snapshot, id: str) -> dict[str, Sequence[str]]:
    """Level, place, themes and agencies of a measure."""
    document = snapshot.documents[snapshot.measures[id]["document"]]
    agencies = dict.fromkeys(duty["agency"] for duty in snapshot.duties.get(id, ()))
    return {
        "level": [f"level/{document['level']}"],
        "place": [document["region"]] if document["region"] else [],
        "theme": snapshot.themes_of.get(id, ()),
        "agency": list(agencies),
    }


def document_item(snapshot: Snapshot, id: str, **extra: Any) -> Item:
    """A document."""
    row = snapshot.documents[id]
    return Item(
        id,
        "Document",
        snapshot.short_title(id),
        tone=row["level"],
        facets={
            "level": [f"level/{row['level']}"],
            "place": [row["region"]] if row["region"] else [],
        },
        document=id,
        members=snapshot.measures_in[id],
        **extra,
    )


def alignment_link(snapshot: Snapshot, row: Row, **extra: Any) -> Link:
    """A link between two measures with its evidence, and what an analyst decided on it."""

    def span(side: str) -> tuple[int, int] | None:
        start, end = row[f"{side}Start"], row[f"{side}End"]
        return None if start is None or end is None else (start, end)

    return Link(
        row["id"],
        row["lower"],
        row["upper"],
        row["relation"],
        row["strength"],
        None if row["score"] is None else round(row["score"], 3),
        row["lag"],
        row["reasons"],
        span("lower"),
        span("upper"),
        extra=reviewed(snapshot, row["id"]) | extra,
    )


def details_of(snapshot: Snapshot, measures: Iterable[str]) -> Json:
    """The texts behind the items: measures with their facts, the documents they stand in, and names."""
    texts: Json = {}
    named: set[str] = set()
    documents: dict[str, None] = {}
    for id in dict.fromkeys(measures):
        row = snapshot.measures[id]
        documents[row["document"]] = None
        themes, duties = snapshot.themes_of.get(id, ()), snapshot.duties.get(id, ())
        named.update(themes, (duty["agency"] for duty in duties))
        texts[id] = {
            "text": row["text"],
            "start": row["start"],
            "title": heading(row),
            "document": row["document"],
            "path": row["path"],
            "section": _section_title(snapshot, row["section"]),
            "themes": list(themes),
            "agencies": [_duty(snapshot, duty) for duty in duties],
            "figures": [_figure(snapshot, figure) for figure in snapshot.figures.get(id, ())],
        }
        if decided := measure_reviews(snapshot, id):
            texts[id]["reviews"] = decided
    for row in map(snapshot.documents.__getitem__, documents):
        named.update([f"level/{row['level']}", *([row["region"]] if row["region"] else [])])
    return {"measures": texts, "documents": documents_json(snapshot, documents)} | names_json(snapshot, named)


def documents_json(snapshot: Snapshot, ids: Iterable[str]) -> Json:
    """Headers of documents, with what they are called in short."""
    fields = ("title", "number", "issuedOn", "issuer", "level", "source", "stem", "region")
    found = {}
    for id in ids:
        row = snapshot.documents[id]
        found[id] = {name: row[name] for name in fields if row[name]} | {
            "short": snapshot.short_title(id).json()
        }
    return found


def names_json(snapshot: Snapshot, ids: Iterable[str]) -> Json:
    """Labels of ids, with those of all relations, strengths and classes."""
    names = {id: snapshot.name(id).json() for id in sorted(ids)}
    names |= {relation: class_label(relation).json() for relation in RELATIONS}
    names |= {strength: text.json() for strength, text in STRENGTHS.items()}
    return {"names": names}


def _section_title(snapshot: Snapshot, section: str | None) -> str | None:
    return snapshot.heading(section) if section and section in snapshot.sections else None


def _duty(snapshot: Snapshot, duty: Row) -> list[Any]:
    decided = review_json(snapshot.reviews.get(duty["id"], ()))
    return [duty["agency"], duty["manner"], duty["start"], duty["end"], *([decided] if decided else [])]


def _figure(snapshot: Snapshot, figure: Row) -> list[Any]:
    decided = review_json(snapshot.reviews.get(figure["id"], ()))
    return [
        figure["id"],
        figure["figureType"],
        figure["metric"],
        amount(figure),
        figure["period"] or "",
        "; ".join(str(figure[key]) for key in ("note", "doubt") if figure[key]),
        figure["start"],
        figure["end"],
        *([decided] if decided else []),
    ]


def amount(figure: Mapping[str, Any]) -> str:
    """A figure's comparator, value and unit; 万 and 亿 where the number is large.

    >>> amount({"comparator": ">=", "value": 11000.0, "valueMax": None, "unit": "辆"})
    '≥ 1.1万辆'
    >>> amount({"comparator": "=", "value": 1.0, "valueMax": 2.0, "unit": "家"})
    '1–2家'
    """
    sign = {"=": "", ">=": "≥ ", "<=": "≤ ", "~": "约 "}.get(figure["comparator"], f"{figure['comparator']} ")
    upper = figure["valueMax"]
    value = number(figure["value"]) + ("" if upper is None else f"–{number(upper)}")
    return f"{sign}{value}{figure['unit'] or ''}"


def number(value: float) -> str:
    """A number as Chinese readers expect it.

    >>> number(250000), number(6e12), number(0.5), number(300)
    ('25万', '6万亿', '0.5', '300')
    """
    for size, name in ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")):
        if abs(value) >= size:
            return f"{value / size:.6g}{name}"
    return f"{value:.6g}"


def level_keys(levels: Iterable[str]) -> list[Key]:
    """Legend lines for the colours of the levels that are there."""
    from visualizations.snapshot import LEVELS

    there = set(levels)
    return [Key(f"box-{name}", text) for name, text in LEVELS.items() if name in there]


def relation_keys(relations: Iterable[str]) -> list[Key]:
    """Legend lines for the relations and strengths that are there."""
    there = set(relations)
    aside = Text("平行（点选时显示）", "parallel (shown when chosen)")
    keys = [Key(f"line-{n}", aside if n == "parallels" else class_label(n)) for n in RELATIONS if n in there]
    return [*keys, Key("line-strong", STRENGTHS["direct"]), Key("line-weak", STRENGTHS["partial"])]
