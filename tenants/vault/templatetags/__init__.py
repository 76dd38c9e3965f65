"""Template filters of the vault."""
