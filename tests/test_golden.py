"""One short plan with something of everything: its record, short enough to review as a diff.

    KG_UPDATE_GOLDEN=1 python -m pytest tests/test_golden.py

writes the record anew; read the diff before you keep it.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.document_json import document_json
from kg.ids import DEFAULT_BASE
from kg.mapping import document_ids, map_document, map_registers
from kg.stores import rdf_text
from kg.tables import GraphTables, TablesBuilder
from loaders.document import read_document
from loaders.text_file import read_text_file
from ontology.registers import Registers
from ontology.schema import Schema

FOLDER = Path(__file__).parent / "golden"


def same(name: str, text: str) -> None:
    path = FOLDER / name
    if os.environ.get("KG_UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == text


def lines(record: dict[str, Any]) -> Iterator[str]:
    """One line a fact: what it is, and the words it was read from."""
    for key, value in record["document"].items():
        if key not in ("text", "sources") and value:
            yield f"{key}: {value} ({record['document']['sources'].get(key, '')})"
    for measure in record["measures"]:
        flags = " ".join(flag for flag in ("localities", "et_al") if measure[flag])
        yield f"\n{measure['path']} {measure['title']} [{measure['role']}] {flags}".rstrip()
        for kind in (
            "agencies",
            "charged",
            "figures",
            "themes",
            "concepts",
            "programmes",
            "places",
            "instruments",
            "citations",
        ):
            for fact in measure[kind]:
                rest = {
                    k: v
                    for k, v in fact.items()
                    if k not in ("start", "end", "evidence", "label", "resolved", "title", "number")
                    and v not in (None, "", False)
                }
                yield f"  {kind}: {json.dumps(rest, ensure_ascii=False)}"
    for citation in record["citations"]:
        yield f"\ncites {citation['label']} {citation['quote']!r}"
    for taskforce in record["taskforces"]:
        yield f"\ntaskforce {taskforce['label']}: {', '.join(m['name'] + ' ' + m['role'] for m in taskforce['members'])}"
    for problem in record["problems"]:
        yield f"problem {problem['kind']}: {problem['what']}"


def test_the_record_of_the_plan() -> None:
    document = read_document(read_text_file(FOLDER / "plan.txt"), "plan", Registers.load())
    same("plan.record", "\n".join(lines(document_json(document))) + "\n")


def test_the_triples_of_the_plan() -> None:
    registers = Registers.load()
    document = read_document(read_text_file(FOLDER / "plan.txt"), "plan", registers)
    builder = TablesBuilder(Schema.load())
    builder.add(map_registers(registers))
    builder.add(map_document(document, document_ids({"plan": document.header})["plan"], registers))
    tables = builder.build()
    # The document and one of its measures: more would not be read.
    shown = ("330000/2024/浙政办发-2024-8", "330000/2024/浙政办发-2024-8/2.1")
    own = {
        id for table in tables.nodes.values() for id in table if id in shown or id.startswith(shown[1] + "/")
    }
    part = GraphTables(
        {
            name: {id: values for id, values in table.items() if id in own}
            for name, table in tables.nodes.items()
        },
        {name: [(a, b) for a, b in pairs if a in own] for name, pairs in tables.edges.items()},
    )
    text = "\n".join(sorted(rdf_text.n_triples(part, Schema.load(), DEFAULT_BASE))) + "\n"
    same("plan.nt", text.replace(DEFAULT_BASE, "…/").replace("…/330000/2024/浙政办发-2024-8", "plan"))
