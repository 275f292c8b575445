"""The page Financements."""
