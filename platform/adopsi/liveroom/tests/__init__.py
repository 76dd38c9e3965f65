"""Tests of the LIVE Room."""
