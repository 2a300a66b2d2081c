"""GraphML for Gephi, yEd, Cytoscape and igraph: typed properties on nodes, the relation on edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from kg.export.network import LABEL, RELATION, to_networkx
from kg.export.source import Losses, Source
from kg.export.xml_text import xml_values
from kg.tables import GraphTables

if TYPE_CHECKING:
    from networkx import MultiDiGraph

EDGE_ID = "id"


def write(source: Source, out: BinaryIO) -> Losses:
    """Write the graph; characters that XML forbids are counted."""
    from networkx.readwrite.graphml import write_graphml_xml

    network, losses = drawn_network(source)
    # The other writer that networkx has is taken when lxml is there, and gives other bytes.
    write_graphml_xml(network, out, named_key_ids=True, edge_id_from_attribute=EDGE_ID)
    return losses


def drawn_network(source: Source) -> tuple[MultiDiGraph[str], Losses]:
    """The graph for programs that draw: texts as XML can hold them, and labels on edges too.

    Edges are numbered: such programs take two edges of one id for one edge.
    """
    losses = Losses()
    nodes = {
        class_name: {id: xml_values(id, values, losses) for id, values in table.items()}
        for class_name, table in source.tables.nodes.items()
    }
    network = to_networkx(GraphTables(nodes, source.tables.edges))
    for number, (_, _, edge) in enumerate(network.edges(data=True), 1):
        edge[EDGE_ID] = f"e{number}"
        edge[LABEL] = edge[RELATION]
    return network, losses
