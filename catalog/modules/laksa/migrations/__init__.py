"""Migrations of LAKSA."""
