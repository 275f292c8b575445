"""The page Actions sociales."""
