"""Words, cells and rows of this room's pages."""
