"""The figures that the program holds itself to, measured in one run against their peers."""
