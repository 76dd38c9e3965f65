"""Reads of e-Plesiran, split by noun; each carries its access rule."""
