"""The proof: the built site is read again, by a reader of its own, before anybody else may."""
