"""The formats that a graph can be exported in: the one table of them, which the command line reads.

A format is a module with ``write(source, out)`` for a file, ``write_folder(source, folder)`` for a folder, or both.
Its name is that of `kg export --format`; an output file with one of its endings needs no ``--format``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.errors import UsageError


@dataclass(frozen=True, slots=True)
class Format:
    """One format: what it is for, the endings of its files, and the module that writes it.

    ``text`` says that it can go to a terminal; ``as_file`` and ``as_folder`` what it can be. ``marker`` is the file
    that a folder of this format has: one with it may be replaced. ``only`` is the class that it holds, where it is
    not the whole graph.
    """

    name: str
    purpose: str
    module: str
    endings: tuple[str, ...] = ()
    text: bool = True
    as_file: bool = True
    as_folder: bool = False
    marker: str = ""
    only: str = ""


FORMATS: Mapping[str, Format] = {
    form.name: form
    for form in (
        Format("ttl", "Turtle: RDF to read", "kg.export.turtle_file", (".ttl",)),
        Format("nt", "sorted N-Triples: RDF to compare and load", "kg.export.n_triples_file", (".nt",)),
        Format("jsonld", "JSON-LD with its context", "kg.export.jsonld_file", (".jsonld",)),
        Format("graphml", "GraphML: Gephi, yEd, igraph", "kg.export.graphml_file", (".graphml",)),
        Format("gexf", "GEXF: Gephi", "kg.export.gexf_file", (".gexf",)),
        Format("cytoscape", "Cytoscape JSON", "kg.export.cytoscape_file", (".cyjs",)),
        Format(
            "csv",
            "CSV tables, in a folder or a .zip",
            "kg.export.csv_tables",
            (".zip",),
            text=False,
            as_folder=True,
            marker="datapackage.json",
        ),
        Format("xlsx", "a workbook with a sheet a table", "kg.export.xlsx_tables", (".xlsx",), text=False),
        Format(
            "sssom",
            "SSSOM TSV: the links between measures",
            "kg.export.sssom_file",
            (".sssom.tsv",),
            only="Alignment",
        ),
        Format(
            "neo4j",
            "CSV files for neo4j-admin database import",
            "kg.export.neo4j_tables",
            text=False,
            as_file=False,
            as_folder=True,
            marker="import.args",
        ),
    )
}


def choose_format(name: str | None, target: str) -> Format:
    """The format called ``name``, else that of the ending of ``target``.

    >>> choose_format(None, "graph.ttl").name, choose_format("csv", "graph.zip").name
    ('ttl', 'csv')

    Raises UsageError where neither says which.
    """
    if name is not None:
        if name not in FORMATS:
            raise UsageError(f"there is no format {name!r}; use one of {', '.join(FORMATS)}")
        return FORMATS[name]
    for form in FORMATS.values():
        if target.lower().endswith(form.endings or ("//",)):
            return form
    raise UsageError(f"which format? give --format, one of {', '.join(FORMATS)}")
