"""Sign off: a role's word on a text, written into the pack's record and bound to that text."""
