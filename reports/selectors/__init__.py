"""Reading for the pages of this room: fixed numbers of queries, no verdict of their own."""
