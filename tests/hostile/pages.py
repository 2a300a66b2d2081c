"""Pages of a hostile graph: text stays text. `page_faults` lists what became an element, a script or a link."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from kg.errors import KGError
from kg.graph import Graph
from visualizations.page import page_html
from visualizations.views import VIEWS
from visualizations.writing import write_site

_FORBIDDEN = {"iframe", "object", "embed", "base", "img", "image", "audio", "video", "foreignobject"}
_FORBIDDEN_KEYS = {"action", "data", "poster", "srcset", "formaction", "xlink:href", "background"}
# A place in the page, or a file of the site.
_OWN = re.compile(r"#[\w-]*|(?!/)[\w%~·./-]+\.(?:html|js|css)(?:#[\w-]*)?")


class _Elements(HTMLParser):
    """The elements of a page with their attributes, and what its scripts hold."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self._in_script = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._in_script = tag == "script"
        if self._in_script:
            self.scripts.append((dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        if self._in_script:
            attributes, text = self.scripts[-1]
            self.scripts[-1] = (attributes, text + data)

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False


def page_faults(graph: Graph, folder: Path, *, with_site: bool) -> list[str]:
    """What is wrong with the pages of a graph: all views, and where wanted the site, written to ``folder``."""
    found = []
    for name, view in VIEWS.items():
        try:
            found += [f"{name}: {fault}" for fault in faults_of(page_html(view.build(graph, ())))]
        except KGError as error:
            # A view that finds nothing to show says so.
            found += [] if str(error).strip() else [f"{name}: refused without a message"]
    if with_site:
        write_site(graph, folder)
        for file in sorted(folder.rglob("*.html")):
            found += [f"{file.name}: {fault}" for fault in faults_of(file.read_text(encoding="utf-8"))]
    return found


def faults_of(html: str) -> Iterator[str]:
    """What text of a document could do in a page."""
    elements = _Elements(html)
    for tag, attributes in elements.found:
        if tag in _FORBIDDEN:
            yield f"an element {tag}"
        for key, value in attributes.items():
            if key.startswith("on") or key in _FORBIDDEN_KEYS:
                yield f"{tag} has {key}"
            elif key in ("href", "src") and not _OWN.fullmatch(value or ""):
                yield f"{tag} leads to {(value or '')[:80]!r}"
    [policy] = [
        a["content"] or "" for _, a in elements.found if a.get("http-equiv") == "Content-Security-Policy"
    ]
    allowed = set(re.findall(r"'sha256-([^']+)'", policy))
    for attributes, script in elements.scripts:
        if attributes.get("type") == "application/json":
            json.loads(script)
        elif (
            "src" not in attributes
            and base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() not in allowed
        ):
            yield f"a script that the page's policy does not name: {script[:80]!r}"
