"""Answers for Python: plain rows that are also a data frame, and show themselves in a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from kg.export.optional import needed
from kg.rendering import render
from kg.stores.protocol import Cell, Rows

if TYPE_CHECKING:
    from pandas import DataFrame

# A notebook shows this many rows of a longer answer.
_SHOWN = 20


class Answer(Rows):
    """The rows of a question.

    >>> answer = Answer(("place", "n"), [("宁波市", 44), ("浙江省", 29)])
    >>> len(answer), list(answer), answer.column("n")
    (2, [('宁波市', 44), ('浙江省', 29)], [44, 29])
    >>> answer.objects()[0]
    {'place': '宁波市', 'n': 44}
    >>> answer
    place      n
    -------  ---
    宁波市    44
    浙江省    29
    """

    __slots__ = ()

    def column(self, name: str) -> list[Cell]:
        """The values of one column; raises KeyError for one that the answer lacks."""
        if name not in self.columns:
            raise KeyError(name)
        place = self.columns.index(name)
        return [row[place] for row in self.rows]

    def frame(self) -> DataFrame:
        """The answer as a pandas data frame, with None for what is not there.

        Raises UsageError where pandas is not installed.
        """
        with needed("pandas", "a data frame"):
            from pandas import DataFrame
        return DataFrame(self.rows, columns=list(self.columns))

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        """The rows."""
        return iter(self.rows)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.rows)

    def __repr__(self) -> str:
        """The first rows as a table."""
        table = render(self.columns, self.rows[:_SHOWN], "table", 110)
        return (table + self._more()).rstrip("\n")

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{'' if c is None else escape(str(c))}</td>" for c in row) + "</tr>"
            for row in self.rows[:_SHOWN]
        )
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        return table + (f"<p>{self._more()}</p>" if self._more() else "")

    def _more(self) -> str:
        return f"… {len(self.rows)} rows in all" if len(self.rows) > _SHOWN else ""
