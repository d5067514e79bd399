"""Validate, part one: JSON Schemas of every kind of file, and faults in plain words."""
