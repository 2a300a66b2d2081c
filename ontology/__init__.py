"""What exists in the world: the ontology, its shapes, themes, and the registers of agencies, regions and instruments."""
