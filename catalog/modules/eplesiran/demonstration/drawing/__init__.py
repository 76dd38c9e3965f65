"""Flat illustrations drawn by Pillow, for demonstration photos: a scene per kind of place, varied by a seed."""
