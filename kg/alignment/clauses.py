"""Evidence: which clause of the lower item carries out which clause of the upper one."""

from __future__ import annotations

import numpy as np

from kg.alignment.encoding import Floats
from kg.alignment.pair import Pair
from kg.alignment.text import DocumentText, Piece
from kg.model import Span


def evidence(pair: Pair, lower: int, upper: int) -> tuple[Piece, Piece]:
    """The two most like clauses of two items, each read with its title and item around it."""
    rows = np.flatnonzero(pair.lower.tasks.item == lower)
    columns = np.flatnonzero(pair.upper.tasks.item == upper)
    table: Floats = pair.task_likeness[np.ix_(rows, columns)]
    row, column = np.unravel_index(int(table.argmax()), table.shape)
    return (
        _piece(pair.lower.document.text, lower, int(row)),
        _piece(pair.upper.document.text, upper, int(column)),
    )


def _piece(text: DocumentText, item: int, number: int) -> Piece:
    pieces = text.items[item].clauses or (text.items[item].whole,)
    return pieces[number]


def span_of(text: DocumentText, piece: Piece) -> Span:
    """Where a piece stands in its document's text."""
    return text.reading.span(piece.start, piece.end)
