"""Taking a Word or OpenDocument file into the store as a draft, or saying why not."""
