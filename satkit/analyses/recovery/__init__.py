"""Recovery: loyalty after a problem, and by satisfaction."""
