"""Word and OpenDocument files: what they hold, what they hide, and their text as Markdown."""
