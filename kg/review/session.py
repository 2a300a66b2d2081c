"""The dialogue of `kg review`: one link after the other, one key for each decision, written down at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from kg.alignment.records import Alignment, Relation
from kg.errors import UsageError
from kg.model import Span
from kg.review.records import Decision, Verdict
from kg.review.relations import objection
from kg.review.side import Side, marked, printable, side_by_side

KEYS = "a accept · r reject · t retype · s skip · b back · c comment · n new link · q quit"
_STRENGTHS = {"d": "direct", "p": "partial"}
_RELATIONS: Mapping[str, Relation] = {
    "i": "implements",
    "a": "anticipates",
    "c": "continues",
    "l": "parallels",
    "r": "relatesTo",
}
_TYPES = "d direct · p partial · i implements · a anticipates · c continues · l parallels · r relatesTo"


class Talk(Protocol):
    """Who decides: keys and lines in, text out (`kg.review.terminal.Terminal`)."""

    @property
    def width(self) -> int:
        """Of the screen, in cells."""
        ...

    def key(self) -> str:
        """One key; empty at the end."""
        ...

    def line(self, prompt: str) -> str:
        """A line of text; empty for none."""
        ...

    def say(self, text: str, *, end: str = "\n") -> None:
        """Print."""
        ...


Reorder = Callable[[Sequence[Alignment]], Sequence[Alignment]]


def now() -> str:
    """The time of a decision, with seconds and the offset from UTC."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


@dataclass(slots=True)
class Session:
    """A session of one analyst.

    ``side`` gives the text of a measure by its name, ``record`` keeps a decision (on the disk when it returns); what has a
    score below ``threshold`` is no link of the graph, and that is said.
    """

    talk: Talk
    side: Callable[[str], Side]
    record: Callable[[Decision], None]
    by: str
    clock: Callable[[], str] = now
    threshold: float = 0.0
    made: Counter[str] = field(default_factory=Counter)

    def run(self, links: Sequence[Alignment], reorder: Reorder | None = None) -> Counter[str]:
        """Put the links to the analyst in the order given; how many decisions of each kind were made.

        ``reorder`` puts what is left in order again after each decision.
        """
        links = list(links)
        at, shown, comment, before = 0, -1, "", 0
        while at < len(links):
            if reorder and self.made.total() > before:
                before, links[at:] = self.made.total(), reorder(links[at:])
            link = links[at]
            if at != shown:
                self._show(link, at, len(links))
                shown = at
            key = self.talk.key()
            match key:
                case "" | "q" | "\x03" | "\x04":
                    break
                case "a" | "r":
                    self._decide(link, "accept" if key == "a" else "reject", comment)
                case "t":
                    if not self._retype(link, comment):
                        continue
                case "b":
                    at, shown = max(-1, at - 2), -1
                case "c":
                    comment = self.talk.line("comment: ")
                    self.talk.say("and the decision? " + KEYS if comment else "no comment")
                    continue
                case "n":
                    self._new(comment)
                    comment, shown = "", -1
                    continue
                case "s":
                    pass
                case _:
                    self.talk.say(KEYS)
                    continue
            at, comment = at + 1, ""
        return self.made

    def _show(self, link: Alignment, at: int, of: int) -> None:
        lower, upper = self.side(str(link.lower)), self.side(str(link.upper))
        say, width = self.talk.say, self.talk.width
        say("─" * width)
        held = f"{link.strength}, {link.score:.2f}"
        if link.score < self.threshold:
            held = f"{link.score:.2f}, held for none so far"
        say(f"{at + 1} of {of}: {link.lower} {link.relation} {link.upper} ({held})")
        say(printable("; ".join(link.reasons)))
        say("")
        say(side_by_side(lower, upper, (link.lower_span, link.upper_span), width))
        say(KEYS)

    def _decide(
        self, link: Alignment, verdict: Verdict, comment: str, values: tuple[tuple[str, str], ...] = ()
    ) -> None:
        """Write it down with all that the link needs to stand when the program no longer finds it."""
        if verdict == "accept":
            values = (("strength", link.strength),)
        self._write(
            Decision(
                kind="link",
                measure=str(link.lower),
                verdict=verdict,
                by=self.by,
                on=self.clock(),
                upper=str(link.upper),
                quote=_one_line(link.lower_span),
                upper_quote=_one_line(link.upper_span),
                values=values,
                comment=comment,
            )
        )

    def _write(self, decision: Decision) -> None:
        self.record(decision)
        self.made[decision.verdict] += 1
        new = ", ".join(value for _, value in decision.values)
        self.talk.say(f"{decision.verdict}{f' ({new})' if new else ''}: written")

    def _retype(self, link: Alignment, comment: str) -> bool:
        """Ask what the link is; whether it was decided."""
        self.talk.say(_TYPES)
        key = self.talk.key()
        if key in _STRENGTHS:
            self._decide(link, "retype", comment, (("strength", _STRENGTHS[key]),))
            return True
        if key not in _RELATIONS:
            self.talk.say("nothing changed. " + KEYS)
            return False
        lower, upper = self.side(str(link.lower)), self.side(str(link.upper))
        if why := objection(_RELATIONS[key], lower.header, upper.header):
            self.talk.say(f"{why}. {KEYS}")
            return False
        values = (("relation", _RELATIONS[key]), ("strength", link.strength))
        self._decide(link, "retype", comment, values)
        return True

    def _new(self, comment: str) -> None:
        """Ask for a link that the program did not find."""
        try:
            lower = self.side(self.talk.line("measure of the lower document (STEM/PATH): "))
            upper = self.side(self.talk.line("measure of the upper document (STEM/PATH): "))
        except UsageError as error:
            self.talk.say(f"{error}. {KEYS}")
            return
        nothing = Span(0, 0, "")
        self.talk.say(side_by_side(lower, upper, (nothing, nothing), self.talk.width))
        self.talk.say("d direct · p partial · any other key: no link")
        strength = _STRENGTHS.get(self.talk.key())
        if strength is None:
            self.talk.say("no link")
            return
        self._write(
            Decision(
                kind="link",
                measure=str(lower.name),
                verdict="add",
                by=self.by,
                on=self.clock(),
                upper=str(upper.name),
                values=(("strength", strength),),
                comment=comment,
            )
        )


def _one_line(span: Span) -> str:
    return marked(span.quote, 0, 0)
