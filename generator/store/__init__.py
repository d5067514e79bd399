"""Load: folders become sources, with every doubt in reading a fault at its line."""
