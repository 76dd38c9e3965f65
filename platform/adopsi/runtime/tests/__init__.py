"""Tests of the embedded run, with real processes."""
