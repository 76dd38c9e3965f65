"""Migrations of support access."""
