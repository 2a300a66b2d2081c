"""A graph of a million triples, made by varying the tables of the bundled documents.

    python -m benchmarks.large_graph FOLDER [--triples N]

Every copy puts the documents into other provinces and cities, other years, and gives them other numbers in
texts and figures; agencies move with their places. Registers, national bodies and programmes are shared by all
copies, as they are by real documents. FOLDER gets ``oxigraph``, ``ladybug`` and ``nodes.json``: some ids of
every class, for measuring questions that start from a node.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kg.mentions import NamedThing, read, written
from kg.stores.loading import load_all
from kg.stores.protocol import open_store
from kg.tables import GraphTables, Part, TablesBuilder, Value
from ontology.regions import Regions
from ontology.schema import Schema
from tests.question_graphs import bundled_tables

_DIGIT = re.compile(r"(?<=[1-9１-９])[0-9]")
_PLACED = re.compile(r"(?P<class>region|agency)/(?P<code>\d{6})(?P<rest>/.*)?")
_DOCUMENT = re.compile(r"(?P<code>\d{6})/(?P<year>\d{4})/(?P<name>[^/]+)(?P<rest>/.*)?")
_YEARS = ("year", "period", "periodStart", "periodEnd", "issuedOn", "validFrom", "validUntil")
SHARED = ("Theme", "Concept", "LineOfWork", "Instrument", "Programme")


class Copy:
    """One copy of the bundled documents in other places."""

    def __init__(self, number: int, regions: Regions, codes: tuple[str, ...]) -> None:
        self.number = number
        self._chance = random.Random(number)
        self._codes = {code: _other(regions, code, number) for code in sorted(codes)}
        self._names = {
            regions[old].short: regions[new].short for old, new in self._codes.items() if old != new
        }

    def id(self, id: str) -> str:
        """The identifier that a node has in this copy; the first is as it is."""
        if self.number == 0:
            return id
        if match := _PLACED.fullmatch(id):
            return f"{match['class']}/{self._code(match['code'])}{match['rest'] or ''}"
        if match := _DOCUMENT.fullmatch(id):
            return f"{self._code(match['code'])}/{match['year']}/{match['name']}~{self.number + 1}{match['rest'] or ''}"
        return f"{id}~{self.number + 1}"

    def values(self, class_name: str, values: Mapping[str, Value]) -> dict[str, Value]:
        """The values that a node has in this copy."""
        if self.number == 0:
            return dict(values)
        changed: dict[str, Value] = {}
        later = self.number % 7
        for name, value in values.items():
            if name == "stem":
                value = f"{value}-{self.number}"
            elif name == "year":
                value = int(value) + later
            elif name in _YEARS:
                value = re.sub(r"\d{4}", lambda year: str(int(year[0]) + later), str(value))
            elif name == "value":
                value = round(float(value) * self._chance.uniform(0.5, 2), 3)
            elif name in ("text", "quote", "labelZh", "title", "printedName"):
                value = self._text(str(value))
            elif name == "mentions":
                value = written(self._moved(place) for place in read(str(value)))
            changed[name] = value
        return changed

    def _moved(self, place: NamedThing) -> NamedThing:
        return place._replace(thing=self.id(place.thing)) if place.thing.startswith("region/") else place

    def _code(self, code: str) -> str:
        return self._codes.get(code, code)

    def _text(self, text: str) -> str:
        for old, new in self._names.items():
            text = text.replace(old, new)
        return _DIGIT.sub(lambda _: str(self._chance.randrange(10)), text)


def large_tables(triples: int) -> GraphTables:
    """A graph of at least this many triples."""
    tables = bundled_tables()
    regions = Regions.load()
    codes = tuple(str(node["code"]) for node in tables.nodes["Region"].values())
    builder = TablesBuilder(Schema.load())
    builder.add(_shared(tables))
    each = sum(_triples(n, v) for n, t in tables.nodes.items() if n not in SHARED for v in t.values())
    each += sum(len(pairs) for name, pairs in tables.edges.items() if name != "broader")
    for number in range(-(-triples // each)):
        builder.add(_copy(tables, Copy(number, regions, codes), regions))
    return builder.build()


def count_triples(tables: GraphTables) -> int:
    """How many triples an RDF store holds of this graph."""
    nodes = sum(_triples(name, values) for name, table in tables.nodes.items() for values in table.values())
    return nodes + sum(map(len, tables.edges.values()))


def _triples(class_name: str, values: Mapping[str, Value]) -> int:
    # A label is written a second time as rdfs:label.
    return 1 + len(values) + sum(name in ("labelZh", "labelEn") for name in values)


def _shared(tables: GraphTables) -> Part:
    part = Part("registers")
    for name in SHARED:
        part.nodes[name] = [(id, dict(values)) for id, values in tables.nodes[name].items()]
    part.edges["broader"] = list(tables.edges["broader"])
    return part


def _copy(tables: GraphTables, copy: Copy, regions: Regions) -> Part:
    part = Part(f"copy {copy.number}")
    ids = {id: id if name in SHARED else copy.id(id) for name, table in tables.nodes.items() for id in table}
    for name, table in tables.nodes.items():
        if name not in (*SHARED, "Region"):
            part.nodes[name] = [(ids[id], copy.values(name, values)) for id, values in table.items()]
    for id in tables.nodes["Region"]:
        _add_region(part, ids[id].removeprefix("region/"), regions)
    for name, pairs in tables.edges.items():
        if name not in ("broader", "partOf"):
            part.edges[name] = [(ids[start], ids[end]) for start, end in pairs]
    return part


def _add_region(part: Part, code: str, regions: Regions) -> None:
    chain = regions.chain(code)
    for region, above in zip(chain, (*chain[1:], None), strict=True):
        part.node(
            "Region",
            region.id,
            labelZh=region.name,
            labelEn=region.name_en,
            code=region.code,
            level=region.level,
        )
        if above:
            part.edge("partOf", region.id, above.id)


def _other(regions: Regions, code: str, number: int) -> str:
    """Another place of the same level; cities move with their province, counties with their city."""
    above = regions[code].parent
    if number == 0 or above is None:
        return code
    own = _below(regions, above)
    new = _below(regions, _other(regions, above, number))
    # Municipalities have no cities: what has nothing below it is not chosen.
    return new[(own.index(code) + number) % len(new)] if new and code in own else code


@cache
def _below(regions: Regions, code: str) -> tuple[str, ...]:
    """The places directly below one, those first that are like the bundled ones: with cities below them."""
    level = {"national": "province", "province": "city", "city": "county"}.get(regions.level(code))
    found = sorted(r.code for r in regions if r.parent == code and r.level == level and r.until is None)
    if level == "province":
        found = [code for code in found if len(_below(regions, code)) > 3]
    return tuple(found)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--triples", type=int, default=1_000_000)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    tables = large_tables(arguments.triples)
    stores = [open_store(f"{s}:{arguments.folder / s}", read_only=False) for s in ("oxigraph", "ladybug")]
    begin = time.perf_counter()
    load_all(stores, tables)
    for store in stores:
        store.close()
    seconds = time.perf_counter() - begin
    chance = random.Random(1)
    some = {name: chance.sample(sorted(t), min(len(t), 100)) for name, t in tables.nodes.items()}
    (arguments.folder / "nodes.json").write_text(json.dumps(some, ensure_ascii=False), encoding="utf-8")
    print(
        f"{count_triples(tables):,} triples, {len(tables.nodes['Document'])} documents, loaded in {seconds:.1f} s"
    )


if __name__ == "__main__":
    main()
