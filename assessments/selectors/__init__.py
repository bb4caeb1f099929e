"""Reading: the plans a place is judged by, the cases, finished assessments."""
