"""A cascade as a tree for a terminal, as nested Markdown, or as rows for a table."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from typing import Any

from kg.cascade import Branch, Cascade, agency_words, as_json, figure_words, walk
from kg.cascade_gaps import Gaps, gaps_text
from kg.rendering import render

FORMATS = ("tree", "json", "md", "csv")
COLUMNS = (
    "depth",
    "document",
    "path",
    "title",
    "level",
    "region",
    "issued_on",
    "agencies",
    "figures",
    "relation",
    "strength",
    "score",
    "lag_days",
    "lower_quote",
    "upper_quote",
    "reasons",
    "review",
    "note",
)


def cascade_text(cascade: Cascade, form: str) -> str:
    """The cascade in one of ``FORMATS``."""
    if form == "json":
        return json.dumps(as_json(cascade), ensure_ascii=False, indent=1) + "\n"
    if form == "csv":
        rows = [_row(depth, branch) for depth, branch in walk(cascade.trees)]
        return render(COLUMNS, [*rows, *_gap_rows(cascade.gaps)], "csv")
    if form == "md":
        gaps = "".join(f"- {line}\n" for line in gaps_text(cascade.gaps))
        return "".join(_markdown(tree, 0) for tree in cascade.trees) + (gaps and f"\n{gaps}")
    trees = ["".join(_tree(tree, "", "", cascade.asked)) for tree in cascade.trees]
    return "\n".join([*trees, *([_gaps(cascade)] if gaps_text(cascade.gaps) else [])])


def _row(depth: int, branch: Branch) -> list[Any]:
    measure, link = branch.measure, branch.link or {}
    return [
        depth,
        measure["stem"],
        measure["path"],
        measure["title"],
        measure["level"],
        measure["region"],
        measure["issuedOn"],
        "、".join(agency_words(branch)),
        "; ".join(figure_words(figure) for figure in branch.figures),
        *(
            link.get(key)
            for key in ("relation", "strength", "score", "lagDays", "lowerQuote", "upperQuote", "reasons")
        ),
        _review(branch),
        branch.without_parent,
    ]


def _head(branch: Branch) -> str:
    measure = branch.measure
    when = f" {measure['issuedOn']}" if measure["issuedOn"] else ""
    return f"{measure['region'] or ''}{when}  {measure['stem']}/{measure['path']}  {measure['title']}"


def _link(branch: Branch) -> str:
    link = branch.link
    if link is None:
        return ""
    lag = (
        ""
        if link["lagDays"] is None
        else f", {abs(link['lagDays'])} days {'later' if link['lagDays'] >= 0 else 'earlier'}"
    )
    reviewed = f", {_review(branch)}" if link["reviewed"] else ""
    return f"{link['relation']} ({link['strength']}, {link['score']:.2f}{lag}{reviewed}): {link['reasons']}"


def _review(branch: Branch) -> str:
    """What an analyst decided about the link, who and when."""
    link = branch.link
    if link is None or not link["reviewed"]:
        return ""
    former = f", formerly {link['former']}" if link["decision"] == "corrected" else ""
    return f"{link['decision']} by {link['reviewer']} on {link['reviewedOn']}{former}"


def _details(branch: Branch) -> list[str]:
    details = []
    if branch.link is not None:
        details += [
            _link(branch),
            f"“{_one_line(branch.link['lowerQuote'])}” ← “{_one_line(branch.link['upperQuote'])}”",
        ]
    if branch.without_parent:
        details.append(branch.without_parent)
    if branch.agencies:
        details.append("agencies: " + "、".join(agency_words(branch)))
    details += ["figure: " + figure_words(figure) for figure in branch.figures]
    if branch.shown_above:
        details.append("(what carries it out is shown above)")
    return details


def _tree(branch: Branch, first: str, rest: str, asked: Sequence[str]) -> list[str]:
    from wcwidth import wrap

    width = _width()
    mark = "▶ " if branch.measure["measure"] in asked and len(asked) == 1 else ""
    lines = [f"{first}{mark}{_head(branch)}\n"]
    bar = rest + ("│  " if branch.children else "   ")
    for detail in _details(branch):
        lines += [f"{bar}{line}\n" for line in wrap(detail, width - len(bar))]
    for number, child in enumerate(branch.children, 1):
        last = number == len(branch.children)
        lines += _tree(child, rest + ("└─ " if last else "├─ "), rest + ("   " if last else "│  "), asked)
    return lines


def _markdown(branch: Branch, depth: int) -> str:
    indent = "  " * depth
    lines = [f"{indent}- **{_head(branch)}**\n", *(f"{indent}  {detail}\n" for detail in _details(branch))]
    return "".join(lines) + "".join(_markdown(child, depth + 1) for child in branch.children)


def _gaps(cascade: Cascade) -> str:
    from wcwidth import wrap

    lines = (line for one in gaps_text(cascade.gaps) for line in wrap(one, _width(), subsequent_indent="  "))
    return "".join(f"{line}\n" for line in lines)


def _gap_rows(gaps: Gaps) -> list[list[Any]]:
    """A row without depth and path for each document that was looked at in vain or not at all, and each bare place."""
    kinds = ((gaps.unanswered, "no counterpart"), (gaps.passed_over, "not compared: about another matter"))
    rows = [
        _gap_row(
            {"document": one.stem, "level": one.level, "region": one.region, "issued_on": one.issued_on}, note
        )
        for documents, note in kinds
        for one in documents
    ]
    return rows + [_gap_row({"region": name}, "no document held") for name in gaps.not_held]


def _gap_row(known: Mapping[str, Any], note: str) -> list[Any]:
    return [note if name == "note" else known.get(name) for name in COLUMNS]


def _width() -> int:
    return max(40, min(120, shutil.get_terminal_size((100, 24)).columns))


def _one_line(text: object) -> str:
    return "".join(str(text).split("\n")).replace(" ", "").replace("\u3000", "")
