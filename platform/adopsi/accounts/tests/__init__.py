"""Tests of account pages."""
