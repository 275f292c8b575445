"""Layers as files that other programs read, each with what describes it."""
