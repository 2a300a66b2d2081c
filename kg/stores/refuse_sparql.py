"""Refuse SPARQL that would write, choose its own data or reach out to the network.

The text is cut into the tokens of the SPARQL grammar (§19.8), so that words in comments, strings, IRIs,
variables and prefixed names are not mistaken for keywords. An engine that parses without a tokeniser of its
own reads some texts otherwise; each of these was seen to reach the network in Oxigraph and is refused:

- a keyword needs no space around it: ``trueSERVICE``, ``ASKFROM``, and ``SERVICEex:s { … }``, where it is
  glued to a prefixed name;
- a prefixed name that gives no valid IRI is read as prefix and keyword: ``ex:SERVICE`` where the prefix
  ends in a port number;
- a long string with a wrong escape is read as an empty string and what follows;
- ``<`` in an expression is "less than" although an IRI could begin there: ``(?a<?b#>''' … )``.

Engines that resolve ``\\u0053`` before they read (Jena) are covered by reading the resolved text too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.errors import QueryRefused, UsageError

_BASE_CHARS = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_VARIABLE_CHARS = _BASE_CHARS + "_0-9\u00b7\u0300-\u036f\u203f-\u2040"
_NAME_CHARS = _VARIABLE_CHARS + "-"
_LOCAL = rf"(?:[{_NAME_CHARS}:.]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?#@%])*"
# A surrogate is no character, and a string that asks for one is no string.
_ESCAPED = (
    r"\\(?:[tbnrf\\\"']|u(?![dD][89A-Fa-f])[0-9A-Fa-f]{4}"
    r"|U(?!0000[dD][89A-Fa-f])(?:0010|000[0-9A-Fa-f])[0-9A-Fa-f]{4})"
)
_IRI_CHARS = r"[^<>\"{}|^`\\\x00-\x20]"

_TOKEN = re.compile(
    rf"""
    (?P<space>[ \t\r\n]+|\#[^\r\n]*)
  | (?P<iri><(?:{_IRI_CHARS}|\\[uU][0-9A-Fa-f]{{4}})*>)
  | (?P<text>\"\"\"(?:\"{{0,2}}(?:[^"\\]|{_ESCAPED}))*\"\"\"|'''(?:'{{0,2}}(?:[^'\\]|{_ESCAPED}))*'''
            |\"(?:[^"\\\n\r]|{_ESCAPED})*\"|'(?:[^'\\\n\r]|{_ESCAPED})*')
  | (?P<variable>[?$][{_BASE_CHARS}_0-9][{_VARIABLE_CHARS}]*)
  | (?P<language>@[A-Za-z]+(?:-+[A-Za-z0-9]+)*)
  | (?P<blank>_:[{_NAME_CHARS}.]+)
  | (?P<prefixed>(?:[{_BASE_CHARS}][{_NAME_CHARS}.]*)?:{_LOCAL})
  | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<word>[A-Za-z_][A-Za-z_0-9]*)
  | (?P<sign>\^\^|&&|\|\||!=|<=|>=|[(){{}}\[\]<>=!|/^*+?.,;&~-])
    """,
    re.VERBOSE | re.DOTALL,
)
_UNICODE_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_REACHING_OUT = re.compile(r"service|from", re.IGNORECASE)
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
# Behind such a namespace every local name is a valid IRI: it ends past the authority, or has none.
_NAMESPACE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:(?://[A-Za-z0-9.-]+(?::[0-9]+)?[/?#]|(?!//)).*>")
_LAST_IRI_CHARACTER = "\uffef"

_UPDATES = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH", "MODIFY"}
)
_WHY = {
    "service": "SERVICE asks another server; free questions stay within this graph",
    "from": "FROM and FROM NAMED choose other data; free questions are put to this graph as it is",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a query: its kind, its text and where it begins."""

    kind: str
    text: str
    start: int


def tokens(query: str) -> list[Token]:
    """The tokens of a SPARQL query without white space and comments.

    >>> [token.text for token in tokens("ASK { ?s ex:service 'FROM' } # LOAD")]
    ['ASK', '{', '?s', 'ex:service', "'FROM'", '}']

    Raises UsageError for what is no token of SPARQL, QueryRefused for what may be one or another.
    """
    found: list[Token] = []
    # How many brackets are open inside of each open brace.
    depths = [0]
    position = 0
    while position < len(query):
        match = _TOKEN.match(query, position)
        if match is None:
            line = query.count("\n", 0, position) + 1
            column = position - query.rfind("\n", 0, position)
            raise UsageError(
                f"the SPARQL cannot be read at line {line}, column {column}: {query[position]!r}"
            )
        token = Token(match.lastgroup or "", match[0], position)
        position = match.end()
        if token.kind == "space":
            continue
        if token.kind == "iri" and depths[-1] > 0:
            _refuse_unclear_less_than(found, token)
        _count_brackets(depths, token.text)
        found.append(token)
    return found


