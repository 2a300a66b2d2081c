"""The command line: click commands, one file each, without logic; errors become messages in one place."""

from __future__ import annotations

import sys
from typing import Any

import click

from kg.cli.build import build
from kg.cli.cascade import cascade
from kg.cli.check import check
from kg.cli.cypher import cypher
from kg.cli.evaluate import evaluate
from kg.cli.export import export
from kg.cli.extract import extract
from kg.cli.links import links
from kg.cli.push import push
from kg.cli.query import query
from kg.cli.review import review
from kg.cli.serve import serve
from kg.cli.show import show
from kg.cli.sparql import sparql
from kg.cli.status import status
from kg.cli.view import view
from kg.errors import KGError


class _Group(click.Group):
    """Turns the project's errors into a line on stderr and an exit status; crashes keep their traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KGError as error:
            click.echo(f"kg: {error}", err=True)
            ctx.exit(error.exit_status)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="policy-cascade", prog_name="kg")
def commands() -> None:
    """Read Chinese policy documents into a graph, and question it.

    \b
    kg build                          the documents that come with the project
    kg show zj-2023/2.1.3             one measure with its evidence
    kg sparql 'SELECT (COUNT(?m) AS ?n) WHERE { ?m a :Measure }'

    The graph is --graph DIR, else KG_GRAPH, else ./kg-graph. Exit status: 0 done, 1 something was lost,
    2 wrong usage, 3 a file or service cannot be reached.
    """


for _command in (
    build,
    extract,
    show,
    links,
    cascade,
    query,
    sparql,
    cypher,
    view,
    review,
    evaluate,
    push,
    serve,
    export,
    check,
    status,
):
    commands.add_command(_command)


def main() -> None:
    """Run the command line; text in and out is UTF-8 on every system."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    commands()
