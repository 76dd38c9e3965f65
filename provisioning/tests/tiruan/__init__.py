"""A module with a long history, for the engine's tests; it is on no shelf."""
