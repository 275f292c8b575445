"""What came of the programme: indicators by place, targets, rings, access, and small numbers kept secret."""
