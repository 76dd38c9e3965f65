"""Template tags of LAKSA."""
