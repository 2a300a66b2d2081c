"""Where graphs are kept: one small protocol, one file for each kind of store."""
