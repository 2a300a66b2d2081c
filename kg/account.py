"""The account of a run in words: what was read and kept, and every problem with file and place."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from kg.model import Problem
from kg.rendering import render
from kg.report import KINDS, Report, problem_from_json

# A kind of problem with more cases than this is shown in part; ``--format json`` has all.
_SHOWN = 20


def report_from_json(account: Mapping[str, Any]) -> Report:
    """The report that ``Report.as_json`` wrote."""
    problems = tuple(problem_from_json(problem) for problem in account["problems"])
    return Report(account["read"], tuple(account["kept"]), problems, dict(account["counts"]))


def account_text(report: Report, form: str, *, every: bool = False) -> str:
    """The account as ``table`` or ``json``; ``every`` shows all cases of each kind."""
    if form == "json":
        return json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n"
    counts = report.counts
    lost = len(report.lost)
    head = (
        f"{report.read} files read, {len(report.kept)} documents kept: {counts.get('Measure', 0)} measures, "
        f"{counts.get('Responsibility', 0)} duties of {counts.get('Agency', 0)} agencies, "
        f"{counts.get('Figure', 0)} figures\n"
    )
    parts = [head]
    for kind in KINDS:
        cases = [problem for problem in report.problems if problem.kind == kind]
        if cases:
            parts.append(_cases(kind, cases, None if every else _SHOWN))
    parts.append("nothing was lost\n" if not lost else f"{lost} lost\n")
    return "\n".join(parts)


def _cases(kind: str, cases: list[Problem], limit: int | None) -> str:
    title, loss = KINDS[kind]
    shown = cases[:limit]
    rows = [[problem.stem, problem.path or "", place(problem), problem.what] for problem in shown]
    more = (
        f"… and {len(cases) - len(shown)} more; kg status --all shows them\n"
        if len(cases) > len(shown)
        else ""
    )
    head = f"{title}: {len(cases)}{' (lost)' if loss else ''}\n"
    return head + render(["document", "item", "offset", "what"], rows, "table") + more


def place(problem: Problem) -> str:
    """Where a problem is: the offsets of its characters, or nothing where the whole file is meant."""
    return "" if problem.start is None else f"{problem.start}:{problem.end}"


def kinds_table(problems: Iterable[Problem]) -> list[list[object]]:
    """For each kind of problem its title, how many there are and whether it is a loss."""
    found = list(problems)
    return [
        [title, count, "lost" if loss else "listed"]
        for kind, (title, loss) in KINDS.items()
        if (count := sum(problem.kind == kind for problem in found))
    ]
