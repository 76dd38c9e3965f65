"""Tests of the desk for personal data."""
