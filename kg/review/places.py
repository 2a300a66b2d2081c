"""Corrections of the places that a measure singles out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.errors import UsageError
from kg.model import Measure, Mention, Review
from kg.review.kinds import Place, Unfit
from ontology.regions import Region


class Places:
    """The regions that a measure names."""

    def of(self, measure: Measure) -> Sequence[Mention]:
        """All of them."""
        return measure.places

    def put(self, measure: Measure, facts: Sequence[Mention]) -> Measure:
        """In the order of the text."""
        ordered = sorted(facts, key=lambda mention: (mention.span.start, mention.span.end))
        return replace(measure, places=tuple(ordered))

    def called(self, fact: Mention) -> tuple[Sequence[str], int | None]:
        """By the words of the text, the region's name or its identifier."""
        return [fact.span.quote, fact.label, fact.id], fact.span.start

    def words(self, fact: Mention) -> str:
        """Which region."""
        return f"{fact.label} ({fact.id})"

    def changed(self, fact: Mention, values: Mapping[str, str], place: Place) -> Mention:
        """The same words, read as another region."""
        if "place" not in values:
            return fact
        region = _region(values["place"], place)
        return replace(fact, id=region.id, label=region.name)

    def added(self, quote: str, start: int | None, values: Mapping[str, str], place: Place) -> Mention:
        """The region that words of the text name."""
        span = place.span(quote, start)
        return self.changed(Mention("", "", span), {"place": values.get("place", span.quote)}, place)

    def reviewed(self, fact: Mention, review: Review) -> Mention:
        """The mark on the mention."""
        return replace(fact, review=review)


def _region(name: str, place: Place) -> Region:
    """The region of a code, an identifier or a name, looked for from the document's own outwards."""
    regions = place.registers.regions
    code = name.removeprefix("region/")
    if code in regions:
        return regions[code]
    try:
        return regions.require("".join(name.split()), place.region_code)
    except UsageError as error:
        raise Unfit(str(error)) from None
