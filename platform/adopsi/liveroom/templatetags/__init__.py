"""Template tags of the LIVE Room."""
