"""Figures of speed and accuracy, and what makes the documents and graphs that they are taken on."""
