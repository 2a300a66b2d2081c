"""Options that several commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from kg.rendering import FORMATS

Command = Callable[..., Any]

graph_option: Callable[[Command], Command] = click.option(
    "--graph",
    "graph",
    type=click.Path(path_type=Path, file_okay=True),
    envvar="KG_GRAPH",
    default="kg-graph",
    show_default=True,
    show_envvar=True,
    help="Folder of the graph.",
)


def format_option(default: str = "table", formats: tuple[str, ...] = FORMATS) -> Callable[[Command], Command]:
    """``--format`` with the given choices."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(formats),
        default=default,
        show_default=True,
        help="How to print it.",
    )


def question_text(argument: str) -> str:
    """The question that an argument gives: itself, or standard input as UTF-8 for ``-``."""
    if argument != "-":
        return argument
    return sys.stdin.buffer.read().decode("utf-8-sig", "replace")
