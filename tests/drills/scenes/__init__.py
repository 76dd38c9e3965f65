"""Scenes of the drill: each is a process of its own, with the tests' module at one version."""
