"""Geometry and files; knows nothing of urban renewal."""
