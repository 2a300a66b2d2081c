"""``kg query``: the canned questions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from kg.cli.options import format_option, graph_option
from kg.cli.stores import Place, asked, store_options
from kg.errors import KGError, UsageError
from kg.stores.protocol import Rows

if TYPE_CHECKING:
    from kg.graph import AskedGraph
    from kg.stores.protocol import Language, Store
    from queries.catalogue import Question

ENGINES = ("sparql", "cypher")


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
    def ask() -> Iterator[AskedGraph | Store]:
        given = ctx.params
        place = Place(given.get("store"), given.get("base"), given.get("credentials"))
        with asked(Path(given.get("graph") or "kg-graph"), place, given.get("engine")) as store:
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
@graph_option
@store_options
@format_option()
def query(
    name: str | None,
    parameters: tuple[str, ...],
    engine: Language | None,
    graph: Path,
    store: str | None,
    base: str | None,
    credentials: Path | None,
    form: str,
) -> None:
    """Ask a canned question; without NAME list them.

    A theme, agency, place or document is given by its identifier, its Chinese or its English name, a measure as
    STEM/PATH. Facts and links that an analyst decided on are marked in the column reviewed. Tables leave out
    that column where nothing is, and identifiers (their names end in _id); the other formats have them.

    \b
    kg query                                      the list
    kg query duties --help                        what a question asks, its parameters and columns
    kg query duties -p agency=浙江省商务厅
    kg query targets -p theme=theme/live-commerce --engine cypher --format csv
    kg query targets --store neo4j://127.0.0.1:7687
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
    with asked(graph, Place(store, base, credentials), engine) as opened:
        answer = question.ask(opened, given)
    for key, found in answer.found.items():
        if not found.exact:
            click.echo(f"kg: {key}={given[key]} is taken to be {found}", err=True)
    rows = _for_people(answer.rows) if form == "table" else answer.rows
    click.echo(render(rows.columns, rows.rows, form), nl=False)


def _for_people(answer: Rows) -> Rows:
    """An answer without columns of identifiers, and without ``reviewed`` where nothing in it was reviewed."""
    shown = [
        number
        for number, column in enumerate(answer.columns)
        if not column.endswith("_id") and (column != "reviewed" or any(row[number] for row in answer.rows))
    ]
    return Rows(
        tuple(answer.columns[number] for number in shown),
        [tuple(row[number] for number in shown) for row in answer.rows],
    )


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
