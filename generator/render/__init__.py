"""Render: the plan becomes files in an empty staging folder."""
