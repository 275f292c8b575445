"""Checking a footprint: what is submitted, everything that is checked, and the report of it."""
