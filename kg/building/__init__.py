"""The stages of a build, each on its own: what is kept, who works, what is read, linked, mapped and written."""
