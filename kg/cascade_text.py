"""A cascade as a tree for a terminal, as nested Markdown, or as rows for a table."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from typing import Any

from kg.cascade import Branch, Cascade, agency_words, as_json, figure_words, walk
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
)


def cascade_text(cascade: Cascade, form: str) -> str:
    """The cascade in one of ``FORMATS``."""
    if form == "json":
        return json.dumps(as_json(cascade), ensure_ascii=False, indent=1) + "\n"
    if form == "csv":
        return render(COLUMNS, [_row(depth, branch) for depth, branch in walk(cascade.trees)], "csv")
    if form == "md":
        return "".join(_markdown(tree, 0) for tree in cascade.trees) + _gaps(cascade)
    return (
        "\n".join("".join(_tree(tree, "", "", cascade.asked)) for tree in cascade.trees)
        + "\n"
        + _gaps(cascade)
    )


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
    if branch.agencies:
        details.append("agencies: " + "、".join(agency_words(branch)))
    details += ["figure: " + figure_words(figure) for figure in branch.figures]
    if branch.shown_above:
        details.append("(what carries it out is shown above)")
    return details


def _tree(branch: Branch, first: str, rest: str, asked: Sequence[str]) -> list[str]:
    from wcwidth import wrap

    width = max(40, min(120, shutil.get_terminal_size((100, 24)).columns))
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
    if not cascade.gaps:
        return ""
    names = "; ".join(f"{gap['region'] or '?'} ({gap['stem']})" for gap in cascade.gaps)
    return f"\nheld, but without a link to this: {names}\n"


def _one_line(text: object) -> str:
    return "".join(str(text).split("\n")).replace(" ", "").replace("\u3000", "")
