"""Reading for pages, services and judging. One file per subject; nothing here writes."""
