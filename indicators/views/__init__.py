"""Pages of this room: catalogue, collecting, review, corrections."""
