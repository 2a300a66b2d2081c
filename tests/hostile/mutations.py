"""Damage to a text: each mutation takes a text and a source of chance, and gives back another text.

`MILD` changes a few characters, as a slip of a copyist or a poor conversion does, and most of a document should
survive it. `DAMAGE` is what happens to whole files. `HOSTILE` is what somebody writes who wants to do harm.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

Mutation = Callable[[str, Random], str]

ORDINARY = "的一了和，。、；：（）“”《》〔〕省市县区局委部年月日％%0123456789０１２三四万亿 \n　.,()-"
BRACKETS = "（）()〔〕[]【】《》<>{}“”‘’「」"
CONTROL = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0)]))
BIDI = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c"
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u2028\u2029\ufffe\uffff\ufffd"
COMBINING = "\u0300\u0301\u0308\u20dd\u3099\u309a\ufe0f\U000e0100"
PRIVATE = "\ue000\uf8ff\U000f0000\U0010fffd"
SURROGATES = "\ud800\udbff\udc00\udfff"
MARKUP = (
    "<script>window.hacked=1</script>",
    "</script><script>window.hacked=2</script>",
    '"><img src=x onerror="window.hacked=3">',
    "<svg/onload=window.hacked=4><!--",
    "javascript:window.hacked=5",
    "](javascript:window.hacked=6)",
    "${window.hacked=7}`{{7*7}}{% raw %}",
    "]]>--><!DOCTYPE x [<!ENTITY a 'b'>]>&a;",
    "'}) DETACH DELETE n //",
    '" . <a> <b> "c" . \\u0022 \\',
    "> } ; DROP ALL ; #",
    '=HYPERLINK("http://example.invalid")',
    "\x1b]0;hacked\x07\x1b[2J",
    "$(touch hacked) `touch hacked` ; touch hacked |",
    "%s%n %(name)s {0} {name!r} \\1 \\g<0>",
    "../../../../etc/passwd\x00.txt",
)


def _places(text: str, chance: Random, share: float) -> list[int]:
    """Places in the text, at least one, in order."""
    return sorted(chance.randrange(len(text) + 1) for _ in range(max(1, int(len(text) * share))))


def inserted(alphabet: str | tuple[str, ...], share: float) -> Mutation:
    """Pieces of ``alphabet`` put in at ``share`` of all places."""

    def mutation(text: str, chance: Random) -> str:
        pieces, at = [], 0
        for place in _places(text, chance, share):
            pieces += [text[at:place], chance.choice(alphabet)]
            at = place
        return "".join([*pieces, text[at:]])

    return mutation


def change_one(text: str, chance: Random) -> str:
    """One character replaced by an ordinary one."""
    at = chance.randrange(len(text))
    return text[:at] + chance.choice(ORDINARY) + text[at + 1 :]


def drop_one(text: str, chance: Random) -> str:
    """One character left out."""
    at = chance.randrange(len(text))
    return text[:at] + text[at + 1 :]


def insert_one(text: str, chance: Random) -> str:
    """One ordinary character put in."""
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(ORDINARY) + text[at:]


def double_one(text: str, chance: Random) -> str:
    """One character twice."""
    at = chance.randrange(len(text))
    return text[:at] + text[at] + text[at:]


def swap_two(text: str, chance: Random) -> str:
    """Two neighbours in the wrong order."""
    at = chance.randrange(len(text) - 1)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def hidden_one(text: str, chance: Random) -> str:
    """One mark put in that nobody sees."""
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(INVISIBLE + BIDI) + text[at:]


def noisy(text: str, chance: Random) -> str:
    """Up to a tenth of all characters replaced by characters of the text."""
    characters = list(text)
    for place in _places(text[:-1], chance, chance.uniform(0.005, 0.1)):
        characters[place] = chance.choice(text)
    return "".join(characters)


def cut(text: str, chance: Random) -> str:
    """Up to five stretches left out."""
    for _ in range(chance.randint(1, 5)):
        begin = chance.randrange(len(text) + 1)
        text = text[:begin] + text[begin + chance.randrange(1 + len(text) // 4) :]
    return text


def truncated(text: str, chance: Random) -> str:
    """The beginning or the end alone."""
    at = chance.randrange(len(text))
    return text[:at] if chance.random() < 0.7 else text[at:]


def swapped_blocks(text: str, chance: Random) -> str:
    """Two stretches in each other's place."""
    a, b, c, d = sorted(chance.randrange(len(text) + 1) for _ in range(4))
    return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def shuffled_lines(text: str, chance: Random) -> str:
    """The lines in another order."""
    lines = text.split("\n")
    chance.shuffle(lines)
    return "\n".join(lines)


