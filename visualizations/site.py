"""Site: a folder with every view, a page for each document, measure and agency, and an index that searches them.

Pages have addresses that stay: ``pages/`` and the short identifier. Scripts and styles stand once in ``assets/``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from kg.errors import InputError, UsageError
from visualizations.items import (
    alignment_link,
    details_of,
    document_item,
    documents_json,
    level_keys,
    measure_item,
)
from visualizations.page import SCRIPTS, asset, page_html
from visualizations.records import Asks, Item, Key, Link, Page, Text, View
from visualizations.snapshot import LEVELS, Row, Snapshot

TITLE = Text("政策图谱", "Policy graph")
ABOUT = Text(
    "各图、各文件与各单位的目录；搜索可找到每条措施。",
    "All views, documents and agencies; the search finds every measure.",
)
RECORD = Text("原文、事实与上下级对应。", "The text, its facts and what it corresponds to.")
INDEX = "index.html"
_MARKS = (
    Key("mark-evidence", Text("对应语句", "corresponding words")),
    Key("mark-figure", Text("数字", "figures")),
    Key("mark-agency", Text("责任单位", "agencies")),
)


def address(id: str) -> str:
    """The address of an item's page from the folder of the site.

    >>> address("agency/330000/commerce"), address("330000/2023/a%2Fb/2.1")
    ('pages/agency/330000/commerce.html', 'pages/330000/2023/a%252Fb/2.1.html')
    """
    return f"pages/{quote(id)}.html"


class Site:
    """Writes the pages of a graph into a folder."""

    def __init__(self, graph: Asks, folder: Path) -> None:
        self.snapshot = Snapshot.of(graph)
        self.folder = folder
        self.agencies = self._agencies()
        self.links: dict[str, list[Row]] = {}
        for row in self.snapshot.alignments.values():
            for end in {row["lower"], row["upper"]}:
                self.links.setdefault(end, []).append(row)

    def _agencies(self) -> dict[str, list[str]]:
        """The measures that each agency answers for."""
        found: dict[str, dict[str, None]] = {}
        for measure in self.snapshot.measures:
            for duty in self.snapshot.duties.get(measure, ()):
                found.setdefault(duty["agency"], {})[measure] = None
        return {id: list(found[id]) for id in self.snapshot.agencies if id in found}

    def write(self, views: Mapping[str, View], progress: Callable[[int], None] | None = None) -> int:
        """Write everything, and give back the number of pages; ``progress`` is called with the pages so far.

        Raises UsageError for a folder with other things in it, InputError where it cannot be written.
        """
        others = (
            self.folder.exists()
            and any(self.folder.iterdir())
            and not (self.folder / "assets" / "page.js").exists()
        )
        if others:
            raise UsageError(f"{self.folder} has other files in it; give a new folder")
        number = 0
        try:
            self._write_assets()
            for number, (path, text) in enumerate(self._pages(views), 1):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
                if progress:
                    progress(number)
        except OSError as error:
            raise InputError(self.folder, f"cannot be written: {error}") from error
        return number

    def _write_assets(self) -> None:
        from visualizations.pyvis_network import vis_script

        assets = self.folder / "assets"
        assets.mkdir(parents=True, exist_ok=True)
        drawings = ("lanes", "columns", "matrix", "targets", "timeline", "record", "index")
        for name in ("page.css", *SCRIPTS, *(f"draw_{drawing}.js" for drawing in drawings)):
            (assets / name).write_text(asset(name), encoding="utf-8", newline="\n")
        (assets / "vis-network.js").write_text(vis_script(), encoding="utf-8", newline="\n")

    def _pages(self, views: Mapping[str, View]) -> Iterator[tuple[Path, str]]:
        yield self.folder / INDEX, self._html(self._index(views), 0)
        for name, view in views.items():
            yield self.folder / f"{name}.html", self._html(view.build(self.snapshot, ()), 0)
        for id in self.snapshot.documents:
            yield self._file(id), self._html(self._document(id), id.count("/") + 1)
        for id in self.snapshot.measures:
            yield self._file(id), self._html(self._measure(id), id.count("/") + 1)
        for id in self.agencies:
            yield self._file(id), self._html(self._agency(id), id.count("/") + 1)

    def _file(self, id: str) -> Path:
        return self.folder / "pages" / f"{id}.html"

    def _html(self, page: Page, depth: int) -> str:
        up = "../" * depth
        pages = {
            item.id: up + address(item.id)
            for item in page.items
            if item.id in self.snapshot.documents
            or item.id in self.snapshot.measures
            or item.id in self.agencies
        }
        pages |= {d: up + address(d) for d in page.details["documents"]}
        if page.drawing == "record":
            pages |= {id: up + address(id) for id in page.details["names"] if id in self.agencies}
        crumb = None if depth == 0 and page.view == "site" else up + INDEX
        return page_html(page, assets=f"{up}assets/", home=crumb, pages=pages)

    def _index(self, views: Mapping[str, View]) -> Page:
        snapshot = self.snapshot
        details = details_of(snapshot, snapshot.measures)
        details["documents"] |= documents_json(snapshot, snapshot.documents)
        items = [
            *(
                document_item(snapshot, id, extra={"count": len(snapshot.measures_in[id])})
                for id in snapshot.documents
            ),
            *(self._agency_item(id, extra={"count": len(found)}) for id, found in self.agencies.items()),
            *(measure_item(snapshot, id) for id in snapshot.measures),
        ]
        shown = [
            {"title": view.title.json(), "about": view.about.json(), "address": f"{name}.html"}
            for name, view in views.items()
        ]
        return Page("site", TITLE, ABOUT, "index", items, [], [], details, {"views": shown})

    def _agency_item(self, id: str, **extra: object) -> Item:
        row = self.snapshot.agencies[id]
        names = [self.snapshot.name(line) for line in row["lines"]]
        note = Text("、".join(n.zh for n in names), ", ".join(n.en for n in names)) if names else None
        facets = {"agency": [id], "place": [row["region"]] if row["region"] else []}
        return Item(id, "Agency", self.snapshot.name(id), "agency", facets, note=note, **extra)  # type: ignore[arg-type]

    def _document(self, id: str) -> Page:
        measures = self.snapshot.measures_in[id]
        links = self._links_of(measures)
        item = document_item(self.snapshot, id)
        head = Item(id, item.kind, item.label, item.tone, item.facets, id)
        return self._record(head, measures, links)

    def _measure(self, id: str) -> Page:
        return self._record(measure_item(self.snapshot, id), [id], self._links_of([id]))

    def _agency(self, id: str) -> Page:
        measures = self.agencies[id]
        item = self._agency_item(id)
        head = Item(id, item.kind, item.label, item.tone, item.facets, note=item.note, members=measures)
        return self._record(head, measures, [])

    def _links_of(self, measures: list[str] | tuple[str, ...]) -> list[Link]:
        found = {row["id"]: row for measure in measures for row in self.links.get(measure, ())}
        return [alignment_link(self.snapshot, row) for row in found.values()]

    def _record(self, head: Item, measures: list[str] | tuple[str, ...], links: list[Link]) -> Page:
        held = dict.fromkeys([*measures, *(end for link in links for end in (link.source, link.target))])
        items = {head.id: head} | {id: measure_item(self.snapshot, id) for id in held if id != head.id}
        details = details_of(self.snapshot, held)
        if head.document:
            details["documents"] |= documents_json(self.snapshot, [head.document])
        facets = {id for item in items.values() for ids in item.facets.values() for id in ids}
        details["names"] |= {id: self.snapshot.name(id).json() for id in sorted(facets)}
        levels = {item.tone for item in items.values()} & LEVELS.keys()
        title = head.label
        if head.kind == "Measure" and head.document:
            place = self.snapshot.short_title(head.document)
            title = Text(f"{place.zh} {head.path} {title.zh}", f"{place.en} {head.path} {title.en}")
        legend = [*level_keys(levels), *_MARKS]
        return Page(
            "site", title, RECORD, "record", list(items.values()), links, legend, details, home=head.id
        )
