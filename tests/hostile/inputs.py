"""Hostile and damaged inputs: the one of a seed and a number is the same on every machine."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

from tests.hostile import material, mutations
from tests.hostile.bytes_damage import BROKEN, ENCODINGS, utf_8
from tests.hostile.names import file_name
from tests.hostile.patterns import PATTERNS

Kind = Literal["mild", "damaged", "hostile", "encoded", "broken", "pattern", "several"]

# How many of a hundred inputs are of each kind.
SHARES: dict[Kind, int] = {
    "mild": 30,
    "damaged": 20,
    "hostile": 20,
    "encoded": 6,
    "broken": 8,
    "pattern": 6,
    "several": 10,
}


@dataclass(frozen=True, slots=True)
class Input:
    """A file to be read: what it holds, what it is called, what was done to which document.

    ``stem`` is the real document that it was made of, ``how`` the mutations in order.
    """

    number: int
    kind: Kind
    stem: str
    how: tuple[str, ...]
    name: str
    data: bytes


def hostile_input(seed: int, number: int) -> Input:
    """The input of this number in the run of this seed."""
    chance = Random(f"{seed}/{number}")
    texts = material.texts()
    stem = chance.choice(list(texts))
    kind = chance.choices(list(SHARES), list(SHARES.values()))[0]
    how, data = _made(kind, texts[stem], chance)
    name = file_name(number, chance) if chance.random() < 0.2 else f"{number}-{stem}.txt"
    return Input(number, kind, stem, how, name, data)


def _made(kind: Kind, text: str, chance: Random) -> tuple[tuple[str, ...], bytes]:
    if kind == "mild":
        names = tuple(chance.choice(list(mutations.MILD)) for _ in range(chance.randint(1, 5)))
        return names, _mutated(text, names, chance).encode()
    if kind == "encoded":
        name = chance.choice(list(ENCODINGS))
        return (name,), ENCODINGS[name](text, chance)
    if kind == "broken":
        name = chance.choice(list(BROKEN))
        return (name,), BROKEN[name](text, chance)
    if kind == "pattern":
        name = chance.choice(list(PATTERNS))
        return (name,), utf_8(PATTERNS[name](chance.choice((1000, 5000, 20_000))), chance)
    kinds = {
        "damaged": [*mutations.DAMAGE],
        "hostile": [*mutations.HOSTILE],
        "several": [*mutations.DAMAGE, *mutations.HOSTILE],
    }[kind]
    names = tuple(chance.choice(kinds) for _ in range(chance.randint(2, 4) if kind == "several" else 1))
    text = _mutated(text, names, chance)
    if "lone surrogates" in names and chance.random() < 0.5:
        return (*names, "UTF-16"), text.encode("utf-16", "surrogatepass")
    return names, utf_8(text, chance)


def _mutated(text: str, names: tuple[str, ...], chance: Random) -> str:
    known = {**mutations.MILD, **mutations.DAMAGE, **mutations.HOSTILE}
    for name in names:
        # Damage on damage may leave nothing or grow; what is longer than any plan tests only patience.
        text = known[name](text, chance)[:60_000] or "一"
    return text
