"""CSV files for ``neo4j-admin database import full``."""

from __future__ import annotations

from pathlib import Path

from kg.export.source import Losses, Source
from kg.stores.neo4j_files import write_import_files


def write_folder(source: Source, folder: Path) -> Losses:
    """Write the importer's files into ``folder``, which is there and empty."""
    write_import_files(source.tables, folder, source.base)
    return Losses()
