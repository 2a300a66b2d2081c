"""The only file that knows pyvis: boxes go in, JSON for vis-network and its script come out.

pyvis 0.3.2 writes files with the machine's encoding, puts a ``lib`` folder beside the page, and loads bootstrap
from a CDN in each of its modes. So it is given our own template, from which it renders the network's
data alone, as a string; physics is off, and every node has its place already.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import as_file, files
from typing import Any

from visualizations.lanes import PAD
from visualizations.records import Json

_SCRIPT = ("lib", "vis-9.1.2", "vis-network.min.js")
_OPTIONS: Json = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "dragNodes": False,
        "zoomView": False,
        "dragView": False,
        "keyboard": False,
        "multiselect": False,
        "selectConnectedEdges": False,
        "hoverConnectedEdges": False,
    },
    "nodes": {"shape": "box", "fixed": True, "chosen": False, "margin": PAD},
    "edges": {"chosen": False, "selectionWidth": 0, "hoverWidth": 0},
}


def network_json(layout: Json) -> str:
    """The network as pyvis gives it to vis-network: ``{"nodes": …, "edges": [], "options": …}`` in JSON.

    The page makes the lines itself, from the links: which there are depends on the groups that are open.

    What could end the script element it stands in is escaped.
    """
    from pyvis.network import Network  # type: ignore[import-untyped]
    from pyvis.node import Node  # type: ignore[import-untyped]

    network = Network(directed=True, cdn_resources="in_line")
    network.options = _OPTIONS
    with as_file(files("visualizations") / "assets") as folder:
        network.set_template_dir(str(folder), "network.json.html")
        # Network.add_node looks through a list for each node; these are known to be distinct.
        network.nodes = [
            Node(box["id"], "box", "\n".join(box["zh"]), **_look(box)).options for box in layout["boxes"]
        ]
        return str(network.generate_html(name="network.html"))


def _look(box: Json) -> dict[str, Any]:
    return {
        "x": box["x"] + box["w"] / 2,
        "y": box.get("y", 0),
        "group": box["tone"],
        "widthConstraint": {"minimum": box["w"] - 2 * PAD},
        "heightConstraint": {"minimum": box["h"] - 2 * PAD, "valign": "middle"},
    }


@cache
def vis_script() -> str:
    """vis-network, as pyvis ships it; the addresses in its licence notices are kept, as comments."""
    script = files("pyvis").joinpath(*_SCRIPT).read_text(encoding="utf-8")
    # A map of the sources that is not there: browsers with open tools would look for it.
    return re.sub(r"//# sourceMappingURL=\S+", "", script)
