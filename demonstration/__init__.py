"""The generator of the demonstration: real places, invented operations."""
