"""Canned questions: a file in SPARQL and one in Cypher for each, and the catalogue that reads them."""
