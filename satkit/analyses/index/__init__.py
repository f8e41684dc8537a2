"""Index: the satisfaction index of a structural model, its groups, its levers, its measurement."""
