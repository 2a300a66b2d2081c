"""The parameters of a Cypher question: all that it uses, and no others."""

from __future__ import annotations

from collections.abc import Mapping

from kg.errors import UsageError
from kg.stores.protocol import Parameter
from kg.stores.refuse_cypher import parameters as parameters_of


def checked(text: str, parameters: Mapping[str, Parameter] | None) -> dict[str, Parameter]:
    """The values to send with a question.

    >>> checked("RETURN $a AS a", {"a": 1})
    {'a': 1}

    Raises UsageError where one is missing (an engine would give no rows and no error), or is not used.
    """
    # Drivers know no kinds of text: a reference is sent as what it says.
    given = {name: str(v) if isinstance(v, str) else v for name, v in (parameters or {}).items()}
    used = parameters_of(text)
    if missing := sorted(used - given.keys()):
        raise UsageError(f"the question needs a value for ${missing[0]}")
    if unknown := sorted(given.keys() - used):
        raise UsageError(f"the question has no ${unknown[0]}")
    return given
