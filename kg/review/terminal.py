"""Keys and lines from a terminal, or from whatever stands in for one."""

from __future__ import annotations

import shutil
import sys

END = ""


class Terminal:
    """Standard input and output; on no terminal a key is a character of the input, line ends left out."""

    @property
    def width(self) -> int:
        """In cells, of which a Chinese character takes two."""
        return max(30, min(160, shutil.get_terminal_size((100, 24)).columns))

    def key(self) -> str:
        """One key as a small letter; nothing at the end of the input or on Ctrl-C."""
        if sys.stdin.isatty():
            import click

            try:
                return click.getchar().lower()
            except (EOFError, KeyboardInterrupt):
                return END
        while (key := sys.stdin.read(1)) in ("\n", "\r"):
            continue
        return key.lower()

    def line(self, prompt: str) -> str:
        """A line; nothing at the end of the input or on Ctrl-C."""
        self.say(prompt, end="")
        try:
            return sys.stdin.readline().strip()
        except KeyboardInterrupt:
            return ""

    def say(self, text: str, *, end: str = "\n") -> None:
        """Print a text at once."""
        sys.stdout.write(text + end)
        sys.stdout.flush()
