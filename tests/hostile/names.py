"""Names of files that are markup, commands, options or paths to somewhere else."""

from __future__ import annotations

import os
from random import Random

# A slash cannot be in a name: what looks like one (∕) stands for it.
NAMES = (
    "<script>window.hacked=1<∕script>",
    '"><img src=x onerror="window.hacked=3">',
    "$(touch hacked)",
    "; touch hacked ;",
    "`touch hacked`",
    "--graph",
    "-rf",
    "..%2f..%2fetc%2fpasswd",
    "a\nb",
    "a\tb\r",
    "\u202efdp.文件",
    "\x1b]0;hacked\x07",
    "'}) DETACH DELETE n",
    "name~2",
    "_",
    "..",
    "...",
    "CON",
    "*?[a]{b}",
    "a#b?c=d&e",
    "％４ 一、",
    "é" * 40,
    "长" * 70,
    "corpus.toml",
    " ",
    "\\",
    "%s%n{0}",
    "e\u0301",
    "\ue000\ufdd0",
)


def file_name(number: int, chance: Random) -> str:
    """A name for the input of this number; one in fifty is made of bytes that are no UTF-8, where there are such."""
    if chance.random() < 0.02 and os.name == "posix":
        return os.fsdecode(f"{number}-".encode() + b"\xff\xfe\xc3.txt")
    return f"{number}-{chance.choice(NAMES)}.txt"
