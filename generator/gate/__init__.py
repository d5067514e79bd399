"""The gate: decides what may be published, says why not, and whom to ask."""
