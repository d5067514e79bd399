"""Compare: what changed between two versions of a text, block by block and word by word."""
