"""Graph → picture: one file per view, one file that knows pyvis, templates and assets."""
