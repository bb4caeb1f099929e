"""Pure parts of this room: which assessment a page shows, what changed, how places rank."""
