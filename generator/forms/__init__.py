"""The formats as forms to fill: one description, written as Markdown and as a Word template."""
