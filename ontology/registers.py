"""The registers that a run reads once and hands to every loader."""

from __future__ import annotations

from dataclasses import dataclass

from ontology.agencies import AgencyRegister
from ontology.instruments import InstrumentRegister
from ontology.regions import Regions
from ontology.themes import ThemeScheme


@dataclass(frozen=True, slots=True)
class Registers:
    """Regions, agencies, themes with concepts, and instruments."""

    regions: Regions
    agencies: AgencyRegister
    themes: ThemeScheme
    instruments: InstrumentRegister

    @classmethod
    def load(cls) -> Registers:
        """The registers that come with the project; raises RegisterError where one contradicts itself."""
        return cls(Regions.load(), AgencyRegister.load(), ThemeScheme.load(), InstrumentRegister.load())
