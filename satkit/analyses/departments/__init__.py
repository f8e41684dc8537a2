"""Departments: what each answers for, against the others and since the wave before."""
