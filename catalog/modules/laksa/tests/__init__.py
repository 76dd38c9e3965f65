"""LAKSA's own tests."""
