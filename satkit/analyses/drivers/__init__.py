"""Drivers: what goes with dissatisfaction, and what falling short costs."""
