"""Tables of pages, defined once: heading, value, link; the page and the file read the same."""
