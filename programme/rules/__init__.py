"""Dated rules as data, and the alerts that follow from them."""
