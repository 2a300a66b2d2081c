"""The canned questions: each a pair of files, ``NAME.rq`` and ``NAME.cypher``, with one header.

>>> catalogue = Catalogue.load()
>>> catalogue["duties"].header.title.en
'All duties of an agency over documents'

A question is put to any store that is passed in: the file of its language is read, the values given are
checked, names are looked up in that store, and the rows come back sorted in the order that the header wants.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Protocol

from kg.errors import RegisterError, UsageError
from kg.stores.protocol import Language, Reference, Rows
from kg.stores.protocol import Parameter as Value
from queries.header import Header, Parameter, read_header
from queries.names import Name, find_name
from queries.parameters import NODES, PLAIN, Given, check_plain, complete
from queries.rows import sorted_rows

ENDINGS: Mapping[Language, str] = {"sparql": ".rq", "cypher": ".cypher"}
_SPARQL_PARAMETER = re.compile(r"^\s*VALUES \?(\w+) \{[^}]*\} # parameter$", re.MULTILINE)
_CYPHER_COMMENT = re.compile(r"^//.*$", re.MULTILINE)
_CYPHER_PARAMETER = re.compile(r"\$(\w+)")


class Answering(Protocol):
    """What a question is put to: every store is one."""

    @property
    def language(self) -> Language:
        """The language of its questions."""
        ...

    def query(self, text: str, parameters: Mapping[str, Value] | None = None) -> Rows:
        """The answer to a question."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of an answer, and the nodes that the names given were found to mean."""

    rows: Rows
    found: Mapping[str, Name]


@dataclass(frozen=True, slots=True)
class Question:
    """A canned question; ``texts`` has its file in each language."""

    name: str
    header: Header
    texts: Mapping[Language, str]

    @property
    def parameters(self) -> dict[str, Parameter]:
        """The parameters by name, in the order of the header."""
        return {parameter.name: parameter for parameter in self.header.parameters}

    def ask(self, store: Answering, given: Mapping[str, Given] | None = None) -> Answer:
        """The answer of ``store`` to the question with these values.

        Raises UsageError for a parameter that is unknown, missing or of the wrong kind, AmbiguousName for a name
        that fits several nodes, and what the store raises.
        """
        found: dict[str, Name] = {}
        values: dict[str, Value] = {}
        for name, value in complete(self.name, self.parameters, given or {}).items():
            parameter = self.parameters[name]
            if parameter.kind in PLAIN:
                values[name] = check_plain(parameter, value)
            elif value == "" and parameter.default == "":
                # What is left out leaves the variable free in SPARQL; in Cypher the question compares with ''.
                values[name] = None if store.language == "sparql" else ""
            else:
                found[name] = find_name(store, parameter, str(value))
                values[name] = Reference(found[name].id)
        rows = store.query(self.texts[store.language], values)
        if tuple(self.header.columns) != rows.columns:
            raise RegisterError(f"{self.name}: its columns are {rows.columns}, not those of its header")
        return Answer(Rows(rows.columns, sorted_rows(rows, self.header.sort)), found)

    def describe(self) -> dict[str, object]:
        """The header as JSON has it."""
        return {
            "name": self.name,
            "title": {"zh": self.header.title.zh, "en": self.header.title.en},
            "answers": {"zh": self.header.answers.zh, "en": self.header.answers.en},
            "parameters": [
                {
                    "name": parameter.name,
                    "type": parameter.kind,
                    "required": parameter.default is None,
                    "default": parameter.default,
                    "example": parameter.example,
                    "zh": parameter.words.zh,
                    "en": parameter.words.en,
                }
                for parameter in self.header.parameters
            ],
            "columns": [
                {"name": name, "zh": words.zh, "en": words.en} for name, words in self.header.columns.items()
            ],
        }


class Catalogue(Mapping[str, Question]):
    """All questions by name."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self._questions = {question.name: question for question in questions}

    @staticmethod
    def load() -> Catalogue:
        """The questions that come with the project, read once; raises RegisterError for a file that is wrong."""
        return _load()

    def __getitem__(self, name: str) -> Question:
        """The question called ``name``; raises UsageError with the nearest names where there is none."""
        if name not in self._questions:
            near = get_close_matches(name, self._questions, 3, 0.4)
            hint = f"do you mean {' or '.join(near)}?" if near else "kg query lists them"
            raise UsageError(f"there is no question {name!r}; {hint}")
        return self._questions[name]

    def __contains__(self, name: object) -> bool:
        """Whether there is a question with this name."""
        return name in self._questions

    def __iter__(self) -> Iterator[str]:
        """The names, sorted."""
        return iter(self._questions)

    def __len__(self) -> int:
        """How many questions there are."""
        return len(self._questions)


@cache
def _load() -> Catalogue:
    folder = files("queries")
    texts: dict[str, dict[Language, str]] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        for language, ending in ENDINGS.items():
            if file.name.endswith(ending):
                name = file.name.removesuffix(ending)
                texts.setdefault(name, {})[language] = file.read_text(encoding="utf-8")
    return Catalogue([make_question(name, both) for name, both in sorted(texts.items())])


def make_question(name: str, texts: Mapping[Language, str]) -> Question:
    """The question of two texts.

    Raises RegisterError where one is missing, the headers differ, a parameter is of no known kind, or the
    parameters that the header declares are not those that a text uses.
    """
    if missing := [ending for language, ending in ENDINGS.items() if language not in texts]:
        raise RegisterError(f"{name}: there is no {name}{missing[0]}")
    headers = {language: read_header(text, f"{name}{ENDINGS[language]}") for language, text in texts.items()}
    header = headers["sparql"]
    if header != headers["cypher"]:
        raise RegisterError(f"{name}: the headers of {name}.rq and {name}.cypher differ")
    declared = sorted(parameter.name for parameter in header.parameters)
    for parameter in header.parameters:
        if parameter.kind not in NODES and parameter.kind not in PLAIN:
            raise RegisterError(f"{name}: {parameter.name} is of the kind {parameter.kind}, which is none")
    used = {
        "sparql": sorted(_SPARQL_PARAMETER.findall(texts["sparql"])),
        "cypher": sorted(set(_CYPHER_PARAMETER.findall(_CYPHER_COMMENT.sub("", texts["cypher"])))),
    }
    for language, names in used.items():
        if names != declared:
            raise RegisterError(f"{name}: the header declares {declared}, and the {language} uses {names}")
    return Question(name, header, dict(texts))
