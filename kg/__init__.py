"""The graph: records, build, stores, and the command line over them."""
