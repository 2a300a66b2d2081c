"""GEXF for Gephi: as GraphML, in Gephi's own format."""

from __future__ import annotations

import re
import tempfile
from typing import BinaryIO

from kg.export.graphml_file import drawn_network
from kg.export.source import Losses, Source

# The writer puts the day into the head of the file; the same graph has to give the same bytes.
_DAY = re.compile(rb' lastmodifieddate="[\d-]{1,12}"')
_HEAD = 4096


def write(source: Source, out: BinaryIO) -> Losses:
    """Write the graph; characters that XML forbids are counted."""
    from networkx import write_gexf

    network, losses = drawn_network(source)
    with tempfile.TemporaryFile() as file:
        write_gexf(network, file, version="1.3")
        file.seek(0)
        out.write(_DAY.sub(b"", file.read(_HEAD), count=1))
        while block := file.read(1 << 20):
            out.write(block)
    return losses
