"""Publish: verified folders are put in place in one step."""
