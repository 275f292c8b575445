"""The exchange format: tables in CSV, read, checked and loaded as a whole."""
