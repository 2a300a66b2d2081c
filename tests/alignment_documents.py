"""Documents for the alignment's tests: real ones, and small ones made of given measures."""

from functools import cache
from pathlib import Path

from corpus import FOLDER as CORPUS
from kg.align import Aligner
from kg.alignment.fit_weights import read_gold
from kg.alignment.gold import GoldPair
from kg.model import Document
from loaders.document import read_document
from loaders.sources import find_sources
from ontology.registers import Registers

GOLD = Path(__file__).parent / "gold"
VARIETY = Path(__file__).parent / "variety"
LINKS = {"consumption": GOLD / "links.jsonl", "business environment": GOLD / "variety" / "links.jsonl"}


@cache
def bundled() -> dict[str, Document]:
    return _read(CORPUS)


@cache
def varied() -> dict[str, Document]:
    return _read(VARIETY)


def _read(folder: Path) -> dict[str, Document]:
    registers = Registers.load()
    return {
        source.stem: read_document(source.read(), source.stem, registers, source.supplied)
        for source in find_sources([folder]).found
    }


@cache
def gold() -> list[GoldPair]:
    return read_gold(LINKS, [CORPUS, VARIETY])


@cache
def aligner() -> Aligner:
    registers = Registers.load()
    return Aligner(registers.themes, registers.regions)


def made(
    stem: str, items: list[str], *, region: str = "宁波市", issued_on: str | None = "2024-01-01"
) -> Document:
    """A document of one section with these items, of a region and a day."""
    body = "".join(
        f"（{number}）{item}\n" for number, item in zip("一二三四五六七八九十", items, strict=False)
    )
    supplied = {"region": region, "issuer": f"{region}人民政府"}
    if issued_on:
        supplied["issued_on"] = issued_on
    return read_document(f"促进消费若干措施\n一、主要任务\n{body}", stem, Registers.load(), supplied)
