"""One file per workspace: which views stand where."""
