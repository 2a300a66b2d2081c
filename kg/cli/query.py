"""``kg query``: the canned questions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from kg.cli.options import format_option, graph_option
from kg.errors import KGError, UsageError

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.stores.protocol import Language, Parameter, Rows
    from queries.catalogue import Answering, Question

ENGINES = ("sparql", "cypher")


class _Embedded:
    """One of the two stores of a graph folder."""

    def __init__(self, graph: Graph, language: Language) -> None:
        self._graph = graph
        self.language = language

    def query(self, text: str, parameters: Mapping[str, Parameter] | None = None) -> Rows:
        """The answer to a question."""
        ask = self._graph.sparql if self.language == "sparql" else self._graph.cypher
        return ask(text, parameters)


@contextmanager
def answering(graph: Path, store: str | None, engine: str | None) -> Iterator[Answering]:
    """What the question is put to: the store at a URL, or a graph folder in the language ``engine``."""
    if store is None:
        from kg.graph import Graph

        with Graph(graph) as opened:
            yield _Embedded(opened, "cypher" if engine == "cypher" else "sparql")
        return
    from kg.connect import connect
    from kg.stores.protocol import open_store
    from kg.stores.servers import kind_of

    with connect(store) if kind_of(store) else open_store(store) as server:
        if engine not in (None, server.language):
            raise UsageError(f"{store} is asked in {server.language}, not in {engine}; leave --engine out")
        yield server


class _Query(click.Command):
    """Help of a question comes from its header; what has no name is the list."""

    def get_help(self, ctx: click.Context) -> str:
        name = ctx.meta.get(__name__)
        if name is None:
            return super().get_help(ctx)
        from queries.catalogue import Catalogue

        return help_text(Catalogue.load()[name])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # Kept for completion too: an option without its value ends the reading before the name is reached.
        ctx.meta[__name__] = self._name_in(args)
        asked_for_help = any(arg in ("--help", "-h") for arg in args)
        if asked_for_help and not ctx.resilient_parsing:
            try:
                click.echo(self.get_help(ctx), color=ctx.color)
            except KGError as error:
                raise click.UsageError(str(error), ctx) from error
            ctx.exit()
        return super().parse_args(ctx, args)

    def _name_in(self, args: list[str]) -> str | None:
        """The question's name among the arguments: the first that is neither an option nor an option's value."""
        takes_value = {
            opt
            for param in self.params
            if isinstance(param, click.Option) and not param.is_flag
            for opt in param.opts
        }
        for before, arg in zip(["", *args], args, strict=False):
            if not arg.startswith("-") and before not in takes_value:
                return arg
        return None


def _complete_name(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from queries.catalogue import Catalogue

    catalogue = Catalogue.load()
    return [
        CompletionItem(name, help=catalogue[name].header.title.en)
        for name in catalogue
        if name.startswith(incomplete)
    ]


def _complete_value(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from queries.catalogue import Catalogue
    from queries.completion import completions

    catalogue, name = Catalogue.load(), str(ctx.meta.get(__name__))
    if name not in catalogue:
        return []

    @contextmanager
    def ask() -> Iterator[Answering]:
        graph = ctx.params.get("graph") or "kg-graph"
        with answering(Path(graph), ctx.params.get("store"), ctx.params.get("engine")) as store:
            yield store

    try:
        return [
            CompletionItem(value, help=words)
            for value, words in completions(catalogue[name], incomplete, ask)
        ]
    except KGError:
        # Without a graph there is nothing to offer, and a message would stand in the user's command line.
        return []


@click.command(cls=_Query)
@click.argument("name", required=False, shell_complete=_complete_name)
@click.option(
    "-p",
    "--parameter",
    "parameters",
    multiple=True,
    metavar="KEY=VALUE",
    shell_complete=_complete_value,
    help="A parameter of the question; give it once for each.",
)
@click.option("--engine", type=click.Choice(ENGINES), help="Language to ask in.  [default: sparql]")
@click.option("--store", metavar="URL", help="Ask this store in place of the graph folder.")
@graph_option
@format_option()
def query(
    name: str | None,
    parameters: tuple[str, ...],
    engine: str | None,
    store: str | None,
    graph: Path,
    form: str,
) -> None:
    """Ask a canned question; without NAME list them.

    A theme, agency, place or document is given by its identifier, its Chinese or its English name, a measure as
    STEM/PATH. Tables leave out columns of identifiers (their names end in _id); the other formats have them.

    \b
    kg query                                      the list
    kg query duties --help                        what a question asks, its parameters and columns
    kg query duties -p agency=浙江省商务厅
    kg query targets -p theme=theme/live-commerce --engine cypher --format csv
    """
    from kg.rendering import render
    from queries.catalogue import Catalogue

    catalogue = Catalogue.load()
    if name is None:
        if parameters:
            raise UsageError("-p needs the name of a question; kg query lists them")
        _list([catalogue[one] for one in catalogue], form)
        return
    question = catalogue[name]
    given = read_parameters(parameters)
    with answering(graph, store, engine) as opened:
        answer = question.ask(opened, given)
    for key, found in answer.found.items():
        if not found.exact:
            click.echo(f"kg: {key}={given[key]} is taken to be {found}", err=True)
    columns, rows = answer.rows.columns, answer.rows.rows
    if form == "table":
        shown = [n for n, column in enumerate(columns) if not column.endswith("_id")]
        columns, rows = tuple(columns[n] for n in shown), [tuple(row[n] for n in shown) for row in rows]
    click.echo(render(columns, rows, form), nl=False)


def read_parameters(pairs: tuple[str, ...]) -> dict[str, str]:
    """The ``KEY=VALUE`` pairs of the command line; raises UsageError for what is none, or a key given twice."""
    given: dict[str, str] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        key = key.strip()
        if not sign or not key:
            raise UsageError(f"-p {pair!r}: a parameter is given as KEY=VALUE")
        if key in given:
            raise UsageError(f"the parameter {key} is given twice")
        given[key] = value
    return given


def _list(questions: list[Question], form: str) -> None:
    from kg.rendering import render

    if form in ("json", "jsonl"):
        described = [question.describe() for question in questions]
        lines = [json.dumps(one, ensure_ascii=False) for one in described]
        text = json.dumps(described, ensure_ascii=False, indent=2) if form == "json" else "\n".join(lines)
        click.echo(text)
        return
    rows: list[tuple[Any, ...]] = []
    for question in questions:
        needs = ", ".join(p.name if p.default is None else f"[{p.name}]" for p in question.header.parameters)
        rows.append((question.name, question.header.title.zh, question.header.title.en, needs))
    click.echo(render(("name", "题目", "title", "parameters"), rows, form), nl=False)


def help_text(question: Question) -> str:
    """What a question asks, its parameters and its columns, from its header."""
    header = question.header
    lines = [f"Usage: kg query {question.name} [-p KEY=VALUE]… [OPTIONS]", ""]
    lines += [f"  {header.title}", "", f"  {header.answers.zh}", f"  {header.answers.en}", ""]
    if header.parameters:
        lines.append("Parameters:")
    for parameter in header.parameters:
        need = "required" if parameter.default is None else f"default {parameter.default!r}"
        if parameter.default == "":
            need = "optional"
        lines.append(f"  {parameter.name:<10}  {parameter.words} ({parameter.kind}, {need})")
        lines.append(f"  {'':<10}  e.g. -p {parameter.name}={parameter.example}")
    if header.parameters:
        lines.append("")
    lines.append("Columns:")
    width = max(map(len, header.columns))
    lines += [f"  {name:<{width}}  {words}" for name, words in header.columns.items()]
    return "\n".join([*lines, "", "Options: see kg query --help"])
