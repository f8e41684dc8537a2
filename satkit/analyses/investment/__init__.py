"""Investment: the best division of a budget over Kano attributes."""
