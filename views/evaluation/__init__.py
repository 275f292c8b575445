"""The page Évaluation."""
