"""Tests of places: regions, districts, outlines, clocks and working days."""
