"""The cascade of a measure or a topic: a tree from the nation down to cities, with dates, agencies and figures.

A document that was compared and has no link, one that was not compared, and a place of which none is held are three
different answers (`kg.cascade_gaps`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.cascade_gaps import Gaps, gaps_json, gaps_of
from kg.compared import LEVELS, Compared, without_parent
from kg.errors import UsageError
from kg.graph import Graph
from kg.mapping_alignments import REASONS_SEPARATOR
from kg.show import amount
from kg.stores.protocol import Node

_LINKS = """
SELECT ?lower ?upper ?relation ?strength ?score ?lowerQuote ?upperQuote ?reasons ?lagDays ?reviewed
       ?decision ?reviewer ?reviewedOn ?former WHERE {
  VALUES %(side)s { %(ids)s }
  ?link :lowerMeasure ?lower ; :upperMeasure ?upper ; :relation ?relation ; :strength ?strength ; :score ?score ;
        :lowerQuote ?lowerQuote ; :upperQuote ?upperQuote ; :reasons ?reasons .
  OPTIONAL { ?link :lagDays ?lagDays }
  OPTIONAL { ?link :reviewed ?reviewed . ?review :reviews ?link ; :decision ?decision ; :reviewer ?reviewer ;
             :reviewedOn ?reviewedOn . OPTIONAL { ?review :formerValue ?former } }
  FILTER (?relation != "parallels")
}
"""
_MEASURES = """
SELECT ?measure ?path ?title ?role ?document ?stem ?name ?issuedOn ?level ?region ?position WHERE {
  VALUES ?measure { %(ids)s }
  ?measure :path ?path ; :title ?title ; :role ?role ; :inDocument ?document ; :position ?position .
  ?document :stem ?stem ; :title ?name .
  OPTIONAL { ?document :issuedOn ?issuedOn }
  OPTIONAL { ?document :level ?level }
  OPTIONAL { ?document :jurisdiction ?place . ?place rdfs:label ?region FILTER (LANG(?region) = "zh") }
}
"""
_AGENCIES = """
SELECT ?measure ?agency ?decision WHERE {
  VALUES ?measure { %(ids)s }
  ?measure :responsibleAgency ?body . ?body rdfs:label ?agency FILTER (LANG(?agency) = "zh")
  OPTIONAL { ?held :ofMeasure ?measure ; :heldBy ?body ; :reviewed true . ?review :reviews ?held ; :decision ?decision }
}
"""
_FIGURES = """
SELECT ?measure ?figureType ?metric ?comparator ?value ?valueMax ?unit ?period ?repaired ?start
       ?decision ?former WHERE {
  VALUES ?measure { %(ids)s }
  ?measure :hasFigure ?figure .
  ?figure :figureType ?figureType ; :metric ?metric ; :comparator ?comparator ; :value ?value ; :startOffset ?start .
  OPTIONAL { ?figure :valueMax ?valueMax } OPTIONAL { ?figure :unit ?unit }
  OPTIONAL { ?figure :period ?period } OPTIONAL { ?figure :decimalRepaired ?repaired }
  OPTIONAL { ?figure :reviewed true . ?review :reviews ?figure ; :decision ?decision .
             OPTIONAL { ?review :formerValue ?former } }
  FILTER (?figureType != "context")
}
"""
_TOPIC = """
SELECT DISTINCT ?measure WHERE {
  { VALUES ?thing { %(things)s } ?measure :mentionsConcept|:mainTheme|:partOfProgramme ?thing }
  UNION { ?measure a :Measure ; :title ?title FILTER (CONTAINS(?title, %(text)s)) }
}
"""
_THINGS = """
SELECT ?thing WHERE {
  ?thing a ?class ; rdfs:label ?label
  FILTER (?class IN (:Theme, :Concept, :Programme) && LCASE(STR(?label)) = LCASE(%(text)s))
}
"""


@dataclass(slots=True)
class Branch:
    """A measure in the tree; ``link`` is the one to the measure above it, None at the top.

    ``reviewed_agencies`` says what an analyst decided about an agency, ``without_parent`` why one at the top has no parent.
    """

    measure: Mapping[str, Any]
    agencies: list[str]
    figures: list[Mapping[str, Any]]
    link: Mapping[str, Any] | None = None
    children: list[Branch] = field(default_factory=list)
    shown_above: bool = False
    reviewed_agencies: dict[str, str] = field(default_factory=dict)
    without_parent: str = ""


@dataclass(frozen=True, slots=True)
class Cascade:
    """Trees from the top; ``asked`` are the measures that the question meant, ``gaps`` what the trees lack."""

    asked: tuple[str, ...]
    trees: tuple[Branch, ...]
    gaps: Gaps


def cascade_of(graph: Graph, question: str) -> Cascade:
    """The cascade of a measure (an IRI, its short form, ``STEM/PATH``) or of a topic (a theme, concept, programme, or
    words of a title). Raises UsageError where neither is found.
    """
    asked = _asked(graph, question)
    links = _closure(graph, asked)
    ids = {*asked, *(str(link["lower"]) for link in links), *(str(link["upper"]) for link in links)}
    facts = _facts(graph, ids)
    trees = _trees(asked, links, facts)
    documents = {str(branch.measure["document"]) for branch in facts.values()}
    compared = Compared(graph, documents)
    for tree in trees:
        tree.without_parent = without_parent(compared, str(tree.measure["document"]))
    own = {str(facts[id].measure["document"]) for id in asked}
    return Cascade(tuple(asked), tuple(trees), gaps_of(compared, own, documents))


def _asked(graph: Graph, question: str) -> list[str]:
    node = _node(graph, question)
    if node is not None and node.class_name == "Measure":
        return [node.id]
    text = _literal(question)
    things = [str(row[0]) for row in graph.sparql(_THINGS % {"text": text}).rows]
    if node is not None and node.class_name in ("Theme", "Concept", "Programme"):
        things.append(node.id)
    elif node is not None:
        raise UsageError(f"{question!r} is a {node.class_name}; a cascade starts from a measure or a topic")
    iris = " ".join(f"<{graph.iri(id)}>" for id in things)
    found = sorted(str(row[0]) for row in graph.sparql(_TOPIC % {"things": iris, "text": text}).rows)
    if not found:
        raise UsageError(f"no measure, theme, concept, programme or title is called {question!r}")
    return found


def _node(graph: Graph, question: str) -> Node | None:
    try:
        return graph.find(question)
    except UsageError as error:
        # STEM/PATH that fits nothing is a mistake; a word that fits no node is a topic.
        if "/" in question:
            raise error from None
        return None


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


def _closure(graph: Graph, asked: Sequence[str]) -> list[Mapping[str, Any]]:
    """All links on the ways up from the measures asked for, and on the ways down from these."""
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for side, other in (("lower", "upper"), ("upper", "lower")):
        seen: set[str] = set()
        front = set(asked)
        while front:
            seen |= front
            values = " ".join(f"<{graph.iri(id)}>" for id in sorted(front))
            rows = graph.sparql(_LINKS % {"side": f"?{side}", "ids": values}).objects()
            found |= {(str(row["lower"]), str(row["upper"])): row for row in rows}
            front = {str(row[other]) for row in rows} - seen
    return [found[key] for key in sorted(found)]


def _facts(graph: Graph, ids: Iterable[str]) -> dict[str, Branch]:
    values = {"ids": " ".join(f"<{graph.iri(id)}>" for id in sorted(ids))}
    branches = {
        str(row["measure"]): Branch(row, [], []) for row in graph.sparql(_MEASURES % values).objects()
    }
    for row in graph.sparql(_AGENCIES % values).objects():
        branch, agency = branches[str(row["measure"])], str(row["agency"])
        if agency not in branch.agencies:
            branch.agencies.append(agency)
        if row["decision"]:
            branch.reviewed_agencies[agency] = str(row["decision"])
    for row in graph.sparql(_FIGURES % values).objects():
        branches[str(row["measure"])].figures.append(row)
    for branch in branches.values():
        branch.agencies.sort()
        branch.figures.sort(key=lambda figure: figure["start"])
    return branches


def _trees(
    asked: Sequence[str], links: Sequence[Mapping[str, Any]], facts: Mapping[str, Branch]
) -> list[Branch]:
    children: dict[str, list[Mapping[str, Any]]] = {}
    lowers = set()
    for link in links:
        children.setdefault(str(link["upper"]), []).append(link)
        lowers.add(str(link["lower"]))
    tops = sorted((id for id in facts if id not in lowers), key=lambda id: _order(facts[id]))
    grown: set[str] = set()
    return [_grown(id, None, children, facts, grown, ()) for id in tops]


def _grown(
    id: str,
    link: Mapping[str, Any] | None,
    children: Mapping[str, Sequence[Mapping[str, Any]]],
    facts: Mapping[str, Branch],
    grown: set[str],
    above: tuple[str, ...],
) -> Branch:
    """The branch of a measure; one with several parents has its children where it is shown first."""
    known = facts[id]
    branch = Branch(
        known.measure, known.agencies, known.figures, link, reviewed_agencies=known.reviewed_agencies
    )
    if id in grown or id in above:
        branch.shown_above = id in children
        return branch
    grown.add(id)
    below = sorted(children.get(id, ()), key=lambda one: _order(facts[str(one["lower"])]))
    branch.children = [_grown(str(one["lower"]), one, children, facts, grown, (*above, id)) for one in below]
    return branch


def _order(branch: Branch) -> tuple[int, str, str, int]:
    measure = branch.measure
    return (
        LEVELS.get(str(measure["level"]), 9),
        str(measure["issuedOn"] or ""),
        str(measure["stem"]),
        int(measure["position"]),
    )


def walk(trees: Iterable[Branch], depth: int = 0) -> Iterator[tuple[int, Branch]]:
    """Every branch with its depth, from the top."""
    for branch in trees:
        yield depth, branch
        yield from walk(branch.children, depth + 1)


def as_json(cascade: Cascade) -> dict[str, Any]:
    """The cascade as plain values."""
    return {
        "asked": list(cascade.asked),
        "trees": [_branch_json(tree) for tree in cascade.trees],
        "gaps": gaps_json(cascade.gaps),
    }


def _branch_json(branch: Branch) -> dict[str, Any]:
    link = None
    if branch.link is not None:
        link = {key: value for key, value in branch.link.items() if key not in ("lower", "upper")}
        link["reasons"] = str(link["reasons"]).split(REASONS_SEPARATOR)
    figures = [
        {key: value for key, value in f.items() if key not in ("measure", "start")} for f in branch.figures
    ]
    return {
        "id": branch.measure["measure"],
        **{key: value for key, value in branch.measure.items() if key not in ("measure", "position")},
        "agencies": branch.agencies,
        "reviewed_agencies": branch.reviewed_agencies,
        "figures": figures,
        "link": link,
        "without_parent": branch.without_parent or None,
        "children_shown_above": branch.shown_above,
        "children": [_branch_json(child) for child in branch.children],
    }


def figure_words(figure: Mapping[str, Any]) -> str:
    """A figure in a few words."""
    period = f" {figure['period']}" if figure["period"] else ""
    repaired = " (repaired)" if figure["repaired"] else ""
    former = f", formerly {figure['former']}" if figure["former"] else ""
    reviewed = f" ({figure['decision']}{former})" if figure["decision"] else ""
    return f"{figure['metric']} {amount(figure)}{period}{repaired}{reviewed}"


def agency_words(branch: Branch) -> list[str]:
    """The agencies of a measure, each with what an analyst decided about it."""
    return [
        f"{name} ({branch.reviewed_agencies[name]})" if name in branch.reviewed_agencies else name
        for name in branch.agencies
    ]
