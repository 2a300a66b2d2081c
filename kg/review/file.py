"""The table of decisions: a small CSV with a header that a spreadsheet can edit.

Written as UTF-8 with a byte order mark, without which spreadsheets read Chinese wrongly. A cell that a spreadsheet
would take for a formula, a number or a date gets an apostrophe in front, and it is taken off again when read.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import cast

from kg.errors import InputError
from kg.review.records import VERDICTS, Decision, Kind, Verdict
from kg.review.values import read_values, write_values

# Beside the pointer of a graph folder, so that it outlives every build.
NAME = "decisions.csv"
COLUMNS = (
    "kind",
    "measure",
    "upper",
    "decision",
    "value",
    "by",
    "on",
    "comment",
    "quote",
    "upper_quote",
    "start",
)
REQUIRED = ("kind", "measure", "decision", "by", "on")
# Cells of our own making, which no spreadsheet takes for anything else.
_SAFE = ("kind", "decision", "start", "on")

_RISKY = re.compile(r"\s*[=+\-@＝＋－＠]|['\t\r\n]|[\d\s/.:,%eE年月日]+\Z")
# Spreadsheets rewrite dates in their own manner; year first is the same everywhere.
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ](\S+))?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)((?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)", re.ASCII)
_LONGEST_CELL = 1_000_000


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """The decisions of a file, in its order; none where there is no such file.

    Raises InputError, with the line, for a row that cannot be understood.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror})") from None
    return tuple(_rows(path, _decoded(path, data)))


def _decoded(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(path, f"line {line} is no UTF-8; save it as “CSV UTF-8”") from None


def _rows(path: Path, text: str) -> Iterator[Decision]:
    limit = csv.field_size_limit(_LONGEST_CELL)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        header = _header(path, reader)
        line = reader.line_num + 1
        for row in reader:
            if any(cell.strip() for cell in row):
                try:
                    yield _decision(dict(zip(header, row, strict=False)), line, len(row) - len(header))
                except ValueError as error:
                    raise InputError(path, f"line {line}: {error}") from None
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(path, f"line {reader.line_num}: {error}") from None
    finally:
        csv.field_size_limit(limit)


def _header(path: Path, reader: Iterator[list[str]]) -> list[str]:
    header = [name.strip().lower() for name in next(reader, [])]
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        raise InputError(path, f"line 1: the header lacks {', '.join(missing)}; it is {','.join(COLUMNS)}")
    if twice := {name for name in header if name and header.count(name) > 1}:
        raise InputError(path, f"line 1: {', '.join(sorted(twice))} stands twice in the header")
    return header


def _decision(row: Mapping[str, str], line: int, surplus: int) -> Decision:
    """The decision of a row; raises ValueError with what is wrong with it."""
    if surplus > 0:
        raise ValueError("has more cells than the header; put quotation marks around a cell with commas")
    cells = {name: _unguarded(row.get(name, "")) for name in COLUMNS}
    for name in REQUIRED:
        if not cells[name].strip():
            raise ValueError(f"{name} is empty")
    kind, verdict = _verdict(cells["kind"].strip().lower(), cells["decision"].strip().lower())
    decision = Decision(
        kind=kind,
        measure=cells["measure"].strip(),
        verdict=verdict,
        by=cells["by"].strip(),
        on=_moment(cells["on"].strip()),
        upper=cells["upper"].strip(),
        quote=cells["quote"],
        upper_quote=cells["upper_quote"],
        start=_offset(cells["start"].strip()),
        values=read_values(kind, verdict, cells["value"]),
        comment=cells["comment"],
        line=line,
    )
    _require(decision)
    return decision


def _verdict(kind: str, verdict: str) -> tuple[Kind, Verdict]:
    if kind not in VERDICTS:
        raise ValueError(f"kind is {kind!r}, which is none of {', '.join(VERDICTS)}")
    known = cast(Kind, kind)
    if verdict not in VERDICTS[known]:
        raise ValueError(f"decision is {verdict!r}; about a {kind} it is one of {', '.join(VERDICTS[known])}")
    return known, verdict


def _moment(text: str) -> str:
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError(f"on is {text!r}, which is no date; one looks like 2024-05-03")
    day = f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
    clock = _CLOCK.fullmatch(match[4] or "")
    try:
        if match[4] is None:
            return date.fromisoformat(day).isoformat()
        if clock is None:
            raise ValueError
        moment = f"{day}T{int(clock[1]):02}:{clock[2]}{clock[3]}"
        datetime.fromisoformat(moment)
    except ValueError:
        raise ValueError(f"on is {text!r}, which is no day of the calendar or no time of the day") from None
    return moment


def _offset(text: str) -> int | None:
    if text and not (text.isascii() and text.isdecimal() and len(text) < 12):
        raise ValueError(f"start is {text!r}, which is no offset in the text")
    return int(text) if text else None


def _require(decision: Decision) -> None:
    if decision.kind == "link":
        if not decision.upper:
            raise ValueError("a decision about a link needs upper, the measure above")
        if decision.path is None or "/" not in decision.upper:
            raise ValueError("measure and upper are written STEM/PATH, as in zj-2023/2.1.3")
        return
    if decision.upper or decision.upper_quote:
        raise ValueError(f"a decision about a {decision.kind} has no upper and no upper_quote")
    if not decision.quote.strip():
        raise ValueError(f"quote is empty: which {decision.kind} of the measure is meant?")
    if decision.path is None and not (decision.kind == "agency" and decision.verdict == "change"):
        raise ValueError("measure is written STEM/PATH; a document alone is for changing an agency")


def append_decision(path: Path, decision: Decision) -> None:
    """Add a row to the file, on the disk when this returns; the file is made where there is none.

    Raises InputError where the file cannot be written, or its header lacks a column that the row needs.
    """
    cells = as_cells(decision)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        old = path.read_bytes() if path.exists() else b""
        if old:
            header = _header(path, csv.reader(io.StringIO(_decoded(path, old), newline="")))
            lead = "" if old.endswith(b"\n") else "\r\n"
        else:
            header, lead = list(COLUMNS), "\ufeff" + _line(COLUMNS)
        if missing := [name for name, cell in cells.items() if cell and name not in header]:
            raise InputError(path, f"line 1: the header needs {', '.join(missing)} for this decision")
        row = lead + _line(cells.get(name, "") for name in header)
        with path.open("ab") as file:
            file.write(row.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise InputError(path, f"cannot be written ({error.strerror})") from None


def as_cells(decision: Decision) -> dict[str, str]:
    """The cells of a decision by column, safe for a spreadsheet."""
    cells = {
        "kind": decision.kind,
        "measure": decision.measure,
        "upper": decision.upper,
        "decision": decision.verdict,
        "value": write_values(decision.values),
        "by": decision.by,
        "on": decision.on,
        "comment": decision.comment,
        "quote": decision.quote,
        "upper_quote": decision.upper_quote,
        "start": "" if decision.start is None else str(decision.start),
    }
    return {name: cell if name in _SAFE else guarded(cell) for name, cell in cells.items()}


def guarded(cell: str) -> str:
    """A cell that a spreadsheet shows as it is.

    >>> guarded("=1+1"), guarded("2.10"), guarded("zj-2023/2.10")
    ("'=1+1", "'2.10", 'zj-2023/2.10')
    """
    return f"'{cell}" if _RISKY.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell[1:]) else cell


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(list(cells))
    return out.getvalue()