def refuse_sparql(query: str) -> None:
    """Raise QueryRefused where ``query`` would write, choose its own data or reach out.

    >>> refuse_sparql("SELECT * { ?s ?p 'SERVICE' }")
    >>> refuse_sparql("DROP ALL")
    Traceback (most recent call last):
    kg.errors.QueryRefused: DROP is an update; free questions only read (SELECT, ASK, CONSTRUCT, DESCRIBE)

    Raises UsageError for a text that is no SPARQL at all.
    """
    _refuse(tokens(query))
    resolved = _UNICODE_ESCAPE.sub(_character, query)
    if resolved != query and _REACHING_OUT.search(resolved):
        try:
            _refuse(tokens(resolved))
        except QueryRefused:
            raise
        except UsageError as error:
            raise QueryRefused(
                f"its \\u escapes change how the query reads ({error}); write them out"
            ) from error


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 else match[0]


def _refuse(found: Sequence[Token]) -> None:
    _refuse_updates(found)
    namespaces = _namespaces(found)
    brackets = 0
    for number, token in enumerate(found):
        brackets += (token.text in ("{", "(")) - (token.text in ("}", ")"))
        keywords: set[str] = set()
        if token.kind == "word":
            keywords = _keywords(token.text)
        elif token.kind == "prefixed" and _REACHING_OUT.search(token.text):
            keywords = set(_glued_keywords(found, number, brackets, namespaces))
        for keyword in sorted(keywords):
            raise QueryRefused(_WHY[keyword])


def _keywords(text: str) -> set[str]:
    return {keyword.lower() for keyword in _REACHING_OUT.findall(text)}


def _refuse_updates(found: Sequence[Token]) -> None:
    """The first word after the prologue says what the query does; several are no query."""
    words = (token for token in found if token.kind == "word")
    first = next((word for word in words if word.text.upper() not in ("BASE", "PREFIX", "VERSION")), None)
    if first and first.text.upper() in _UPDATES:
        forms = "SELECT, ASK, CONSTRUCT, DESCRIBE"
        raise QueryRefused(f"{first.text.upper()} is an update; free questions only read ({forms})")


def _count_brackets(depths: list[int], text: str) -> None:
    if text == "{":
        depths.append(0)
    elif text == "}" and len(depths) > 1:
        depths.pop()
    elif text in ("(", ")"):
        depths[-1] += 1 if text == "(" else -1


def _refuse_unclear_less_than(found: Sequence[Token], token: Token) -> None:
    """Inside of brackets and after a value, ``<`` may be "less than" where an IRI was read.

    With ``://`` behind its first word it is an IRI. Without comment, string or bracket in it, both readings
    end at the same place.
    """
    after_value = found[-1].kind != "sign" or found[-1].text in (")", "]")
    if after_value and not _ABSOLUTE.match(token.text) and any(mark in token.text for mark in "#')"):
        raise QueryRefused(f"{token.text} reads as an IRI or as less-than; put a space after '<'")


def _namespaces(found: Sequence[Token]) -> dict[str, list[str]]:
    """The IRIs that each prefix is declared for."""
    namespaces: dict[str, list[str]] = {}
    for word, name, iri in zip(found, found[1:], found[2:], strict=False):
        if word.text.upper() == "PREFIX":
            namespaces.setdefault(name.text.rstrip(":"), []).append(iri.text)
    return namespaces


def _glued_keywords(
    found: Sequence[Token], number: int, brackets: int, namespaces: dict[str, list[str]]
) -> Iterator[str]:
    """The keywords in a prefixed name that an engine may read there.

    In the prefix: a service is followed by its group graph pattern, which a name is only after GRAPH, and a
    data set clause stands outside of all brackets, where a name is only declared. In the local part: where
    prefix and local part do not always give a valid IRI.
    """
    prefix, local = found[number].text.split(":", 1)
    before = found[number - 1].text.upper() if number else ""
    after = found[number + 1].text if number + 1 < len(found) else ""
    in_prefix = _keywords(prefix)
    if "service" in in_prefix and after == "{" and before != "GRAPH":
        yield "service"
    if "from" in in_prefix and brackets <= 0 and before != "PREFIX":
        yield "from"
    declared = namespaces.get(prefix)
    sound = declared is not None and all(map(_NAMESPACE.fullmatch, declared))
    if not sound or max(local, default="") > _LAST_IRI_CHARACTER:
        yield from _keywords(local)
