"""Tests of the design system; they run with settings of their own (tests/site.py)."""
