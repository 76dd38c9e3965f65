"""Template tags the components need."""
