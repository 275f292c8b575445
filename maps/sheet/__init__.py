"""The map of a published sheet: any layers, any extent, at true scale, with its labels and its legend."""
