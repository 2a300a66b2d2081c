"""One value for each field of a header out of what several sources say, and what of it is in conflict.

What the text prints wins over the page around it, the page over ``corpus.toml``. Where two differ the other value
is kept too, in ``sources`` under the field's name and its source, and reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.ids import document_number
from kg.model import Problem
from loaders.dates import KINDS
from loaders.issuers import is_body
from loaders.reading import fold

TEXT, PAGE, TABLE = "text", "page", "corpus.toml"

Values = Mapping[str, str | None]


@dataclass(slots=True)
class Fields:
    """The fields that were settled on, where each was read, and the conflicts, of the document ``stem``."""

    stem: str
    values: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def settle(self, name: str, claims: Mapping[str, str | None]) -> None:
        """Take the first claim that says something; ``claims`` are by source, the one believed most first.

        >>> fields = Fields("a")
        >>> fields.settle("issuer", {"text": None, "page": "某市政府", "corpus.toml": "某县政府"})
        >>> fields.values, fields.sources
        ({'issuer': '某市政府'}, {'issuer': 'page', 'issuer (corpus.toml)': '某县政府'})
        """
        said = [(source, value) for source, value in claims.items() if value]
        if not said:
            return
        (source, value), others = said[0], said[1:]
        self.values[name], self.sources[name] = value, source
        for other, differing in others:
            if not _same(name, value, differing):
                self.conflict(name, other, differing)

    def conflict(self, name: str, source: str, value: str) -> None:
        """Keep another value of a settled field beside it, and report it."""
        kept = self.sources[name]
        self.sources[f"{name} ({source})"] = value
        which = "the text" if kept == TEXT else f"the {kept}" if kept == PAGE else kept
        says = f"{name}: {which} says {self.values[name]!r}, {source} {value!r}; {which} is kept"
        self.problems.append(Problem("conflict", self.stem, says))

    def settle_date(self, printed: Values, page: Values, table: Values) -> None:
        """The day of issue: of signing before that of printing before that of publication, then by source.

        Days of different kinds are no conflict. A day of ``corpus.toml`` is of its own kind, else of the one found.
        """
        found = [(TEXT, printed.get("issued_on_kind"), printed.get("issued_on"))]
        found += [(PAGE, kind, page.get(f"{kind}_on")) for kind in KINDS]
        known = sorted(
            ((source, kind, day) for source, kind, day in found if kind and day),
            key=lambda claim: KINDS.index(claim[1]),
        )
        given, given_kind = table.get("issued_on"), table.get("issued_on_kind")
        if not known:
            self.settle("issued_on", {TABLE: given})
            self.settle("issued_on_kind", {TABLE: given_kind or ("published" if given else None)})
            return
        source, kind, _ = known[0]
        claims = {where: day for where, other, day in known if other == kind}
        if given and given_kind in (None, kind):
            claims[TABLE] = given
        self.settle("issued_on", claims)
        self.settle("issued_on_kind", {source: kind})


def _same(name: str, one: str, other: str) -> bool:
    """Whether two values say the same: spaces, widths and marks aside, a title with the letter that handed it on."""
    if _plain(one) == _plain(other):
        return True
    if name == "title":
        return _plain(one) in _plain(other) or _plain(other) in _plain(one)
    # A page names a government where its office signed, or leaves out the region.
    return name == "issuer" and _government(one).endswith(_government(other))


def _government(issuer: str) -> str:
    return re.sub("人民|办公[厅室]$", "", _plain(issuer))


def _plain(value: str) -> str:
    return document_number(value) or "".join(c for c in map(fold, value) if c.isalnum())


def facts_of_page(facts: Mapping[str, str]) -> dict[str, str]:
    """The facts around a text (``FileText.facts``) as fields of a header.

    >>> facts_of_page({"issuer": "某市人民政府办公室", "document_number": "某政办发〔２０２３〕5号"})
    {'document_number': '某政办发〔2023〕5号', 'issuer': '某市人民政府办公室'}
    >>> facts_of_page({"issuer": "中国政府网", "document_number": "无"})
    {}
    """
    return dict(_page_fields(facts))


def _page_fields(facts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    number = document_number(facts.get("document_number", ""))
    if number:
        yield "document_number", number
    if is_body(facts.get("issuer", "")):
        yield "issuer", facts["issuer"]
    for name in ("title", *(f"{kind}_on" for kind in KINDS), "region"):
        if facts.get(name):
            yield name, facts[name]
    if facts.get("url"):
        yield "source", facts["url"]
