"""The time of reading grows as the text does, for every text that is made to be hard to read."""

from __future__ import annotations

import pytest

from tests.hostile import material
from tests.hostile.growth import seconds
from tests.hostile.patterns import PATTERNS

SHORT, LONG = 3_000, 24_000
# A text eight times as long takes eight times as long where time is linear, sixty-four times where it is quadratic.
ALLOWED = 16.0


@pytest.mark.slow
@pytest.mark.parametrize("name", PATTERNS)
def test_reading_takes_time_in_proportion_to_the_text(name: str) -> None:
    registers = material.registers()
    short, long = (seconds(PATTERNS[name](size), registers) for size in (SHORT, LONG))
    # What looks steep is measured again: a busy machine slows a run, and never makes one faster.
    if long > ALLOWED * short:
        short, long = (seconds(PATTERNS[name](size), registers, runs=3) for size in (SHORT, LONG))
    assert long <= ALLOWED * short


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_is_a_text_of_the_length_that_was_asked_for(name: str) -> None:
    assert len(PATTERNS[name](2_000)) == 2_000
