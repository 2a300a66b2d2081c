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
from kg.alignment.guards import barred
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


def gold_files(given: Sequence[str]) -> dict[str, Path]:
    """Gold files by topic, from ``FILE`` or ``TOPIC=FILE``; a file without a topic is one of its own.

    Raises InputError where a file cannot be read or a row is no gold link, naming the line.
    """
    files: dict[str, Path] = {}
    for entry in given:
        topic, mark, rest = entry.partition("=")
        path = Path(rest if mark and not Path(entry).exists() else entry)
        name = topic if path != Path(entry) else str(path)
        if name in files:
            raise InputError(path, f"the topic {name!r} is given twice; put its links into one file")
        read_links(path)
        files[name] = path
    return files


_PLACES = ("lower_document", "lower_path", "upper_document", "upper_path")


def read_links(path: Path) -> list[GoldLink]:
    """The gold links of a JSONL file.

    Raises InputError where it cannot be read, where a line is no link or repeats another, and where it has no link.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        raise InputError(path, "no such file of gold links") from None
    except UnicodeDecodeError:
        raise InputError(path, "is no UTF-8; save it as UTF-8") from None
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror})") from None
    links: list[GoldLink] = []
    seen: dict[tuple[tuple[str, str], tuple[str, str]], int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        link = _link(path, number, line)
        if (link.lower, link.upper) in seen:
            raise InputError(path, f"line {number} repeats the link of line {seen[link.lower, link.upper]}")
        seen[link.lower, link.upper] = number
        links.append(link)
    if not any(link.grade > 0 for link in links):
        raise InputError(path, "holds no link (no line with a grade of 1 or 2)")
    return links


def _link(path: Path, number: int, line: str) -> GoldLink:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(path, f"line {number} is no JSON object ({error})") from None
    if not isinstance(row, dict):
        raise InputError(path, f"line {number} is no JSON object")
    wrong = [name for name in _PLACES if not isinstance(row.get(name), str) or not row[name]]
    if wrong:
        raise InputError(path, f"line {number} has no text under {', '.join(wrong)}")
    grade = row.get("grade")
    if (
        not isinstance(grade, int)
        or isinstance(grade, bool)
        or grade not in (NONE, DOUBTFUL, PARTIAL, DIRECT)
    ):
        raise InputError(
            path, f"line {number}: grade is 2 (direct), 1 (partial), 0 (readers differed) or -1 (no link)"
        )
    quotes = (str(row.get(name) or "") for name in ("lower_quote", "upper_quote"))
    return GoldLink(
        (row["lower_document"], row["lower_path"]), (row["upper_document"], row["upper_path"]), grade, *quotes
    )


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
    below, above = pair.lower.document, pair.upper.document
    no_links = barred(below, above, regions)
    same_title = np.zeros(pair.shape, dtype=bool)
    for i, j in pair.same_titles:
        same_title[i, j] = True
    relation = relation_of(below, above, regions)
    return GoldPair(
        lower, upper, topic, relation, grades, no_links, same_title & ~no_links, measure(pair), pair
    )
