"""How one document says things: templates filled, the same slot with the same words throughout."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from benchmarks.varied_documents.places import Places, level_word
from benchmarks.varied_documents.pool import Pool
from benchmarks.varied_documents.templates import OTHER, Slot, Template
from ontology.regions import Region

_LISTED = re.compile("(?<=、)[^、，；：。“”《》（）]+、")
DROPPED = 0.5  # how often a member of a list is left out, neither its first nor its last
OTHER_CONCEPT = 0.3  # how often a document names another concept than the real one
_LOCAL = ("agency", "place")


class Voice:
    """Fills templates for a document of one place and year."""

    def __init__(self, pool: Pool, places: Places, region: Region, year: int, chance: random.Random) -> None:
        self.pool, self.region, self.year, self.chance = pool, region, year, chance
        self._places = places
        self._own = level_word(region)
        self._chain = {above.level: above for above in places.regions.chain(region.code)}
        self._chosen: dict[tuple[str, str, str], str] = {}
        self._lag = chance.randrange(3) - 1

    def can_say(self, template: Template) -> bool:
        """Whether a document of this place can: the nation's name no local bodies and places."""
        if self.region.level != "national":
            return True
        return not any(isinstance(part, Slot) and part.kind in _LOCAL for part in template)

    def say(self, template: Template) -> str:
        """The phrase as this document prints it, without some of what stands inside lists (水、电、气 → 水、气)."""
        text = "".join(part if isinstance(part, str) else self._fill(part) for part in template)
        return _LISTED.sub(lambda found: "" if self.chance.random() < DROPPED else found[0], text)

    def agencies(self, lines: Sequence[str]) -> list[str]:
        """The printed names of the bodies with these lines of work."""
        names = (self._agency(line) for line in lines)
        return [name for name in names if name]

    def _fill(self, slot: Slot) -> str:
        key = (slot.kind, slot.key, slot.text)
        found = self._chosen.get(key)
        if found is None:
            found = self._chosen[key] = self._choose(slot)
        return found

    def _choose(self, slot: Slot) -> str:
        match slot.kind:
            case "number":
                return self._number(slot.text)
            case "year":
                return str(self.year + max(0, int(slot.text) - 2023 + self._lag))
            case "level":
                return slot.text.translate({ord(word): self._own for word in "省市区县国"})
            case "agency":
                return self._agency(slot.key) or slot.text
            case "place":
                return self._place(slot)
            case "concept":
                return self._concept(slot)
            case "word":
                return self.chance.choice(self.pool.paraphrases[slot.key])

    def _concept(self, slot: Slot) -> str:
        """A name of the concept, or of one beside it: each place has its own venues, industries and groups."""
        concepts = self.pool.registers.themes.concepts
        key = f"concept/{slot.key}"
        if self.chance.random() < OTHER_CONCEPT:
            key = self.chance.choice(self.pool.siblings.get(key, (key,)))
        elif self.chance.random() < 0.2:
            return slot.text
        concept = concepts.get(key)
        return self.chance.choice((concept.zh, *concept.names)) if concept else slot.text

    def _number(self, text: str) -> str:
        whole, point, decimals = text.partition(".")
        value = float(text) * self.chance.choice((0.2, 0.3, 0.5, 0.6, 0.8, 1.0, 1.2, 1.5, 2.0))
        if point:
            return f"{value:.{len(decimals)}f}"
        # As round as the number was: 300 → 150, not 147.
        zeros = len(whole) - len(whole.rstrip("0"))
        return str(max(1, round(value / 10**zeros)) * 10**zeros)

    def _agency(self, line: str) -> str | None:
        level = "city" if self.region.level == "county" else self.region.level
        name = self.pool.agencies.get((level, line))
        return f"{self._own}{name}" if name else None

    def _place(self, slot: Slot) -> str:
        """The place of this document that stands where that of the real one stood; one far away stays."""
        code = slot.key.removeprefix(OTHER)
        if code not in self._places.regions:
            return slot.text
        there = self._places.regions[code]
        here = self._chain.get(there.level)
        if code != slot.key:
            above = self._chain.get("city" if there.level == "county" else "province", self.region)
            near = [] if there.level == "province" else self._places.below.get(above.code, ())
            here = self.chance.choice(near) if near else None
        if here is None:
            return slot.text if there.level == "province" else self.region.name
        return here.name if slot.text == there.name or here.level == "county" else here.short
