"""Gold links and the signals of their documents: what weights are fitted on and figures are taken from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.align import Aligner
from kg.alignment.candidates import relation_of
from kg.alignment.features import Tables, measure
from kg.alignment.guards import barred, same_titles
from kg.alignment.pair import Pair
from kg.alignment.records import Relation
from kg.errors import DocumentError, InputError
from kg.model import Document
from ontology.regions import Regions

DIRECT, PARTIAL, DOUBTFUL, NONE = 2, 1, 0, -1

Grades = NDArray[np.int8]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class GoldLink:
    """A link that readers found; grade 2 direct, 1 partial, 0 where they differed."""

    lower: tuple[str, str]
    upper: tuple[str, str]
    grade: int
    lower_quote: str = ""
    upper_quote: str = ""


@dataclass(frozen=True)
class GoldPair:
    """Two documents, every candidate's grade (−1: no link), and the signals of both.

    ``barred`` are candidates that a guard takes out, ``same_title`` those that the guard
    for like titles lets in.
    """

    lower: Document
    upper: Document
    topic: str
    relation: Relation | None
    grades: Grades
    barred: Mask
    same_title: Mask
    tables: Tables
    pair: Pair

    @property
    def name(self) -> str:
        """``lower>upper``, as the scorer prints it."""
        return f"{self.lower.stem}>{self.upper.stem}"

    @property
    def scored(self) -> Mask:
        """The candidates on which both readers agreed."""
        return np.not_equal(self.grades, DOUBTFUL)

    @property
    def linked(self) -> Mask:
        """The candidates that are links."""
        return np.greater(self.grades, DOUBTFUL)


def read_links(path: Path) -> list[GoldLink]:
    """The gold links of a JSONL file; raises InputError where a line is none."""
    links = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            links.append(
                GoldLink(
                    (row["lower_document"], row["lower_path"]),
                    (row["upper_document"], row["upper_path"]),
                    row["grade"],
                    row.get("lower_quote", ""),
                    row.get("upper_quote", ""),
                )
            )
        except (KeyError, TypeError, json.JSONDecodeError) as error:
            raise InputError(path, f"line {number} is no gold link ({error!r})") from error
    return links


def gold_pairs(
    links_by_topic: Mapping[str, Sequence[GoldLink]],
    documents: Iterable[Document],
    aligner: Aligner,
    regions: Regions,
) -> list[GoldPair]:
    """Every pair of documents of the gold, in its order; raises DocumentError where one is not held."""
    held = {document.stem: document for document in documents}
    prepared = {}
    pairs = []
    for topic, links in links_by_topic.items():
        for stems in dict.fromkeys((link.lower[0], link.upper[0]) for link in links):
            for stem in stems:
                if stem not in held:
                    raise DocumentError(stem, "is named in the gold links and was not given")
                if stem not in prepared:
                    prepared[stem] = aligner.prepare(held[stem])
            pair = aligner.pair(prepared[stems[0]], prepared[stems[1]])
            own = [link for link in links if (link.lower[0], link.upper[0]) == stems]
            pairs.append(_gold_pair(topic, own, (held[stems[0]], held[stems[1]]), pair, regions))
    return pairs


def _gold_pair(
    topic: str,
    links: Sequence[GoldLink],
    documents: tuple[Document, Document],
    pair: Pair,
    regions: Regions,
) -> GoldPair:
    lower, upper = documents
    rows = {measure.path: n for n, measure in enumerate(lower.measures)}
    columns = {measure.path: n for n, measure in enumerate(upper.measures)}
    grades = np.full(pair.shape, NONE, dtype=np.int8)
    for link in links:
        if link.lower[1] not in rows or link.upper[1] not in columns:
            raise DocumentError(link.lower[0], f"a gold link names an item that was not read: {link}")
        grades[rows[link.lower[1]], columns[link.upper[1]]] = link.grade
    below, above = pair.lower.document.text, pair.upper.document.text
    no_links = barred(below, above, regions)
    same_title = np.zeros(pair.shape, dtype=bool)
    for i, j in same_titles(below, above):
        same_title[i, j] = True
    relation = relation_of(below, above, regions)
    return GoldPair(
        lower, upper, topic, relation, grades, no_links, same_title & ~no_links, measure(pair), pair
    )
