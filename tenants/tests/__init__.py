"""Tests of what every Pemda has."""
