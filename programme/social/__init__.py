"""Social actions: what goes with the operations and the neighbourhoods, where it meets them, and where not."""
