"""What ``kg review`` does: open the graph, find what is open, hold the session, say what came of it."""

from __future__ import annotations

from pathlib import Path

from kg.errors import UsageError
from kg.graph import Graph
from kg.review.candidates import links_to_review
from kg.review.file import NAME, append_decision, read_decisions
from kg.review.order import Order, to_review, worth_most_first
from kg.review.records import Decision, in_stems
from kg.review.session import Session, Talk
from kg.review.side import side_of


def decisions_file(graph: Path, given: Path | None) -> Path:
    """The table of decisions: the one given, else that of the graph folder."""
    return given if given is not None else graph / NAME


def _threshold() -> float:
    from kg.alignment.score import Weights

    return Weights.load().threshold


def review(folder: Path, decisions: Path | None, by: str, talk: Talk, *, order: Order | None = None) -> None:
    """Hold a session over the links of a graph that nobody decided on yet.

    Raises UsageError without a name, GraphNotFound where there is no graph, InputError for a table of decisions that cannot be read.
    """
    if not by.strip():
        raise UsageError("say who decides: --by NAME")
    path = decisions_file(folder, decisions)
    with Graph(folder) as graph:
        ids = {stem: id for id, stem in graph.stems().items()}
        decided = in_stems(read_decisions(path), ids)
        known, made_now = links_to_review(graph), list[Decision]()
        chosen = order or worth_most_first(known, lambda: (*decided, *made_now), _threshold())
        links = to_review(known, decided, chosen)
        if not links:
            talk.say("every link of the graph has been decided on")
            return

        def record(decision: Decision) -> None:
            append_decision(path, decision)
            made_now.append(decision)

        session = Session(
            talk,
            lambda name: side_of(graph, name),
            record,
            by.strip(),
        )
        made = session.run(links, lambda open_: to_review(open_, (), chosen))
    if made:
        told = ", ".join(f"{count} {verdict}" for verdict, count in made.items())
        talk.say(f"{made.total()} decisions ({told}) in {path}; kg build puts them into the graph")
    else:
        talk.say("no decision was made")
