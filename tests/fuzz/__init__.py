"""Longer runs of what must survive anything: ``make fuzz``."""
