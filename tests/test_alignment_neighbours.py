"""Neighbours in the background that are kept are those that were found."""

from dataclasses import replace

import numpy as np
import pytest

from kg.alignment.background import NeighbourTable
from kg.model import Document
from tests.alignment_documents import aligner, bundled, made

NOTHING = replace(made("empty", ["促进消费。"]), measures=())


@pytest.mark.parametrize("document", [*bundled().values(), NOTHING], ids=lambda document: document.stem)
def test_neighbours_that_were_kept_are_those_that_were_found(document: Document) -> None:
    found = aligner().prepare(document).neighbours
    kept = aligner().prepare(document, NeighbourTable.of(found)).neighbours
    assert len(found.rows) == len(document.measures)
    for one, other in (
        (found.rows, kept.rows),
        (found.likeness, kept.likeness),
        (found.documents, kept.documents),
    ):
        assert one.dtype == other.dtype
        assert one.tolist() == other.tolist()
    assert np.all(found.likeness >= 0)
