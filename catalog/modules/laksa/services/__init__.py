"""The acts of citizens and officers on reports, one function each, by subject."""
