"""Edits: each a transaction with a version, and a line of the journal."""
