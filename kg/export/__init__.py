"""A graph as a file for other tools: one module a format, and one table of them in `kg.export.formats`."""
