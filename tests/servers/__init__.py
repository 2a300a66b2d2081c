"""Real servers for the tests, started from published Java artifacts; no container is needed."""
