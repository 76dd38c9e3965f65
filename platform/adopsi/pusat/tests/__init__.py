"""Tests of the Tangerang team's pages."""
