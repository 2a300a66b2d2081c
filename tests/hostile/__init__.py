"""Hostile and damaged documents: what goes in, what must hold of what comes out, and a long run over both."""
