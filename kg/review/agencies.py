"""Corrections of agencies: who a printed name is, and in what manner the body answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from kg.errors import UsageError
from kg.ids import is_short, parts
from kg.model import Agency, Manner, Measure, Review
from kg.review.kinds import Place, Unfit
from ontology.agencies import ResolvedAgency


@dataclass(frozen=True, slots=True)
class Held:
    """An agency of the responsibility note (``note``) or of the running text (``text``)."""

    agency: Agency
    origin: str


class Agencies:
    """The agencies of a measure."""

    def of(self, measure: Measure) -> Sequence[Held]:
        """Those of the note, then those of the text."""
        return [
            *(Held(agency, "note") for agency in measure.agencies),
            *(Held(agency, "text") for agency in measure.charged),
        ]

    def put(self, measure: Measure, facts: Sequence[Held]) -> Measure:
        """Each in its place, new ones at the end."""
        agencies = tuple(held.agency for held in facts if held.origin == "note")
        charged = tuple(held.agency for held in facts if held.origin == "text")
        return replace(measure, agencies=agencies, charged=charged)

    def called(self, fact: Held) -> tuple[Sequence[str], int | None]:
        """By its name as printed."""
        return [fact.agency.span.quote, fact.agency.name], fact.agency.span.start

    def words(self, fact: Held) -> str:
        """Who it is and in what manner it answers."""
        return f"{fact.agency.label} ({fact.agency.id}, {fact.agency.manner}, {fact.origin})"

    def changed(self, fact: Held, values: Mapping[str, str], place: Place) -> Held:
        """The same printed name, read as another body or in another manner."""
        agency = fact.agency
        if "agency" in values:
            agency = _as(agency, _body(values["agency"], place))
        if "manner" in values:
            agency = replace(agency, manner=cast(Manner, values["manner"]))
        return Held(agency, values.get("origin", fact.origin))

    def added(self, quote: str, start: int | None, values: Mapping[str, str], place: Place) -> Held:
        """The body of a name that the text prints; of the note, unless the values say otherwise."""
        span = place.span(quote, start)
        body = _body(values.get("agency", span.quote), place)
        name = "".join(span.quote.split())
        blank = Agency(name, "", "", None, "", "", "responsible", span)
        return self.changed(Held(_as(blank, body), "note"), dict(values) | {"agency": body.id}, place)

    def reviewed(self, fact: Held, review: Review) -> Held:
        """The mark on the agency."""
        return replace(fact, agency=replace(fact.agency, review=review))


def _as(agency: Agency, body: ResolvedAgency) -> Agency:
    return replace(
        agency,
        id=body.id,
        label=body.label,
        line=body.line,
        region_code=body.region_code,
        kind=body.kind,
    )


def _body(name: str, place: Place) -> ResolvedAgency:
    """The body that an identifier or a name in the document's region means."""
    register = place.registers.agencies
    if not name.startswith("agency/"):
        return register.resolve(name, place.region_code, place.document.header.issued_on)
    pieces = parts(name) if is_short(name) else ()
    if len(pieces) != 3 or pieces[1] not in place.registers.regions:
        raise Unfit(f"{name} is no agency; one looks like agency/330000/commerce")
    try:
        return register.of_body(pieces[2], pieces[1])
    except UsageError:
        pass
    # Governments and groups have identifiers that come from no single body of the register.
    held = [a for m in place.document.measures for a in (*m.agencies, *m.charged) if a.id == name]
    for agency in held:
        body = register.resolve(agency.label, agency.region_code, place.document.header.issued_on)
        if body.id == name:
            return body
    raise Unfit(f"the register of agencies has no {name}; give the body's full name")