def repeated_fragment(text: str, chance: Random) -> str:
    """A stretch again and again."""
    begin = chance.randrange(len(text))
    fragment = text[begin : begin + chance.choice((1, 2, 5, 20, 200))]
    return text[:begin] + fragment * chance.randrange(2, 1 + 12_000 // len(fragment)) + text[begin:]


def twice(text: str, chance: Random) -> str:
    """The whole document two or three times in one file."""
    return "\n".join([text] * chance.choice((2, 3)))


def one_line(text: str, chance: Random) -> str:
    """All line breaks lost."""
    return text.replace("\n", chance.choice(("", " ")))


def all_wrapped(text: str, chance: Random) -> str:
    """A line break after every few characters."""
    width = chance.choice((1, 2, 7, 20))
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


def all_spaced(text: str, chance: Random) -> str:
    """A space between all characters."""
    return chance.choice((" ", "　", "\t")).join(text)


def half_width(text: str, chance: Random) -> str:
    """Chinese punctuation and full-width digits made ASCII, as some programs do."""
    full, half = "，。；：（）１２３４５６７８９０％“”〔〕", ',.;:()1234567890%""[]'
    return text.translate({ord(a): b for a, b in zip(full, half, strict=True) if chance.random() < 0.8})


def without_marks(text: str, chance: Random) -> str:
    """One or two kinds of punctuation gone."""
    for mark in chance.sample("，。；：（）、“”", 2):
        text = text.replace(mark, "")
    return text


def other_digits(text: str, chance: Random) -> str:
    """Other digits everywhere, in ordinals and dates too."""
    return "".join(chance.choice("0123456789") if c in "0123456789" else c for c in text)


def huge_numbers(text: str, chance: Random) -> str:
    """Numbers that no machine word holds, in the place of some."""
    huge = chance.choice(
        ("9" * 400, "1" + "0" * 3000, "9" * 20 + "万亿", "1e999", "0." + "0" * 400 + "1", "亿" * 60)
    )
    return "".join(huge if c.isdecimal() and chance.random() < 0.02 else c for c in text)


def nested(text: str, chance: Random) -> str:
    """Brackets a thousand deep, closed or not."""
    pair = chance.choice(("（）", "()", "〔〕", "《》", "“”", "【】", "（〕"))
    depth = chance.choice((50, 1000, 10_000))
    at = chance.randrange(len(text))
    end = min(len(text), at + chance.randrange(1000))
    return text[:at] + pair[0] * depth + text[at:end] + pair[1] * depth * chance.randrange(2) + text[end:]


def deep_ordinals(text: str, chance: Random) -> str:
    """Ordinals that go down a level again and again."""
    deep = chance.choice(
        (".".join("1" * 400) + " 支持。\n", "一、（一）1.（1）①" * 80 + "支持。\n", "1." * 500)
    )
    at = chance.randrange(len(text))
    return text[:at] + "\n" + deep + text[at:]


def many_items(text: str, chance: Random) -> str:
    """Several hundred items of one number."""
    line = chance.choice(
        ("一、支持消费。\n", "1.支持消费10万家（责任单位：省商务厅）。\n", "（一）扩大投资5%。")
    )
    return text + "\n" + line * chance.randrange(100, 800)


def strewn_markup(text: str, chance: Random) -> str:
    """Markup and commands in many places, behind ordinals and in names too."""
    for mark in ("、", "“", "：", "《", "。"):
        if chance.random() < 0.5:
            pieces = text.split(mark)
            chosen = {chance.randrange(1, len(pieces)) for _ in range(6)} if len(pieces) > 1 else set()
            text = mark.join(chance.choice(MARKUP) + p if n in chosen else p for n, p in enumerate(pieces))
    return inserted(MARKUP, 0.001)(text, chance)


MILD: Mapping[str, Mutation] = {
    f.__name__.replace("_", " "): f
    for f in (change_one, drop_one, insert_one, double_one, swap_two, hidden_one)
}
DAMAGE: Mapping[str, Mutation] = {
    f.__name__.replace("_", " "): f
    for f in (
        noisy,
        cut,
        truncated,
        swapped_blocks,
        shuffled_lines,
        repeated_fragment,
        twice,
        one_line,
        all_wrapped,
        all_spaced,
        half_width,
        without_marks,
        other_digits,
    )
}
HOSTILE: Mapping[str, Mutation] = {
    "brackets": inserted(BRACKETS, 0.05),
    "digits": inserted("0123456789０９.,% ", 0.05),
    "control characters": inserted(CONTROL, 0.02),
    "NUL": inserted("\0", 0.01),
    "bidi marks": inserted(BIDI, 0.05),
    "invisible marks": inserted(INVISIBLE, 0.1),
    "combining marks": inserted(COMBINING, 0.1),
    "private use": inserted(PRIVATE, 0.02),
    "lone surrogates": inserted(SURROGATES, 0.002),
    "markup": strewn_markup,
    **{f.__name__.replace("_", " "): f for f in (huge_numbers, nested, deep_ordinals, many_items)},
}
