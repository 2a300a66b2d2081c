"""What ``kg review`` does: open the graph, find what is open, hold the session, say what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.errors import UsageError
from kg.graph import Graph
from kg.review.candidates import links_to_review
from kg.review.file import NAME, append_decision, read_decisions
from kg.review.order import Order, to_review, worth_most_first
from kg.review.records import Decision, in_stems
from kg.review.session import Session, Talk
from kg.review.side import side_of

# Reading more takes long enough that a reviewer should know of a way around it.
_MANY = 20_000
_TOO_MANY = "this graph has {count:,} links; --document STEM shows those of one document"


def decisions_file(graph: Path, given: Path | None) -> Path:
    """The table of decisions: the one given, else that of the graph folder."""
    return given if given is not None else graph / NAME


def threshold_of(graph: Graph) -> float:
    """The least probability of a link in a graph: that of the weights it was built with."""
    from kg.alignment.score import Weights

    own = graph.account.get("weights")
    return float(own["threshold"]) if own else Weights.load().threshold


def review(
    folder: Path,
    decisions: Path | None,
    by: str,
    talk: Talk,
    *,
    documents: Sequence[str] = (),
    order: Order | None = None,
) -> None:
    """Hold a session over the links of a graph, or of some of its documents, that nobody decided on yet.

    Raises UsageError without a name and for a document that the graph does not have, GraphNotFound where there is no
    graph, InputError for a table of decisions that cannot be read.
    """
    if not by.strip():
        raise UsageError("say who decides: --by NAME")
    path = decisions_file(folder, decisions)
    with Graph(folder) as graph:
        ids = {stem: id for id, stem in graph.stems().items()}
        decided = in_stems(read_decisions(path), ids)
        count = int(graph.account["counts"].get("Alignment", 0))
        if count > _MANY and not documents:
            talk.say(_TOO_MANY.format(count=count))
        known, made_now = links_to_review(graph, _ids(graph, documents)), list[Decision]()
        threshold = threshold_of(graph)
        chosen = order or worth_most_first(known, lambda: (*decided, *made_now), threshold)
        links = to_review(known, decided, chosen)
        if not links:
            of = ", ".join(documents) or "the graph"
            talk.say(f"every link of {of} has been decided on" if known else f"{of} has no link to decide on")
            return

        def record(decision: Decision) -> None:
            append_decision(path, decision)
            made_now.append(decision)

        session = Session(
            talk,
            lambda name: side_of(graph, name),
            record,
            by.strip(),
            threshold=threshold,
        )
        made = session.run(links, lambda open_: to_review(open_, (), chosen))
    if made:
        told = ", ".join(f"{count} {verdict}" for verdict, count in made.items())
        talk.say(f"{made.total()} decisions ({told}) in {path}; kg build puts them into the graph")
    else:
        talk.say("no decision was made")


def _ids(graph: Graph, documents: Sequence[str]) -> list[str]:
    nodes = [graph.find(name) for name in documents]
    for name, node in zip(documents, nodes, strict=True):
        if node.class_name != "Document":
            raise UsageError(f"{name!r} is a {node.class_name}, not a document")
    return [node.id for node in nodes]
