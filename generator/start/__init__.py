"""Starting documents and packs from their format; nothing that is there is ever overwritten."""
