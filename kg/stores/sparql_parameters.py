"""Parameters of a SPARQL question, for which the protocol has no binding.

The question holds ``VALUES ?name { … }`` with an example in the scope that uses the parameter, so that it
runs as it is in any console; the terms given take the place of the example, serialised, never as text.
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.errors import UsageError
from kg.ids import DEFAULT_BASE, to_iri, to_short
from kg.stores.protocol import Parameter, Reference
from kg.stores.rdf_text import literal_text
from kg.stores.refuse_sparql import Token, tokens


def bind(query: str, parameters: Mapping[str, Parameter], base: str = DEFAULT_BASE) -> str:
    """The question with the given values in place of its examples.

    A `Reference` becomes an IRI, a list several terms, None leaves the variable free.

    >>> bind("SELECT * { VALUES ?level { 'city' } ?d ?p ?level }", {"level": 'a "b" } DROP'})
    'SELECT * { VALUES ?level { "a \\\\"b\\\\" } DROP" } ?d ?p ?level }'

    Raises UsageError where the question does not have exactly one such block for a parameter.
    """
    blocks = _blocks(query) if parameters else {}
    changes = []
    for name, value in parameters.items():
        found = blocks.get(name, [])
        if len(found) != 1:
            many = "several" if found else "none"
            raise UsageError(
                f"the question has no ?{name} to give a value to: VALUES ?{name} {{ … }} ({many})"
            )
        values = value if isinstance(value, list | tuple) else [value]
        changes.append((*found[0], " ".join(_term(one, base) for one in values)))
    for start, end, terms in sorted(changes, reverse=True):
        query = f"{query[:start]} {terms} {query[end:]}"
    return query


def _blocks(query: str) -> dict[str, list[tuple[int, int]]]:
    """Where the values of each ``VALUES ?name { … }`` stand."""
    found: dict[str, list[tuple[int, int]]] = {}
    inside: tuple[str, int] | None = None
    before: list[Token] = []
    for token in tokens(query):
        if inside and token.text == "}":
            found.setdefault(inside[0], []).append((inside[1], token.start))
            inside = None
        elif token.text == "{" and len(before) > 1:
            word, variable = before[-2:]
            if word.text.upper() == "VALUES" and variable.kind == "variable":
                inside = (variable.text[1:], token.start + 1)
        before.append(token)
    return found


def _term(value: Parameter, base: str) -> str:
    if value is None:
        return "UNDEF"
    if isinstance(value, Reference):
        return f"<{to_iri(to_short(value, base), base)}>"
    if isinstance(value, str | int | float):
        return literal_text(value)
    raise UsageError(f"a SPARQL parameter is one value or a list of them, not {value!r}")
