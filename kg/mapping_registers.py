"""What the registers know, as nodes: themes, concepts, lines of work, and the regions and agencies in use."""

from __future__ import annotations

from functools import lru_cache

from kg.ids import is_short, short_id
from kg.model import Agency, Mention
from kg.tables import Part
from ontology.agencies import ResolvedAgency
from ontology.registers import Registers

NAMES_SEPARATOR = " | "


def map_registers(registers: Registers) -> Part:
    """All themes, concepts, lines of work and instruments, whether a document uses them or not.

    Their absence is an answer too: a concept of no document has to be there to be seen as a gap.

    >>> part = map_registers(Registers.load())
    >>> ("concept/首店", "theme/brand") in part.edges["broader"]
    True
    """
    part = Part("registers")
    for theme in registers.themes.themes.values():
        names = _joined(theme.names)
        part.node("Theme", theme.identifier, labelZh=theme.zh, labelEn=theme.en, otherNames=names)
    for concept in registers.themes.concepts.values():
        id = as_short(concept.id)
        names = _joined(concept.names)
        part.node("Concept", id, labelZh=concept.zh, labelEn=concept.en, otherNames=names)
        for above in concept.broader:
            part.edge("broader", id, as_short(above) if "/" in above else theme_id(above))
    for slug, (zh, en) in registers.agencies.lines.items():
        part.node("LineOfWork", line_id(slug), labelZh=zh, labelEn=en)
    for instrument in registers.instruments:
        id = short_id("instrument", instrument.id)
        part.node("Instrument", id, labelZh=instrument.zh, labelEn=instrument.en)
    return part


def _joined(names: tuple[str, ...]) -> str:
    return NAMES_SEPARATOR.join(names)


@lru_cache(maxsize=4096)
def theme_id(theme: str) -> str:
    """The identifier of a theme given as ``automobile`` or ``theme/automobile``."""
    return short_id("theme", theme.removeprefix("theme/"))


def line_id(slug: str) -> str:
    """The identifier of a line of work.

    >>> line_id("commerce")
    'line/commerce'
    """
    return short_id("line", slug)


@lru_cache(maxsize=65536)
def as_short(identifier: str) -> str:
    """A record's identifier as one that is valid in an IRI, whatever name it was made of.

    >>> as_short("concept/首店"), as_short("programme/“A B”")
    ('concept/首店', 'programme/%E2%80%9CA%20B%E2%80%9D')
    """
    return identifier if is_short(identifier) else short_id(*identifier.split("/"))


class Vocabulary:
    """Adds to one part the shared things that its document uses, each once.

    ``issued_on`` is the document's date: names of agencies that changed hands are read by it.
    """

    def __init__(self, part: Part, registers: Registers, issued_on: str | None) -> None:
        self._part = part
        self._registers = registers
        self._issued_on = issued_on
        self._added: set[tuple[str, str]] = set()
        self._things: dict[tuple[str, str], str] = {}

    def region(self, code: str) -> str | None:
        """The region of a code with those above it; None where the register does not know the code."""
        if code not in self._registers.regions:
            return None
        chain = self._registers.regions.chain(code)
        for region, above in zip(chain, (*chain[1:], None), strict=True):
            if not self._first("Region", region.id):
                break
            self._part.node(
                "Region",
                region.id,
                labelZh=region.name,
                labelEn=region.name_en,
                code=region.code,
                level=region.level,
            )
            if above:
                self._part.edge("partOf", region.id, above.id)
        return chain[0].id

    def issuer(self, name: str, code: str) -> str:
        """The agency that issues under ``name`` in the region ``code``."""
        return self._resolved(self._registers.agencies.resolve(name, code, self._issued_on))

    def agency(self, agency: Agency) -> str:
        """The agency of a record, with its lines, region and successors where the register has them."""
        id = as_short(agency.id)
        if ("Agency", id) in self._added:
            return id
        if agency.resolved and agency.region_code in self._registers.regions:
            known = self._registers.agencies.resolve(agency.label, agency.region_code, self._issued_on)
            if known.id == agency.id:
                return self._resolved(known)
        self._added.add(("Agency", id))
        self._part.node("Agency", id, labelZh=agency.label, kind=agency.kind)
        self._placed(id, agency.region_code, (agency.line,) if agency.line else ())
        return id

    def _resolved(self, agency: ResolvedAgency) -> str:
        id = as_short(agency.id)
        if not self._first("Agency", id):
            return id
        self._part.node(
            "Agency",
            id,
            labelZh=agency.label,
            labelEn=agency.label_en,
            kind=agency.kind,
            validFrom=agency.since,
            validUntil=agency.until,
        )
        lines = agency.lines or ((agency.line,) if agency.line else ())
        self._placed(id, agency.region_code, lines)
        if successor := self._successor(agency):
            self._part.edge("succeededBy", id, self._resolved(successor))
        return id

    def _placed(self, id: str, code: str, lines: tuple[str, ...]) -> None:
        if region := self.region(code):
            self._part.edge("inRegion", id, region)
        for line in lines:
            self._part.edge("inLine", id, line_id(line))

    def _successor(self, agency: ResolvedAgency) -> ResolvedAgency | None:
        """The body that took over after a reorganisation."""
        slug = (agency.successor or "").rpartition("/")[2]
        agencies = self._registers.agencies
        return agencies.of_body(slug, agency.region_code) if slug in agencies.tables.bodies else None

    def thing(self, class_name: str, mention: Mention) -> str:
        """The concept, programme, region or instrument that a mention names."""
        key = class_name, mention.id
        if key not in self._things:
            self._things[key] = self._thing(class_name, mention)
        return self._things[key]

    def _thing(self, class_name: str, mention: Mention) -> str:
        id = as_short(mention.id)
        if class_name == "Region":
            return self.region(id.removeprefix("region/")) or id
        if class_name == "Programme" and self._first(class_name, id):
            self._part.node(class_name, id, labelZh=mention.label)
        return id

    def _first(self, class_name: str, id: str) -> bool:
        """Whether this is the first time that the part needs this node."""
        new = (class_name, id) not in self._added
        self._added.add((class_name, id))
        return new
