"""Who pays how much: plans, the matrix, flows and schedule, exact to the cent."""
