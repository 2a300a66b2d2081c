"""The embedded RDF graph as a read-only SPARQL endpoint on loopback."""
