"""Pictures and tables of a run as files, without Qt."""
