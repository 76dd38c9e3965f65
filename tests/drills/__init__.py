"""`make drill`: real workers are killed at every step of every operation, and what is left behind is looked at.

The product knows nothing of this: a worker process of the drill wraps the engine's functions before it starts.
"""
