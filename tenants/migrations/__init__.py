"""Migrations of the shared tables."""
