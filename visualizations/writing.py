"""Pages to files: what ``kg view`` does with a graph that is passed in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from kg.errors import InputError, UsageError
from visualizations.page import page_html
from visualizations.records import Asks
from visualizations.site import INDEX, Site
from visualizations.views import SITE, SITE_TITLE, VIEWS, require_view

LISTED = ("name", "title", "root")


def listed() -> list[tuple[str, str, str]]:
    """Each view's name, its title in both languages and what its root may be.

    >>> [name for name, _, _ in listed()][:2]
    ['cascade', 'side-by-side']
    """
    rows = [(name, f"{view.title.zh} {view.title.en}", view.roots.en) for name, view in VIEWS.items()]
    return [*rows, (SITE, f"{SITE_TITLE.zh} {SITE_TITLE.en}", "")]


def write_view(graph: Asks, name: str, output: Path, roots: Sequence[str] = ()) -> Path | None:
    """Write one page to a file, or to standard output for ``-``; the file, or None.

    Raises UsageError for a view or root that does not exist, InputError for a file that cannot be written.
    """
    text = page_html(require_view(name).build(graph, roots))
    if str(output) == "-":
        sys.stdout.buffer.write(text.encode("utf-8"))
        return None
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(output, f"cannot be written: {error.strerror}") from error
    return output


def write_site(
    graph: Asks, output: Path, roots: Sequence[str] = (), progress: Callable[[int], None] | None = None
) -> Path:
    """Write the site to a folder, and give back its index; ``progress`` is called with the pages so far.

    Raises UsageError for roots, which a site has none of, and for a folder with other things in it.
    """
    if roots:
        raise UsageError("a site shows the whole graph; leave --root out")
    if str(output) == "-":
        raise UsageError("a site is a folder and cannot go to standard output; give one with -o")
    Site(graph, output).write(VIEWS, progress)
    return output / INDEX
