"""What a measure names and where: each place in one property, and a node for what an analyst decided on.

Of a place that nobody reviewed there is nothing to say but where it is and what it names, which the
measure's ``mentions`` lists: with a node for each, a third of all triples would say no more than that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.mapping_registers import Vocabulary, theme_id
from kg.mentions import NamedThing
from kg.model import Measure, Mention, Review
from kg.review.mapping import add_review, is_reviewed
from kg.tables import Part

# The direct relation from a measure to a thing of each vocabulary.
_DIRECT = {
    "Concept": "mentionsConcept",
    "Programme": "partOfProgramme",
    "Region": "namesPlace",
    "Instrument": "usesInstrument",
}

Named = Mapping[NamedThing, Review | None]


def named_things(vocabulary: Vocabulary, measure: Measure) -> Named:
    """Every place that names something, in the order of the text, with what was decided about it."""
    named: dict[NamedThing, Review | None] = {}
    for class_name, mention in _mentions(measure):
        thing = vocabulary.thing(class_name, mention)
        named[NamedThing(mention.span.start, mention.span.end, thing)] = mention.review
    # A concept's own mention says already why its theme was taken.
    quoted = {(mention.span.start, mention.span.end) for mention in measure.concepts}
    for theme in measure.themes:
        for span in theme.evidence:
            if theme.review or (span.start, span.end) not in quoted:
                named[NamedThing(span.start, span.end, theme_id(theme.id))] = theme.review
    return {place: named[place] for place in sorted(named)}


def add_direct(part: Part, vocabulary: Vocabulary, id: str, measure: Measure) -> None:
    """Add the edges from the measure ``id`` to what it names; those to its themes are not among them."""
    for class_name, mention in _mentions(measure):
        part.edge(_DIRECT[class_name], id, vocabulary.thing(class_name, mention))


def add_reviewed(part: Part, id: str, measure: Measure, named: Named) -> Sequence[tuple[str, int]]:
    """Add a node for each place that was decided on; gives back the nodes with where they begin."""
    begin = measure.span.start
    added: list[tuple[str, int]] = []
    marked: set[tuple[str, Review]] = set()
    for place, review in named.items():
        if review is None:
            continue
        node = part.node(
            "Mention",
            mention_id(id, place),
            quote=measure.span.quote[place.start - begin : place.end - begin],
            reviewed=is_reviewed(review),
            startOffset=place.start,
        )
        part.edge("mentionOf", node, place.thing)
        if (place.thing, review) not in marked:
            # A theme has several words that speak for it, and one decision.
            add_review(part, node, review)
            marked.add((place.thing, review))
        added.append((node, place.start))
    return added


def mention_id(measure: str, place: NamedThing) -> str:
    """The identifier of a reviewed place: it stays the same whatever else the measure names.

    >>> mention_id("330000/2023/x/2.1", NamedThing(12, 14, "theme/brand"))
    '330000/2023/x/2.1/mention-12-14/theme/brand'
    """
    return f"{measure}/mention-{place.start}-{place.end}/{place.thing}"


def _mentions(measure: Measure) -> Iterator[tuple[str, Mention]]:
    for class_name, mentions in (
        ("Concept", measure.concepts),
        ("Programme", measure.programmes),
        ("Region", measure.places),
        ("Instrument", measure.instruments),
    ):
        for mention in mentions:
            yield class_name, mention
