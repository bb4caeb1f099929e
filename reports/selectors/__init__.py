"""Reading for pages: stored assessments, their results, who is late."""
