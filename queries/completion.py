"""What can stand where a user is typing a parameter of a question: names, then values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from queries.catalogue import Answering, Question
from queries.header import Parameter
from queries.names import names_of
from queries.parameters import LEVELS, NODES

# A shell shows no more than that usefully.
_OFFERED = 200

Ask = Callable[[], AbstractContextManager[Answering]]


def completions(question: Question, typed: str, ask: Ask) -> Iterator[tuple[str, str]]:
    """What ``typed`` can become, each with words that explain it: ``key=``, or ``key=value`` behind the sign.

    The store is asked only where the value is a node. Raises what opening and asking it raises.
    """
    key, sign, value = typed.partition("=")
    if not sign:
        for name, parameter in question.parameters.items():
            if name.startswith(key):
                yield f"{name}=", str(parameter.words)
    elif key in question.parameters:
        offered = 0
        for found, words in _values(question.parameters[key], ask):
            if offered < _OFFERED and (found.startswith(value) or value.casefold() in words.casefold()):
                offered += 1
                yield f"{key}={found}", words


def _values(parameter: Parameter, ask: Ask) -> Iterator[tuple[str, str]]:
    if parameter.kind == "level":
        yield from LEVELS.items()
    elif class_name := NODES.get(parameter.kind):
        with ask() as store:
            names = names_of(store, "Document" if class_name == "Measure" else class_name)
        for id, own in sorted(names.items()):
            if class_name == "Measure":
                yield f"{own[0]}/", own[-1]
            else:
                yield id, " · ".join(own[:2])
    else:
        yield str(parameter.example), str(parameter.words)
