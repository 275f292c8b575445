"""Schema of the programme, one step a file."""
