"""Any number of plans, made by varying the real documents over provinces, cities and counties."""
