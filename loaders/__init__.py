"""Files → text → outline → records: pure functions, one file per format and per kind of fact."""
