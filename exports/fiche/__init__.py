"""Fact sheets of an operation, a neighbourhood and a commune."""
