"""What analysts decided, as a page shows it beside the fact or link."""

from __future__ import annotations

from collections.abc import Iterable

from visualizations.records import Json, Text
from visualizations.snapshot import Row, Snapshot

# What a decision was about where nothing else on the page stands for it any more.
TAKEN_AWAY = Text("删去", "taken away")


def review_json(rows: Iterable[Row]) -> list[Json]:
    """Decisions as the page reads them: decision, who, when, the former value and the comment.

    >>> row = {"decision": "corrected", "reviewer": "a reader", "on": "2024-05-03", "former": "3家", "comment": None}
    >>> review_json([row])
    [{'decision': 'corrected', 'by': 'a reader', 'on': '2024-05-03', 'former': '3家'}]
    """
    names = {"decision": "decision", "by": "reviewer", "on": "on", "former": "former", "comment": "comment"}
    return [{key: row[name] for key, name in names.items() if row[name]} for row in rows]


def reviewed(snapshot: Snapshot, id: str) -> Json:
    """The decisions on a fact or link, to be put into its extra values; nothing where nobody decided."""
    rows = snapshot.reviews.get(id)
    return {"reviews": review_json(rows)} if rows else {}


def measure_reviews(snapshot: Snapshot, measure: str) -> list[Json]:
    """Every decision on a measure's facts, with ``of`` in the page's languages: figures, duties, names, what was taken away.

    Those on figures and duties are ``beside`` the fact in the panel already.
    """
    found: list[Json] = []

    def add(of: Text, rows: Iterable[Row], **more: bool) -> None:
        found.extend(one | {"of": of.json(), **more} for one in review_json(rows))

    for figure in snapshot.figures.get(measure, ()):
        add(
            Text(figure["metric"], figure["metric"]),
            snapshot.reviews.get(figure["id"], ()),
            beside=True,
        )
    for duty in snapshot.duties.get(measure, ()):
        add(snapshot.name(duty["agency"]), snapshot.reviews.get(duty["id"], ()), beside=True)
    for row in snapshot.reviewed_names.get(measure, ()):
        add(snapshot.name(row["named"]), [row])
    add(TAKEN_AWAY, snapshot.reviews.get(measure, ()))
    return found
