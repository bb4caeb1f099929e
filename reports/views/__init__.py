"""Pages that show verdicts, and help."""
