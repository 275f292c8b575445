"""The `trame` command: the same jobs without a browser."""
