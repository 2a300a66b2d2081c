"""Pairs are linked from what was kept where their documents were read, else from their records, with one result."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from corpus import FOLDER as CORPUS
from kg.building.kept import NAME, Kept
from kg.building.records import Damaged
from kg.building.units import Compared, Held, LinkUnit, PairFacts
from kg.building.workshop import ReadSource, Workshop
from kg.ids import DEFAULT_BASE
from loaders.sources import find_sources
from ontology.registers import Registers


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ReadSource]:
    """The bundled documents by stem, as they come from where they are read."""
    with Kept(tmp_path_factory.mktemp("read") / NAME) as kept:
        workshop = Workshop(Registers.load(), kept, DEFAULT_BASE)
        found = [workshop.read_and_prepare(source) for source in find_sources([CORPUS]).found]
    return {one.brief.documents[0].stem: one for one in found if isinstance(one, ReadSource)}


def unit_of(read: dict[str, ReadSource]) -> LinkUnit:
    lower, upper = (Held(stem, read[stem].key, 0, "") for stem in ("nb-2023", "zj-2023"))
    return LinkUnit(lower, (Compared(upper, "anticipates", -14),))


def linked(folder: Path, read: dict[str, ReadSource]) -> list[PairFacts]:
    with Kept(folder / NAME, read_only=True) as kept:
        return Workshop(Registers.load(), kept, DEFAULT_BASE).linker.facts(unit_of(read))


def keep(folder: Path, read: dict[str, ReadSource], *, records: bool, linkables: bool) -> Path:
    folder.mkdir()
    with Kept(folder / NAME) as kept:
        for one in read.values():
            if records:
                kept.put("record", one.key, one.record)
            for prepared in one.prepared if linkables else ():
                kept.put("linkable", prepared.content, prepared.linkable)
    return folder


def test_a_pair_is_linked_without_its_records_as_with_them(
    tmp_path: Path, read: dict[str, ReadSource]
) -> None:
    expected = linked(keep(tmp_path / "records", read, records=True, linkables=False), read)
    assert expected[0].links and expected[0].targets and expected[0].near
    assert linked(keep(tmp_path / "linkables", read, records=False, linkables=True), read) == expected


def test_what_is_damaged_is_made_from_the_records(tmp_path: Path, read: dict[str, ReadSource]) -> None:
    whole = linked(keep(tmp_path / "whole", read, records=True, linkables=True), read)
    damaged = keep(tmp_path / "damaged", read, records=True, linkables=True)
    with closing(sqlite3.connect(damaged / NAME)) as connection:
        connection.execute("UPDATE kept SET data = x'00' WHERE kind = 'linkable'")
        connection.commit()
    assert linked(damaged, read) == whole


def test_where_neither_is_kept_the_build_is_to_be_run_again(
    tmp_path: Path, read: dict[str, ReadSource]
) -> None:
    with pytest.raises(Damaged):
        linked(keep(tmp_path / "nothing", read, records=False, linkables=False), read)


def test_nothing_is_prepared_of_a_source_that_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("明天下午开会。\n", encoding="utf-8")
    with Kept(tmp_path / NAME) as kept:
        workshop = Workshop(Registers.load(), kept, DEFAULT_BASE)
        [found] = map(workshop.read_and_prepare, find_sources([tmp_path / "note.txt"]).found)
    assert isinstance(found, ReadSource)
    assert found.brief.skipped is not None
    assert found.prepared == ()
