"""What the views read from the graph: each question asked once, when a view first needs it.

The views read the RDF store; the property graph holds the same (``kg check`` compares the two), but a page asks for
whole tables, which SPARQL gives faster. Where a canned question of ``queries/`` gives what a page needs, it is
asked: ``parentless``, ``unanswered``, ``target-chain``, ``neighbourhood``. The questions in ``visualizations/questions``
stay beside them because a canned one answers about one thing an analyst names and in words to read, while a page needs
all of a kind at once and by identifier, with offsets to mark the evidence:

- ``measures``, ``sections``, ``figures``, ``alignments``: texts and offsets; ``implementers``, ``origins`` and
  ``targets`` give one measure's, or have no offsets.
- ``duties``, ``agencies``: ``duties`` and ``partners`` want one agency; asking them a hundred times is slow.
- ``measure_themes``, ``measure_concepts``, ``broader``: ``coverage`` and ``concepts`` count measures, a page lists them.
- ``documents``: the canned one leaves out documents without measures, and the identifier of the place.
- ``compared``: ``parentless`` and ``unanswered`` say it of measures without a counterpart alone.
- ``names``: labels in both languages. ``reviews``: no canned question tells who decided on what.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from importlib.resources import files
from typing import Any

from kg.stores.protocol import Language, Rows
from ontology.schema import Schema
from queries.catalogue import Catalogue
from visualizations.records import Answer, Asks, Found, Text

Row = Mapping[str, Any]

LEVELS: Mapping[str, Text] = {
    "national": Text("国家", "Nation"),
    "province": Text("省级", "Province"),
    "city": Text("市级", "City"),
    "county": Text("县级", "County"),
    "unknown": Text("层级不明", "Level unknown"),
}
# Relations that lead a level up; a like measure of an earlier plan or of another place is no parent.
UPWARD = ("implements", "anticipates", "relatesTo")


def question(name: str) -> str:
    """The text of a question beside the views."""
    return files("visualizations").joinpath("questions", f"{name}.rq").read_text(encoding="utf-8")


class _Canned:
    """The graph as the canned questions ask it."""

    language: Language = "sparql"

    def __init__(self, graph: Asks) -> None:
        self._graph = graph

    def query(self, text: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """The answer to a question."""
        answer = self._graph.sparql(text, parameters)
        return Rows(tuple(answer.columns), list(answer.rows))


class Snapshot:
    """The graph as the views see it; every part is a mapping in a fixed order."""

    def __init__(self, graph: Asks) -> None:
        self.graph = graph

    @staticmethod
    def of(graph: Asks) -> Snapshot:
        """The snapshot of a graph; a snapshot is its own, so that the views of a site read the graph once."""
        return graph if isinstance(graph, Snapshot) else Snapshot(graph)

    def sparql(self, question: str, parameters: Mapping[str, Any] | None = None) -> Answer:
        """The answer of the graph to a question."""
        return self.graph.sparql(question, parameters)

    def find(self, name: str) -> Found:
        """The node that a name means; raises UsageError where there is none."""
        return self.graph.find(name)

    def iri(self, id: str) -> str:
        """The IRI of a short identifier."""
        return self.graph.iri(id)

    def ask(self, name: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The rows of a question, in a fixed order."""
        rows = self.graph.sparql(question(name), parameters).objects()
        return sorted(rows, key=lambda row: [str(cell) for cell in row.values()])

    def canned(self, name: str, **given: str) -> list[dict[str, Any]]:
        """The rows of a canned question, in the order it gives them."""
        return Catalogue.load()[name].ask(_Canned(self.graph), given).rows.objects()

    @cached_property
    def documents(self) -> Mapping[str, Row]:
        """The documents from the nation down, each level by date."""
        order = list(LEVELS)
        rows = {str(row["id"]): row | {"level": row["level"] or "unknown"} for row in self.ask("documents")}

        def place(row: Row) -> tuple[int, str, str]:
            return order.index(row["level"]), str(row["issuedOn"] or "9999"), str(row["id"])

        return {row["id"]: row for row in sorted(rows.values(), key=place)}

    @cached_property
    def measures(self) -> Mapping[str, Row]:
        """The measures in the order of the documents and of their text."""
        rank = {id: number for number, id in enumerate(self.documents)}
        rows = [row for row in self.ask("measures") if row["document"] in rank]
        rows.sort(key=lambda row: (rank[row["document"]], row["position"]))
        return {row["id"]: row for row in rows}

    @cached_property
    def measures_in(self) -> Mapping[str, tuple[str, ...]]:
        """The measures of each document, in the order of its text."""
        found: dict[str, list[str]] = {document: [] for document in self.documents}
        for id, row in self.measures.items():
            found[row["document"]].append(id)
        return {document: tuple(measures) for document, measures in found.items()}

    def level_of(self, measure: str) -> str:
        """The level of the document that a measure stands in."""
        return str(self.documents[self.measures[measure]["document"]]["level"])

    @cached_property
    def sections(self) -> Mapping[str, Row]:
        """The sections by id."""
        return {row["id"]: row for row in self.ask("sections")}

    def heading(self, section: str) -> str:
        """The ordinal and heading of a section; the ordinal alone where nothing is printed beside it."""
        row = self.sections[section]
        return f"{row['path']} {row['title'] or ''}".rstrip()

    @cached_property
    def themes_of(self) -> Mapping[str, tuple[str, ...]]:
        """The themes of each measure, the main one first."""
        found: dict[str, list[str]] = {}
        for row in self.ask("measure_themes"):
            found.setdefault(row["measure"], []).append(row["theme"])
        return {id: self._main_first(id, themes) for id, themes in found.items()}

    def _main_first(self, measure: str, themes: list[str]) -> tuple[str, ...]:
        row = self.measures.get(measure)
        main = row["mainTheme"] if row else None
        return tuple(sorted(themes, key=lambda theme: (theme != main, theme)))

    @cached_property
    def duties(self) -> Mapping[str, list[dict[str, Any]]]:
        """Who answers for each measure."""
        return self._by_measure("duties")

    @cached_property
    def figures(self) -> Mapping[str, list[dict[str, Any]]]:
        """The figures of each measure."""
        return self._by_measure("figures")

    @cached_property
    def figures_by_id(self) -> Mapping[str, Row]:
        """Every figure by its id."""
        return {figure["id"]: figure for figures in self.figures.values() for figure in figures}

    def _by_measure(self, name: str) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for row in self.ask(name):
            found.setdefault(row["measure"], []).append(row)
        for rows in found.values():
            rows.sort(key=lambda row: (row["start"], row["end"]))
        return found

    @cached_property
    def agencies(self) -> Mapping[str, Row]:
        """The agencies that answer for something; ``lines`` has their lines of work."""
        found: dict[str, dict[str, Any]] = {}
        for row in self.ask("agencies"):
            known = found.setdefault(row["id"], row | {"lines": []})
            if row["line"]:
                known["lines"].append(row["line"])
        return found

    @cached_property
    def alignments(self) -> Mapping[str, Row]:
        """The links between measures."""
        held = self.measures
        rows = [row for row in self.ask("alignments") if row["lower"] in held and row["upper"] in held]
        return {row["id"]: row for row in rows}

    @cached_property
    def target_alignments(self) -> list[dict[str, Any]]:
        """The figures of one metric at two levels or times, as the canned question ``target-chain`` gives them."""
        return self.canned("target-chain")

    @cached_property
    def parentless(self) -> frozenset[str]:
        """The local measures that correspond to none above, where a document above was compared with theirs."""
        return frozenset(str(row["measure_id"]) for row in self.canned("parentless"))

    @cached_property
    def linked_upwards(self) -> frozenset[str]:
        """The measures that correspond to one of a level above."""
        return frozenset(row["lower"] for row in self.alignments.values() if row["relation"] in UPWARD)

    @cached_property
    def places_compared(self) -> Mapping[str, tuple[str, ...]]:
        """For each document the places below of which a document was compared with it, in the order of these."""
        order = {document: number for number, document in enumerate(self.documents)}
        found: dict[str, dict[str, None]] = {}
        for row in sorted(self.ask("compared"), key=lambda row: order[row["lower"]]):
            place = self.documents[row["lower"]]["region"]
            if place and place != self.documents[row["upper"]]["region"]:
                found.setdefault(row["upper"], {})[place] = None
        return {upper: tuple(places) for upper, places in found.items()}

    @cached_property
    def bare(self) -> Mapping[str, frozenset[str]]:
        """For each national measure the places of which a document was compared, but none corresponds to it."""
        found: dict[str, set[str]] = {}
        for document, row in self.documents.items():
            if row["level"] == "national" and document in self.places_compared:
                for answer in self.canned("unanswered", document=document):
                    found.setdefault(answer["measure_id"], set()).add(answer["place_id"])
        return {measure: frozenset(places) for measure, places in found.items()}

    @cached_property
    def reviews(self) -> Mapping[str, list[dict[str, Any]]]:
        """What analysts decided, by the fact, link or measure they decided on; on a measure: what they took away."""
        found: dict[str, list[dict[str, Any]]] = {}
        for row in self.ask("reviews"):
            found.setdefault(row["fact"], []).append(row)
        return found

    @cached_property
    def reviewed_names(self) -> Mapping[str, list[dict[str, Any]]]:
        """Decisions about the themes and places that a measure names, by the measure."""
        found: dict[str, list[dict[str, Any]]] = {}
        for rows in self.reviews.values():
            for row in rows:
                if row["measure"]:
                    found.setdefault(row["measure"], []).append(row)
        return found

    @cached_property
    def names(self) -> Mapping[str, Text]:
        """Labels of themes, concepts, programmes, instruments, lines of work, regions, agencies and levels."""
        found = {row["id"]: Text(row["zh"], row["en"] or row["zh"]) for row in self.ask("names")}
        found |= {id: Text(row["label"], row["labelEn"] or row["label"]) for id, row in self.agencies.items()}
        return found | {f"level/{name}": text for name, text in LEVELS.items()}

    def name(self, id: str) -> Text:
        """The label of a theme, agency, region or level; its id where it has none."""
        return self.names.get(id) or Text(id, id)

    def short_title(self, document: str) -> Text:
        """What a document is called where room is short: its place and year, the stem where two have both."""
        return self._short_titles[document]

    @cached_property
    def _short_titles(self) -> Mapping[str, Text]:
        called: dict[str, tuple[Text, str]] = {}
        for id, row in self.documents.items():
            place = self.name(row["region"]) if row["region"] else Text(row["stem"], row["stem"])
            called[id] = place, str(row["issuedOn"] or "")[:4]
        many = Counter((place.zh, year) for place, year in called.values())
        titles = {}
        for id, (place, year) in called.items():
            stem = f"（{self.documents[id]['stem']}）" if many[place.zh, year] > 1 else ""
            titles[id] = Text(f"{place.zh} {year}{stem}".strip(), f"{place.en} {year}{stem}".strip())
        return titles


def class_label(name: str) -> Text:
    """The labels that the ontology gives a class or relation."""
    schema = Schema.load()
    term = schema.classes.get(name) or schema.relations.get(name)
    return Text(term.labels["zh"], term.labels["en"]) if term else Text(name, name)
