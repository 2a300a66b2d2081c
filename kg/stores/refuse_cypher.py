"""Refuse Cypher that would write, read or write a file, load code, or change the connection.

A database opened read-only still runs ``COPY … TO``, ``EXPORT DATABASE`` and ``LOAD FROM`` a file, and
``CALL threads=1``; some table functions end the process. So the statement itself decides: it begins with a
reading clause, it is the only one, no clause in it writes, and it calls only procedures known to be harmless.

The text is cut into tokens, so that words in comments, strings and backticks are no keywords; a word is a
name, and passes, where the grammar wants a name or a value (``n.set``, ``AS copy``, ``:Load``, ``{set: 1}``).
Where engines disagree how a text is cut (``**/``, ``\\u0027`` resolved before reading), it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.errors import QueryRefused, UsageError

_TOKEN = re.compile(
    r"""
    (?P<space>[\s\ufeff\u180e]+|//[^\r\n]*|/\*(?:[^*]|\*(?!/))*\*/)
  | (?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
  | (?P<quoted>`(?:[^`]|``)*`)
  | (?P<parameter>\$(?:`(?:[^`]|``)*`|\d+|[^\W\d]\w*))
  | (?P<number>0[xX][0-9A-Fa-f]+|(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<word>[^\W\d]\w*)
  | (?P<unclosed>['"`]|/\*)
  | (?P<sign><>|<=|>=|=~|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_LADYBUG_COMMENT = re.compile(r"/\*(?:[^*]|\*[^/])*\*/", re.DOTALL)
_UNICODE_ESCAPE = re.compile(r"\\u+([0-9A-Fa-f]{4})")

_READING = frozenset({"MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN", "CALL"})
_PLANS = frozenset({"EXPLAIN", "PROFILE", "LOGICAL"})
_WRITES = "changes the graph"
_FILES = "reads or writes files"
_CODE = "loads code or another database"
_SESSION = "changes the session or the server"
_REFUSED = {
    **dict.fromkeys(("CREATE", "MERGE", "DELETE", "DETACH", "SET", "REMOVE", "FOREACH"), _WRITES),
    **dict.fromkeys(("INSERT", "UPDATE", "DROP", "ALTER"), _WRITES),
    **dict.fromkeys(("COPY", "EXPORT", "IMPORT", "LOAD"), _FILES),
    **dict.fromkeys(("INSTALL", "UNINSTALL", "ATTACH", "USE"), _CODE),
}
# Words that only a statement begins with; inside of one they are likely to be names.
_REFUSED_AS_STATEMENT = {
    **_REFUSED,
    **dict.fromkeys(("COMMENT", "RENAME", "TRUNCATE", "FORCE", "ANALYZE", "RECLAIM"), _WRITES),
    **dict.fromkeys(("BEGIN", "COMMIT", "ROLLBACK", "CHECKPOINT", "START", "STOP", "TERMINATE"), _SESSION),
    **dict.fromkeys(("GRANT", "REVOKE", "DENY", "ENABLE", "REALLOCATE", "DEALLOCATE", "PRAGMA"), _SESSION),
}
_NAME_AFTER_SIGN = frozenset(".:([,=+/%^|") | {"<", ">", "<=", ">=", "<>", "=~"}
_NAME_AFTER_WORD = frozenset(
    {"AS", "BY", "RETURN", "WITH", "WHERE", "AND", "OR", "XOR", "NOT", "IN", "UNWIND", "CONTAINS"}
)

HARMLESS_PROCEDURES = frozenset(
    {
        "show_tables",
        "show_connection",
        "show_functions",
        "show_indexes",
        "show_macros",
        "show_sequences",
        "table_info",
        "stats_info",
        "db_version",
        "catalog_version",
        "storage_version",
        "db.labels",
        "db.relationshiptypes",
        "db.propertykeys",
        "db.schema.visualization",
        "db.schema.nodetypeproperties",
        "db.schema.reltypeproperties",
        "db.index.fulltext.querynodes",
        "dbms.components",
    }
)


@dataclass(slots=True)
class Token:
    """A token of a statement; ``is_name`` where the grammar wants a name or a value there."""

    kind: str
    text: str
    is_name: bool = False

    @property
    def keyword(self) -> str:
        """The word in capitals where it is a keyword, else nothing."""
        return self.text.upper() if self.kind == "word" and not self.is_name else ""


def tokens(query: str) -> list[Token]:
    """The tokens of a Cypher text without white space and comments.

    >>> [(token.text, token.is_name) for token in tokens("RETURN n.set // COPY")]
    [('RETURN', False), ('n', True), ('.', False), ('set', True)]

    Raises UsageError for a string, name or comment without end.
    """
    found: list[Token] = []
    for match in _TOKEN.finditer(query):
        kind, text = match.lastgroup or "", match[0]
        if kind == "unclosed":
            line = query.count("\n", 0, match.start()) + 1
            raise UsageError(f"the Cypher has a {text} without its end in line {line}")
        if text.startswith("/*") and not _LADYBUG_COMMENT.fullmatch(text):
            raise QueryRefused("engines disagree where a comment ends in '**/'; put a space before '*/'")
        if kind != "space":
            found.append(Token(kind, text))
    _mark_names(found)
    return found


def refuse_cypher(query: str) -> None:
    """Raise QueryRefused where ``query`` does anything but read the graph.

    >>> refuse_cypher("MATCH (m:Measure) WHERE m.title = 'COPY' RETURN m.id AS load")
    >>> refuse_cypher("COPY (MATCH (m) RETURN m.id) TO 'ids.csv'")
    Traceback (most recent call last):
    kg.errors.QueryRefused: COPY reads or writes files; free questions only read the graph

    Raises UsageError for a text that is no question at all.
    """
    _refuse(tokens(query))
    resolved = _UNICODE_ESCAPE.sub(lambda match: chr(int(match[1], 16)), query)
    if resolved != query:
        try:
            _refuse(tokens(resolved))
        except UsageError as error:
            raise QueryRefused(f"its \\u escapes change how the question reads ({error})") from error


def parameters(query: str) -> set[str]:
    """The names of the parameters a statement uses.

    >>> sorted(parameters("MATCH (m) WHERE m.id = $id AND m.title <> '$no' RETURN $`a b`"))
    ['a b', 'id']
    """
    names = (token.text[1:] for token in tokens(query) if token.kind == "parameter")
    return {name[1:-1].replace("``", "`") if name.startswith("`") else name for name in names}


def _mark_names(found: Sequence[Token]) -> None:
    """A word that was itself a name says nothing of the word after it: ``RETURN 1 AS by CREATE …``."""
    for number, token in enumerate(found):
        if token.kind != "word" or number == 0:
            continue
        before = found[number - 1]
        if before.kind == "sign":
            after_number = before.text == "." and number > 1 and found[number - 2].kind == "number"
            token.is_name = before.text in _NAME_AFTER_SIGN and not after_number
            if before.text == "{":
                token.is_name = number + 1 < len(found) and found[number + 1].text == ":"
        else:
            token.is_name = before.keyword in _NAME_AFTER_WORD


def _refuse(found: Sequence[Token]) -> None:
    while found and found[-1].text == ";":
        found = found[:-1]
    start = 0
    while start < len(found) and found[start].text.upper() in _PLANS:
        start += 1
    if start == len(found):
        raise UsageError("there is no question in this Cypher")
    first = found[start].text.upper()
    if first not in _READING or found[start].kind != "word":
        if why := _REFUSED_AS_STATEMENT.get(first):
            raise QueryRefused(f"{first} {why}; free questions only read the graph")
        raise UsageError(
            f"a question begins with {', '.join(sorted(_READING))}, not with {found[start].text!r}"
        )
    for number, token in enumerate(found):
        if token.text == ";":
            raise QueryRefused("one question at a time: the text holds several, separated by ';'")
        if why := _REFUSED.get(token.keyword):
            as_name = f"where it is a name, write `{token.text}` in backticks"
            raise QueryRefused(f"{token.keyword} {why}; free questions only read the graph ({as_name})")
        if token.keyword == "CALL":
            _refuse_call(found[number + 1 :])


def _refuse_call(rest: Sequence[Token]) -> None:
    """A subquery passes, as its clauses are looked at like all others; a procedure by its name."""
    if rest and rest[0].text in ("{", "("):
        return
    length = next(
        (n for n, token in enumerate(rest) if token.kind != "word" and token.text != "."), len(rest)
    )
    name = "".join(token.text for token in rest[:length])
    if rest[length:] and rest[length].text == "=":
        raise QueryRefused(f"CALL {name}= changes a setting; free questions only read the graph")
    if name.lower() not in HARMLESS_PROCEDURES:
        known = "show_tables, table_info, show_functions, db_version"
        raise QueryRefused(f"CALL {name or '…'} is not among the procedures that only read ({known} …)")
